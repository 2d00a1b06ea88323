import { type Tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { OutputAnswer, Picture } from '../protocol';
import { disposeBatch } from '../train/feed';
import { forward, type Model } from '../train/forward';
import type { StepOps } from '../train/ops/portable';
import { answersOf } from './answers';
import { type Detail, fieldPicture, nodePicture, nodePictures, type Pass } from './pictures';
import { type SampleValues, sampleBatch } from './sample';

/** A net that can be looked into: the live run's, a finished one's, or one not trained yet. */
export interface Subject {
  readonly model: Model;
  readonly ops: StepOps;
  readonly weights: readonly Tensor[];
}

/** Runs the samples through the net as in predicting; the tensors are gone when `see` returns. */
export function withPass<T>(
  { model, ops, weights }: Subject,
  samples: readonly SampleValues[],
  see: (pass: Pass) => T,
): T {
  const batch = sampleBatch(samples);
  let seen: { value: T } | undefined;
  tidy(() => {
    const seed = tensor1d([0, 0], 'int32');
    const values = forward(ops, model, weights, batch, { training: false, seed });
    seen = { value: see({ program: model.program, weights, values }) };
  });
  disposeBatch(batch);
  return (seen as unknown as { value: T }).value;
}

export interface Look {
  readonly pictures: Picture[];
  readonly answers: OutputAnswer[];
}

/** One picture for each of the nodes that has one, and what the outputs answer: what the canvas draws. */
export function lookAtNodes(subject: Subject, sample: SampleValues, nodes: readonly string[], detail: Detail): Look {
  return withPass(subject, [sample], (pass) => ({
    pictures: nodes.flatMap((node) => inputPicture(subject, sample, node) ?? nodePicture(pass, node, detail) ?? []),
    answers: answersOf(subject.ops, pass.program, pass.values, 1)[0] ?? [],
  }));
}

/** Everything that can be seen: of one node, or of all that have anything to show. */
export function lookInside(subject: Subject, sample: SampleValues, node: string | undefined, detail: Detail): Look {
  return withPass(subject, [sample], (pass) => {
    const { program } = pass;
    const all = [...program.inputs.map(({ id }) => id), ...new Set(program.calls.map(({ path }) => path))];
    const nodes = node === undefined ? all : [node];
    return {
      pictures: nodes.flatMap((path) => inputPicture(subject, sample, path) ?? nodePictures(pass, path, detail)),
      answers: answersOf(subject.ops, program, pass.values, 1)[0] ?? [],
    };
  });
}

/** What the outputs answer to each sample. */
export const predict = (subject: Subject, samples: readonly SampleValues[]): OutputAnswer[][] =>
  withPass(subject, samples, (pass) => answersOf(subject.ops, pass.program, pass.values, samples.length));

function inputPicture({ model }: Subject, sample: SampleValues, node: string): Picture | undefined {
  const input = model.program.inputs.find(({ id }) => id === node);
  const found = input && sample.get(input.field ?? input.id);
  return found && fieldPicture(node, found.field, found.values);
}
