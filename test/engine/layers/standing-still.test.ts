import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { compile } from '../../../engine/compile/compile';
import type { Program } from '../../../engine/compile/program';
import type { GraphNode } from '../../../engine/graph/document';
import batchNorm from '../../../engine/layers/batchNorm';
import { float } from '../../../engine/layers/contract/spec';
import { standingStill } from '../../../engine/layers/contract/standing-still';
import { expectSameSteps, GENTLE, positive } from '../native/same-steps';
import { expectClose } from '../ops/close';
import { opsAt } from '../ops/places';
import { Chain } from '../train/programs';
import { defaults } from './cases';

function netOf(...nodes: GraphNode[]): Program {
  const all: GraphNode[] = [
    { id: 'x', kind: 'input', params: { shape: [4, 4, 2] } },
    ...nodes,
    { id: 'y', kind: 'output', params: { loss: 'meanSquaredError' } },
  ];
  const edges = all.slice(1).map(({ id }, i) => ({ from: [all[i]?.id ?? '', 'out'], to: [id, 'in'] }) as const);
  const { program, problems } = compile(
    { format: 'netloom', version: 1, title: 'T', graph: { nodes: all, edges } },
    { fields: [] },
  );
  if (!program) throw new Error(problems[0]?.message);
  return program;
}
const callOf = (program: Program, path: string) => program.calls.find((call) => call.path === path);

test('a frozen normalisation computes in training what it does afterwards, and follows nothing', async () => {
  const ops = await opsAt('portable');
  const call = callOf(netOf({ id: 'norm', kind: 'batchNorm', frozen: true }), 'norm');
  const weights = {
    scale: tf.tensor1d([1, 2]),
    offset: tf.tensor1d([0, 1]),
    mean: tf.tensor1d([0.5, 0]),
    variance: tf.tensor1d([0.25, 1]),
  };
  const context = { training: true, batch: 2, random: { seed: tf.tensor1d([0, 0], 'int32'), stream: 0 } };
  const params = defaults(batchNorm.params);
  const forward = (x: tf.Tensor) => call?.layer.forward(ops, [x], weights, params, context)[0] as tf.Tensor;
  // By hand: ±0.5/√0.251, and 1 + 2·2/√1.001 or 1 + 2·6/√1.001; the other sample changes neither.
  expectClose(forward(tf.tensor2d([1, 2, 0, 6], [2, 2])), [0.998006, 4.998001, -0.998006, 12.994004]);
  expect(ops.takeUpdates()).toEqual([]);
  // A gradient passes: γ/√(v + ε) for each channel.
  expectClose(tf.grad(forward)(tf.tensor2d([1, 2, 0, 6], [2, 2])), [1.996011, 1.999001, 1.996011, 1.999001]);
});

test('what is frozen around it counts, and nothing else changes', () => {
  const program = netOf(
    { id: 'free', kind: 'batchNorm' },
    { id: 'twin', kind: 'batchNorm', shares: 'kept' },
    { id: 'kept', kind: 'batchNorm', frozen: true },
    { id: 'res', kind: 'residual', params: { filters: 2 }, frozen: true },
  );
  const batchwise = (path: string) => callOf(program, path)?.layer.batchwise;
  expect(['free', 'twin', 'kept', 'res/norm1', 'res/norm2'].map(batchwise)).toEqual([
    true,
    ...Array(4).fill(undefined),
  ]);
  expect(callOf(program, 'free')?.layer).toBe(batchNorm);
});

test('takes the same 20 steps compiled', async () => {
  const chain = new Chain();
  const given = positive(chain, chain.input(float(3, 3, 2)));
  const still = standingStill(batchNorm, batchNorm.weights?.([float(3, 3, 2)], defaults(batchNorm.params)) ?? {});
  await expectSameSteps({ program: chain.end(chain.call(still, [given])), fields: chain.fields }, GENTLE);
});
