import { mnist } from '../mnist';
import { sketch } from '../sketch';
import { adam, type Template } from '../template';

function pixels() {
  const net = sketch();
  net.put('picture', 'input');
  net.put('flatten', 'flatten');
  net.put('score', 'dense', { units: 10 });
  net.put('digit', 'output', { loss: 'crossEntropy' });
  return net.graph();
}

/** Three kernels of given numbers and one of your own, which begins as the picture itself. */
function kernels() {
  const net = sketch();
  net.put('picture', 'input');
  net.put('weigh', 'filter2d', { values: [0, 1, 2, 2, 2, 0, 0, 1, 2] }, 'picture');
  net.put('slope', 'filter2d', { values: [0, 0, 0, 0, -1, 1, 0, 0, 0] }, 'picture');
  net.put('edges', 'filter2d', { values: [-1, -1, -1, -1, 8, -1, -1, -1, -1] }, 'picture');
  net.put('own', 'filter2d', { values: [0, 0, 0, 0, 1, 0, 0, 0, 0] }, 'picture');
  net.put('maps', 'concatenate', undefined, 'weigh', 'slope', 'edges', 'own');
  net.put('pool', 'maxPool2d');
  net.put('flatten', 'flatten');
  net.put('score', 'dense', { units: 10 });
  net.put('digit', 'output', { loss: 'crossEntropy' });
  return net.graph();
}

function pooling() {
  const net = sketch();
  net.put('picture', 'input');
  net.put('pool1', 'maxPool2d');
  net.put('pool2', 'maxPool2d');
  net.put('flatten', 'flatten');
  net.put('score', 'dense', { units: 10 });
  net.put('digit', 'output', { loss: 'crossEntropy' });
  return net.graph();
}

function autoencoder() {
  const net = sketch();
  net.put('picture', 'input');
  net.put('encoder', 'encoder', { stages: 2, filters: 16 });
  net.put('flatten', 'flatten');
  net.put('code', 'dense', { units: 16 });
  net.put('spread', 'dense', { units: 7 * 7 * 32, activation: 'relu' });
  net.put('maps', 'reshape', { shape: [7, 7, 32] });
  net.put('decoder', 'decoder', { stages: 2, filters: 16 });
  net.put('grey', 'conv2d', { padding: 'same', filters: 1 });
  net.put('copy', 'output', { loss: 'meanSquaredError' });
  return net.graph();
}

const templates: Template[] = [
  {
    name: 'pixels',
    title: 'A picture is a matrix of numbers',
    family: 'First steps',
    description:
      'Handwritten digits as the computer sees them: 28 rows of 28 numbers, laid in one row of 784. One dense layer ' +
      'weighs them all, and its weights for a digit are a picture themselves: 7,850 parameters.',
    source: 'LeCun, Bottou, Bengio and Haffner, Gradient-based learning applied to document recognition, 1998',
    graph: pixels(),
    data: mnist({ picture: 'image', digit: 'label' }),
    training: adam(3, 64),
  },
  {
    name: 'kernels',
    title: 'What a kernel does to a picture',
    family: 'First steps',
    description:
      'Nine numbers move over handwritten digits of 28×28; at each place they are multiplied with what lies under them ' +
      'and added up. One kernel weighs neighbours, one finds slopes to the right, one edges all around, and the fourth ' +
      'is yours: change its numbers, train and watch its map. Only the dense layer behind them learns, 6,770 parameters.',
    source: 'Dumoulin and Visin, A guide to convolution arithmetic for deep learning, 2016',
    graph: kernels(),
    data: mnist({ picture: 'image', digit: 'label' }),
    training: adam(3, 64),
  },
  {
    name: 'pooling',
    title: 'What pooling leaves',
    family: 'First steps',
    description:
      'Max pooling keeps the largest of each 2×2 values: 28×28 become 14×14 and 7×7. A digit moved by a pixel changes ' +
      'the pooled maps less than the picture, and 500 parameters in place of 7,850 tell four of five digits right.',
    source: 'Scherer, Müller and Behnke, Evaluation of pooling operations in convolutional architectures, 2010',
    graph: pooling(),
    data: mnist({ picture: 'image', digit: 'label' }),
    training: adam(3, 64),
  },
  {
    name: 'autoencoder',
    title: 'Auto-encoder of digits',
    family: 'Pictures to maps',
    description:
      'Squeezes a handwritten digit into 16 numbers and draws it again from them. It is compared with its own input, ' +
      'so that it needs no labels.',
    source: 'Hinton and Salakhutdinov, Reducing the dimensionality of data with neural networks, 2006',
    graph: autoencoder(),
    data: mnist({ picture: 'image', copy: 'image' }),
    training: adam(5, 64),
  },
];

export default templates;
