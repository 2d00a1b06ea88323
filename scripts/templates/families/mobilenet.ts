import { sketch } from '../sketch';
import type { Template } from '../template';

/** As in Keras: slow running statistics and a larger epsilon. */
const norm = { momentum: 0.99, epsilon: 1e-3 } as const;
const INPUT = 'Takes pictures of 224×224 pixels in colour and tells 1,000 classes apart.';

const training: Template['training'] = {
  epochs: 100,
  batch: 32,
  seed: 1,
  optimizer: { kind: 'rmsprop', learningRate: 0.045, momentum: 0.9 },
  schedule: { kind: 'exponential', factor: 0.98 },
  decay: 4e-5,
};

function first() {
  /** Filters and stride of the thirteen separable convolutions. */
  const blocks = [
    [64, 1],
    [128, 2],
    [128, 1],
    [256, 2],
    [256, 1],
    [512, 2],
    ...Array.from({ length: 5 }, () => [512, 1] as const),
    [1024, 2],
    [1024, 1],
  ] as const;
  const net = sketch();
  net.put('picture', 'input', { shape: [224, 224, 3] });
  net.put('conv1', 'convBnRelu', { filters: 32, stride: [2, 2], activation: 'relu6', ...norm });
  blocks.forEach(([filters, stride], i) => {
    net.put(`separable${i + 1}`, 'depthwiseSeparable', {
      filters,
      ...(stride > 1 && { stride }),
      activation: 'relu6',
      ...norm,
    });
  });
  net.put('average', 'globalAveragePool2d');
  net.put('drop', 'dropout', { rate: 0.001 });
  net.put('fc', 'dense', { units: 1000 });
  net.put('object', 'output', { loss: 'crossEntropy' });
  return net.graph();
}

function second() {
  /** Expansion, filters, repetitions and stride of the first repetition. */
  const stages = [
    [1, 16, 1, 1],
    [6, 24, 2, 2],
    [6, 32, 3, 2],
    [6, 64, 4, 2],
    [6, 96, 3, 1],
    [6, 160, 3, 2],
    [6, 320, 1, 1],
  ] as const;
  const slow = { momentum: 0.999, epsilon: 1e-3 } as const;
  const net = sketch();
  net.put('picture', 'input', { shape: [224, 224, 3] });
  net.put('conv1', 'convBnRelu', { filters: 32, stride: [2, 2], activation: 'relu6', ...slow });
  stages.forEach(([expand, filters, count, stride], stage) => {
    for (let i = 0; i < count; i++) {
      const params = { filters, expand, ...(i === 0 && stride > 1 && { stride }), ...slow };
      net.put(`inverted${stage + 1}.${i + 1}`, 'invertedResidual', params);
    }
  });
  net.put('conv2', 'convBnRelu', { filters: 1280, kernel: [1, 1], activation: 'relu6', ...slow });
  net.put('average', 'globalAveragePool2d');
  net.put('fc', 'dense', { units: 1000 });
  net.put('object', 'output', { loss: 'crossEntropy' });
  return net.graph();
}

const templates: Template[] = [
  {
    name: 'mobilenet',
    title: 'MobileNet',
    family: 'Classic networks',
    description:
      'Thirteen depthwise-separable convolutions: each map is looked at by itself, and 1×1 kernels mix them. Small ' +
      `and fast enough for telephones. ${INPUT}`,
    source: 'Howard and others, MobileNets, 2017; as in Keras',
    graph: first(),
    training,
  },
  {
    name: 'mobilenet-v2',
    title: 'MobileNet v2',
    family: 'Classic networks',
    description:
      'Seventeen inverted residual blocks: few maps are widened to many, looked at one by one, and narrowed again. ' +
      `Smaller and better than MobileNet. ${INPUT}`,
    source: 'Sandler and others, MobileNetV2: inverted residuals and linear bottlenecks, 2018; as in Keras',
    graph: second(),
    training,
  },
];

export default templates;
