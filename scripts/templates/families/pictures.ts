import { sketch } from '../sketch';
import { adam, type Template } from '../template';

/** A picture through three stages of convolution, normalisation, ReLU and pooling. */
function trunk(net: ReturnType<typeof sketch>, shape: readonly number[], filters = 32): void {
  net.put('picture', 'input', { shape });
  for (const i of [1, 2, 3]) {
    net.put(`conv${i}`, 'convBnRelu', { filters: filters * 2 ** (i - 1) });
    net.put(`pool${i}`, 'maxPool2d');
  }
}

function classifier(classes: number, answer: string, shape = [64, 64, 3]) {
  const net = sketch();
  trunk(net, shape);
  net.put('average', 'globalAveragePool2d');
  net.put('drop', 'dropout', { rate: 0.3 });
  net.put('fc', 'dense', { units: classes });
  net.put(answer, 'output', { loss: 'crossEntropy' });
  return net.graph();
}

function age() {
  const net = sketch();
  trunk(net, [64, 64, 3]);
  net.put('average', 'globalAveragePool2d');
  net.put('fc1', 'dense', { units: 64, activation: 'relu' });
  net.put('fc2', 'dense', { units: 1 });
  net.put('age', 'output', { loss: 'meanAbsoluteError' });
  return net.graph();
}

function multiHead() {
  const net = sketch();
  trunk(net, [64, 64, 3]);
  net.put('average', 'globalAveragePool2d');
  net.put('objectScore', 'dense', { units: 10 });
  net.put('object', 'output', { loss: 'crossEntropy' });
  net.put('sceneScore', 'dense', { units: 5 }, 'average');
  net.put('scene', 'output', { loss: 'crossEntropy', weight: 0.5 });
  return net.graph();
}

function detector(classes: number) {
  const net = sketch();
  trunk(net, [96, 96, 3]);
  net.put('conv4', 'convBnRelu', { filters: 128 });
  net.put('grid', 'conv2d', { filters: 5 + classes, kernel: [1, 1] });
  net.put('boxes', 'output', { loss: 'gridDetection' });
  return net.graph();
}

function multispectral() {
  const net = sketch();
  trunk(net, [64, 64, 6]);
  net.put('average', 'globalAveragePool2d');
  net.put('fc', 'dense', { units: 2 });
  net.put('plant', 'output', { loss: 'crossEntropy' });
  return net.graph();
}

const templates: Template[] = [
  {
    name: 'objects',
    title: 'What is in the picture',
    family: 'Pictures to answers',
    description:
      'A small convolutional net for a folder of your own pictures: one class a folder. Takes pictures of 64×64 pixels ' +
      'in colour and tells ten classes apart; change the units of the last layer to your number of classes.',
    source: 'LeCun, Kavukcuoglu and Farabet, Convolutional networks and applications in vision, 2010',
    graph: classifier(10, 'object'),
    training: adam(20, 32),
  },
  {
    name: 'scenes',
    title: 'Where the picture was taken',
    family: 'Pictures to answers',
    description:
      'As for objects, but what counts is the whole of the picture: kitchen, street, beach. Takes pictures of 96×96 ' +
      'pixels in colour and tells five scenes apart.',
    source: 'Zhou, Lapedriza, Xiao, Torralba and Oliva, Learning deep features for scene recognition, 2014',
    graph: classifier(5, 'scene', [96, 96, 3]),
    training: adam(20, 32),
  },
  {
    name: 'age',
    title: 'How old is the face',
    family: 'Pictures to answers',
    description:
      'Answers with a number in place of a class, and is measured by how many years it is off on average. Takes faces ' +
      'of 64×64 pixels in colour.',
    source: 'Rothe, Timofte and Van Gool, Deep expectation of apparent age from a single image, 2015',
    graph: age(),
    training: adam(20, 32),
  },
  {
    name: 'detector',
    title: 'Object detector',
    family: 'Several inputs and outputs',
    description:
      'Cuts the picture into 12×12 cells, each of which says whether the middle of an object lies in it, where and how ' +
      'large its box is, and which of three classes it has. Takes pictures of 96×96 pixels in colour.',
    source: 'Redmon, Divvala, Girshick and Farhadi, You only look once, 2016',
    graph: detector(3),
    training: adam(30, 32),
  },
  {
    name: 'multi-head',
    title: 'Two answers from one trunk',
    family: 'Several inputs and outputs',
    description:
      'One trunk of convolutions, two outputs: which of ten objects, and which of five scenes. What helps one answer ' +
      'often helps the other. Takes pictures of 64×64 pixels in colour.',
    source: 'Caruana, Multitask learning, 1997',
    graph: multiHead(),
    training: adam(20, 32),
  },
  {
    name: 'multispectral',
    title: 'Solar plants from six bands',
    family: 'Other data',
    description:
      'Pictures from satellites have more than three channels; a convolution takes as many as there are. Takes pictures ' +
      'of 64×64 pixels in six bands and says whether a solar plant is in them.',
    source:
      'Imamoglu, Kimura, Miyamoto, Fujita and Nakamura, Solar power plant detection on multi-spectral satellite imagery ' +
      'using weakly-supervised CNN, 2017',
    graph: multispectral(),
    training: adam(20, 32),
  },
];

export default templates;
