/**
 * Does work of which some can be under way at once. Where one fails, nothing more begins, and what is under way is done
 * to its end before this rejects with what failed first: nothing is left at work behind it.
 */
export async function inLanes<Item>(
  items: readonly Item[],
  lanes: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = [...items];
  const failed: unknown[] = [];
  const lane = async (): Promise<void> => {
    try {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
    } catch (error) {
      left.length = 0;
      failed.push(error);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  if (failed.length > 0) throw failed[0];
}
