import { DEFAULT_SPLIT } from '../../../engine/graph/document';
import { sketch } from '../sketch';
import { adam, type Template } from '../template';

const relu = { activation: 'relu' } as const;

/** Two nets that share nothing but the truth with which they are compared. */
function graph() {
  const net = sketch();
  net.put('features', 'input');
  net.put('hidden', 'dense', { units: 12, ...relu });
  net.put('featureScore', 'dense', { units: 4 });
  net.put('fromFeatures', 'output', { loss: 'crossEntropy' });
  net.put('picture', 'input');
  net.put('conv1', 'conv2d', { filters: 16, ...relu });
  net.put('pool1', 'maxPool2d');
  net.put('conv2', 'conv2d', { filters: 32, ...relu });
  net.put('pool2', 'maxPool2d');
  net.put('flatten', 'flatten');
  net.put('dense', 'dense', { units: 32, ...relu });
  net.put('pixelScore', 'dense', { units: 4 });
  net.put('fromPixels', 'output', { loss: 'crossEntropy' });
  return net.graph();
}

const template: Template = {
  name: 'features-vs-pixels',
  title: 'Features or pixels',
  family: 'First steps',
  description:
    'One task, two nets. Drawn shapes go into four boxes: small ones by colour, large ones by their sides. One net is ' +
    'told what a person would measure, the number of sides, the size and the hue, and makes no mistake with 100 ' +
    'parameters. The other sees pictures of 32×32 pixels and has to find its features itself: 42,116 parameters, and ' +
    'five of six right.',
  source: 'LeCun, Bengio and Hinton, Deep learning, 2015',
  graph: graph(),
  data: {
    source: { kind: 'shapes' },
    split: DEFAULT_SPLIT,
    bind: { features: 'features', picture: 'picture', fromFeatures: 'label', fromPixels: 'label' },
    prepare: [
      { field: 'features', op: 'standardise' },
      { field: 'picture', op: 'rescale', scale: 1 / 255 },
    ],
  },
  training: adam(15, 64, 0.002),
};

export default [template];
