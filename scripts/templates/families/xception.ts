import type { ProjectBlock } from '../../../engine/graph/document';
import { sketch } from '../sketch';
import { sgd, type Template } from '../template';

/** As in Keras: slow running statistics and a larger epsilon. */
const norm = { momentum: 0.99, epsilon: 1e-3 } as const;
const pool = { size: [3, 3], stride: [2, 2], padding: 'same' } as const;

/** ReLU, two separable convolutions and a pooling, beside a 1×1 convolution of stride 2. */
function halving(): ProjectBlock {
  const net = sketch();
  net.start('relu1', 'activation');
  net.put('separable1', 'separableConv2d', { filters: { param: 'first' }, bias: false });
  net.put('norm1', 'batchNorm', norm);
  net.put('relu2', 'activation');
  net.put('separable2', 'separableConv2d', { filters: { param: 'second' }, bias: false });
  net.put('norm2', 'batchNorm', norm);
  net.put('pool', 'maxPool2d', pool);
  net.start('projection', 'conv2d', {
    filters: { param: 'second' },
    kernel: [1, 1],
    stride: [2, 2],
    padding: 'same',
    bias: false,
  });
  net.put('projectionNorm', 'batchNorm', norm);
  net.put('add', 'add', undefined, 'pool', 'projectionNorm');
  return {
    title: 'Halving module',
    params: {
      first: { type: 'int', default: 256, title: 'First filters' },
      second: { type: 'int', default: 256, title: 'Second filters' },
    },
    inputs: {
      in: [
        ['relu1', 'in'],
        ['projection', 'in'],
      ],
    },
    outputs: { out: ['add', 'out'] },
    graph: net.graph(),
  };
}

/** Three times ReLU and a separable convolution, added to what came in. */
function middle(): ProjectBlock {
  const net = sketch();
  for (const i of [1, 2, 3]) {
    if (i === 1) net.start('relu1', 'activation');
    else net.put(`relu${i}`, 'activation');
    net.put(`separable${i}`, 'separableConv2d', { filters: { param: 'filters' }, bias: false });
    net.put(`norm${i}`, 'batchNorm', norm);
  }
  net.put('add', 'add');
  return {
    title: 'Middle module',
    params: { filters: { type: 'int', default: 728, title: 'Filters' } },
    inputs: {
      in: [
        ['relu1', 'in'],
        ['add', 'in'],
      ],
    },
    outputs: { out: ['add', 'out'] },
    graph: net.graph(),
  };
}

const blocks = { halving: halving(), middle: middle() };

function graph() {
  const net = sketch(blocks);
  const separable = (id: string, filters: number) => {
    net.put(id, 'separableConv2d', { filters, bias: false });
    net.put(`${id}.norm`, 'batchNorm', norm);
  };
  net.put('picture', 'input', { shape: [299, 299, 3] });
  net.put('conv1', 'convBnRelu', { filters: 32, stride: [2, 2], padding: 'valid', ...norm });
  net.put('conv2', 'convBnRelu', { filters: 64, padding: 'valid', ...norm });
  // The first module has no ReLU before its first convolution: what comes in has passed one already.
  separable('separable1', 128);
  net.put('relu1', 'activation');
  separable('separable2', 128);
  net.put('pool1', 'maxPool2d', pool);
  const around = { filters: 128, kernel: [1, 1], stride: [2, 2], padding: 'same', bias: false } as const;
  net.put('projection', 'conv2d', around, 'conv2');
  net.put('projectionNorm', 'batchNorm', norm);
  net.put('add', 'add', undefined, 'pool1', 'projectionNorm');
  net.put('halving1', 'block:halving');
  net.put('halving2', 'block:halving', { first: 728, second: 728 });
  for (let i = 1; i <= 8; i++) net.put(`middle${i}`, 'block:middle');
  net.put('halving3', 'block:halving', { first: 728, second: 1024 });
  separable('separable3', 1536);
  net.put('relu3', 'activation');
  separable('separable4', 2048);
  net.put('relu4', 'activation');
  net.put('average', 'globalAveragePool2d');
  net.put('fc', 'dense', { units: 1000 });
  net.put('object', 'output', { loss: 'crossEntropy' });
  return net.graph();
}

const xception: Template = {
  name: 'xception',
  title: 'Xception',
  family: 'Classic networks',
  description:
    'Inception taken to its end: every convolution but the first two is separable, and shortcuts go round each module. ' +
    'Its modules are blocks of this project: open one to change all of its kind. Takes pictures of 299×299 pixels in ' +
    'colour and tells 1,000 classes apart.',
  source: 'Chollet, Xception: deep learning with depthwise separable convolutions, 2017; as in Keras',
  graph: graph(),
  blocks,
  training: sgd({ epochs: 60, batch: 32, rate: 0.045, decay: 1e-5, every: 20 }),
};

export default [xception];
