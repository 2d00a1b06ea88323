import type { Field } from '../data/contract/field';
import { sources } from '../data/contract/registry';
import type { DataSettings, Project } from '../graph/document';
import type { Problem } from '../graph/problem';
import { isFault, problem } from '../graph/problems';
import { preparations } from '../prepare/contract/registry';
import { resolveParams } from './values';

/** Fields of the project's data where its source declares them without reading anything; undefined otherwise. */
export function fieldsOf(project: Project): readonly Field[] | undefined {
  const { source: ref } = project.data ?? {};
  const source = ref && sources.get(ref.kind);
  return source?.fields(resolveParams(source.params, ref?.params).values);
}

/** Fields by name as the net sees them, after every preparation in order, and what does not fit on the way. */
export function preparedFields(
  fields: readonly Field[],
  data: DataSettings | undefined,
): { fields: ReadonlyMap<string, Field>; problems: readonly Problem[] } {
  const prepared = new Map(fields.map((field) => [field.name, field]));
  const problems: Problem[] = [];
  (data?.prepare ?? []).forEach(({ field: name, op, ...given }, i) => {
    const path = `data.prepare[${i}]`;
    const preparation = preparations.get(op);
    const before = prepared.get(name);
    if (!preparation) problems.push(problem('prepare/unknown', { op }, { path: `${path}.op` }));
    if (!before) problems.push(problem('data/no-field', { field: name }, { path: `${path}.field` }));
    if (!preparation || !before) return;
    const { values, faults } = resolveParams(preparation.params, given);
    for (const { param, expected, got } of faults) {
      problems.push(problem('prepare/bad-param', { op, param, got }, { path: `${path}.${param}`, expected, got }));
    }
    const after = preparation.field(before, values);
    if (!isFault(after)) prepared.set(name, after);
    else problems.push(problem(after.code, { node: name, field: name, ...after.say }, { path }));
  });
  return { fields: prepared, problems };
}
