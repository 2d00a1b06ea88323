import type { Tensor } from '@tensorflow/tfjs-core';
import { differs, needsFloat, needsSequence } from './contract/faults';
import { defineLayer } from './contract/layer';
import type { Ops } from './contract/ops';
import { bool, int } from './contract/params';
import { float, type Spec } from './contract/spec';
import { allSteps } from './parts/window';

/** Taken off where a step must not look, as in Keras. */
const HIDDEN = 1e9;

interface Heads {
  readonly heads: number;
  readonly size: number;
}

/** [N, L, C] → [N, heads, L, size]: a dense layer at each step, its units dealt out to the heads. */
function project(ops: Ops, x: Tensor, kernel: Tensor, bias: Tensor, { heads, size }: Heads): Tensor {
  const [batch = 1, steps = 1, channels = 1] = x.shape;
  const flat = ops.biasAdd(ops.matMul(ops.reshape(x, [batch * steps, channels]), kernel), bias);
  return ops.transpose(ops.reshape(flat, [batch, steps, heads, size]), [0, 2, 1, 3]);
}

/** Takes off so much where a later step would be looked at, [1, 1, L, L]. */
function ahead(ops: Ops, steps: number): Tensor {
  const values = Float32Array.from({ length: steps * steps }, (_, at) =>
    at % steps > Math.floor(at / steps) ? -HIDDEN : 0,
  );
  return ops.constant(values, [1, 1, steps, steps]);
}

const lengthOf = (x: Spec): number => Number(x.shape[1]);
const widthOf = (x: Spec): number => Number(x.shape[2]);

/** Of the examples. */
const WEIGHTS = {
  queryKernel: [-0.5, 0.2, -0.2, 0.5, 0.1, -0.3, 0.4, 0, -0.4, 0.3, -0.1, -0.5, 0.2, -0.2, 0.5, 0.1],
  queryBias: [-0.5, 0.1, -0.4, 0.2],
  keyKernel: [-0.5, 0, 0.5, -0.1, 0.4, -0.2, 0.3, -0.3, 0.2, -0.4, 0.1, -0.5, 0, 0.5, -0.1, 0.4],
  keyBias: [-0.5, 0.2, -0.2, 0.5],
  valueKernel: [-0.5, 0.1, -0.4, 0.2, -0.3, 0.3, -0.2, 0.4, -0.1, 0.5, 0, -0.5, 0.1, -0.4, 0.2, -0.3],
  valueBias: [-0.5, 0, 0.5, -0.1],
  outputKernel: [-0.5, 0.2, -0.2, 0.5, 0.1, -0.3, 0.4, 0, -0.4, 0.3, -0.1, -0.5, 0.2, -0.2, 0.5, 0.1],
  outputBias: [-0.5, 0.1, -0.4, 0.2],
};

