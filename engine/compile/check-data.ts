import type { Field } from '../data/contract/field';
import { sources } from '../data/contract/registry';
import type { DataSettings, KindWithParams, Project, TrainingSettings } from '../graph/document';
import type { Fix, Problem } from '../graph/problem';
import { isFault, problem } from '../graph/problems';
import type { Params } from '../layers/contract/params';
import { losses } from '../losses/contract/registry';
import { optimizers } from '../optimizers/contract/registry';
import { schedules } from '../schedules/contract/registry';
import { preparedFields } from './fields';
import { fixes } from './fixes';
import type { Inference, Placed, PlacedLevel } from './place';
import { resolveParams } from './values';

/** Whether data and training settings name things that there are, with parameters in their ranges. */
export function checkSettings({ data, training }: Project, fields: readonly Field[]): Problem[] {
  return [...(data ? checkData(data, fields) : []), ...(training ? checkTraining(training) : [])];
}

function checkData({ source, prepare, ...data }: DataSettings, fields: readonly Field[]): Problem[] {
  const known = sources.get(source.kind);
  const problems: Problem[] = [];
  if (!known) problems.push(problem('data/unknown-source', { kind: source.kind }, { path: 'data.source.kind' }));
  else {
    for (const { param, got, expected } of resolveParams(known.params, source.params).faults) {
      const where = { path: `data.source.params.${param}`, expected, got };
      problems.push(problem('data/bad-param', { param, got }, where));
    }
  }
  if (data.augment?.length) problems.push(problem('data/augment', {}, { path: 'data.augment' }));
  if (fields.length > 0) problems.push(...preparedFields(fields, { source, prepare, ...data }).problems);
  return problems;
}

function checkTraining({ optimizer, schedule }: TrainingSettings): Problem[] {
  const problems = checkKind(optimizer, optimizers.get(optimizer.kind), 'optimizer', 'the optimiser');
  if (schedule) problems.push(...checkKind(schedule, schedules.get(schedule.kind), 'schedule', 'the schedule'));
  return problems;
}

function checkKind(
  { kind, ...given }: KindWithParams,
  known: { readonly params: Params } | undefined,
  name: 'optimizer' | 'schedule',
  title: string,
): Problem[] {
  const path = `training.${name}`;
  if (!known) return [problem('training/unknown-kind', { title, kind }, { path: `${path}.kind` })];
  return resolveParams(known.params, given).faults.map(({ code, param, expected, got }) =>
    problem(code, { node: title, param, expected, got, name: got }, { path: `${path}.${param}`, expected, got }),
  );
}

/** Whether every input and output is bound to a field that is there and fits, with the fields that would. */
export function checkBindings({ level, order, byId, taking }: PlacedLevel, inference: Inference): void {
  const { fields, bind, hasData, problems } = inference;
  for (const [id, field] of Object.entries(bind)) {
    if (byId.get(id)?.kind?.role) continue;
    const fix: Fix = { title: `Forget ${field}`, edits: [{ type: 'bind', node: id, field: undefined }] };
    problems.push(problem('bind/node', { node: id }, { path: `data.bind.${id}`, fixes: [fix] }));
  }
  for (const at of order) {
    const { id, muted } = at.entry.node;
    if (!at.kind?.role || level.within || muted || !taking.has(at)) continue;
    const named = Object.hasOwn(bind, id) ? bind[id] : undefined;
    if (at.kind.role === 'input' && !at.outputs[0] && (!fields || named === undefined) && !hasData) {
      problems.push(problem('bind/no-shape', { node: id }, { node: id }));
    }
    if (!fields || at.field) continue;
    const code = named !== undefined ? 'bind/field' : at.kind.role === 'input' ? 'bind/input' : 'bind/output';
    const say = { node: id, field: named ?? '' };
    const cures = proposals(at, [...fields.values()], Object.values(bind));
    problems.push(problem(code, say, { node: id, path: `data.bind.${id}`, fixes: fixes(...cures) }));
  }
}

/** Fields that could feed an input, or be compared with an output; those that nothing is bound to come first. */
function proposals(at: Placed, fields: readonly Field[], bound: readonly string[]): Fix[] {
  const fitting = fields.filter((field) => (at.kind?.role === 'input' ? isFeature(field) : canBeCompared(at, field)));
  const free = (field: Field) => Number(bound.includes(field.name));
  return fitting
    .sort((a, b) => free(a) - free(b))
    .map(({ name }) => ({ title: `Bind to ${name}`, edits: [{ type: 'bind', node: at.entry.node.id, field: name }] }));
}

const isFeature = ({ role }: Field): boolean => role !== 'label';

function canBeCompared({ kind, params, inputs: [spec] }: Placed, field: Field): boolean {
  const loss = losses.get(String(lossOf({ kind, params })));
  if (!loss) return false;
  if (!spec) return !isFeature(field);
  return !isFault(loss.check(spec, field, params));
}

/** The value of the parameter that chooses a loss. */
export function lossOf({ kind, params }: Pick<Placed, 'kind' | 'params'>): unknown {
  const name = Object.entries(kind?.params ?? {}).find(([, param]) => param.type === 'loss')?.[0];
  return name === undefined ? undefined : params[name];
}
