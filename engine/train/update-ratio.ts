/** Mean size of a change over mean size of what is changed; undefined where that is 0. */
export function updateRatio(before: ArrayLike<number>, after: ArrayLike<number>): number | undefined {
  let change = 0;
  let size = 0;
  for (let at = 0; at < after.length; at++) {
    change += Math.abs((after[at] as number) - (before[at] as number));
    size += Math.abs(before[at] as number);
  }
  return size > 0 ? change / size : undefined;
}
