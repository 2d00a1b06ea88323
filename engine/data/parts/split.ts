import type { DataSplit } from '../../graph/document';
import { fail, type Result, succeed } from '../../graph/problem';
import { problem } from '../../graph/problems';
import type { Column, Dataset, Part } from '../contract/source';
import { permutation, stream } from './draws';
import { labelColumn, storedRow, takeRows } from './rows';

/** The three parts that a run works with; validation may be empty. */
export interface Parts {
  readonly train: Part;
  readonly validation: Part;
  readonly test: Part;
}

/** Rows in lots that are cut alike: one lot of all, or one a class. */
function lotsByClass(column: Column, count: number): Int32Array[] {
  const lots = new Map<number, number[]>();
  for (let row = 0; row < count; row++) {
    const label = column.values[storedRow(column, row)] as number;
    const lot = lots.get(label) ?? [];
    lot.push(row);
    lots.set(label, lot);
  }
  return [...lots.entries()].sort(([a], [b]) => a - b).map(([, lot]) => Int32Array.from(lot));
}

/** Cuts `share` of the rows, which ascend, off: `[kept, cut]`, each in ascending order, drawn by `seed`. */
function cutRows(rows: Int32Array, share: number, seed: number, name: string): [Int32Array, Int32Array] {
  const order = permutation(rows.length, seed, stream(name));
  const isCut = new Uint8Array(rows.length);
  for (const place of order.subarray(0, Math.round(rows.length * share))) isCut[place] = 1;
  return [rows.filter((_, at) => isCut[at] === 0), rows.filter((_, at) => isCut[at] === 1)];
}

/** Whole groups go to one side; groups are drawn until `share` of the rows is reached. */
function cutGroups(column: Column, count: number, share: number, seed: number, name: string) {
  const groups = lotsByClass(column, count);
  const cut: number[] = [];
  const kept: number[] = [];
  for (const place of permutation(groups.length, seed, stream(name))) {
    const side = cut.length < Math.round(count * share) ? cut : kept;
    for (const row of groups[place] as Int32Array) side.push(row);
  }
  return [Int32Array.from(kept).sort(), Int32Array.from(cut).sort()] as const;
}

const join = (lots: readonly Int32Array[]): Int32Array => Int32Array.from(lots.flatMap((lot) => [...lot])).sort();

/** Takes `share` of the part's rows out of it: `[the rest, the share]`. */
function cutPart(part: Part, share: number, by: DataSplit['by'], seed: number, name: string): Result<[Part, Part]> {
  const both = (kept: Int32Array, cut: Int32Array): Result<[Part, Part]> =>
    succeed([takeRows(part, kept), takeRows(part, cut)]);
  if (by === 'none' || share === 0) {
    const all = Int32Array.from({ length: part.count }, (_, row) => row);
    return both(...cutRows(all, share, seed, name));
  }
  if (by === 'group') {
    const group = part.columns.group;
    if (!group) return fail(problem('data/no-group', {}, { path: 'data.split.by' }));
    return both(...cutGroups(group, part.count, share, seed, name));
  }
  const label = labelColumn(part);
  if (!label) return fail(problem('data/no-class', {}, { path: 'data.split.by' }));
  const lots = lotsByClass(label, part.count).map((rows, at) => cutRows(rows, share, seed, `${name}/${at}`));
  return both(join(lots.map(([kept]) => kept)), join(lots.map(([, cut]) => cut)));
}

/**
 * Cuts a data set into training, validation and test, the same for the same seed. The test part is the source's own
 * (`official`) or that share of the rows it ships for training; validation is taken from what is left for training.
 * Samples that are derived (pairs) are drawn within each part afterwards, so that none crosses a border.
 */
export function splitDataset(dataset: Dataset, split: DataSplit): Result<Parts> {
  let train = dataset.train;
  let test = dataset.test;
  if (split.test !== 'official') {
    const cut = cutPart(train, split.test, split.by, split.seed, 'split/test');
    if (!cut.ok) return cut;
    [train, test] = cut.value;
  } else if (!test) return fail(problem('data/no-test', {}, { path: 'data.split.test' }));
  const cut = cutPart(train, split.validation, split.by, split.seed, 'split/validation');
  if (!cut.ok) return cut;
  const [rest, validation] = cut.value;
  for (const [part, { count }] of Object.entries({ training: rest, test })) {
    if (count < 1) return fail(problem('data/too-few-rows', { part, got: count, expected: 1 }));
  }
  const derive = (part: Part, at: number) => dataset.derive?.(part, split.seed * 3 + at) ?? part;
  return succeed({ train: derive(rest, 0), validation: derive(validation, 1), test: derive(test, 2) });
}
