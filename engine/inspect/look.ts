import { tidy } from '@tensorflow/tfjs-core';
import type { OutputAnswer, Picture } from '../protocol';
import type { Executor } from '../train/executor';
import { disposeBatch } from '../train/feed';
import { answersOf } from './answers';
import { type Detail, fieldPicture, nodePicture, nodePictures, type Pass, wantedFor } from './pictures';
import { type SampleValues, sampleBatch } from './sample';

/** A net that can be looked into: the live run's, a finished one's, or one not trained yet. */
export type Subject = Pick<Executor, 'model' | 'ops' | 'values' | 'weights'>;

/** Runs the samples through the net as in predicting, for what the pictures of `nodes` and the answers need. */
export async function withPass<T>(
  { model, values, weights }: Subject,
  samples: readonly SampleValues[],
  nodes: readonly string[],
  see: (pass: Pass) => T,
): Promise<T> {
  const { program } = model;
  const wanted = wantedFor(program, nodes);
  const ids = [...new Set([...wanted.values, ...program.outputs.map(({ logits }) => logits)])];
  const batch = sampleBatch(samples);
  // Both asked for at once, so that no step comes between them.
  const asked = Promise.all([values(batch, ids), weights(wanted.weights)]);
  const [found, kernels] = await asked.finally(() => disposeBatch(batch));
  let seen: { value: T } | undefined;
  tidy(() => {
    const pass = {
      program,
      values: new Map(ids.map((id, at) => [id, found[at]] as const)),
      weights: new Map(wanted.weights.map((index, at) => [index, kernels[at]] as const)),
    };
    seen = { value: see(pass) };
  });
  for (const x of [...found, ...kernels]) x.dispose();
  return (seen as unknown as { value: T }).value;
}

export interface Look {
  readonly pictures: Picture[];
  readonly answers: OutputAnswer[];
}

/** One picture for each of the nodes that has one, and what the outputs answer: what the canvas draws. */
export function lookAtNodes(
  subject: Subject,
  sample: SampleValues,
  nodes: readonly string[],
  detail: Detail,
): Promise<Look> {
  return withPass(subject, [sample], nodes, (pass) => ({
    pictures: nodes.flatMap((node) => inputPicture(subject, sample, node) ?? nodePicture(pass, node, detail) ?? []),
    answers: answersOf(subject.ops, pass, 1)[0] ?? [],
  }));
}

/** Everything that can be seen: of one node, or of all that have anything to show. */
export function lookInside(
  subject: Subject,
  sample: SampleValues,
  node: string | undefined,
  detail: Detail,
): Promise<Look> {
  const { inputs, calls } = subject.model.program;
  const all = [...inputs.map(({ id }) => id), ...new Set(calls.map(({ path }) => path))];
  const nodes = node === undefined ? all : [node];
  return withPass(subject, [sample], nodes, (pass) => ({
    pictures: nodes.flatMap((path) => inputPicture(subject, sample, path) ?? nodePictures(pass, path, detail)),
    answers: answersOf(subject.ops, pass, 1)[0] ?? [],
  }));
}

/** What the outputs answer to each sample; those that only help the training are left out. */
export const predict = (subject: Subject, samples: readonly SampleValues[]): Promise<OutputAnswer[][]> =>
  withPass(subject, samples, [], (pass) => {
    const kept = pass.program.outputs.filter(({ trainingOnly }) => !trainingOnly);
    return answersOf(subject.ops, pass, samples.length, kept);
  });

function inputPicture({ model }: Subject, sample: SampleValues, node: string): Picture | undefined {
  const input = model.program.inputs.find(({ id }) => id === node);
  const found = input && sample.get(input.field ?? input.id);
  return found && fieldPicture(node, found.field, found.values);
}
