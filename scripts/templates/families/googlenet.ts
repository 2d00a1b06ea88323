import { around } from '../around';
import { sketch } from '../sketch';
import { sgd, type Template } from '../template';

/** Filters of the nine modules: 1×1, before 3×3, 3×3, before 5×5, 5×5, after pooling. */
const MODULES: readonly (readonly [string, number, number, number, number, number, number])[] = [
  ['3a', 64, 96, 128, 16, 32, 32],
  ['3b', 128, 128, 192, 32, 96, 64],
  ['4a', 192, 96, 208, 16, 48, 64],
  ['4b', 160, 112, 224, 24, 64, 64],
  ['4c', 128, 128, 256, 24, 64, 64],
  ['4d', 112, 144, 288, 32, 64, 64],
  ['4e', 256, 160, 320, 32, 128, 128],
  ['5a', 256, 160, 320, 32, 128, 128],
  ['5b', 384, 192, 384, 48, 128, 128],
];

/** Caffe rounds the size of pools up. */
const pool = { size: [3, 3], stride: [2, 2], ceil: true } as const;
const relu = { activation: 'relu' } as const;

function graph(auxiliary: boolean) {
  const net = sketch();
  net.put('picture', 'input', { shape: [224, 224, 3] });
  net.put('conv1', 'conv2d', { filters: 64, kernel: [7, 7], stride: [2, 2], padding: around(3), ...relu });
  net.put('pool1', 'maxPool2d', pool);
  net.put('norm1', 'localResponseNorm');
  net.put('reduce2', 'conv2d', { filters: 64, kernel: [1, 1], ...relu });
  net.put('conv2', 'conv2d', { filters: 192, padding: 'same', ...relu });
  net.put('norm2', 'localResponseNorm');
  net.put('pool2', 'maxPool2d', pool);
  for (const [name, conv1, reduce3, conv3, reduce5, conv5, project] of MODULES) {
    net.put(`inception${name}`, 'inception', { conv1, reduce3, conv3, reduce5, conv5, pool: project });
    if (name === '3b') net.put('pool3', 'maxPool2d', pool);
    if (name === '4e') net.put('pool4', 'maxPool2d', pool);
  }
  net.put('average', 'globalAveragePool2d');
  net.put('drop', 'dropout', { rate: 0.4 });
  net.put('fc', 'dense', { units: 1000 });
  net.put('object', 'output', { loss: 'crossEntropy' });
  if (auxiliary) for (const name of ['4a', '4d']) auxiliaryHead(net, name);
  return net.graph();
}

/** A small answer from half way up, which counts 0.3 in training and is left out afterwards. */
function auxiliaryHead(net: ReturnType<typeof sketch>, module: string): void {
  net.put(`average${module}`, 'averagePool2d', { size: [5, 5], stride: [3, 3] }, `inception${module}`);
  net.put(`conv${module}`, 'conv2d', { filters: 128, kernel: [1, 1], ...relu });
  net.put(`flatten${module}`, 'flatten');
  net.put(`dense${module}`, 'dense', { units: 1024, ...relu });
  net.put(`drop${module}`, 'dropout', { rate: 0.7 });
  net.put(`fc${module}`, 'dense', { units: 1000 });
  net.put(`object${module}`, 'output', { loss: 'crossEntropy', weight: 0.3, trainingOnly: true });
}

const WORDS =
  'Nine Inception modules look with kernels of several sizes at once; 1×1 convolutions before the larger ones keep ' +
  'it small.';
const INPUT = 'Takes pictures of 224×224 pixels in colour and tells 1,000 classes apart.';
const SOURCE = 'Szegedy and others, Going deeper with convolutions, 2015';
const TRAINING = sgd({ epochs: 60, batch: 32, rate: 0.01, decay: 2e-4, every: 8 });

const templates: Template[] = [
  {
    name: 'googlenet',
    title: 'GoogLeNet',
    family: 'Classic networks',
    description: `${WORDS} It has 8.7 times fewer parameters than AlexNet, where the paper and the slides say 12. ${INPUT}`,
    source: SOURCE,
    graph: graph(false),
    training: TRAINING,
  },
  {
    name: 'googlenet-aux',
    title: 'GoogLeNet with auxiliary outputs',
    family: 'Classic networks',
    description:
      `${WORDS} Two further outputs half way up send gradients to the early layers; they are there for training ` +
      `only. ${INPUT}`,
    source: SOURCE,
    graph: graph(true),
    training: TRAINING,
  },
];

export default templates;
