import type { Program, ProgramOutput } from '../compile/program';

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
  return outputs.flatMap((output) => [
    ...(several ? [{ name: `${output.id}/loss`, output }] : []),
    ...output.metrics.map((metric) => ({ name: several ? `${output.id}/${metric}` : metric, output, metric })),
  ]);
}

/** Kind of metric behind a reported name: the part after the output's. */
export const metricKind = (name: string): string => name.slice(name.lastIndexOf('/') + 1);
