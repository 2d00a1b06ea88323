import { fnv1a } from '../../compile/hash';

/** High 32 bits of the product of two 32-bit numbers. */
function multiplyHigh(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  return (a1 * b1 + Math.floor((middle + a0 * b1) / 0x10000)) | 0;
}

/** One block of Philox 4x32-10 (Salmon et al., Parallel random numbers: as easy as 1, 2, 3, 2011). */
export function philox(counter: readonly number[], key: readonly number[]): [number, number, number, number] {
  let [c0, c1, c2, c3] = counter as [number, number, number, number];
  let [k0, k1] = key as [number, number];
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(c0, 0xd2511f53);
    const high1 = multiplyHigh(c2, 0xcd9e8d57);
    const low0 = Math.imul(c0, 0xd2511f53);
    const low1 = Math.imul(c2, 0xcd9e8d57);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
  return [c0 >>> 0, c1 >>> 0, c2 >>> 0, c3 >>> 0];
}

/** Number of an independent row of random numbers, from its name. */
export const stream = (name: string): number => fnv1a(name);

/**
 * `count` random 32-bit numbers: Philox 4x32-10 with the key (seed, stream), counting from 0. The same arguments give
 * the same numbers on every machine.
 */
export function randomBits(count: number, seed: number, stream: number): Uint32Array {
  const bits = new Uint32Array(Math.ceil(count / 4) * 4);
  for (let block = 0; block < bits.length / 4; block++) {
    bits.set(philox([block, 0, 0, 0], [seed, stream]), block * 4);
  }
  return bits.subarray(0, count);
}

/** `count` numbers in [0, 1) of 53 random bits each. */
export function uniforms(count: number, seed: number, stream: number): Float64Array {
  const bits = randomBits(2 * count, seed, stream);
  return Float64Array.from({ length: count }, (_, at) => unit(bits[2 * at] as number, bits[2 * at + 1] as number));
}

const unit = (high: number, low: number): number => ((high >>> 5) * 2 ** 26 + (low >>> 6)) / 2 ** 53;

/** `count` numbers of the normal distribution with mean 0 and deviation 1 (Box and Muller, 1958). */
export function normals(count: number, seed: number, stream: number): Float64Array {
  const draws = uniforms(2 * Math.ceil(count / 2), seed, stream);
  const values = new Float64Array(count);
  for (let at = 0; at < count; at += 2) {
    // 1 − u lies in (0, 1], so that the logarithm is finite.
    const radius = Math.sqrt(-2 * Math.log(1 - (draws[at] as number)));
    const angle = 2 * Math.PI * (draws[at + 1] as number);
    values[at] = radius * Math.cos(angle);
    if (at + 1 < count) values[at + 1] = radius * Math.sin(angle);
  }
  return values;
}

/** The numbers 0 … count − 1 in random order (Fisher and Yates, Durstenfeld 1964). */
export function permutation(count: number, seed: number, stream: number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, at) => at);
  const draws = uniforms(count, seed, stream);
  for (let last = count - 1; last > 0; last--) {
    const chosen = Math.floor((draws[last] as number) * (last + 1));
    const swapped = order[last] as number;
    order[last] = order[chosen] as number;
    order[chosen] = swapped;
  }
  return order;
}
