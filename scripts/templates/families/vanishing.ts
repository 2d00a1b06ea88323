import type { ProjectBlock } from '../../../engine/graph/document';
import { mnist } from '../mnist';
import { sketch } from '../sketch';
import { adam, type Template } from '../template';

/** Hidden layers of 32 units each. */
const [DEPTH, UNITS] = [20, 32];

function plain(activation: string) {
  const net = sketch();
  net.put('picture', 'input');
  net.put('flatten', 'flatten');
  for (let i = 1; i <= DEPTH; i++) net.put(`hidden${i}`, 'dense', { units: UNITS, activation });
  net.put('fc', 'dense', { units: 10 });
  net.put('digit', 'output', { loss: 'crossEntropy' });
  return net.graph();
}

/** y = x + ReLU(dense(norm(x))): without the normalisation the sums would double from layer to layer. */
function layer(): ProjectBlock {
  const net = sketch();
  net.start('norm', 'layerNorm');
  net.put('dense', 'dense', { units: UNITS, activation: 'relu' });
  net.put('add', 'add');
  return {
    title: 'Residual layer',
    params: {},
    inputs: {
      in: [
        ['norm', 'in'],
        ['add', 'in'],
      ],
    },
    outputs: { out: ['add', 'out'] },
    graph: net.graph(),
  };
}

const blocks = { layer: layer() };

function residual() {
  const net = sketch(blocks);
  net.put('picture', 'input');
  net.put('flatten', 'flatten');
  net.put('hidden1', 'dense', { units: UNITS, activation: 'relu' });
  for (let i = 2; i <= DEPTH; i++) net.put(`hidden${i}`, 'block:layer');
  net.put('fc', 'dense', { units: 10 });
  net.put('digit', 'output', { loss: 'crossEntropy' });
  return net.graph();
}

const LOOK = 'Look at the gradients layer by layer, and compare the three nets. Trains on handwritten digits.';
const data = mnist({ picture: 'image', digit: 'label' });
const training = adam(3, 64);

const templates: Template[] = [
  {
    name: 'vanishing-sigmoid',
    title: 'Vanishing gradients: sigmoid',
    family: 'How deep',
    description: `Twenty layers with sigmoids, whose slope is never more than ¼: next to nothing reaches the first ones. ${LOOK}`,
    source: 'Hochreiter, The vanishing gradient problem during learning recurrent neural nets, 1998',
    graph: plain('sigmoid'),
    data,
    training,
  },
  {
    name: 'vanishing-relu',
    title: 'Vanishing gradients: ReLU',
    family: 'How deep',
    description: `Twenty layers with ReLU, whose slope is 1 where it is not 0: gradients shrink less. ${LOOK}`,
    source: 'Glorot, Bordes and Bengio, Deep sparse rectifier neural networks, 2011',
    graph: plain('relu'),
    data,
    training,
  },
  {
    name: 'vanishing-residual',
    title: 'Vanishing gradients: residual',
    family: 'How deep',
    description: `Twenty layers with shortcuts round each: gradients reach the first layers as they are. A layer normalisation keeps the sums in bounds. ${LOOK}`,
    source: 'He, Zhang, Ren and Sun, Deep residual learning for image recognition, 2016',
    graph: residual(),
    blocks,
    data,
    training,
  },
];

export default templates;
