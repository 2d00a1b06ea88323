import { around } from '../around';
import { sketch } from '../sketch';
import { sgd, type Template } from '../template';

/** As in Keras: slow running statistics, and an epsilon of 1.001e-5. */
const norm = { momentum: 0.99, epsilon: 1.001e-5 } as const;

function graph() {
  const net = sketch();
  net.put('picture', 'input', { shape: [224, 224, 3] });
  net.put('conv1', 'convBnRelu', { filters: 64, kernel: [7, 7], stride: [2, 2], padding: around(3), ...norm });
  net.put('pool1', 'maxPool2d', { size: [3, 3], stride: [2, 2], padding: around(1) });
  [6, 12, 24, 16].forEach((layers, i) => {
    net.put(`dense${i + 1}`, 'denseBlock', { layers, growth: 32, ...norm });
    if (i < 3) net.put(`transition${i + 1}`, 'transition', { compression: 0.5, ...norm });
  });
  net.put('norm', 'batchNorm', norm);
  net.put('relu', 'activation', { activation: 'relu' });
  net.put('average', 'globalAveragePool2d');
  net.put('fc', 'dense', { units: 1000 });
  net.put('object', 'output', { loss: 'crossEntropy' });
  return net.graph();
}

const densenet: Template = {
  name: 'densenet121',
  title: 'DenseNet-121',
  family: 'Classic networks',
  description:
    'Four dense blocks, in which every layer sees the maps of all layers before it and adds 32 of its own; ' +
    'transitions halve them in between. Takes pictures of 224×224 pixels in colour and tells 1,000 classes apart.',
  source: 'Huang, Liu, van der Maaten and Weinberger, Densely connected convolutional networks, 2017; as in Keras',
  graph: graph(),
  training: sgd({ epochs: 90, batch: 32, rate: 0.1, decay: 1e-4, every: 30 }),
};

export default [densenet];
