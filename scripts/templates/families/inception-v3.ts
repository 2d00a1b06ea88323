import { sketch } from '../sketch';
import type { Template } from '../template';

/** As in Keras: slow running statistics, a larger epsilon, and no scale before a ReLU. */
const norm = { scale: false, momentum: 0.99, epsilon: 1e-3 } as const;
const pool = { size: [3, 3], stride: [2, 2] } as const;

function graph() {
  const net = sketch();
  net.put('picture', 'input', { shape: [299, 299, 3] });
  net.put('conv1', 'convBnRelu', { filters: 32, stride: [2, 2], padding: 'valid', ...norm });
  net.put('conv2', 'convBnRelu', { filters: 32, padding: 'valid', ...norm });
  net.put('conv3', 'convBnRelu', { filters: 64, ...norm });
  net.put('pool1', 'maxPool2d', pool);
  net.put('conv4', 'convBnRelu', { filters: 80, kernel: [1, 1], padding: 'valid', ...norm });
  net.put('conv5', 'convBnRelu', { filters: 192, padding: 'valid', ...norm });
  net.put('pool2', 'maxPool2d', pool);
  [32, 64, 64].forEach((after, i) => {
    net.put(`mixed${i}`, 'inceptionA', { pool: after });
  });
  net.put('mixed3', 'inceptionReductionA');
  [128, 160, 160, 192].forEach((inner, i) => {
    net.put(`mixed${i + 4}`, 'inceptionB', { inner });
  });
  net.put('mixed8', 'inceptionReductionB');
  net.put('mixed9', 'inceptionC');
  net.put('mixed10', 'inceptionC');
  net.put('average', 'globalAveragePool2d');
  net.put('fc', 'dense', { units: 1000 });
  net.put('object', 'output', { loss: 'crossEntropy' });
  return net.graph();
}

const inception: Template = {
  name: 'inception-v3',
  title: 'Inception v3',
  family: 'Classic networks',
  description:
    'Modules of three forms on maps of 35×35, 17×17 and 8×8: large kernels are taken apart into small and ' +
    'one-sided ones. Takes pictures of 299×299 pixels in colour and tells 1,000 classes apart.',
  source: 'Szegedy and others, Rethinking the Inception architecture for computer vision, 2016; as in Keras',
  graph: graph(),
  training: {
    epochs: 100,
    batch: 32,
    seed: 1,
    optimizer: { kind: 'rmsprop', learningRate: 0.045, momentum: 0.9, epsilon: 1 },
    schedule: { kind: 'exponential', factor: 0.97 },
    clip: { norm: 2 },
  },
};

export default [inception];
