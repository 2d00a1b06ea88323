import { layers } from '../../engine/layers/contract/registry';

/** The kind that stands at an end of the net. */
export const endKind = (role: 'input' | 'output'): string =>
  [...layers.values()].find((layer) => layer.role === role)?.kind ?? role;
