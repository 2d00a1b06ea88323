import type { Field } from '../../data/contract/field';
import type { Fault } from '../../graph/problems';

/** Why the field cannot be computed with, or undefined where it holds quantities. */
export const refuseClasses = (field: Field, op: string): Fault | undefined =>
  field.role === 'label' || field.dtype === 'int32'
    ? { code: 'prepare/classes', say: { field: field.name, op } }
    : undefined;
