import { memory, scalar, type Tensor, tensor, tensor1d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../../engine/compile/compile';
import type { Program } from '../../../engine/compile/program';
import type { Field } from '../../../engine/data/contract/field';
import { DEFAULT_SPLIT, type Graph, type Project, type TrainingSettings } from '../../../engine/graph/document';
import { type Device, openDevice } from '../../../engine/session/device';
import { atOnce } from '../../../engine/train/pieces';
import { stepSettings } from '../../../engine/train/settings';
import { type StepOutput, trainStep } from '../../../engine/train/step';
import { chain } from './nets';

let device: Device;
beforeAll(async () => {
  device = await openDevice();
});

const NUMBER: Field = { name: 't', shape: [1], dtype: 'float32', role: 'number' };
const INPUT: Field = { name: 'x', shape: [2], dtype: 'float32', role: 'number' };

/** y = w · x without bias, compared with t by the squared error. */
const LINEAR = chain([{ id: 'line', kind: 'dense', params: { units: 1, bias: false } }], 'meanSquaredError');

function programOf(graph: Graph, bind: Record<string, string> = { x: 'x', y: 't' }): Program {
  const project: Project = {
    format: 'netloom',
    version: 1,
    title: 'By hand',
    graph,
    data: { source: { kind: 'csv', params: { path: 'a.csv' } }, split: DEFAULT_SPLIT, bind },
  };
  const { program, problems } = compile(project, { fields: [INPUT, NUMBER] });
  if (!program) throw new Error(problems.map(({ message }) => message).join(' '));
  return program;
}

/** One step of plain gradient descent with rate 0.1 from the given weights. */
function stepOf(
  program: Program,
  weights: readonly (readonly number[])[],
  batch: { x: readonly number[]; t: readonly number[] },
  settings: Partial<TrainingSettings> = {},
): { weights: number[][]; figures: number[] } {
  const optimizer = { kind: 'sgd', learningRate: 0.1 };
  const update = stepSettings({ epochs: 1, batch: 2, seed: 1, optimizer, ...settings });
  if (!update.ok) throw new Error(update.problems[0]?.message);
  const before = memory().numTensors;
  const tensors: Tensor[] = program.weights.map(({ shape }, at) => tensor([...(weights[at] ?? [])], [...shape]));
  const slots = tensors.map((x, at) =>
    program.weights[at]?.trainable ? [tensor(new Float32Array(x.size), x.shape)] : [],
  );
  const n = batch.t.length;
  const fed = { x: tensor([...batch.x], [n, batch.x.length / n]), t: tensor([...batch.t], [n, 1]) };
  const [rate, step, seed] = [scalar(0.1), scalar(1), tensor1d([1, 1], 'int32')];
  const run = trainStep({ program, steps: {} }, device.makeOps(), update.value);
  const output: StepOutput = atOnce(run({ weights: tensors, slots, batch: fed, rate, step, seed }));
  const after = tensors.map((x, at) => [...(output.weights.get(at) ?? x).dataSync()]);
  const figures = [...output.figures.dataSync()];
  const given = new Set([...tensors, ...slots.flat(), ...Object.values(fed), rate, step, seed]);
  for (const x of [...given, ...output.weights.values(), ...output.slots.flat(), output.figures]) {
    if (!x.isDisposed) x.dispose();
  }
  expect(memory().numTensors).toBe(before);
  return { weights: after, figures };
}
const near = (got: readonly number[] | undefined, expected: readonly number[]) => {
  expect(got).toHaveLength(expected.length);
  expected.forEach((value, at) => {
    expect(got?.[at]).toBeCloseTo(value, 5);
  });
};

describe('a step, worked by hand', () => {
  // w = (1, 2), samples (1, 1) → 3 and (2, 0) → 2, targets 1 and 4: errors 2 and −2, loss (4 + 4) ÷ 2 = 4.
  // Gradient: mean of 2·error·x = (2·2·1 − 2·2·2, 2·2·1 + 0) ÷ 2 = (−2, 2).
  const batch = { x: [1, 1, 2, 0], t: [1, 4] };

  it('goes against the gradient and reports what it had before', () => {
    const { weights, figures } = stepOf(programOf(LINEAR), [[1, 2]], batch);
    near(weights[0], [1.2, 1.8]);
    // The loss, then the mean absolute error.
    near(figures, [4, 2]);
  });

  it('adds half the decay times the squares of the kernels to the loss', () => {
    const { weights, figures } = stepOf(programOf(LINEAR), [[1, 2]], batch, { decay: 0.5 });
    // Penalty ½ · 0.5 · (1 + 4) = 1.25; its gradient is 0.5 · w = (0.5, 1).
    near(figures, [5.25, 2]);
    near(weights[0], [1.15, 1.7]);
  });

  it('adds the absolute values of the kernels to the loss, and leaves a weight at 0 where nothing pulls', () => {
    const { weights, figures } = stepOf(programOf(LINEAR), [[1, -2]], batch, { sparsity: 0.5 });
    // Answers −1 and 2, errors −2 and −2: loss 4. Penalty 0.5 · 3 = 1.5, its gradient (0.5, −0.5).
    // Gradient: ((2·−2·1 + 2·−2·2) ÷ 2 + 0.5, 2·−2·1 ÷ 2 − 0.5) = (−5.5, −2.5).
    near(figures, [5.5, 2]);
    near(weights[0], [1.55, -1.75]);
    const still = { x: [1, 0, 2, 0], t: [1, 2] };
    near(stepOf(programOf(LINEAR), [[1, 0]], still, { sparsity: 0.5 }).weights[0], [0.95, 0]);
  });

  it('clips values, and then the norm of all', () => {
    near(stepOf(programOf(LINEAR), [[1, 2]], batch, { clip: { value: 0.5 } }).weights[0], [1.05, 1.95]);
    // The norm of (−2, 2) is 2.828: scaled to 1 it is (−0.7071, 0.7071).
    near(stepOf(programOf(LINEAR), [[1, 2]], batch, { clip: { norm: 1 } }).weights[0], [1.070711, 1.929289]);
    near(stepOf(programOf(LINEAR), [[1, 2]], batch, { clip: { norm: 9 } }).weights[0], [1.2, 1.8]);
  });

  it('leaves frozen weights as they are', () => {
    const frozen: Graph = { ...LINEAR, nodes: LINEAR.nodes.map((n) => (n.id === 'line' ? { ...n, frozen: true } : n)) };
    const program = programOf(
      {
        nodes: [
          ...frozen.nodes,
          { id: 'free', kind: 'dense', params: { units: 1, bias: false } },
          { id: 'z', kind: 'output', params: { loss: 'meanSquaredError' } },
        ],
        edges: [
          ...frozen.edges,
          { from: ['x', 'out'], to: ['free', 'in'] },
          { from: ['free', 'out'], to: ['z', 'in'] },
        ],
      },
      { x: 'x', y: 't', z: 't' },
    );
    const { weights } = stepOf(
      program,
      program.weights.map(() => [1, 2]),
      batch,
    );
    const at = (name: string) => weights[program.weights.findIndex((weight) => weight.name === name)];
    near(at('line.kernel'), [1, 2]);
    near(at('free.kernel'), [1.2, 1.8]);
  });

  it('sums the weighted losses of several outputs and reports each', () => {
    const graph: Graph = {
      nodes: [...LINEAR.nodes, { id: 'z', kind: 'output', params: { loss: 'meanSquaredError', weight: 0.5 } }],
      edges: [...LINEAR.edges, { from: ['line', 'out'], to: ['z', 'in'] }],
    };
    const { weights, figures } = stepOf(programOf(graph, { x: 'x', y: 't', z: 't' }), [[1, 2]], batch);
    near(figures, [6, 4, 2, 4, 2]);
    near(weights[0], [1.3, 1.7]);
  });

  it('trains shared weights with the gradients of both uses', () => {
    const graph: Graph = {
      nodes: [
        { id: 'x', kind: 'input' },
        { id: 'a', kind: 'dense', params: { units: 2, bias: false } },
        { id: 'b', kind: 'dense', shares: 'a', params: { units: 2, bias: false } },
        { id: 'line', kind: 'dense', params: { units: 1, bias: false }, frozen: true },
        { id: 'y', kind: 'output', params: { loss: 'meanSquaredError' } },
      ],
      edges: [
        { from: ['x', 'out'], to: ['a', 'in'] },
        { from: ['a', 'out'], to: ['b', 'in'] },
        { from: ['b', 'out'], to: ['line', 'in'] },
        { from: ['line', 'out'], to: ['y', 'in'] },
      ],
    };
    const program = programOf(graph);
    expect(program.weights.map(({ name }) => name)).toEqual(['a.kernel', 'line.kernel']);
    // With A the identity and v = (1, 0): y = x·A·A·v. dy/dA = xᵀ(Av)ᵀ + (xA)ᵀvᵀ = 2·xᵀ(1, 0) at A = 1.
    const { weights, figures } = stepOf(
      program,
      [
        [1, 0, 0, 1],
        [1, 0],
      ],
      { x: [1, 3], t: [0] },
    );
    // Error 1, so the gradient is 2 · 1 · 2 · ((1, 0), (3, 0)) = ((4, 0), (12, 0)).
    near(figures, [1, 1]);
    near(weights[0], [0.6, 0, -1.2, 1]);
    near(weights[1], [1, 0]);
  });
});
