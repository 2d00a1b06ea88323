import { compile } from '../../engine/compile/compile';
import type { Analysis } from '../../engine/compile/program';
import type { Field } from '../../engine/data/contract/field';
import type { Project } from '../../engine/graph/document';
import { applyEdit } from '../../engine/graph/edits';
import type { Fix, Problem } from '../../engine/graph/problem';
import { flowOf, shapeText } from '../../engine/layers/contract/spec';
import { formatCounted, formatExact } from '../ui/format';
import type { Drawing } from './drawing';
import { withRoom } from './insert-room';
import { levelOf } from './levels';

/** What a cure would lead to. */
export interface CureResult {
  readonly fix: Fix;
  /** Output of the node that it adds, or of the node at fault; empty where it stays unknown. */
  readonly shape: string;
  /** Parameters that the node at fault would have; empty where there are none. */
  readonly count: string;
}

/** Tries every cure of a problem on a copy of the document. */
export function cureResults(
  problem: Problem,
  project: Project,
  analysis: Analysis,
  fields: readonly Field[],
  drawing: Drawing,
): CureResult[] {
  return (problem.fixes ?? []).map((proposed) => {
    const level = problem.node === undefined ? undefined : levelOf(problem.node, project, analysis);
    const fix = { ...proposed, edits: withRoom(proposed.edits, drawing, project, level) };
    const tried = applyEdit(project, { type: 'many', label: fix.title, edits: fix.edits });
    if (!tried.ok) return { fix, shape: '', count: '' };
    const after = compile(tried.value, { fields });
    const added = [...after.nodes.values()].find(({ path }) => !analysis.nodes.has(path));
    const atFault = problem.node === undefined ? undefined : after.nodes.get(problem.node);
    const spec = (added ?? atFault)?.outputs[0];
    const shape = !spec ? '' : flowOf(spec) === 'vector' ? formatExact(Number(spec.shape[1])) : shapeText(spec);
    const parameters = atFault?.parameters ?? 0;
    return { fix, shape, count: parameters > 0 ? formatCounted(parameters, 'param') : '' };
  });
}

/** A message cut where names of nodes stand in it, which are set in bold. */
export function withNames(message: string, names: readonly string[]): { text: string; name: boolean }[] {
  const known = names.filter((name) => name !== '').map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (known.length === 0) return [{ text: message, name: false }];
  const pattern = new RegExp(`(?<![\\w.-])(${known.join('|')})(?![\\w-])`);
  return message
    .split(pattern)
    .filter((text) => text !== '')
    .map((text) => ({ text, name: names.includes(text) }));
}
