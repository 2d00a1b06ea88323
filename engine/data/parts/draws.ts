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

/**
 * One block of Philox 4x32-10, written to `into` from `at` (Salmon et al., Parallel random numbers: as easy as 1, 2, 3,
 * 2011).
 */
export function philox(counter: readonly number[], key: readonly number[], into: Uint32Array, at = 0): void {
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
  into[at] = c0;
  into[at + 1] = c1;
  into[at + 2] = c2;
  into[at + 3] = c3;
}

/** Number of an independent row of random numbers, from its name. */
export const stream = (name: string): number => fnv1a(name);

/**
 * `count` random 32-bit numbers: Philox with the key (seed, stream), counting from block `from`. The same arguments
 * give the same numbers on every machine.
 */
export function randomBits(count: number, seed: number, stream: number, from = 0): Uint32Array {
  const bits = new Uint32Array(Math.ceil(count / 4) * 4);
  const counter = [from, 0, 0, 0];
  const key = [seed, stream];
  for (let at = 0; at < bits.length; at += 4) {
    philox(counter, key, bits, at);
    counter[0] = (counter[0] as number) + 1;
  }
  return bits.subarray(0, count);
}

/** `count` numbers in [0, 1) of 53 random bits each. */
export function uniforms(count: number, seed: number, stream: number): Float64Array {
  const bits = randomBits(2 * count, seed, stream);
  return Float64Array.from({ length: count }, (_, at) => unit(bits[2 * at] as number, bits[2 * at + 1] as number));
}

const unit = (high: number, low: number): number => ((high >>> 5) * 2 ** 26 + (low >>> 6)) / 2 ** 53;

/** Blocks drawn at a time: a large weight's bits never stand whole beside it. */
const BLOCKS = 4096;

/** Fills `values` with numbers in [0, 1) of 24 random bits each, as many as a float32 holds exactly. */
export function fillUniform(values: Float32Array, seed: number, stream: number): void {
  for (let from = 0; from < values.length; from += 4 * BLOCKS) {
    const count = Math.min(4 * BLOCKS, values.length - from);
    const bits = randomBits(count, seed, stream, from / 4);
    for (let at = 0; at < count; at++) values[from + at] = ((bits[at] as number) >>> 8) / 2 ** 24;
  }
}

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
