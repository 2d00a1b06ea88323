import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { wrongValue } from '../../../engine/compile/values';
import type { Field } from '../../../engine/data/contract/field';
import { isFault, problem } from '../../../engine/graph/problems';
import type { Params, Values } from '../../../engine/layers/contract/params';
import type { Preparation } from '../../../engine/prepare/contract/preparation';
import { preparations } from '../../../engine/prepare/contract/registry';
import type { StepOps } from '../../../engine/train/ops/portable';
import { defaults } from '../layers/cases';
import { expectClose } from '../ops/close';
import { opsAt, places } from '../ops/places';
import { fittedTo } from './fitted-to';

/** Every preparation keeps what its file promises. A new file is tested without a change here. */
describe.each([...preparations])('%s', (_kind, preparation) => {
  const cases = preparation.examples.map((example) => ({
    ...example,
    p: { ...defaults(preparation.params), ...example.params } as Values<Params>,
  }));

  test('explains itself', () => {
    for (const text of [preparation.title, preparation.doc.formula]) expect(text.trim()).not.toBe('');
    for (const text of [preparation.doc.summary, preparation.doc.advice]) expect(text).toMatch(/[.]$/);
    for (const [name, param] of Object.entries(preparation.params)) {
      expect(wrongValue(param, param.default), name).toBeUndefined();
    }
    expect(cases.length).toBeGreaterThan(0);
  });

  describe.each(places)('%s', (place) => {
    let ops: StepOps;
    beforeAll(async () => {
      ops = await opsAt(place);
    });

    test('gives the worked numbers, in the shape that it declares', () => {
      for (const { field, rows, results, p } of cases) {
        const after = preparation.field(field, p);
        if (isFault(after)) throw new Error(after.code);
        const fitted = fittedTo(preparation, field, rows, p);
        const x = tf.tensor(rows.flat(), [rows.length, ...field.shape], 'float32');
        const y = preparation.forward(ops, x, p, fitted);
        expect(y.shape).toEqual([rows.length, ...after.shape]);
        expect(y.dtype).toBe(after.dtype);
        expectClose(y, results.flat());
        const range = after.range ?? [-Infinity, Infinity];
        for (const value of y.dataSync()) {
          expect(value).toBeGreaterThanOrEqual(range[0] - 1e-6);
          expect(value).toBeLessThanOrEqual(range[1] + 1e-6);
        }
      }
    });

    test('treats each sample alike, whatever stands beside it', () => {
      for (const { field, rows, results, p } of cases) {
        const fitted = fittedTo(preparation, field, rows, p);
        const [row = [], result = []] = [rows[0], results[0]];
        const twice = tf.tensor([...row, ...row], [2, ...field.shape], 'float32');
        expectClose(preparation.forward(ops, twice, p, fitted), [...result, ...result]);
      }
    });
  });

  test('refuses class numbers', () => {
    const field: Field = { name: 'digit', shape: [], dtype: 'int32', role: 'label', classes: ['0', '1'] };
    const answer = preparation.field(field, defaults(preparation.params));
    if (!isFault(answer)) throw new Error('accepted');
    expect(problem(answer.code, answer.say).message).toBe(
      `digit holds class numbers, and ${preparation.title} is for quantities.`,
    );
  });
});

test('fitted numbers do not depend on the order of rows, and survive an empty training part', () => {
  const standardise = preparations.get('standardise') as Preparation;
  const field: Field = { name: 'x', shape: [2], dtype: 'float32', role: 'number' };
  const rows = Array.from({ length: 1000 }, (_, i) => [1e6 + (i % 10), Math.sin(i)]);
  const p = { per: 'channel' };
  const [forwards, backwards] = [rows, rows.toReversed()].map((order) => fittedTo(standardise, field, order, p));
  expect(forwards?.mean?.[0]).toBeCloseTo(1e6 + 4.5, 6);
  expect(forwards?.deviation?.[0]).toBeCloseTo(Math.sqrt(8.25), 6);
  for (const [i, mean] of (forwards?.mean ?? []).entries()) expect(backwards?.mean?.[i]).toBeCloseTo(mean, 6);
  expect(fittedTo(standardise, field, [], p)).toEqual({ mean: [0, 0], deviation: [1, 1] });
});
