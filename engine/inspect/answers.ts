import type { Tensor } from '@tensorflow/tfjs-core';
import type { ProgramOutput } from '../compile/program';
import type { Ops } from '../layers/contract/ops';
import type { OutputAnswer } from '../protocol';
import { activated } from '../train/forward';
import type { Pass } from './pictures';

/** What each of the outputs says of each of `count` samples: `[sample][output]`. Call it within a tidy. */
export function answersOf(
  ops: Ops,
  { program, values }: Pass,
  count: number,
  wanted: readonly ProgramOutput[] = program.outputs,
): OutputAnswer[][] {
  const outputs = wanted.map((output) => {
    const all = Float32Array.from(activated(ops, output, values.get(output.logits) as Tensor).dataSync());
    return { output, all, size: all.length / count };
  });
  return Array.from({ length: count }, (_, sample) =>
    outputs.map(({ output, all, size }) => answerOf(output, all.slice(sample * size, (sample + 1) * size))),
  );
}

/** One output's answer for one sample, with the class and its score where there are classes. */
export function answerOf(output: ProgramOutput, values: Float32Array<ArrayBuffer>): OutputAnswer {
  const { id, field } = output;
  const classes = field?.classes;
  const named = { output: id, values, ...(classes && { classes: [...classes] }) };
  if (!classes) return named;
  if (values.length === classes.length) {
    const best = values.reduce((top, value, at) => (value > (values[top] as number) ? at : top), 0);
    // Only a softmax or sigmoid gives shares; other values are no score.
    const isShare = output.activation === 'softmax' || output.activation === 'sigmoid';
    return { ...named, label: classes[best], ...(isShare && { score: values[best] }) };
  }
  if (values.length !== 1 || classes.length !== 2) return named;
  const value = values[0] as number;
  // A distance says "same" below half the margin, say; one sigmoid says the second class from one half on.
  const isSecond = output.loss.isSecond?.(value, output.params) ?? value >= 0.5;
  const label = classes[isSecond ? 1 : 0];
  if (output.activation !== 'sigmoid') return { ...named, label };
  return { ...named, label, score: isSecond ? value : 1 - value };
}
