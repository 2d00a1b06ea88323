import type { Program, ProgramOutput } from '../compile/program';
import { metrics } from '../metrics/contract/registry';

/** One number that a run reports for each step and part: a metric of an output, or its loss where there are several. */
export interface Measure {
  /** `accuracy`, or `OUTPUT/accuracy` where a net has several outputs. */
  readonly name: string;
  readonly output: ProgramOutput;
  /** Kind of a metric; undefined for the output's loss. */
  readonly metric?: string;
}

/** What a net reports beside its total loss, in order. In evaluation, outputs for training only are left out. */
export function measuresOf(program: Program, training: boolean): Measure[] {
  const outputs = program.outputs.filter(({ trainingOnly }) => training || !trainingOnly);
  const several = program.outputs.length > 1;
  const measures = outputs.flatMap((output) => {
    const named = (name: string) => (several ? `${output.id}/${name}` : name);
    return [
      ...(several ? [{ name: named('loss'), output }] : []),
      ...output.metrics.map((metric) => ({ name: named(metrics.get(metric)?.reportAs ?? metric), output, metric })),
    ];
  });
  // Two kinds may report under one name: the first one has it.
  return measures.filter(({ name }, at) => measures.findIndex((other) => other.name === name) === at);
}

/**
 * What people read: `loss`, then every measure by name, from their means in that order. A metric may finish its mean,
 * such as by a root.
 */
export function reported(
  measures: readonly Measure[],
  means: ArrayLike<number>,
): { loss: number } & Record<string, number> {
  const figures: { loss: number } & Record<string, number> = { loss: means[0] as number };
  for (const [at, { name, metric = '' }] of measures.entries()) {
    const mean = means[at + 1] as number;
    figures[name] = metrics.get(metric)?.finish?.(mean) ?? mean;
  }
  return figures;
}

/** Whether a reported figure is better when it is higher; every loss is better when it is lower. */
export const isHigherBetter = (measures: readonly Measure[], name: string): boolean =>
  metrics.get(measures.find((measure) => measure.name === name)?.metric ?? '')?.better === 'higher';
