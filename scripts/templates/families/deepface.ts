import { sketch } from '../sketch';
import { sgd, type Template } from '../template';

const relu = { activation: 'relu' } as const;

function graph() {
  const net = sketch();
  net.put('face', 'input', { shape: [152, 152, 3] });
  net.put('conv1', 'conv2d', { filters: 32, kernel: [11, 11], ...relu });
  net.put('pool2', 'maxPool2d', { size: [3, 3], stride: [2, 2], ceil: true });
  net.put('conv3', 'conv2d', { filters: 16, kernel: [9, 9], ...relu });
  net.put('local4', 'locallyConnected2d', { filters: 16, kernel: [9, 9], ...relu });
  net.put('local5', 'locallyConnected2d', { filters: 16, kernel: [7, 7], stride: [2, 2], ...relu });
  net.put('local6', 'locallyConnected2d', { filters: 16, kernel: [5, 5], ...relu });
  net.put('flatten', 'flatten');
  net.put('fc7', 'dense', { units: 4096, ...relu });
  net.put('drop7', 'dropout', { rate: 0.5 });
  net.put('fc8', 'dense', { units: 4030 });
  net.put('person', 'output', { loss: 'crossEntropy' });
  return net.graph();
}

const deepface: Template = {
  name: 'deepface',
  title: 'DeepFace',
  family: 'Classic networks',
  description:
    'Two convolutions, then three layers with other filters at every place: on faces that are aligned, an eye is never ' +
    'where a mouth is. Nearly all of its 119 million parameters are in the locally connected and dense layers. Takes ' +
    'aligned faces of 152×152 pixels in colour and tells 4,030 people apart.',
  source: 'Taigman, Yang, Ranzato and Wolf, DeepFace: closing the gap to human-level performance, 2014',
  graph: graph(),
  training: sgd({ epochs: 15, batch: 128, rate: 0.01, decay: 5e-4, every: 5 }),
};

export default [deepface];
