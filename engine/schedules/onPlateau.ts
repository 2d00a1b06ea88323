import { int, number } from '../layers/contract/params';
import { defineSchedule } from './contract/schedule';

export default defineSchedule({
  kind: 'onPlateau',
  title: 'On a plateau',
  doc: {
    summary: 'Lowers the learning rate whenever the monitored figure has not become better for some epochs.',
    formula: 'η(t) = η · max(low, factor^k): k how often the figure has stood still.',
    advice:
      'For runs whose length nobody knows: the rate goes down when training has stopped getting better and no sooner. ' +
      'Give early stopping more patience than this.',
    source: 'As ReduceLROnPlateau in Keras',
  },
  params: {
    factor: number('Factor', 0.1, { min: 0, max: 1, help: 'What the rate is multiplied with each time.' }),
    patience: int('Patience', 10, { min: 1, max: 1e6, help: 'Epochs without gain before the rate goes down.' }),
    cooldown: int('Cool-down', 0, { min: 0, max: 1e6, help: 'Epochs after that before waiting begins again.' }),
    low: number('Rest', 0, { min: 0, max: 1, help: 'Share of the rate that it never falls below.' }),
    gain: number('Least gain', 1e-4, { min: 0, max: 1e6, help: 'What counts as better.', advanced: true }),
  },
  factor: (_p, { memory }) => memory?.factor ?? 1,
  follow(p, figure, memory) {
    const { best = figure, factor = 1 } = memory ?? {};
    const cooldown = Math.max(0, (memory?.cooldown ?? 0) - 1);
    if (!memory || figure < best - p.gain) return { best: figure, factor, waited: 0, cooldown };
    if (cooldown > 0) return { best, factor, waited: 0, cooldown };
    const waited = ((memory.cooldown ?? 0) > 0 ? 0 : (memory.waited ?? 0)) + 1;
    if (waited < p.patience || factor <= p.low) return { best, factor, waited, cooldown };
    return { best, factor: Math.max(p.low, factor * p.factor), waited: 0, cooldown: p.cooldown };
  },
  examples: [
    { at: { step: 500, stepsPerEpoch: 100, totalSteps: 1000 }, factor: 1, by: 'hand: nothing remembered' },
    {
      at: { step: 500, stepsPerEpoch: 100, totalSteps: 1000, memory: { factor: 0.01 } },
      factor: 0.01,
      by: 'hand: twice on a plateau',
    },
  ],
});
