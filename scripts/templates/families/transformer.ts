import { mnist } from '../mnist';
import { sketch } from '../sketch';
import { adam, type Template } from '../template';

/** Width of a patch's vector. */
const CHANNELS = 64;

function graph() {
  const net = sketch();
  net.put('picture', 'input');
  net.put('patches', 'conv2d', { filters: CHANNELS, kernel: [4, 4], stride: [4, 4] });
  net.put('sequence', 'reshape', { shape: [49, CHANNELS] });
  net.put('positions', 'positionalEncoding', { by: 'learnt' });
  for (const i of [1, 2, 3]) net.put(`encoder${i}`, 'transformerEncoder', { hidden: 128 });
  net.put('norm', 'layerNorm');
  net.put('average', 'globalAveragePool1d');
  net.put('fc', 'dense', { units: 10 });
  net.put('digit', 'output', { loss: 'crossEntropy' });
  return net.graph();
}

const transformer: Template = {
  name: 'transformer-digits',
  title: 'Transformer on digits',
  family: 'First steps',
  description:
    'Cuts a handwritten digit into 49 patches of 4×4 pixels, reads them as a sequence, and lets every patch look at all ' +
    'others three times.',
  source: 'Dosovitskiy and others, An image is worth 16×16 words, 2021',
  graph: graph(),
  data: mnist({ picture: 'image', digit: 'label' }),
  training: adam(5, 64),
};

export default [transformer];
