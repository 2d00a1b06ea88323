import type { Margins } from '../../engine/layers/contract/params';

/** As many zeros at every side of a map, as PyTorch and Caffe pad. */
export const around = (count: number): Margins => [
  [count, count],
  [count, count],
];
