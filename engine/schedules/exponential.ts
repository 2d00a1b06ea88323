import { number } from '../layers/contract/params';
import { defineSchedule } from './contract/schedule';

export default defineSchedule({
  kind: 'exponential',
  title: 'Exponential',
  doc: {
    summary: 'Lowers the learning rate by the same share every epoch, a little at each step.',
    formula: 'η(t) = η · factor^epoch, with the epoch counted in fractions.',
    advice: 'A smooth descent where the number of epochs is not fixed. Inception used 0.94 every two epochs.',
    source: 'Szegedy and others, Rethinking the Inception architecture for computer vision, 2016',
  },
  params: { factor: number('Factor', 0.9, { min: 0, max: 1, help: 'What is left of the rate after each epoch.' }) },
  factor: (p, { step, stepsPerEpoch }) => p.factor ** (step / stepsPerEpoch),
  examples: [
    { at: { step: 0, stepsPerEpoch: 100, totalSteps: 1000 }, factor: 1, by: 'hand' },
    { at: { step: 200, stepsPerEpoch: 100, totalSteps: 1000 }, factor: 0.81, by: 'hand' },
    { params: { factor: 0.25 }, at: { step: 50, stepsPerEpoch: 100, totalSteps: 1000 }, factor: 0.5, by: 'hand' },
  ],
});
