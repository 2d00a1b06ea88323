import { number } from '../layers/contract/params';
import { defineSchedule } from './contract/schedule';

export default defineSchedule({
  kind: 'cosine',
  title: 'Cosine',
  doc: {
    summary: 'Lowers the learning rate along half a wave, from the whole of it to a small rest at the end of the run.',
    formula: 'η(t) = η · (low + (1 − low) · ½(1 + cos(π·t/T))): t the step, T the steps of the run.',
    advice: 'A good choice where the number of epochs is fixed: no steps to tune, and a long quiet end.',
    source: 'Loshchilov and Hutter, SGDR: stochastic gradient descent with warm restarts, 2017',
  },
  params: { low: number('Rest', 0, { min: 0, max: 1, help: 'Share of the rate that is left at the end.' }) },
  factor(p, { step, totalSteps }) {
    const done = totalSteps > 0 ? Math.min(1, step / totalSteps) : 1;
    return p.low + (1 - p.low) * 0.5 * (1 + Math.cos(Math.PI * done));
  },
  examples: [
    { at: { step: 0, stepsPerEpoch: 100, totalSteps: 1000 }, factor: 1, by: 'hand' },
    { at: { step: 500, stepsPerEpoch: 100, totalSteps: 1000 }, factor: 0.5, by: 'hand' },
    { params: { low: 0.1 }, at: { step: 250, stepsPerEpoch: 100, totalSteps: 1000 }, factor: 0.868198, by: 'hand' },
    { at: { step: 1200, stepsPerEpoch: 100, totalSteps: 1000 }, factor: 0, by: 'hand' },
  ],
});
