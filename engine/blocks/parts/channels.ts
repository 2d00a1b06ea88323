import type { Spec } from '../../layers/contract/spec';

/** Maps that arrive; undefined where that is not known, or where something else than maps arrives. */
export const channelsOf = (input: Spec | undefined): number | undefined =>
  input?.shape.length === 4 ? Number(input.shape[3]) : undefined;