export default defineLayer({
  kind: 'multiHeadAttention',
  title: 'Multi-head attention',
  group: 'seq',
  glyph: 'attention',
  name: 'attention',
  doc: {
    summary: 'Every step looks at all steps and takes from each as much as it is concerned with.',
    formula:
      'In each head softmax(q·kᵀ/√size)·v; q, k and v by dense layers of what comes in, and the heads, side by side, ' +
      'through one more. With two inputs q comes from the first, k and v from the second. Parameters: ' +
      '(C + 1)·heads·size for q, (C₂ + 1)·heads·size each for k and v, (heads·size + 1)·C at the end.',
    advice:
      'The core of a transformer: put layer normalisation before it and add what went in to what comes out. Heads times ' +
      'size is usually the number of channels. It does not know the order of the steps, so add positions before. Let ' +
      'steps not look ahead where the next one is to be foretold.',
    source: 'Vaswani and others, Attention is all you need, 2017',
  },
  params: {
    heads: int('Heads', 4, { max: 1024, help: 'How many ways of looking there are side by side.' }),
    size: int('Size of a head', 16, { max: 65_536, help: 'Length of the vectors that are compared in each head.' }),
    causal: bool('Not ahead', false, { help: 'A step sees itself and those before it only.' }),
  },
  inputs: [{ name: 'in', variadic: true }],
  outputs: [{ name: 'out' }],
  summary: (p) => `${p.heads} ${p.heads === 1 ? 'head' : 'heads'} of ${p.size}${p.causal ? ', not ahead' : ''}`,
  shape(inputs, p) {
    const [q, kv = q] = inputs;
    if (inputs.length > 2) return { code: 'shape/input-count', say: { expected: 'one or two', got: inputs.length } };
    for (const [at, x] of [q, kv].entries()) {
      const wire = Math.min(at, inputs.length - 1);
      if (x.dtype !== 'float32') return needsFloat(wire, x);
      if (x.shape.length !== 3) return needsSequence(wire, x);
    }
    return p.causal && lengthOf(q) !== lengthOf(kv)
      ? differs(1, q, kv, [{ title: 'Let it look ahead', set: { causal: false } }])
      : [q];
  },
  window: ([q, kv = q]) => allSteps(kv),
  weights([q, kv = q], p) {
    const width = p.heads * p.size;
    const kernel = (from: number, to: number) =>
      ({ shape: [from, to], init: 'glorotUniform', role: 'kernel' }) as const;
    const bias = (size: number) => ({ shape: [size], init: 'zeros', role: 'bias' }) as const;
    return {
      queryKernel: kernel(widthOf(q), width),
      queryBias: bias(width),
      keyKernel: kernel(widthOf(kv), width),
      keyBias: bias(width),
      valueKernel: kernel(widthOf(kv), width),
      valueBias: bias(width),
      outputKernel: kernel(width, widthOf(q)),
      outputBias: bias(widthOf(q)),
    };
  },
  cost([q, kv = q], _outputs, p) {
    const width = p.heads * p.size;
    const dense = 2 * lengthOf(q) * widthOf(q) * width + 2 * lengthOf(kv) * widthOf(kv) * width;
    return { macs: dense + 2 * lengthOf(q) * lengthOf(kv) * width };
  },
  forward(ops, [x, other = x], w, p) {
    const [batch = 1, steps = 1, channels = 1] = x.shape;
    const queries = project(ops, x, w.queryKernel, w.queryBias, p);
    const keys = project(ops, other, w.keyKernel, w.keyBias, p);
    const values = project(ops, other, w.valueKernel, w.valueBias, p);
    const scaled = ops.mul(queries, ops.scalar(1 / Math.sqrt(p.size)));
    const scores = ops.matMul(scaled, keys, false, true);
    const shares = ops.activation(p.causal ? ops.add(scores, ahead(ops, steps)) : scores, 'softmax');
    const heads = ops.transpose(ops.matMul(shares, values), [0, 2, 1, 3]);
    const flat = ops.reshape(heads, [batch * steps, p.heads * p.size]);
    return [ops.reshape(ops.biasAdd(ops.matMul(flat, w.outputKernel), w.outputBias), [batch, steps, channels])];
  },
  examples: [
    {
      inputs: [float(3, 4)],
      params: { heads: 2, size: 2 },
      outputs: [float(3, 4)],
      parameters: 80,
      numbers: {
        batch: 1,
        inputs: [[-0.5, 0.2, -0.2, 0.5, 0.1, -0.3, 0.4, 0, -0.4, 0.3, -0.1, -0.5]],
        weights: WEIGHTS,
        outputs: [
          [
            -0.568012, 0.223066, -0.445599, -0.308681, -0.571301, 0.22789, -0.450027, -0.310133, -0.569336, 0.224966,
            -0.446827, -0.309436,
          ],
        ],
        by: 'Keras 3.15',
      },
    },
    {
      inputs: [float(3, 4)],
      params: { heads: 2, size: 2, causal: true },
      outputs: [float(3, 4)],
      parameters: 80,
      numbers: {
        batch: 1,
        inputs: [[-0.5, 0.2, -0.2, 0.5, 0.1, -0.3, 0.4, 0, -0.4, 0.3, -0.1, -0.5]],
        weights: WEIGHTS,
        outputs: [
          [
            -0.747, 0.401, -0.629, -0.317, -0.633407, 0.296573, -0.55793, -0.339935, -0.569336, 0.224966, -0.446827,
            -0.309436,
          ],
        ],
        by: 'Keras 3.15',
      },
    },
    {
      inputs: [float(3, 4), float(2, 4)],
      params: { heads: 2, size: 2 },
      outputs: [float(3, 4)],
      parameters: 80,
      numbers: {
        batch: 1,
        inputs: [
          [-0.5, 0.2, -0.2, 0.5, 0.1, -0.3, 0.4, 0, -0.4, 0.3, -0.1, -0.5],
          [-0.3, 0, 0.3, -0.1, 0.2, -0.2, 0.1, -0.3],
        ],
        weights: WEIGHTS,
        outputs: [
          [
            -0.480514, 0.147216, -0.389692, -0.311476, -0.478683, 0.147911, -0.390828, -0.31846, -0.480729, 0.148293,
            -0.391064, -0.315293,
          ],
        ],
        by: 'Keras 3.15',
      },
    },
    { inputs: [float(2, 3)], params: { heads: 1, size: 2 }, outputs: [float(2, 3)], parameters: 33, macs: 64 },
  ],
});
