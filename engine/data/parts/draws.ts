import { fnv1a } from '../../compile/hash';
import { randomBits, permutation as shuffle } from '../../train/random';

/** Number of an independent row of random numbers, from its name. */
export const stream = (name: string): number => fnv1a(name);

/** `count` numbers in [0, 1) of 53 random bits each; the same arguments give the same numbers on every machine. */
export function uniforms(count: number, seed: number, stream: number): Float64Array {
  const bits = randomBits(2 * count, [seed, stream]);
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

/** The numbers 0 … count − 1 in random order. */
export const permutation = (count: number, seed: number, stream: number): Int32Array => shuffle(seed, stream, count);
