/** Answers why something is refused; undefined when it is not. */
export type Attempt<Item> = (items: readonly Item[]) => Promise<string | undefined>;

/**
 * Does what can be done of a list whose whole is refused: halves it until each culprit stands alone, and keeps what was
 * accepted on the way. With few culprits every item is done about twice.
 * @param alone called for each culprit, after everything before it and before everything behind it
 */
export async function inHalves<Item>(
  items: readonly Item[],
  attempt: Attempt<Item>,
  alone: (item: Item, reason: string) => Promise<void>,
): Promise<void> {
  if (items.length === 0) return;
  const reason = await attempt(items);
  if (reason === undefined) return;
  if (items.length === 1) return alone(items[0]!, reason);
  const middle = items.length >> 1;
  await inHalves(items.slice(0, middle), attempt, alone);
  await inHalves(items.slice(middle), attempt, alone);
}

/**
 * The longest beginning that is accepted of a list that is refused as a whole, and why it is no longer.
 * @param probe must leave nothing behind, whatever it answers
 * @param refusal why the whole list is refused
 */
export async function longestBeginning<Item>(
  items: readonly Item[],
  probe: Attempt<Item>,
  refusal: string,
): Promise<{ good: number; reason: string }> {
  let [good, bad, reason] = [0, items.length, refusal];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const refused = await probe(items.slice(0, middle));
    if (refused === undefined) good = middle;
    else [bad, reason] = [middle, refused];
  }
  return { good, reason };
}
