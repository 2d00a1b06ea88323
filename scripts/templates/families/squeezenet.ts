import { around } from '../around';
import { sketch } from '../sketch';
import { sgd, type Template } from '../template';

const pool = { size: [3, 3], stride: [2, 2] } as const;

/** Squeezed maps and maps of each branch, in Fire modules 2 to 9. */
const FIRES = [
  [16, 64],
  [16, 64],
  [32, 128],
  [32, 128],
  [48, 192],
  [48, 192],
  [64, 256],
  [64, 256],
] as const;

function graph() {
  const net = sketch();
  net.put('picture', 'input', { shape: [227, 227, 3] });
  net.put('conv1', 'conv2d', { filters: 96, kernel: [7, 7], stride: [2, 2], activation: 'relu' });
  net.put('pool1', 'maxPool2d', pool);
  FIRES.forEach(([squeeze, expand], i) => {
    net.put(`fire${i + 2}`, 'squeezeFire', { squeeze, expand1: expand, expand3: expand });
    if (i === 2 || i === 6) net.put(`pool${i + 2}`, 'maxPool2d', pool);
  });
  net.put('drop9', 'dropout', { rate: 0.5 });
  net.put('conv10', 'conv2d', { filters: 1000, kernel: [1, 1], padding: around(1), activation: 'relu' });
  net.put('average', 'globalAveragePool2d');
  net.put('object', 'output', { loss: 'crossEntropy' });
  return net.graph();
}

const squeezenet: Template = {
  name: 'squeezenet',
  title: 'SqueezeNet',
  family: 'Classic networks',
  description:
    'Eight Fire modules squeeze many maps into a few before they spread them again: what AlexNet reaches, with fifty ' +
    'times fewer parameters and no dense layer; 861.3 million multiply-adds. Takes pictures of 227×227 pixels in ' +
    'colour and tells 1,000 classes apart.',
  source: 'Iandola and others, SqueezeNet, 2016; version 1.0',
  graph: graph(),
  training: sgd({ epochs: 68, batch: 64, rate: 0.04, decay: 2e-4 }),
};

export default [squeezenet];
