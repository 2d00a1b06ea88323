import type { Fault } from '../../graph/problems';
import { needsFloat, needsMaps, needsSequence, needsVolume, tooSmall } from '../contract/faults';
import { float, type Spec } from '../contract/spec';
import { fittingSize, isOne, leastInput, sizesText, strideText, type Window, windowOutput } from './window';

/** A convolution's window as its parameters give it. */
export interface Kernel extends Omit<Window, 'size' | 'ceil'> {
  readonly kernel: readonly number[];
}
export const windowOf = ({ kernel, stride, padding, dilation }: Kernel): Window => ({
  size: kernel,
  stride,
  padding,
  dilation,
});

/** `3×3, 64 filters, stride 2` */
export const kernelSummary = (p: Kernel, count: number, what: string): string =>
  `${sizesText(p.kernel)}, ${count} ${what}${count === 1 ? '' : 's'}` +
  (isOne(p.stride) ? '' : `, stride ${strideText(p.stride)}`);

const single = (sizes: readonly number[]): number | readonly number[] => (sizes.length === 1 ? (sizes[0] ?? 1) : sizes);

/** TensorFlow and Keras refuse the two together. */
const stridesAndDilates = (axes: number): Fault => ({
  code: 'param/stride-and-dilation',
  param: 'dilation',
  cures: [
    { title: 'Set the dilation to 1', set: { dilation: single(Array(axes).fill(1)) } },
    { title: 'Set the stride to 1', set: { stride: single(Array(axes).fill(1)) } },
  ],
});

const unequalGroups = (count: number, what: string, groups: number): Fault => ({
  code: 'shape/groups',
  param: 'groups',
  say: { count, what, groups },
  cures: [{ title: 'Set the groups to 1', set: { groups: 1 } }],
});

/** What does not fit when channels are kept apart in groups. */
export function groupsFault(x: Spec, filters: number, groups: number): Fault | undefined {
  const channels = Number(x.shape.at(-1));
  if (channels % groups) return unequalGroups(channels, 'channels', groups);
  if (filters % groups) return unequalGroups(filters, 'filters', groups);
  return undefined;
}

const NEEDS = [needsSequence, needsSequence, needsMaps, needsVolume] as const;

/** What does not fit before sizes are looked at: the type, the axes. */
export function convolvable(x: Spec, axes: number): Fault | undefined {
  if (x.dtype !== 'float32') return needsFloat(0, x);
  return x.shape.length === axes + 2 ? undefined : (NEEDS[axes] ?? needsMaps)(0, x);
}

/** Spatial axes and channels → the places of the kernel and `filters`; or what does not fit. */
export function convolutionShape(x: Spec, p: Kernel, filters: number): readonly Spec[] | Fault {
  if (!isOne(p.stride) && !isOne(p.dilation)) return stridesAndDilates(p.stride.length);
  const window = windowOf(p);
  const sizes = windowOutput(x, window);
  if (sizes.every((size) => size >= 1)) return [float(...sizes, filters)];
  const fitting = fittingSize(x, window);
  return tooSmall(0, x, leastInput(x, window), [
    { title: 'Pad to the same size', set: { padding: 'same' } },
    { title: `Use a kernel of ${sizesText(fitting)}`, set: { kernel: single(fitting) } },
  ]);
}

/** Places of a kernel in one sample. */
export const places = (y: Spec): number => y.shape.slice(1, -1).reduce<number>((a, b) => a * Number(b), 1);

/** Multiply-adds of a kernel at one place: its extent, times the channels that it sees. */
export const extent = (kernel: readonly number[]): number => kernel.reduce((a, b) => a * b, 1);
