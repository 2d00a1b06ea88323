import type { Dtype } from '../../layers/contract/spec';

export type FieldRole = 'image' | 'label' | 'number' | 'mask' | 'boxes' | 'series' | 'text';

/** One column of a data set, as its source declares it. Shapes are of one sample: [] is a single number. */
export interface Field {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: Dtype;
  readonly role: FieldRole;
  /** Names of the classes of a label, in the order of its numbers. */
  readonly classes?: readonly string[];
  /** Smallest and largest value where the source knows them: 0 to 255 for pictures. */
  readonly range?: readonly [number, number];
}
