import type { Tensor } from '@tensorflow/tfjs-core';
import type { Fault } from '../graph/problems';
import { defineLayer } from './contract/layer';
import type { Ops } from './contract/ops';
import { text } from './contract/params';
import { float } from './contract/spec';
import { type Formula, INPUT_NAMES, inputsOf, type OperationName, readFormula } from './parts/formula';
import { spread, spreadingShape } from './parts/merging';

type Compute = (ops: Ops, a: Tensor, b: Tensor) => Tensor;
const COMPUTE: Readonly<Record<OperationName, Compute>> = {
  add: (ops, a, b) => ops.add(a, b),
  subtract: (ops, a, b) => ops.sub(a, b),
  multiply: (ops, a, b) => ops.mul(a, b),
  divide: (ops, a, b) => ops.div(a, b),
  power: (ops, a, b) => ops.pow(a, b),
  negate: (ops, a) => ops.neg(a),
  abs: (ops, a) => ops.abs(a),
  exp: (ops, a) => ops.exp(a),
  log: (ops, a) => ops.log(a),
  sqrt: (ops, a) => ops.sqrt(a),
  square: (ops, a) => ops.square(a),
  sin: (ops, a) => ops.sin(a),
  cos: (ops, a) => ops.cos(a),
  tanh: (ops, a) => ops.activation(a, 'tanh'),
  sigmoid: (ops, a) => ops.activation(a, 'sigmoid'),
  relu: (ops, a) => ops.activation(a, 'relu'),
  softplus: (ops, a) => ops.activation(a, 'softplus'),
  min: (ops, a, b) => ops.minimum(a, b),
  max: (ops, a, b) => ops.maximum(a, b),
};

function compute(ops: Ops, formula: Formula, inputs: readonly Tensor[]): Tensor {
  if (formula.type === 'number') return ops.scalar(formula.value);
  if (formula.type === 'input') return inputs[formula.index] as Tensor;
  // TensorFlow squares a number of either sign, and a power of a negative one has no slope.
  const [base, exponent] = formula.of;
  if (formula.name === 'power' && base && exponent?.type === 'number' && exponent.value === 2) {
    return ops.square(compute(ops, base, inputs));
  }
  const [a, b = a] = formula.of.map((part) => compute(ops, part, inputs));
  return COMPUTE[formula.name](ops, a as Tensor, b as Tensor);
}

/** The formula, or the fault at it. */
function read(formula: string, wires: number): { tree: Formula } | Fault {
  const tree = readFormula(formula);
  if ('at' in tree) return { code: 'param/formula', param: 'formula', say: { at: tree.at, got: tree.got } };
  const used = inputsOf(tree);
  const missing = used.find((index) => index >= wires);
  if (missing === undefined && used.length > 0) return { tree };
  const got = missing === undefined ? 'no input' : (INPUT_NAMES[missing] as string);
  return {
    code: 'param/formula-input',
    param: 'formula',
    say: { got, expected: INPUT_NAMES.slice(0, wires).join(', ') },
    cures: [{ title: 'Begin with the first input as it is', set: { formula: 'a' } }],
  };
}

export default defineLayer({
  kind: 'expression',
  title: 'Expression',
  group: 'merge',
  glyph: 'numbers',
  doc: {
    summary: 'Computes a formula of your own, value by value.',
    formula:
      'y = the formula: a, b, c and d are the inputs in the order of their wires; + − × ÷ ^ and brackets; abs, exp, ' +
      'log, sqrt, square, sin, cos, tanh, sigmoid, relu and softplus of one value, min and max of two; pi and e.',
    advice:
      'For a curve or a merge that no layer has, such as (a − b)/(a + b) of two bands of a picture. Keep what goes into ' +
      'log, sqrt and ÷ away from 0, as in log(abs(a) + 1). A second input may be a vector with a number for each channel.',
  },
  params: { formula: text('Formula', 'a', { help: 'Such as 2×a + b^2, or sigmoid(a)×b.' }) },
  inputs: [{ name: 'in', variadic: true }],
  outputs: [{ name: 'out' }],
  picture: 'maps',
  summary: (p) => p.formula,
  shape(inputs, p) {
    if (inputs.length > INPUT_NAMES.length) {
      return { code: 'shape/input-count', say: { expected: 'at most four', got: inputs.length } };
    }
    const found = read(p.formula, inputs.length);
    return 'code' in found ? found : spreadingShape(inputs);
  },
  forward(ops, inputs, _weights, p) {
    const [first, ...rest] = inputs;
    const found = read(p.formula, inputs.length);
    if ('code' in found) return [first];
    const laid = [first, ...rest.map((x) => spread(ops, first, x))];
    const y = compute(ops, found.tree, laid);
    // A formula that leaves the first input out still has its shape.
    return [inputsOf(found.tree).includes(0) ? y : ops.add(ops.zerosLike(first), y)];
  },
  examples: [
    {
      inputs: [float(3), float(3)],
      params: { formula: '(a − b)/(a + b)×2^2 − .5' },
      outputs: [float(3)],
      numbers: {
        batch: 1,
        inputs: [
          [3, 1, 2],
          [1, 3, 2],
        ],
        outputs: [[1.5, -2.5, -0.5]],
        by: 'hand: 4·½ − ½, −4·½ − ½, −½',
      },
    },
    {
      inputs: [float(2)],
      params: { formula: '-a^2 + max(sqrt(abs(a)), 1.5e0) - 2*-a/4' },
      outputs: [float(2)],
      numbers: { batch: 1, inputs: [[4, -1]], outputs: [[-12, 0]], by: 'hand: −16 + 2 + 2, and −1 + 1.5 − 0.5' },
    },
    {
      inputs: [float(2, 2), float(2), float(2, 1)],
      params: { formula: 'sigmoid(b)×a + tanh(c) + log(a^2 + e) − cos(pi×a)' },
      outputs: [float(2, 2)],
    },
    { inputs: [float(2, 2), float(2)], params: { formula: 'exp(b)' }, outputs: [float(2, 2)] },
  ],
});
