import type { Field } from '../data/contract/field';
import { sources } from '../data/contract/registry';
import type { DataSettings, Project } from '../graph/document';
import { isFault } from '../graph/problems';
import { preparations } from '../prepare/contract/registry';
import { resolveParams } from './values';

/** Fields of the project's data where its source declares them without reading anything; undefined otherwise. */
export function fieldsOf(project: Project): readonly Field[] | undefined {
  const { source: ref } = project.data ?? {};
  const source = ref && sources.get(ref.kind);
  return source?.fields(resolveParams(source.params, ref?.params).values);
}

/** Fields by name as the net sees them: after every preparation, in order. */
export function preparedFields(fields: readonly Field[], data: DataSettings | undefined): ReadonlyMap<string, Field> {
  const prepared = new Map(fields.map((field) => [field.name, field]));
  for (const { field: name, op, ...params } of data?.prepare ?? []) {
    const preparation = preparations.get(op);
    const before = prepared.get(name);
    if (!preparation || !before) continue;
    const after = preparation.field(before, resolveParams(preparation.params, params).values);
    if (!isFault(after)) prepared.set(name, after);
  }
  return prepared;
}
