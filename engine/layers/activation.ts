import { ACTIVATION_TITLES } from './contract/activation-titles';
import { needsFloat } from './contract/faults';
import { defineLayer } from './contract/layer';
import { activation } from './contract/params';
import { float } from './contract/spec';

export default defineLayer({
  kind: 'activation',
  title: 'Activation',
  group: 'act',
  glyph: 'relu',
  name: 'act',
  doc: {
    summary: 'Bends every number by a fixed curve, so that layers on top of each other can do more than one alone.',
    formula:
      'ReLU max(x, 0) · ReLU6 min(max(x, 0), 6) · leaky ReLU x or 0.2·x below 0 · ELU x or eˣ − 1 below 0 · SELU 1.0507·ELU with 1.6733 · ' +
      'GELU x·Φ(x) · swish x·σ(x) · Mish x·tanh(log(1 + eˣ)) · sigmoid σ(x) = 1/(1 + e⁻ˣ) · hard sigmoid ReLU6(x + 3)/6 · ' +
      'hard swish x·ReLU6(x + 3)/6 · tanh · softplus log(1 + eˣ) · softsign x/(1 + |x|) · softmax eˣ/Σeˣ over the last axis and its logarithm x − log Σeˣ · exponential eˣ.',
    advice:
      'ReLU behind convolutions and dense layers is the usual choice. Most layers have an activation of their own; draw ' +
      'one where something stands between, such as batch normalisation or an addition. Softmax and sigmoid belong to ' +
      'the output, which applies them by itself.',
    source: 'Nair and Hinton, Rectified linear units improve restricted Boltzmann machines, 2010',
  },
  params: { activation: activation('relu') },
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  presets: [
    { title: 'ReLU', glyph: 'relu', name: 'relu', params: { activation: 'relu' } },
    { title: 'Sigmoid', glyph: 'sigmoid', name: 'sigmoid', params: { activation: 'sigmoid' } },
    { title: 'Tanh', glyph: 'tanh', name: 'tanh', params: { activation: 'tanh' } },
    { title: 'Softmax', glyph: 'softmax', name: 'softmax', params: { activation: 'softmax' } },
  ],
  summary: (p) => ACTIVATION_TITLES[p.activation],
  shape: ([x]) => (x.dtype === 'float32' ? [x] : needsFloat(0, x)),
  /** The compiler applies the activation parameter, as it does for every layer that has one. */
  forward: (_ops, [x]) => [x],
  examples: [
    { inputs: [float(8)], outputs: [float(8)] },
    { inputs: [float(6, 6, 4)], params: { activation: 'tanh' }, outputs: [float(6, 6, 4)] },
    { inputs: [float(10)], params: { activation: 'softmax' }, outputs: [float(10)] },
  ],
});
