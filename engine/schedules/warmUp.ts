import { number } from '../layers/contract/params';
import { defineSchedule } from './contract/schedule';

export default defineSchedule({
  kind: 'warmUp',
  title: 'Warm-up and cosine',
  doc: {
    summary: 'Raises the learning rate evenly over the first epochs, then lowers it along half a wave.',
    formula:
      'η(t) = η · (t + 1)/W in the first W steps, then η · ½(1 + cos(π·(t − W)/(T − W))): T the steps of the run.',
    advice: 'Keeps large batches, high rates and attention from going astray at the start. One to five epochs will do.',
    source: 'Goyal and others, Accurate, large minibatch SGD, 2017',
  },
  params: { epochs: number('Warm-up', 1, { min: 0, max: 1e6, help: 'Epochs until the whole rate is reached.' }) },
  factor(p, { step, stepsPerEpoch, totalSteps }) {
    const warm = Math.min(p.epochs * stepsPerEpoch, totalSteps);
    if (step < warm) return Math.min(1, (step + 1) / warm);
    const done = totalSteps > warm ? Math.min(1, (step - warm) / (totalSteps - warm)) : 1;
    return 0.5 * (1 + Math.cos(Math.PI * done));
  },
  examples: [
    { at: { step: 0, stepsPerEpoch: 100, totalSteps: 1100 }, factor: 0.01, by: 'hand' },
    { at: { step: 99, stepsPerEpoch: 100, totalSteps: 1100 }, factor: 1, by: 'hand' },
    { at: { step: 600, stepsPerEpoch: 100, totalSteps: 1100 }, factor: 0.5, by: 'hand' },
    { at: { step: 1100, stepsPerEpoch: 100, totalSteps: 1100 }, factor: 0, by: 'hand' },
  ],
});
