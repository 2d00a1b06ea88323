import { number } from '../layers/contract/params';
import { defineSchedule } from './contract/schedule';

export default defineSchedule({
  kind: 'step',
  title: 'Steps down',
  doc: {
    summary: 'Lowers the learning rate by a factor every few epochs.',
    formula: 'η(t) = η · factor^⌊epoch / every⌋.',
    advice:
      'The classic for SGD with momentum: a tenth each time the loss has levelled off, often every 30 of 90 epochs.',
    source: 'He, Zhang, Ren and Sun, Deep residual learning for image recognition, 2016',
  },
  params: {
    every: number('Every', 10, { min: 0.01, max: 1e6, help: 'Epochs between two reductions.' }),
    factor: number('Factor', 0.1, { min: 0, max: 1, help: 'What the rate is multiplied with each time.' }),
  },
  factor: (p, { step, stepsPerEpoch }) => p.factor ** Math.floor(step / stepsPerEpoch / p.every),
  examples: [
    { at: { step: 999, stepsPerEpoch: 100, totalSteps: 3000 }, factor: 1, by: 'hand' },
    { at: { step: 1000, stepsPerEpoch: 100, totalSteps: 3000 }, factor: 0.1, by: 'hand' },
    {
      params: { every: 2, factor: 0.5 },
      at: { step: 650, stepsPerEpoch: 100, totalSteps: 3000 },
      factor: 0.125,
      by: 'hand',
    },
  ],
});
