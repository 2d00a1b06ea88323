import { describe, expect, it } from 'vitest';
import type { Dataset, Part } from '../../../engine/data/contract/source';
import { rowValues } from '../../../engine/data/parts/rows';
import { type Parts, splitDataset } from '../../../engine/data/parts/split';
import type { DataSplit } from '../../../engine/graph/document';

/** `count` rows with their own number, a class of three, and a group of five rows each. */
function part(count: number): Part {
  const field = { shape: [], dtype: 'int32', role: 'label' } as const;
  const column = (name: string, value: (row: number) => number) => ({
    field: { name, ...field },
    values: Int32Array.from({ length: count }, (_, row) => value(row)),
  });
  return {
    count,
    columns: {
      row: { ...column('row', (row) => row), field: { name: 'row', shape: [], dtype: 'int32', role: 'number' } },
      label: column('label', (row) => (row % 10 === 0 ? 2 : row % 2)),
      group: column('group', (row) => Math.floor(row / 5)),
    },
  };
}
const dataset = (count: number, test?: number): Dataset => ({
  fields: [],
  train: part(count),
  ...(test !== undefined && { test: part(test) }),
});
const split = (data: Dataset, settings: Partial<DataSplit>): Parts => {
  const parts = splitDataset(data, { validation: 0.1, test: 'official', by: 'none', seed: 1, ...settings });
  if (!parts.ok) throw new Error(parts.problems[0]?.message);
  return parts.value;
};
const values = (part: Part, name: string): number[] =>
  Array.from({ length: part.count }, (_, row) => rowValues(part.columns[name] as never, row)[0] as number);

describe('the split', () => {
  it('takes validation out of the training part and leaves the official test part alone', () => {
    const parts = split(dataset(1000, 50), {});
    expect([parts.train.count, parts.validation.count, parts.test.count]).toEqual([900, 100, 50]);
    expect(values(parts.test, 'row')).toEqual(Array.from({ length: 50 }, (_, row) => row));
    const all = [...values(parts.train, 'row'), ...values(parts.validation, 'row')].sort((a, b) => a - b);
    expect(all).toEqual(Array.from({ length: 1000 }, (_, row) => row));
  });

  it('is the same for the same seed and another for another', () => {
    const rows = (seed: number) => values(split(dataset(200, 1), { seed }).validation, 'row');
    expect(rows(1)).toEqual(rows(1));
    expect(rows(1)).not.toEqual(rows(2));
  });

  it('copies no values', () => {
    const data = dataset(100, 10);
    expect(split(data, {}).train.columns.row?.values).toBe(data.train.columns.row?.values);
  });

  it('cuts a test part of its own, in which no row of the others is', () => {
    const parts = split(dataset(1000), { test: 0.2, validation: 0.25 });
    expect([parts.train.count, parts.validation.count, parts.test.count]).toEqual([600, 200, 200]);
    const rows = Object.values(parts).flatMap((one: Part) => values(one, 'row'));
    expect(new Set(rows).size).toBe(1000);
  });

  it('by class keeps the shares of the classes', () => {
    const parts = split(dataset(1000, 10), { by: 'class', validation: 0.2 });
    const labels = values(parts.validation, 'label');
    // Of 1,000 rows 100 are of class 2, 400 of class 0 and 500 of class 1.
    expect([0, 1, 2].map((label) => labels.filter((one) => one === label).length)).toEqual([80, 100, 20]);
  });

  it('by group keeps every group on one side', () => {
    const parts = split(dataset(100, 10), { by: 'group', validation: 0.3 });
    expect(parts.validation.count).toBe(30);
    const inside = new Set(values(parts.validation, 'group'));
    expect(values(parts.train, 'group').some((group) => inside.has(group))).toBe(false);
  });

  it('says what it cannot do', () => {
    const code = (data: Dataset, settings: Partial<DataSplit>) => {
      const parts = splitDataset(data, { validation: 0.1, test: 'official', by: 'none', seed: 1, ...settings });
      return parts.ok ? undefined : parts.problems[0]?.code;
    };
    expect(code(dataset(10), {})).toBe('data/no-test');
    expect(code(dataset(0, 1), {})).toBe('data/too-few-rows');
    const bare: Dataset = { ...dataset(10, 1), train: { count: 10, columns: {} } };
    expect(code(bare, { by: 'class' })).toBe('data/no-class');
    expect(code(bare, { by: 'group' })).toBe('data/no-group');
  });
});
