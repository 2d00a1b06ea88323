import { around } from '../around';
import { sketch } from '../sketch';
import { adam, type Template } from '../template';

function twoStream() {
  const net = sketch();
  net.put('picture', 'input', { shape: [64, 64, 3] });
  net.put('motion', 'input', { shape: [64, 64, 10] });
  net.put('streams', 'twoStream', { classes: 6 }, 'picture', 'motion');
  // The cross-entropy takes logits, and the softmax of the logarithm of shares is the shares themselves.
  net.put('logits', 'expression', { formula: 'log(a + 0.000001)' });
  net.put('action', 'output', { loss: 'crossEntropy' });
  return net.graph();
}

/** One branch keeps places, the other sees the whole; what it says is given to every place of the first. */
function colorization() {
  const net = sketch();
  net.put('grey', 'input', { shape: [64, 64, 1] });
  net.put('conv1', 'convBnRelu', { filters: 32, stride: [2, 2], padding: around(1) });
  net.put('conv2', 'convBnRelu', { filters: 64, stride: [2, 2], padding: around(1) });
  net.put('local', 'convBnRelu', { filters: 64 });
  net.put('conv3', 'convBnRelu', { filters: 128, stride: [2, 2], padding: around(1) }, 'conv2');
  net.put('conv4', 'convBnRelu', { filters: 128, stride: [2, 2], padding: around(1) });
  net.put('average', 'globalAveragePool2d');
  net.put('global', 'dense', { units: 64, activation: 'relu' });
  net.put('everywhere', 'repeat', { times: 16 * 16 });
  net.put('maps', 'reshape', { shape: [16, 16, 64] });
  net.put('fuse', 'concatenate', undefined, 'local', 'maps');
  net.put('conv5', 'convBnRelu', { filters: 64, kernel: [1, 1] });
  net.put('up1', 'upsample2d');
  net.put('conv6', 'convBnRelu', { filters: 32 });
  net.put('up2', 'upsample2d');
  net.put('ab', 'conv2d', { filters: 2, padding: 'same', activation: 'tanh' });
  net.put('colour', 'output', { loss: 'meanSquaredError' });
  return net.graph();
}

function crossModal() {
  const net = sketch();
  net.put('picture', 'input', { shape: [64, 64, 3] });
  net.put('sentence', 'input', { shape: [12], dtype: 'int32' });
  net.put('conv1', 'convBnRelu', { filters: 32 }, 'picture');
  net.put('pool1', 'maxPool2d');
  net.put('conv2', 'convBnRelu', { filters: 64 });
  net.put('pool2', 'maxPool2d');
  net.put('conv3', 'convBnRelu', { filters: 128 });
  net.put('seen', 'globalAveragePool2d');
  net.put('words', 'embedding', { vocabulary: 1000, size: 32 }, 'sentence');
  net.put('read', 'lstm', { units: 64 });
  net.put('both', 'concatenate', undefined, 'seen', 'read');
  net.put('fc1', 'dense', { units: 64, activation: 'relu' });
  net.put('fc2', 'dense', { units: 6 });
  net.put('scene', 'output', { loss: 'crossEntropy' });
  return net.graph();
}

const templates: Template[] = [
  {
    name: 'colorization',
    title: 'Colour for grey pictures',
    family: 'Several inputs and outputs',
    description:
      'One branch looks at every place, the other at the whole picture: is it a beach or a forest. Both are fused, and ' +
      'the net says two numbers of colour for every pixel. Takes the lightness of pictures of 64×64 pixels; the truth ' +
      'is their two colour channels from −1 to 1.',
    source: 'Iizuka, Simo-Serra and Ishikawa, Let there be color, 2016',
    graph: colorization(),
    training: adam(30, 32),
  },
  {
    name: 'cross-modal',
    title: 'Scene from picture and sentence',
    family: 'Several inputs and outputs',
    description:
      'One branch sees a picture, the other reads a sentence of twelve words; neither says enough by itself. Takes ' +
      'pictures of 64×64 pixels in colour and word numbers below 1,000, and tells six scenes apart.',
    source: 'Aytar, Castrejon, Vondrick, Pirsiavash and Torralba, Cross-modal scene networks, 2016',
    graph: crossModal(),
    training: adam(20, 32),
  },
  {
    name: 'two-stream',
    title: 'What somebody does',
    family: 'Several inputs and outputs',
    description:
      'One tower sees a picture of a film, the other how things move in it: five optical flows, across and down. Their ' +
      'shares for six actions are averaged after the softmax; their logarithm is what the output takes. Takes pictures ' +
      'of 64×64 pixels in colour and motion of 64×64 with ten channels.',
    source: 'Simonyan and Zisserman, Two-stream convolutional networks for action recognition in videos, 2014',
    graph: twoStream(),
    training: adam(20, 32),
  },
];

export default templates;
