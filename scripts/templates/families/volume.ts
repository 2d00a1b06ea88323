import { sketch } from '../sketch';
import { adam, type Template } from '../template';

function graph() {
  const net = sketch();
  net.put('scan', 'input', { shape: [32, 32, 32, 1] });
  net.put('conv1', 'conv3d', { filters: 8, padding: 'same', activation: 'relu' });
  net.put('pool1', 'maxPool3d');
  net.put('conv2', 'conv3d', { filters: 16, padding: 'same', activation: 'relu' });
  net.put('pool2', 'maxPool3d');
  net.put('conv3', 'conv3d', { filters: 32, padding: 'same', activation: 'relu' });
  net.put('pool3', 'maxPool3d');
  net.put('flatten', 'flatten');
  net.put('fc1', 'dense', { units: 64, activation: 'relu' });
  net.put('drop', 'dropout', { rate: 0.5 });
  net.put('fc2', 'dense', { units: 2 });
  net.put('state', 'output', { loss: 'crossEntropy' });
  return net.graph();
}

const volume: Template = {
  name: 'volume',
  title: 'Volumes from a scanner',
  family: 'Other data',
  description:
    'Kernels that also go in depth see a brain scan as a whole, not slice by slice. Takes volumes of 32×32×32 values ' +
    'and tells two states apart.',
  source: 'Maturana and Scherer, VoxNet: a 3D convolutional neural network for real-time object recognition, 2015',
  graph: graph(),
  training: adam(20, 16),
};

export default [volume];
