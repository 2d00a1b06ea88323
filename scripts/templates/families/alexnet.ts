import { sketch } from '../sketch';
import { sgd, type Template } from '../template';

const pool = { size: [3, 3], stride: [2, 2] } as const;
const relu = { activation: 'relu' } as const;

function graph() {
  const net = sketch();
  net.put('picture', 'input', { shape: [227, 227, 3] });
  net.put('conv1', 'conv2d', { filters: 96, kernel: [11, 11], stride: [4, 4], ...relu });
  net.put('norm1', 'localResponseNorm');
  net.put('pool1', 'maxPool2d', pool);
  net.put('conv2', 'conv2d', { filters: 256, kernel: [5, 5], padding: 'same', groups: 2, ...relu });
  net.put('norm2', 'localResponseNorm');
  net.put('pool2', 'maxPool2d', pool);
  net.put('conv3', 'conv2d', { filters: 384, padding: 'same', ...relu });
  net.put('conv4', 'conv2d', { filters: 384, padding: 'same', groups: 2, ...relu });
  net.put('conv5', 'conv2d', { filters: 256, padding: 'same', groups: 2, ...relu });
  net.put('pool5', 'maxPool2d', pool);
  net.put('flatten', 'flatten');
  net.put('fc6', 'dense', { units: 4096, ...relu });
  net.put('drop6', 'dropout', { rate: 0.5 });
  net.put('fc7', 'dense', { units: 4096, ...relu });
  net.put('drop7', 'dropout', { rate: 0.5 });
  net.put('fc8', 'dense', { units: 1000 });
  net.put('object', 'output', { loss: 'crossEntropy', metrics: ['accuracy', 'topFiveError'] });
  return net.graph();
}

const alexnet: Template = {
  name: 'alexnet',
  title: 'AlexNet',
  family: 'Classic networks',
  description:
    'Five convolutions, of which three were cut in two groups for two graphics cards, overlapping pools, and three ' +
    'dense layers with dropout: it won ImageNet in 2012. The convolutions do 92 % of the work, the dense layers hold ' +
    '96 % of the parameters. Its first convolution gives 55·55·96 = 290,400 numbers; the often quoted 253,440 is ' +
    '55·48·96. Takes pictures of 227×227 pixels in colour and tells 1,000 classes apart.',
  source: 'Krizhevsky, Sutskever and Hinton, ImageNet classification with deep convolutional neural networks, 2012',
  graph: graph(),
  training: sgd({ epochs: 90, batch: 128, rate: 0.01, decay: 5e-4, every: 30 }),
};

export default [alexnet];
