import { describe, expect, test } from 'vitest';
import { wrongValue } from '../../../engine/compile/values';
import type { Params, Values } from '../../../engine/layers/contract/params';
import { schedules } from '../../../engine/schedules/contract/registry';
import { defaults } from '../layers/cases';

/** Every schedule keeps what its file promises. A new file is tested without a change here. */
describe.each([...schedules])('%s', (_kind, schedule) => {
  test('explains itself', () => {
    for (const text of [schedule.title, schedule.doc.formula]) expect(text.trim()).not.toBe('');
    for (const text of [schedule.doc.summary, schedule.doc.advice]) expect(text).toMatch(/[.]$/);
    for (const [name, param] of Object.entries(schedule.params)) {
      expect(wrongValue(param, param.default), name).toBeUndefined();
    }
  });

  test('gives the worked numbers', () => {
    expect(schedule.examples.length).toBeGreaterThan(0);
    for (const { params, at, factor } of schedule.examples) {
      const p = { ...defaults(schedule.params), ...params } as Values<Params>;
      expect(schedule.factor(p, at)).toBeCloseTo(factor, 6);
    }
  });

  test('is worked out from what it remembers alone', () => {
    const p = defaults(schedule.params) as Values<Params>;
    const { follow } = schedule;
    if (!follow) return;
    const memory = follow(p, 1, undefined);
    const kept = JSON.parse(JSON.stringify(memory));
    expect(kept).toEqual(memory);
    expect(follow(p, 2, kept)).toEqual(follow(p, 2, memory));
    expect(kept).toEqual(memory);
  });

  test('stays between 0 and the whole rate, from the first step past the last', () => {
    for (const totalSteps of [0, 1, 7, 1000]) {
      for (let step = 0; step <= totalSteps + 5; step++) {
        const factor = schedule.factor(defaults(schedule.params), { step, stepsPerEpoch: 7, totalSteps });
        expect(factor).toBeGreaterThanOrEqual(0);
        expect(factor).toBeLessThanOrEqual(1);
      }
    }
  });
});
