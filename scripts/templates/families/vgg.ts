import { sketch } from '../sketch';
import { sgd, type Template } from '../template';

/** Convolutions in each of the five stages. */
const STAGES: Readonly<Record<string, readonly number[]>> = {
  11: [1, 1, 2, 2, 2],
  16: [2, 2, 3, 3, 3],
  19: [2, 2, 4, 4, 4],
};
const FILTERS = [64, 128, 256, 512, 512];

function graphOf(counts: readonly number[]) {
  const net = sketch();
  net.put('picture', 'input', { shape: [224, 224, 3] });
  counts.forEach((convolutions, i) => {
    net.put(`stage${i + 1}`, 'vggStage', { filters: FILTERS[i] ?? 512, convolutions });
  });
  net.put('flatten', 'flatten');
  net.put('fc1', 'dense', { units: 4096, activation: 'relu' });
  net.put('drop1', 'dropout', { rate: 0.5 });
  net.put('fc2', 'dense', { units: 4096, activation: 'relu' });
  net.put('drop2', 'dropout', { rate: 0.5 });
  net.put('fc3', 'dense', { units: 1000 });
  net.put('object', 'output', { loss: 'crossEntropy' });
  return net.graph();
}

const WORDS: Readonly<Record<string, string>> = {
  11: 'The smallest VGG net: eight 3×3 convolutions in five stages.',
  16: 'Thirteen 3×3 convolutions in five stages: small kernels on top of each other see as far as one large one.',
  19: 'The deepest VGG net: sixteen 3×3 convolutions in five stages.',
};

export default Object.entries(STAGES).map(
  ([depth, counts]): Template => ({
    name: `vgg${depth}`,
    title: `VGG-${depth}`,
    family: 'Classic networks',
    description:
      `${WORDS[depth]} Most of the parameters stand in the first dense layer. Takes pictures of 224×224 pixels in ` +
      'colour and tells 1,000 classes apart.',
    source: 'Simonyan and Zisserman, Very deep convolutional networks for large-scale image recognition, 2015',
    graph: graphOf(counts),
    training: sgd({ epochs: 74, batch: 64, rate: 0.01, decay: 5e-4, every: 30 }),
  }),
);
