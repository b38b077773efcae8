/** Where a value is, or would be, in a sorted list: the first place at which it does not come after what is there. */
export function placeOf<Item>(list: readonly Item[], key: string, keyOf: (item: Item) => string): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keyOf(list[middle]!) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
