import { describe, expect, test } from 'vitest';
import type { Params, Values } from '../../../engine/layers/contract/params';
import type { ScheduleMemory } from '../../../engine/schedules/contract/schedule';
import onPlateau from '../../../engine/schedules/onPlateau';
import { defaults } from '../layers/cases';

const LOSSES = [1, 0.9, 0.9, 0.9, 0.9, 0.8, 0.81, 0.82, 0.83, 0.84, 0.85, 0.85, 0.85, 0.85, 0.85];

interface Run {
  params: { factor: number; patience: number; cooldown?: number; low?: number };
  rates: readonly number[];
}

/** The rate after each epoch, from 1, by keras.callbacks.ReduceLROnPlateau of Keras 3.15; `low` is its min_lr. */
const KERAS: readonly Run[] = [
  {
    params: { factor: 0.5, patience: 2 },
    rates: [1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.125, 0.125, 0.0625, 0.0625, 0.03125, 0.03125],
  },
  {
    params: { factor: 0.5, patience: 2, cooldown: 2 },
    rates: [1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125, 0.125, 0.125, 0.0625, 0.0625],
  },
  {
    params: { factor: 0.1, patience: 1, low: 0.05 },
    rates: [1, 1, 0.1, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05],
  },
];

describe('the rate on a plateau', () => {
  test.each(KERAS)('goes down where Keras’s does: %j', ({ params, rates }) => {
    const p = { ...defaults(onPlateau.params), ...params } as unknown as Values<Params>;
    let memory: ScheduleMemory | undefined;
    const got = LOSSES.map((loss, epoch) => {
      memory = onPlateau.follow?.(p, loss, memory);
      return onPlateau.factor(p, { step: 10 * epoch + 10, stepsPerEpoch: 10, totalSteps: 200, memory });
    });
    for (const [epoch, rate] of got.entries()) expect(rate, `epoch ${epoch}`).toBeCloseTo(rates[epoch] as number, 6);
  });
});
