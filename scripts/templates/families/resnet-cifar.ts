import { around } from '../around';
import { sketch } from '../sketch';
import { sgd, type Template } from '../template';

const SOURCE = 'He, Zhang, Ren and Sun, Deep residual learning for image recognition, 2016, section 4.2';
const STAGES = [16, 32, 64] as const;
const TRAINING = sgd({ epochs: 164, batch: 128, rate: 0.1, decay: 1e-4, every: 82 });

/** 6n + 2 layers: a convolution, three stages of n blocks of two convolutions, and a dense layer. */
function residualGraph(depth: number) {
  const net = sketch();
  net.put('picture', 'input', { shape: [32, 32, 3] });
  net.put('conv1', 'convBnRelu', { filters: 16 });
  STAGES.forEach((filters, stage) => {
    for (let i = 0; i < (depth - 2) / 6; i++) {
      const first = stage > 0 && i === 0;
      net.put(`res${stage + 1}.${i + 1}`, 'residual', {
        filters,
        ...(first && { stride: 2, shortcut: 'parameterFree' }),
      });
    }
  });
  return end(net);
}

/** The same convolutions without shortcuts. */
function plainGraph(depth: number) {
  const net = sketch();
  net.put('picture', 'input', { shape: [32, 32, 3] });
  net.put('conv1', 'convBnRelu', { filters: 16 });
  STAGES.forEach((filters, stage) => {
    for (let i = 0; i < (depth - 2) / 3; i++) {
      const first = stage > 0 && i === 0;
      net.put(`conv${stage + 2}.${i + 1}`, 'convBnRelu', {
        filters,
        ...(first && { stride: [2, 2], padding: around(1) }),
      });
    }
  });
  return end(net);
}

function end(net: ReturnType<typeof sketch>) {
  net.put('average', 'globalAveragePool2d');
  net.put('fc', 'dense', { units: 10 });
  net.put('object', 'output', { loss: 'crossEntropy' });
  return net.graph();
}

const RESIDUAL: Readonly<Record<number, string>> = {
  20: 'Nine residual blocks on small pictures: small enough to train on this machine.',
  56: 'Twenty-seven residual blocks. Compare it with the plain net of 56 layers, which learns worse than one of 20.',
  110: 'Fifty-four residual blocks in three stages, with 1.7 million parameters.',
  1202: 'Six hundred residual blocks: depth alone does not keep it from learning, though it then over-fits.',
};
const PLAIN: Readonly<Record<number, string>> = {
  20: 'Twenty layers without shortcuts, to compare with ResNet-20.',
  56: 'Fifty-six layers without shortcuts: deeper than the plain net of 20, and yet worse even on the training data.',
};

const INPUT = 'Takes pictures of 32×32 pixels in colour and tells ten classes apart, as in CIFAR-10.';
const FREE = 'Where the maps shrink, the shortcut leaves every second value out and adds maps of zeros.';

export default [
  ...[20, 56, 110, 1202].map(
    (depth): Template => ({
      name: `resnet${depth}`,
      title: `ResNet-${depth}, small pictures`,
      family: 'How deep',
      description: `${RESIDUAL[depth]} ${FREE} ${INPUT}`,
      source: SOURCE,
      graph: residualGraph(depth),
      training: TRAINING,
    }),
  ),
  ...[20, 56].map(
    (depth): Template => ({
      name: `plain${depth}`,
      title: `Plain net of ${depth} layers`,
      family: 'How deep',
      description: `${PLAIN[depth]} ${INPUT}`,
      source: SOURCE,
      graph: plainGraph(depth),
      training: TRAINING,
    }),
  ),
];
