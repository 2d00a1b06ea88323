import { expect, it } from 'vitest';
import { sources } from '../../../engine/data/contract/registry';
import type { Dataset, Part, Source } from '../../../engine/data/contract/source';
import { memoryIo } from './io';

const fish = sources.get('fish') as Source;

async function catchFish(count: number, seed: number): Promise<Dataset> {
  const opened = await fish.open(memoryIo({}), { count, seed });
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  return opened.value;
}
const mean = ({ count, columns }: Part, label: number, feature: number): number => {
  let sum = 0;
  let of = 0;
  for (let row = 0; row < count; row++) {
    if (columns.label?.values[row] !== label) continue;
    sum += columns.features?.values[3 * row + feature] as number;
    of++;
  }
  return sum / of;
};

it('are the same for the same seed, half of each species, and a quarter more for testing', async () => {
  const { train, test, fields } = await catchFish(4000, 1);
  expect([train.count, test?.count]).toEqual([4000, 1000]);
  expect(fields[1]?.classes).toEqual(['sea bass', 'salmon']);
  expect((await catchFish(4000, 1)).train).toEqual(train);
  expect((await catchFish(4000, 2)).train).not.toEqual(train);
  expect(test?.columns.features?.values.subarray(0, 30)).not.toEqual(train.columns.features?.values.subarray(0, 30));
  const expected = [
    [58, 17, 0.66],
    [70, 12.5, 0.38],
  ];
  for (const [label, means] of expected.entries()) {
    for (const [feature, value] of means.entries()) {
      expect(Math.abs(mean(train, label, feature) / value - 1)).toBeLessThan(0.02);
    }
  }
});
