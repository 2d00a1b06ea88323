/** A tensor's axes, channels last; only axis 0, the batch, is null. */
export type Shape = readonly (number | null)[];
export type Dtype = 'float32' | 'int32';

export interface Spec {
  readonly shape: Shape;
  readonly dtype: Dtype;
}

/** What flows along a wire: it decides the port's mark and the wire's form. */
export type Flow = 'maps' | 'vector' | 'sequence' | 'volume' | 'tokens' | 'number' | 'unknown';

export function flowOf(spec: Spec | undefined): Flow {
  if (!spec) return 'unknown';
  const rank = spec.shape.length - 1;
  if (rank === 0) return 'number';
  if (rank === 1) return spec.dtype === 'int32' ? 'tokens' : spec.shape[1] === 1 ? 'number' : 'vector';
  if (rank === 2) return 'sequence';
  return rank === 3 ? 'maps' : rank === 4 ? 'volume' : 'unknown';
}

export const float = (...shape: number[]): Spec => ({ shape: [null, ...shape], dtype: 'float32' });

/** The axes of one sample. */
export const sampleShape = (spec: Spec): number[] => spec.shape.slice(1) as number[];

/** Values in one sample. */
export const sampleSize = (spec: Spec): number => sizeOf(sampleShape(spec));

/** Values in a shape without free axes. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** `24×24×20`, as every figure of a shape is written. */
export const shapeText = (spec: Spec): string => sampleShape(spec).join('×') || '1';

export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((d, i) => d === b[i]);
