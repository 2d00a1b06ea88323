import { fieldsOf } from '../../engine/compile/fields';
import type { Field } from '../../engine/data/contract/field';
import { type DataSettings, DEFAULT_SPLIT, type PrepareStep, type Project } from '../../engine/graph/document';

/**
 * The data settings for a newly chosen source: the split stays; pictures and numbers are bound to inputs, labels (else
 * numbers) to outputs, in order; what enters is brought into a range that nets learn from.
 */
export function settingsFor(
  project: Project,
  kind: string,
  inputs: readonly string[],
  outputs: readonly string[],
): DataSettings {
  const next: DataSettings = { source: { kind }, split: project.data?.split ?? DEFAULT_SPLIT, bind: {} };
  const fields = fieldsOf({ ...project, data: next }) ?? [];
  const givens = fields.filter((field) => field.role !== 'label');
  // Labels before numbers: a field of numbers can be either given or asked for.
  const targets = (['label', 'number'] as const).flatMap((role) => fields.filter((field) => field.role === role));
  const pairs = [
    ...inputs.map((id, i) => [id, givens[i]] as const),
    ...outputs.map((id, i) => [id, targets[i] ?? targets[0]] as const),
  ];
  const bind = Object.fromEntries(pairs.flatMap(([id, field]) => (field ? [[id, field.name]] : [])));
  const asked = new Set(outputs.map((id) => bind[id]));
  const prepare = givens.filter((field) => !asked.has(field.name)).flatMap(preparationOf);
  return { ...next, bind, ...(prepare.length ? { prepare } : {}) };
}

/** Pictures of bytes to 0…1; measured numbers to mean 0 and deviation 1. */
function preparationOf({ name, role, range }: Field): PrepareStep[] {
  if (role === 'image' && range?.[1] === 255) return [{ field: name, op: 'rescale', scale: 1 / 255 }];
  return role === 'number' ? [{ field: name, op: 'standardise' }] : [];
}
