import type { Field } from '../../../engine/data/contract/field';
import type { Params, Values } from '../../../engine/layers/contract/params';
import type { Fitted, Preparation } from '../../../engine/prepare/contract/preparation';

/** What a preparation learns from these rows. */
export function fittedTo(
  preparation: Preparation,
  field: Field,
  rows: readonly ArrayLike<number>[],
  p: Values<Params>,
): Fitted {
  const fit = preparation.fit?.(field, p);
  for (const row of rows) fit?.take(row);
  return fit?.done() ?? {};
}
