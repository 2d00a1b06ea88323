import type { Field } from '../data/contract/field';
import { DEFAULT_TRAINING, type Project } from '../graph/document';
import type { Problem } from '../graph/problem';
import { problem } from '../graph/problems';
import { optimizers } from '../optimizers/contract/registry';
import { type Way, waysOf } from './analysis-reach';
import { buildProgram } from './build-program';
import { checkBindings, checkSettings } from './check-data';
import { checkOutputs } from './check-outputs';
import { checkParts, isComplete } from './check-parts';
import { reportsOf, totalsOf } from './costs';
import { preparedFields } from './fields';
import { inferLevel } from './infer';
import type { Level } from './level';
import type { Inference, PlacedLevel } from './place';
import type { Analysis, Program } from './program';
import { allPlaced, checkTwins, withoutTwinProblems } from './share';

export interface CompileContext {
  /** Fields of the project's source, before preparation; empty where they are not known (yet). */
  readonly fields: readonly Field[];
}

/**
 * From drawing to numbers, in passes: every level is opened (expand.ts), looked over (check.ts) and inferred
 * (infer.ts) from outside in; then loose ends, bindings, losses and twins are checked, and where no error is left the
 * program is built. Pure, and fast enough for every edit. Problems come back as values.
 */
export function compile(project: Project, { fields }: CompileContext): Analysis {
  const inference: Inference = {
    fields: fields.length > 0 ? preparedFields(fields, project.data).fields : undefined,
    bind: project.data?.bind ?? {},
    hasData: project.data !== undefined,
    problems: [],
    told: new Map(),
    placed: 0,
  };
  const root = inferLevel(topLevel(project), {}, inference);
  const byPath = allPlaced(root);
  if (root.taking.size === 0) inference.problems.push(problem('graph/no-output'));
  checkParts(root, inference);
  checkBindings(root, inference);
  checkOutputs(root, inference);
  checkTwins(byPath, inference);
  const found = [...toldOnce(withoutTwinProblems(inference.problems, byPath)), ...checkSettings(project, fields)];
  const errors = found.filter(({ severity }) => severity === 'error');
  const warnings = found.filter(({ severity }) => severity === 'warning');
  const sound = errors.length === 0 && isWhole(root);
  let program: Program | undefined;
  let ways: ReadonlyMap<string, Way> | undefined;
  const { batch, optimizer } = project.training ?? DEFAULT_TRAINING;
  return {
    nodes: reportsOf(root),
    totals: totalsOf(root, batch, optimizers.get(optimizer.kind)?.slots.length ?? 0),
    problems: [...errors, ...warnings],
    get ways() {
      ways ??= waysOf(root);
      return ways;
    },
    /** Built when it is first asked for: the window asks only whether there are errors. */
    get program() {
      program ??= sound ? buildProgram(root) : undefined;
      return program;
    },
  };
}

/** Several layers inside a block may say the same of the one wire that enters it. */
function toldOnce(problems: readonly Problem[]): Problem[] {
  const told = new Set<string>();
  return problems.filter(({ code, node, message }) => {
    const key = `${code}\n${node}\n${message}`;
    if (told.has(key)) return false;
    told.add(key);
    return true;
  });
}

const topLevel = ({ graph, blocks }: Project): Level => ({
  path: '',
  ownerPath: '',
  weightPath: '',
  graph,
  blocks,
  address: [],
  entries: {},
  exits: {},
  frozen: false,
  steps: [],
});

/** Whether everything that takes part, inside blocks too, can be run: fields that are not told yet leave shapes open. */
const isWhole = ({ taking }: PlacedLevel): boolean =>
  taking.size > 0 && [...taking].every((placed) => isComplete(placed) && (!placed.child || isWhole(placed.child)));
