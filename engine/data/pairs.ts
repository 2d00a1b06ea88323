import { fail, succeed } from '../graph/problem';
import { problem } from '../graph/problems';
import { number, source } from '../layers/contract/params';
import type { Field } from './contract/field';
import { sources } from './contract/registry';
import { type Column, defineSource, type Part } from './contract/source';
import { stream, uniforms } from './parts/draws';
import { readParams } from './parts/params';

const labelOf = (fields: readonly Field[]) => fields.find(({ role }) => role === 'label');
const subjectOf = (fields: readonly Field[]) => fields.find(({ role }) => role !== 'label');

/** The fields of pairs made of rows with `fields`; undefined where there is no label or nothing to compare. */
function pairFields(fields: readonly Field[]): readonly Field[] | undefined {
  const subject = subjectOf(fields);
  if (!subject || !labelOf(fields)) return undefined;
  return [
    { ...subject, name: 'first' },
    { ...subject, name: 'second' },
    { name: 'same', shape: [], dtype: 'int32', role: 'label', classes: ['different', 'same'] },
  ];
}

/** Row numbers of `part` by class. */
function rowsByClass(labels: Column, count: number): number[][] {
  const rows: number[][] = [];
  for (let row = 0; row < count; row++) {
    const label = labels.values[labels.rows?.[row] ?? row] as number;
    const list = rows[label] ?? [];
    list.push(row);
    rows[label] = list;
  }
  return Array.from(rows, (list) => list ?? []);
}

/**
 * One pair for each row of `part`: the row itself first, then a partner of its class (with chance `positive`) or of
 * another, drawn by `seed`. Pictures are not copied: both columns point into the part's own.
 */
export function drawPairs(part: Part, fields: readonly Field[], positive: number, seed: number): Part {
  const columns = Object.values(part.columns);
  const labels = columns.find(({ field }) => field.role === 'label') as Column;
  const subject = columns.find(({ field }) => field.role !== 'label') as Column;
  const classes = rowsByClass(labels, part.count);
  const draws = uniforms(part.count * 2, seed, stream('pairs'));
  const first = new Int32Array(part.count);
  const second = new Int32Array(part.count);
  const same = new Int32Array(part.count);
  for (let row = 0; row < part.count; row++) {
    const label = labels.values[labels.rows?.[row] ?? row] as number;
    const own = classes[label] as number[];
    const others = part.count - own.length;
    // A class of one has no partner but itself, and one class alone has no other: then the only kind there is.
    const wantsSame = (draws[2 * row] as number) < positive;
    const isSame = others === 0 || (wantsSame && own.length > 1);
    const chance = draws[2 * row + 1] as number;
    const partner = isSame ? sameClass(own, row, chance) : otherClass(classes, label, Math.floor(chance * others));
    first[row] = subject.rows?.[row] ?? row;
    second[row] = subject.rows?.[partner] ?? partner;
    same[row] = isSame ? 1 : 0;
  }
  const [firstField, secondField, sameField] = fields as [Field, Field, Field];
  return {
    count: part.count,
    columns: {
      first: { field: firstField, values: subject.values, rows: first },
      second: { field: secondField, values: subject.values, rows: second },
      same: { field: sameField, values: same },
    },
  };
}

/** Another row of the class, each with the same chance; the row itself only where it is alone. */
function sameClass(own: readonly number[], row: number, chance: number): number {
  if (own.length === 1) return row;
  const drawn = Math.floor(chance * (own.length - 1));
  const at = own[drawn] as number;
  // Rows stand in order: from the row's own place on, everything moves up by one.
  return at >= row ? (own[drawn + 1] as number) : at;
}

/** The `index`-th row that is not of class `label`, classes in order. */
function otherClass(classes: readonly (readonly number[])[], label: number, index: number): number {
  let left = index;
  for (const [other, rows] of classes.entries()) {
    if (other === label) continue;
    if (left < rows.length) return rows[left] as number;
    left -= rows.length;
  }
  throw new RangeError('There is no row of another class');
}

export default defineSource({
  kind: 'pairs',
  title: 'Pairs',
  doc: {
    summary: 'Pairs of samples of another source: of the same class or of different ones.',
    formula: 'Each row is once the first of a pair; the second is drawn from its class with the chance given.',
    advice: 'For Siamese nets, which learn a distance. Pairs are drawn after the split, so none crosses it.',
    source: 'Chopra, Hadsell, LeCun: Learning a similarity metric discriminatively, 2005',
  },
  params: {
    of: source('Samples of', { kind: 'mnist' }),
    positive: number('Same class', 0.5, { min: 0, max: 1, help: 'Share of pairs that are of the same class.' }),
  },
  origin: 'included',
  fields(p) {
    const inner = sources.get(p.of.kind);
    if (!inner) return undefined;
    const params = readParams(inner, p.of.params);
    const fields = params.ok ? inner.fields(params.value) : undefined;
    return fields && pairFields(fields);
  },
  async open(io, p) {
    const inner = sources.get(p.of.kind);
    if (!inner || p.of.kind === 'pairs') return fail(problem('data/unknown-source', { kind: p.of.kind }));
    const params = readParams(inner, p.of.params);
    if (!params.ok) return params;
    const base = await inner.open(io, params.value);
    if (!base.ok) return base;
    const fields = pairFields(base.value.fields);
    if (!fields) return fail(problem('data/pairs-need-labels', { kind: inner.title }));
    return succeed({ ...base.value, fields, derive: (part, seed) => drawPairs(part, fields, p.positive, seed) });
  },
});
