import type { Field } from '../contract/field';
import type { Column, Part } from '../contract/source';
import { permutation, stream } from './draws';
import { takeRows } from './rows';

/**
 * The rows of `part` whose label is one of `classes`, numbered anew in that order under the field `label`; no row of
 * it is copied. With `few.each` above 0 only so many of each class, drawn by the seed, in the order of the part.
 */
export function keepClasses(
  part: Part,
  label: Field,
  classes: readonly number[],
  few: { readonly each: number; readonly seed: number } = { each: 0, seed: 0 },
): Part {
  const column = part.columns[label.name] as Column;
  // All classes in their own order and all rows: the part as it is.
  if (few.each === 0 && classes.join() === column.field.classes?.map((_, at) => at).join()) return part;
  const order =
    few.each > 0
      ? permutation(part.count, few.seed, stream('classes'))
      : Int32Array.from({ length: part.count }, (_, row) => row);
  const counts = new Map<number, number>();
  const rows = order.filter((row) => {
    const own = column.values[row] as number;
    const before = counts.get(own) ?? 0;
    counts.set(own, before + 1);
    return classes.includes(own) && (few.each === 0 || before < few.each);
  });
  const kept = takeRows(part, rows.sort());
  const values = column.values.map((own) => classes.indexOf(own));
  return { ...kept, columns: { ...kept.columns, [label.name]: { ...column, field: label, values, rows } } };
}
