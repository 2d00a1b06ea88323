import type { Graph, ProjectBlock } from '../../../engine/graph/document';
import { sketch } from '../sketch';
import { adam, type Template } from '../template';

const tower = (title: string, graph: Graph): ProjectBlock => ({
  title,
  params: {},
  inputs: { in: [graph.nodes[0]?.id ?? '', 'in'] },
  outputs: { out: [graph.nodes.at(-1)?.id ?? '', 'out'] },
  graph,
});

/** Convolutions over time: each sees a few neighbouring moments of all eight measured quantities. */
function timeDelay(): ProjectBlock {
  const net = sketch();
  net.start('conv1', 'conv1d', { filters: 12, kernel: 8, activation: 'tanh' });
  net.put('pool1', 'averagePool1d', { size: 3, stride: 3 });
  net.put('conv2', 'conv1d', { filters: 16, kernel: 10, activation: 'tanh' });
  net.put('pool2', 'averagePool1d', { size: 3, stride: 3 });
  net.put('flatten', 'flatten');
  net.put('feature', 'dense', { units: 19 });
  return tower('Time-delay tower', net.graph());
}

function signature() {
  const blocks = { tower: timeDelay() };
  const net = sketch(blocks);
  net.put('known', 'input', { shape: [200, 8] });
  net.put('doubtful', 'input', { shape: [200, 8] });
  net.put('tower', 'block:tower', undefined, 'known');
  net.twin('twin', 'tower', 'doubtful');
  net.put('alike', 'cosineSimilarity', undefined, 'tower', 'twin');
  net.put('genuine', 'output', { loss: 'cosine' });
  return { graph: net.graph(), blocks };
}

function personTower(): ProjectBlock {
  const net = sketch();
  net.start('conv1', 'convBnRelu', { filters: 16 });
  net.put('pool1', 'maxPool2d');
  net.put('conv2', 'convBnRelu', { filters: 32 });
  net.put('pool2', 'maxPool2d');
  net.put('conv3', 'convBnRelu', { filters: 64 });
  net.put('average', 'globalAveragePool2d');
  net.put('feature', 'dense', { units: 64 });
  return tower('Person tower', net.graph());
}

function reidentification() {
  const blocks = { tower: personTower() };
  const net = sketch(blocks);
  net.put('first', 'input', { shape: [96, 48, 3] });
  net.put('second', 'input', { shape: [96, 48, 3] });
  net.put('tower', 'block:tower', undefined, 'first');
  net.twin('twin', 'tower', 'second');
  net.put('difference', 'absoluteDifference', undefined, 'tower', 'twin');
  net.put('fc', 'dense', { units: 1 });
  net.put('same', 'output', { loss: 'binaryCrossEntropy' });
  return { graph: net.graph(), blocks };
}

const templates: Template[] = [
  {
    name: 'signature-tdnn',
    title: 'Is the signature genuine',
    family: 'Twins',
    description:
      'Two signatures, each a series of 200 moments of eight quantities of the pen, go through one tower of convolutions ' +
      'over time. The cosine of the two results is drawn towards 1 for the same hand and towards −1 for a forgery.',
    source:
      'Bromley, Guyon, LeCun, Säckinger and Shah, Signature verification using a Siamese time delay neural network, 1993',
    ...signature(),
    training: adam(30, 32),
  },
  {
    name: 'person-reid',
    title: 'Is it the same person',
    family: 'Twins',
    description:
      'Two pictures from different cameras go through one tower; a last layer weighs the differences of their features ' +
      'and says whether it is the same person. Takes pairs of pictures of 96×48 pixels in colour.',
    source: 'Ahmed, Jones and Marks, An improved deep learning architecture for person re-identification, 2015',
    ...reidentification(),
    training: adam(20, 32),
  },
];

export default templates;
