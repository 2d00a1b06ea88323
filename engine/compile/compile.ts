import type { Field } from '../data/contract/field';
import { DEFAULT_TRAINING, type Project } from '../graph/document';
import type { Problem } from '../graph/problem';
import { problem } from '../graph/problems';
import { optimizers } from '../optimizers/contract/registry';
import { buildProgram } from './build-program';
import { reportsOf, totalsOf } from './costs';
import { preparedFields } from './fields';
import { inferLevel, type Placed } from './infer';
import type { Level } from './level';
import { takingPart } from './participation';
import type { Analysis } from './program';

export interface CompileContext {
  /** Fields of the project's source, before preparation; empty where they are not known (yet). */
  readonly fields: readonly Field[];
}

/**
 * From drawing to numbers: expand → check → infer → share → program. Pure, and fast enough for every edit.
 * Problems come back as values; `program` is there when none of them is an error.
 */
export function compile(project: Project, { fields }: CompileContext): Analysis {
  const problems: Problem[] = [];
  const prepared = fields.length > 0 ? preparedFields(fields, project.data) : undefined;
  const level: Level = {
    path: '',
    ownerPath: '',
    graph: project.graph,
    blocks: project.blocks,
    address: [],
    entries: {},
    exits: {},
    frozen: false,
    around: [],
  };
  const root = inferLevel(level, {}, { fields: prepared, bind: project.data?.bind ?? {}, problems });
  const taking = takingPart(root);
  if (taking.size === 0) problems.push(problem('graph/no-output'));
  const { batch, optimizer } = project.training ?? DEFAULT_TRAINING;
  const whole = [...taking].every(isKnown);
  const sound = whole && !problems.some(({ severity }) => severity === 'error');
  return {
    nodes: reportsOf(root),
    totals: totalsOf(root, batch, optimizers.get(optimizer.kind)?.slots.length ?? 0),
    problems,
    program: sound ? buildProgram(root, taking) : undefined,
  };
}

/** Something arrives at every port, and every shape follows. */
const isKnown = ({ kind, entry, inputs, outputs }: Placed): boolean =>
  kind !== undefined &&
  inputs.every((spec) => spec !== undefined) &&
  outputs.length === kind.outputs.length &&
  outputs.every((spec) => spec !== undefined) &&
  kind.inputs.every(({ name }) => entry.arrivals.some(({ port }) => port === name));
