/**
 * Where a key leads from card `at` of a grid; undefined where it leads nowhere. `tops`: distances of the cards from the
 * top, px, which tell how many stand in a row.
 */
export function neighbourOf(tops: readonly number[], at: number, key: string): number | undefined {
  const columns = Math.max(1, tops.filter((top) => top === tops[0]).length);
  const to: Readonly<Record<string, number>> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at + columns,
    ArrowUp: at - columns,
    Home: 0,
    End: tops.length - 1,
  };
  const next = to[key];
  return next !== undefined && next >= 0 && next < tops.length ? next : undefined;
}
