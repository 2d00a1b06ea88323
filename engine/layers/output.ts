import { losses } from '../losses/contract/registry';
import { defineLayer } from './contract/layer';
import { bool, loss, metrics, number } from './contract/params';
import { float } from './contract/spec';

export default defineLayer({
  kind: 'output',
  title: 'Output',
  group: 'io',
  glyph: 'output',
  doc: {
    summary: 'Where the answer leaves the net and is compared with the data.',
    formula:
      'total loss = Σ over outputs of weight · mean loss over the batch. Prediction = the loss’s activation of what comes in.',
    advice:
      'The loss takes plain numbers (logits) and applies its own activation for predicting, so draw no softmax before ' +
      'a cross-entropy. Where a net has several outputs, their weights say how much each counts. An output that only ' +
      'helps the training, like those half way up Inception, is left out of predictions and exports.',
  },
  params: {
    loss: loss('crossEntropy', { help: 'How far an answer is from the truth.' }),
    weight: number('Weight', 1, { min: 0, max: 1e6, help: 'How much this loss counts in the total.', advanced: true }),
    metrics: metrics([], { help: 'What is reported beside the loss. Empty: what suits the loss.', advanced: true }),
    trainingOnly: bool('Training only', false, { help: 'Left out of predictions and exports.', advanced: true }),
  },
  inputs: [{ name: 'in' }],
  outputs: [],
  role: 'output',
  picture: 'answer',
  summary: (p) => losses.get(p.loss)?.title ?? p.loss,
  shape: () => [],
  forward: () => [],
  examples: [
    { inputs: [float(10)], outputs: [] },
    { inputs: [float(1)], params: { loss: 'meanSquaredError', weight: 0.5 }, outputs: [] },
  ],
});
