import { describe, expect, it } from 'vitest';
import type { Part } from '../../../engine/data/contract/source';
import { BatchMaker, batchesPerEpoch, epochOrder } from '../../../engine/data/parts/batches';
import { fitSteps } from '../../../engine/data/parts/prepared';
import { classCounts, sampleCells } from '../../../engine/data/parts/samples';
import type { PrepareStep } from '../../../engine/graph/document';
import { atOnce } from '../../../engine/train/pieces';

const part: Part = {
  count: 5,
  columns: {
    image: {
      field: { name: 'image', shape: [2, 1], dtype: 'float32', role: 'image' },
      values: Uint8Array.of(0, 1, 10, 11, 20, 21, 30, 31, 40, 41, 50, 51),
      rows: Int32Array.of(5, 4, 3, 2, 1),
    },
    label: {
      field: { name: 'label', shape: [], dtype: 'int32', role: 'label', classes: ['a', 'b'] },
      values: Int32Array.of(0, 1, 0, 1, 1),
    },
  },
};

describe('batches', () => {
  it('follow the order, bytes become numbers, and the last is as small as what is left', () => {
    const maker = new BatchMaker(part, ['image', 'label'], 2);
    expect(maker.batches).toBe(3);
    const order = Int32Array.of(4, 3, 2, 1, 0);
    const first = maker.make(0, order);
    expect(first).toMatchObject({ count: 2 });
    expect([...(first.columns.image ?? [])]).toEqual([10, 11, 20, 21]);
    expect(first.columns.image).toBeInstanceOf(Float32Array);
    expect([...(first.columns.label ?? [])]).toEqual([1, 1]);
    const { buffer } = first.columns.image as Float32Array;
    const last = maker.make(2, order);
    expect([last.count, [...(last.columns.image ?? [])]]).toEqual([1, [50, 51]]);
    expect(last.columns.image?.buffer).toBe(buffer);
    expect(batchesPerEpoch(60_000, 64)).toBe(938);
  });

  it('go through every row once an epoch, in another order each time', () => {
    const orders = [0, 1].map((epoch) => epochOrder(50, 3, epoch));
    for (const order of orders) expect([...order].sort((a, b) => a - b)).toEqual([...Array(50).keys()]);
    expect(orders[0]).not.toEqual(orders[1]);
    expect(epochOrder(50, 3, 1)).toEqual(orders[1]);
  });
});

describe('samples', () => {
  it('come field by field with the class in words', () => {
    const cells = sampleCells(part, 1, 'train');
    expect(cells.ok && cells.value).toEqual([
      { field: 'image', values: Float32Array.of(40, 41), shape: [2, 1] },
      { field: 'label', values: Float32Array.of(1), shape: [], label: 'b' },
    ]);
    const none = sampleCells(part, 5, 'train');
    expect(!none.ok && none.problems[0]?.message).toBe('The train part has no row 5; it has 5.');
    expect(classCounts(part)).toEqual({ label: [2, 3] });
  });
});

describe('preparations', () => {
  const fields = Object.values(part.columns).map(({ field }) => field);
  const apply = (_steps: unknown, _field: unknown, values: Float32Array) => values.map((value) => value / 10);

  const fitted = (...steps: PrepareStep[]) => atOnce(fitSteps(steps, fields, { train: part }, apply));

  it('are fitted on the training part, as the steps before leave it', () => {
    const alone = fitted({ field: 'image', op: 'standardise' });
    const after = fitted({ field: 'image', op: 'rescale', scale: 0.1 }, { field: 'image', op: 'standardise' });
    if (!alone.ok || !after.ok) throw new Error('The steps do not fit');
    const [one] = alone.value.image ?? [];
    const [, two] = after.value.image ?? [];
    // Rows 5 to 1 hold 50, 40, 30, 20, 10 and one more each: means 30 and 31, whatever `mean` is taken over.
    const means = Object.values(one?.fitted ?? {})[0] ?? [];
    const scaled = Object.values(two?.fitted ?? {})[0] ?? [];
    expect(scaled).toHaveLength(means.length);
    means.forEach((mean, at) => {
      expect(scaled[at]).toBeCloseTo(mean / 10, 4);
    });
  });

  it('that are unknown, for no field, or with a wrong value are named with their path', () => {
    const wrong = fitted(
      { field: 'image', op: 'nothing' },
      { field: 'sound', op: 'rescale' },
      { field: 'image', op: 'rescale', scale: 'much' },
    );
    expect(!wrong.ok && wrong.problems.map(({ code, path }) => [code, path])).toEqual([
      ['prepare/unknown', 'data.prepare.0.op'],
      ['data/no-field', 'data.prepare.1.field'],
      ['prepare/bad-param', 'data.prepare.2.scale'],
    ]);
  });
});
