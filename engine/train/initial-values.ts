import type { Weight } from '../compile/program';
import { atOnce, type Pieces } from './pieces';
import { normal, type Seed, streamSeed, uniform } from './random';

/** Second seed of initial weights; steps count from 0 up, so no step draws the same numbers. */
const INITIAL = -1;

/** Numbers that enter and leave one unit of a kernel [...window, in, out]; for vectors its length both ways. */
function fans(shape: readonly number[]): { fanIn: number; fanOut: number } {
  const [last = 1, beforeLast = last] = [shape.at(-1), shape.at(-2)];
  const window = shape.slice(0, -2).reduce((a, b) => a * b, 1);
  return { fanIn: window * beforeLast, fanOut: window * last };
}

/** In place: a kernel may have tens of millions of values. */
function scaled(numbers: Float32Array, scale: number, offset = 0): Float32Array {
  for (let i = 0; i < numbers.length; i++) numbers[i] = ((numbers[i] as number) + offset) * scale;
  return numbers;
}
const within = (count: number, seed: Seed, limit: number, from: number): Float32Array =>
  scaled(uniform(count, seed, from), 2 * limit, -0.5);

/** `count` values from number `from` on. */
type Draw = (count: number, seed: Seed, fan: { fanIn: number; fanOut: number }, from: number) => Float32Array;

/**
 * Glorot and Bengio 2010; He, Zhang, Ren and Sun 2015; LeCun, Bottou, Orr and Müller 1998. The normal ones are not
 * truncated, unlike Keras's: their deviation is the formula's own.
 */
const DRAWS: Readonly<Record<Extract<Weight['init'], string>, Draw>> = {
  zeros: (count) => new Float32Array(count),
  ones: (count) => new Float32Array(count).fill(1),
  glorotUniform: (count, seed, { fanIn, fanOut }, from) => within(count, seed, Math.sqrt(6 / (fanIn + fanOut)), from),
  glorotNormal: (count, seed, { fanIn, fanOut }, from) =>
    scaled(normal(count, seed, from), Math.sqrt(2 / (fanIn + fanOut))),
  heUniform: (count, seed, { fanIn }, from) => within(count, seed, Math.sqrt(6 / fanIn), from),
  heNormal: (count, seed, { fanIn }, from) => scaled(normal(count, seed, from), Math.sqrt(2 / fanIn)),
  lecunNormal: (count, seed, { fanIn }, from) => scaled(normal(count, seed, from), Math.sqrt(1 / fanIn)),
  randomNormal: (count, seed, _, from) => scaled(normal(count, seed, from), 0.05),
};

/** Values drawn at once, some milliseconds of work; a multiple of 4, as a block of random numbers has. */
const AT_ONCE = 2 ** 17;

/** What a weight starts with: the same on every machine for the same run seed and place in the net. */
export const initialValues = (weight: Pick<Weight, 'shape' | 'init' | 'stream'>, seed: number): Float32Array =>
  atOnce(drawnValues(weight, seed));

/** The same in pieces: a kernel may have tens of millions of values. */
export function* drawnValues(
  { shape, init, stream }: Pick<Weight, 'shape' | 'init' | 'stream'>,
  seed: number,
): Pieces<Float32Array> {
  const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
  const key = streamSeed([seed, INITIAL], stream);
  if (typeof init !== 'string' && 'constant' in init) {
    const parts = [init.constant].flat();
    return values.map((_, at) => parts[Math.floor((at * parts.length) / values.length)] ?? 0);
  }
  const draw: Draw =
    typeof init === 'string' ? DRAWS[init] : (count, of, _, from) => within(count, of, init.uniform, from);
  for (let from = 0; from < values.length; from += AT_ONCE) {
    if (from > 0) yield;
    values.set(draw(Math.min(AT_ONCE, values.length - from), key, fans(shape), from), from);
  }
  return values;
}
