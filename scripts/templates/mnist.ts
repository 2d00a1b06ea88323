import { type DataSettings, DEFAULT_SPLIT } from '../../engine/graph/document';

/** Handwritten digits with their pixels brought to 0 to 1. `bind`: node → field of the data; `digits`: default all. */
export const mnist = (bind: Readonly<Record<string, string>>, digits?: readonly number[]): DataSettings => ({
  source: { kind: 'mnist', ...(digits && { params: { digits } }) },
  split: DEFAULT_SPLIT,
  bind,
  prepare: [{ field: 'image', op: 'rescale', scale: 1 / 255 }],
});
