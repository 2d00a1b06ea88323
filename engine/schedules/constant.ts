import { defineSchedule } from './contract/schedule';

export default defineSchedule({
  kind: 'constant',
  title: 'Constant',
  doc: {
    summary: 'The learning rate stays as it is.',
    formula: 'η(t) = η.',
    advice: 'Good enough for short runs, and for Adam on small nets.',
  },
  params: {},
  factor: () => 1,
  examples: [{ at: { step: 500, stepsPerEpoch: 100, totalSteps: 1000 }, factor: 1, by: 'hand' }],
});
