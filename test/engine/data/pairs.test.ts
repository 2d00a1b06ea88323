import { describe, expect, it } from 'vitest';
import { sources } from '../../../engine/data/contract/registry';
import type { Column, Part, Source } from '../../../engine/data/contract/source';
import { readParams } from '../../../engine/data/parts/params';
import { storedRow } from '../../../engine/data/parts/rows';
import { splitDataset } from '../../../engine/data/parts/split';
import { memoryIo } from './io';

const pairs = sources.get('pairs') as Source;

async function openPairs(positive = 0.5) {
  const params = readParams(pairs, { of: { kind: 'fish', params: { count: 400 } }, positive });
  if (!params.ok) throw new Error(params.problems[0]?.message);
  const opened = await pairs.open(memoryIo({}), params.value);
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  return opened.value;
}
const stored = (part: Part, name: string): number[] =>
  Array.from({ length: part.count }, (_, row) => storedRow(part.columns[name] as Column, row));

describe('pairs', () => {
  it('declare two of the field that is compared, and whether they are the same', () => {
    const fields = pairs.fields({ of: { kind: 'mnist' }, positive: 0.5 });
    expect(fields?.map(({ name, shape, role }) => [name, shape, role])).toEqual([
      ['first', [28, 28, 1], 'image'],
      ['second', [28, 28, 1], 'image'],
      ['same', [], 'label'],
    ]);
    expect(fields?.[2]?.classes).toEqual(['different', 'same']);
  });

  it('are what they say, in the share that was asked for, and none is of a row with itself', async () => {
    const dataset = await openPairs(0.3);
    const parts = splitDataset(dataset, { validation: 0.25, test: 'official', by: 'none', seed: 5 });
    if (!parts.ok) throw new Error(parts.problems[0]?.message);
    const labels = dataset.train.columns.label?.values as Int32Array;
    const { train } = parts.value;
    const [first, second] = [stored(train, 'first'), stored(train, 'second')];
    const same = train.columns.same?.values as Int32Array;
    first.forEach((row, at) => {
      expect(same[at]).toBe(labels[row] === labels[second[at] as number] ? 1 : 0);
      expect(row).not.toBe(second[at]);
    });
    expect(same.reduce((a, b) => a + b) / train.count).toBeCloseTo(0.3, 1);
    // Every row of the part is once the first, and no pair reaches into another part.
    expect(new Set(first).size).toBe(train.count);
    const validation = new Set([
      ...stored(parts.value.validation, 'first'),
      ...stored(parts.value.validation, 'second'),
    ]);
    expect([...first, ...second].some((row) => validation.has(row))).toBe(false);
    // Pictures are not copied.
    expect(train.columns.first?.values).toBe(dataset.train.columns.features?.values);
  });

  it('are the same for the same seed', async () => {
    const { derive, train } = await openPairs();
    const drawn = (seed: number) => stored(derive?.(train, seed) as Part, 'second');
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(1)).not.toEqual(drawn(2));
  });

  it('refuse a source that they cannot be drawn from', async () => {
    for (const kind of ['pairs', 'nothing']) {
      const opened = await pairs.open(memoryIo({}), { of: { kind }, positive: 0.5 });
      expect(!opened.ok && opened.problems[0]?.code).toBe('data/unknown-source');
    }
    const bad = readParams(pairs, { positive: 2 });
    expect(!bad.ok && bad.problems[0]).toMatchObject({ code: 'data/bad-param', path: 'data.source.params.positive' });
  });
});
