import { blocks } from '../blocks/contract/registry';
import type { Graph, GraphNode, PortRef, Project } from '../graph/document';
import { applyEdit } from '../graph/edits';
import { blockKind } from '../graph/graph-at';
import type { Fix } from '../graph/problem';
import { layers } from '../layers/contract/registry';
import { type Spec, sampleShape } from '../layers/contract/spec';
import { compile } from './compile';
import { type Kind, kindOf } from './kinds';
import type { Analysis } from './program';

/** How a kind would take a wire: as it is, with a cure that is one click away, or not at all. */
type Fits = 'as-is' | 'after-cure' | 'no';

/** A kind that could stand at the end of a wire, with what it would give there. */
export interface Candidate {
  readonly kind: string;
  readonly title: string;
  readonly params?: GraphNode['params'];
  readonly fits: Fits;
  /** What comes out; undefined where that is open, or where there is no output. */
  readonly output?: Spec;
  /** The cure without which it does not fit, such as Insert Flatten. */
  readonly cure?: Fix;
  readonly isBlock: boolean;
}

const TRIED = 'tried';
const SENDER = 'sender';
const RANK: Readonly<Record<Fits, number>> = { 'as-is': 0, 'after-cure': 1, no: 2 };

/**
 * Every layer, preset and block that a wire from the output `from` could lead to, with the shape that it would give:
 * first what fits as it is, then what fits after a cure, then blocks, then the rest; of each in the palette's order.
 */
export function candidates(project: Project, analysis: Analysis, from: PortRef): Candidate[] {
  const spec = specAt(project, analysis, from);
  const offers = [...layers.values()].flatMap(({ kind, title, presets }) =>
    presets?.length
      ? presets.map((preset) => ({ kind, title: preset.title, params: preset.params as GraphNode['params'] }))
      : [{ kind, title, params: undefined }],
  );
  const composites = [
    ...[...blocks.values()].map(({ kind, title }) => ({ kind, title, params: undefined })),
    ...Object.entries(project.blocks ?? {}).map(([id, { title }]) => ({
      kind: blockKind(id),
      title,
      params: undefined,
    })),
  ];
  const found = [...offers, ...composites].flatMap(({ kind: name, title, params }): Candidate[] => {
    const kind = kindOf(name, project.blocks);
    const port = kind?.inputs[0]?.name;
    if (!kind || port === undefined) return [];
    const base = { kind: name, title, params, isBlock: !kind.layer };
    if (!spec) return [{ ...base, fits: 'as-is' }];
    return [{ ...base, ...tried(project, kind, params, port, spec) }];
  });
  const rank = ({ fits, isBlock }: Candidate) => (isBlock && fits !== 'no' ? 1.5 : RANK[fits]);
  return found.sort((a, b) => rank(a) - rank(b));
}

/** What the compiler knows of an output of the project's own graph. */
function specAt(project: Project, analysis: Analysis, [id, port]: PortRef): Spec | undefined {
  const report = analysis.nodes.get(id);
  const index = report && kindOf(report.kind, project.blocks)?.outputs.findIndex(({ name }) => name === port);
  return index === undefined ? undefined : report?.outputs[index];
}

/** Compiles a net of nothing but a node of the kind and what arrives at its port. */
function tried(
  project: Project,
  kind: Kind,
  params: GraphNode['params'],
  port: string,
  spec: Spec,
): { fits: Fits; output?: Spec; cure?: Fix } {
  const graph: Graph = {
    nodes: [sender(spec), { id: TRIED, kind: kind.kind, params }],
    edges: [{ from: [SENDER, 'out'], to: [TRIED, port] }],
  };
  const trial: Project = { ...project, data: undefined, graph };
  const { nodes, problems } = compile(trial, { fields: [] });
  const wrong = problems.find(({ edge }) => edge?.from[0] === SENDER);
  const output = kind.outputs.length > 0 ? nodes.get(TRIED)?.outputs[0] : undefined;
  if (!wrong) return { fits: 'as-is', output };
  for (const cure of wrong.fixes ?? []) {
    const cured = applyEdit(trial, { type: 'many', label: cure.title, edits: cure.edits });
    const after = cured.ok ? compile(cured.value, { fields: [] }) : undefined;
    if (!after || after.problems.some(({ edge }) => edge)) continue;
    return { fits: 'after-cure', cure, output: after.nodes.get(TRIED)?.outputs[0] };
  }
  return { fits: 'no' };
}

/** A node that sends what arrives: the input layer is the one that can state any shape. */
const sender = (spec: Spec): GraphNode => ({
  id: SENDER,
  kind: INPUT,
  params: { shape: sampleShape(spec), dtype: spec.dtype },
});
const INPUT = [...layers.values()].find(({ role }) => role === 'input')?.kind ?? '';
