import { describe, expect, it } from 'vitest';
import { sources } from '../../../engine/data/contract/registry';
import type { Source } from '../../../engine/data/contract/source';
import { sampleCells } from '../../../engine/data/parts/samples';
import { nodeDataIo } from '../../../engine/session/data-io';
import { idx, memoryIo } from './io';

const mnist = sources.get('mnist') as Source;
const ALL = { digits: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], each: 0, seed: 1 };
const pictures = (count: number) => idx([count, 28, 28], new Array<number>(count * 784).fill(7));

/** The four files with some of them replaced. */
function files(changed: Readonly<Record<string, Uint8Array>> = {}) {
  const all: Record<string, Uint8Array> = {
    'data/train-images-idx3-ubyte': pictures(3),
    'data/train-labels-idx1-ubyte': idx([3], [1, 2, 3]),
    'data/t10k-images-idx3-ubyte': pictures(1),
    'data/t10k-labels-idx1-ubyte': idx([1], [9]),
    ...changed,
  };
  return memoryIo(all);
}

async function problemOf(changed: Readonly<Record<string, Uint8Array>>) {
  const opened = await mnist.open(files(changed), ALL);
  return opened.ok ? undefined : opened.problems[0];
}

describe('MNIST', () => {
  it('is read whole from the package, every class in both parts', async () => {
    const opened = await mnist.open(nodeDataIo(), ALL);
    if (!opened.ok) throw new Error(opened.problems[0]?.message);
    const { train, test, fields } = opened.value;
    expect([train.count, test?.count]).toEqual([60_000, 10_000]);
    expect(fields.map(({ name, shape }) => [name, shape])).toEqual([
      ['image', [28, 28, 1]],
      ['label', []],
    ]);
    // Known counts of the training part, digit by digit.
    const counts = new Array<number>(10).fill(0);
    for (const label of train.columns.label?.values ?? []) counts[label] = (counts[label] ?? 0) + 1;
    expect(counts).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    expect([...(train.columns.label?.values.subarray(0, 5) ?? [])]).toEqual([5, 0, 4, 1, 9]);
    expect(train.columns.image?.values).toHaveLength(60_000 * 784);
  });

  /** Labels, as the net sees them, and the first value of each picture. */
  async function rowsOf(params: object) {
    const io = files({
      'data/train-images-idx3-ubyte': idx(
        [6, 28, 28],
        [10, 11, 12, 13, 14, 15].flatMap((at) => Array(784).fill(at)),
      ),
      'data/train-labels-idx1-ubyte': idx([6], [7, 5, 1, 7, 5, 7]),
    });
    const opened = await mnist.open(io, { ...ALL, ...params });
    if (!opened.ok) throw new Error(opened.problems[0]?.message);
    const { train, test, fields } = opened.value;
    const cells = Array.from({ length: train.count }, (_, row) => sampleCells(train, row, 'train'));
    const seen = cells.flatMap((cell) => (cell.ok ? [cell.value] : []));
    const rows = seen.map(([image, label]) => [image?.values[0], label?.values[0], label?.label]);
    return { rows, tests: test?.count, classes: fields[1]?.classes };
  }

  it('gives some of the digits alone, numbered in their order', async () => {
    const { rows, tests, classes } = await rowsOf({ digits: [7, 5] });
    expect(rows).toEqual([
      [10, 0, '7'],
      [11, 1, '5'],
      [13, 0, '7'],
      [14, 1, '5'],
      [15, 0, '7'],
    ]);
    expect([tests, classes]).toEqual([0, ['7', '5']]);
  });

  it('draws so many of each digit, others with another seed', async () => {
    const drawn = async (seed: number) => (await rowsOf({ digits: [5, 7], each: 1, seed })).rows;
    const seeds = Array.from({ length: 40 }, (_, seed) => seed);
    const all = await Promise.all(seeds.map(drawn));
    for (const rows of all) expect(rows.map(([, label]) => label).sort()).toEqual([0, 1]);
    expect(await drawn(3)).toEqual(all[3]);
    // Two fives and three sevens: each is drawn by some seed.
    expect(new Set(all.flat().map(([picture]) => picture))).toEqual(new Set([10, 11, 13, 14, 15]));
  });

  it.each([[[]], [[1.5]], [[3, 3]]])('refuses the digits %j', async (digits) => {
    const opened = await mnist.open(files(), { ...ALL, digits });
    expect(!opened.ok && opened.problems[0]).toMatchObject({
      code: 'data/bad-param',
      path: 'data.source.params.digits',
    });
  });

  it('says what is damaged and where', async () => {
    const name = 'data/train-images-idx3-ubyte';
    const whole = pictures(3);
    const cut = await problemOf({ [name]: whole.subarray(0, 1000) });
    expect(cut).toMatchObject({ code: 'data/file-damaged' });
    expect(cut?.message).toBe(`The file ${name} is damaged: its header announces 2352 values, and 984 follow.`);
    expect((await problemOf({ [name]: whole.subarray(0, 10) }))?.message).toMatch(/10 bytes/);
    expect((await problemOf({ [name]: Uint8Array.of(1, ...whole.subarray(1)) }))?.message).toMatch(/begin/);
    const asFloat = Uint8Array.from(whole);
    asFloat[2] = 0x0d;
    expect((await problemOf({ [name]: asFloat }))?.message).toMatch(/unsigned bytes/);
    expect((await problemOf({ [name]: idx([3], [1, 2, 3]) }))?.code).toBe('data/file-damaged');
    expect((await problemOf({ [name]: idx([1, 2, 2], [1, 2, 3, 4]) }))?.message).toMatch(/2×2, not 28×28/);
    const labels = 'data/train-labels-idx1-ubyte';
    expect((await problemOf({ [labels]: idx([2], [1, 2]) }))?.message).toMatch(/2 labels for 3 pictures/);
    expect((await problemOf({ [labels]: idx([3], [1, 2, 12]) }))?.message).toMatch(/label 2 is 12/);
  });

  it('says when the package is not installed or a file is gone', async () => {
    const absent = await mnist.open(memoryIo({}), ALL);
    expect(!absent.ok && absent.problems[0]?.code).toBe('data/file-missing');
    const none = await nodeDataIo().packageFile('no-such-data-package', 'x');
    expect(!none.ok && none.problems[0]?.code).toBe('data/package-missing');
  });
});
