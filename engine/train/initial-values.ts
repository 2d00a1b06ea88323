import type { Weight } from '../compile/program';
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
const within = (count: number, seed: Seed, limit: number): Float32Array =>
  scaled(uniform(count, seed), 2 * limit, -0.5);

type Draw = (count: number, seed: Seed, fan: { fanIn: number; fanOut: number }) => Float32Array;

/**
 * Glorot and Bengio 2010; He, Zhang, Ren and Sun 2015; LeCun, Bottou, Orr and Müller 1998. The normal ones are not
 * truncated, unlike Keras's: their deviation is the formula's own.
 */
const DRAWS: Readonly<Record<Extract<Weight['init'], string>, Draw>> = {
  zeros: (count) => new Float32Array(count),
  ones: (count) => new Float32Array(count).fill(1),
  glorotUniform: (count, seed, { fanIn, fanOut }) => within(count, seed, Math.sqrt(6 / (fanIn + fanOut))),
  glorotNormal: (count, seed, { fanIn, fanOut }) => scaled(normal(count, seed), Math.sqrt(2 / (fanIn + fanOut))),
  heUniform: (count, seed, { fanIn }) => within(count, seed, Math.sqrt(6 / fanIn)),
  heNormal: (count, seed, { fanIn }) => scaled(normal(count, seed), Math.sqrt(2 / fanIn)),
  lecunNormal: (count, seed, { fanIn }) => scaled(normal(count, seed), Math.sqrt(1 / fanIn)),
  randomNormal: (count, seed) => scaled(normal(count, seed), 0.05),
};

/** What a weight starts with: the same on every machine for the same run seed and place in the net. */
export function initialValues(weight: Pick<Weight, 'shape' | 'init' | 'stream'>, seed: number): Float32Array {
  const count = weight.shape.reduce((a, b) => a * b, 1);
  const drawn = streamSeed([seed, INITIAL], weight.stream);
  if (typeof weight.init === 'string') return DRAWS[weight.init](count, drawn, fans(weight.shape));
  if ('uniform' in weight.init) return within(count, drawn, weight.init.uniform);
  const parts = [weight.init.constant].flat();
  return Float32Array.from({ length: count }, (_, at) => parts[Math.floor((at * parts.length) / count)] ?? 0);
}
