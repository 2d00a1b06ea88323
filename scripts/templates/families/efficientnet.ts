import { sketch } from '../sketch';
import type { Template } from '../template';

const norm = { momentum: 0.99, epsilon: 1e-3 } as const;

/** Expansion, kernel, filters, repetitions and stride of the first repetition, for B0. */
const STAGES = [
  [1, 3, 16, 1, 1],
  [6, 3, 24, 2, 2],
  [6, 5, 40, 2, 2],
  [6, 3, 80, 3, 2],
  [6, 5, 112, 3, 1],
  [6, 5, 192, 4, 2],
  [6, 3, 320, 1, 1],
] as const;

function graph() {
  const net = sketch();
  net.put('picture', 'input', { shape: [224, 224, 3] });
  net.put('conv1', 'convBnRelu', { filters: 32, stride: [2, 2], activation: 'swish', ...norm });
  STAGES.forEach(([expand, kernel, filters, count, stride], stage) => {
    for (let i = 0; i < count; i++) {
      net.put(`block${stage + 1}.${i + 1}`, 'invertedResidual', {
        filters,
        expand,
        ...(kernel !== 3 && { kernel }),
        ...(i === 0 && stride > 1 && { stride }),
        squeeze: 0.25,
        activation: 'swish',
        ...norm,
      });
    }
  });
  net.put('conv2', 'convBnRelu', { filters: 1280, kernel: [1, 1], activation: 'swish', ...norm });
  net.put('average', 'globalAveragePool2d');
  net.put('drop', 'dropout', { rate: 0.2 });
  net.put('fc', 'dense', { units: 1000 });
  net.put('object', 'output', { loss: 'crossEntropy' });
  return net.graph();
}

const efficientnet: Template = {
  name: 'efficientnet-b0',
  title: 'EfficientNet-B0',
  family: 'Classic networks',
  description:
    'Inverted residual blocks with squeeze and excitation, sized by a search for the best answer at a given cost. ' +
    'Keras prints 5,330,571 parameters, since it counts seven constants of its normalisation of colours; drawn here ' +
    'without those and without its random leaving out of whole blocks. Takes pictures of 224×224 pixels in colour ' +
    'and tells 1,000 classes apart.',
  source: 'Tan and Le, EfficientNet: rethinking model scaling for convolutional neural networks, 2019; as in Keras',
  graph: graph(),
  training: {
    epochs: 350,
    batch: 32,
    seed: 1,
    optimizer: { kind: 'rmsprop', learningRate: 0.016, momentum: 0.9, epsilon: 0.001 },
    schedule: { kind: 'exponential', factor: 0.987 },
    decay: 1e-5,
  },
};

export default [efficientnet];
