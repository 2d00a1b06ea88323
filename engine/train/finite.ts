import type { Pieces } from './pieces';

/** Numbers that are looked at in some milliseconds. */
const AT_ONCE = 2 ** 18;

/** Whether every number is finite, in pieces: a kernel may have a hundred million. */
export function* allFinite(numbers: Float32Array): Pieces<boolean> {
  for (let from = 0; from < numbers.length; from += AT_ONCE) {
    if (from > 0) yield;
    if (!numbers.subarray(from, from + AT_ONCE).every(Number.isFinite)) return false;
  }
  return true;
}
