/**
 * Random numbers as TensorFlow's stateless ops draw them: Philox 4x32-10 keyed by a scrambled pair of int32 seeds.
 * Nothing is remembered between calls, so any number can be drawn again: a step can be replayed, and a resumed run
 * is the same as one that was never interrupted.
 * Source: Salmon and others, Parallel random numbers: as easy as 1, 2, 3, 2011; TensorFlow, stateless_random_ops.
 */

/** Two int32 numbers; what is drawn depends on nothing else. */
export type Seed = readonly [number, number];

const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;

/** Upper 32 bits of the product of two unsigned 32-bit numbers, in 16-bit halves: no sum below exceeds 32 bits. */
function upper(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0;
  const carry = (Math.imul(aLow, bHigh) + (middle & 0xffff)) | 0;
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (carry >>> 16)) | 0;
}

/**
 * One block of Philox 4x32-10: four random 32-bit numbers for four 32-bit counters, put into `block` at `at`. Large nets
 * draw tens of millions of numbers, so nothing is allocated here.
 */
function philox(block: Int32Array, at: number, counters: Counters, key0: number, key1: number): void {
  let { c0, c1, c2, c3 } = counters;
  let k0 = key0;
  let k1 = key1;
  for (let round = 0; round < 10; round++) {
    const high0 = upper(c0, M0);
    const low0 = Math.imul(c0, M0);
    const high1 = upper(c2, M1);
    const low1 = Math.imul(c2, M1);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + W0) | 0;
    k1 = (k1 + W1) | 0;
  }
  // Beyond the end of a typed array nothing is written: the last block may be cut off.
  block[at] = c0;
  block[at + 1] = c1;
  block[at + 2] = c2;
  block[at + 3] = c3;
}

interface Counters {
  c0: number;
  c1: number;
  c2: number;
  c3: number;
}

/** `count` random 32-bit numbers (as int32) of a seed's, from number `from` on, a multiple of 4. */
export function randomBits(count: number, [seed0, seed1]: Seed, from = 0): Int32Array {
  // TensorFlow scrambles the seeds, widened to 64 bits, so that similar ones give unrelated numbers.
  const mix = new Int32Array(4);
  const seeds = { c0: seed0, c1: seed0 < 0 ? -1 : 0, c2: seed1, c3: seed1 < 0 ? -1 : 0 };
  philox(mix, 0, seeds, 0x3ec8f720, 0x02461e29);
  const [key0 = 0, key1 = 0, c2 = 0, c3 = 0] = mix;
  const bits = new Int32Array(count);
  const counters = { c0: 0, c1: 0, c2, c3 };
  for (let start = 0; start < count; start += 4) {
    const index = (from + start) / 4;
    counters.c0 = index | 0;
    counters.c1 = Math.floor(index / 2 ** 32);
    philox(bits, start, counters, key0, key1);
  }
  return bits;
}

/** 23 random bits as a float32 in [0, 1), in place over the bits. */
function asUniform(bits: Int32Array): Float32Array {
  const numbers = new Float32Array(bits.buffer);
  // 0x3f800000 is 1: with 23 random bits behind it, a number in [1, 2).
  for (let i = 0; i < bits.length; i++) bits[i] = ((bits[i] as number) & 0x7fffff) | 0x3f800000;
  for (let i = 0; i < numbers.length; i++) numbers[i] = (numbers[i] as number) - 1;
  return numbers;
}

/** Uniform in [0, 1), bit for bit what TensorFlow's StatelessRandomUniform draws for the same seed. */
export const uniform = (count: number, seed: Seed, from = 0): Float32Array => asUniform(randomBits(count, seed, from));

/** Normal with mean 0 and deviation 1 (Box and Muller), StatelessRandomNormal's to within rounding. */
export function normal(count: number, seed: Seed, from = 0): Float32Array {
  const even = count + (count & 1);
  const numbers = uniform(even, seed, from);
  for (let i = 0; i < even; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(Math.max(numbers[i] as number, 1e-7)));
    const angle = 2 * Math.PI * (numbers[i + 1] as number);
    numbers[i] = radius * Math.sin(angle);
    numbers[i + 1] = radius * Math.cos(angle);
  }
  return numbers.subarray(0, count);
}

/** The seed of one stream of numbers within a run, as `Ops.randomUniform` forms it. */
export const streamSeed = ([seed0, seed1]: Seed, stream: number): Seed => [(seed0 + stream) | 0, seed1];

/** Keeps the order of samples apart from weights and dropout drawn with the same seed. */
const SHUFFLE_STREAM = 0x5b0f7a3d;

/** The numbers 0 to n − 1 in the order of one epoch, the same for the same seed and epoch (Fisher and Yates). */
export function permutation(seed: number, epoch: number, n: number): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const bits = randomBits(n, streamSeed([seed, epoch], SHUFFLE_STREAM));
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor((((bits[i] as number) >>> 0) / 2 ** 32) * (i + 1));
    const held = order[i] as number;
    order[i] = order[j] as number;
    order[j] = held;
  }
  return order;
}
