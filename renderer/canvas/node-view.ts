import { blocks } from '../../engine/blocks/contract/registry';
import { resolveOnce } from '../../engine/compile/memo';
import type { NodeReport } from '../../engine/compile/program';
import { sources } from '../../engine/data/contract/registry';
import type { GraphEdge, GraphNode, Project } from '../../engine/graph/document';
import type { Problem } from '../../engine/graph/problem';
import { layers } from '../../engine/layers/contract/registry';
import { flowOf, type Spec, shapeText } from '../../engine/layers/contract/spec';
import { glyphOf, type Kind, kindOf } from '../document/kinds';
import { formatCount, formatCounted, formatExact } from '../ui/format';
import type { View } from '../view/view.svelte';
import type { Diagram, NodeView, TwinRole } from './drawing';
import { type DrawnLevel, ownerOf, pathOf } from './levels';
import { type Media, mediaOf, rowsBelowHead, type Size, sizeOf } from './node-size';
import { portsOf } from './ports';

/** Everything that a node's view is made of. */
export interface NodeFacts {
  readonly node: GraphNode;
  readonly level: DrawnLevel;
  readonly project: Project;
  readonly report: NodeReport | undefined;
  readonly arriving: readonly GraphEdge[];
  readonly leaving: ReadonlySet<string>;
  /** Problems of the node and, where it is closed, of what is inside it, with their indices. */
  readonly problems: readonly { readonly index: number; readonly problem: Problem }[];
  readonly twin: TwinRole | undefined;
  /** The node upstream that keeps its shape from being known. */
  readonly blamed: string | undefined;
  readonly diagram: Diagram | undefined;
  /** Which pictures nodes leave room for. */
  readonly show: View['show'];
  /** There are pictures of what is learnt, or will be soon. */
  readonly pictured: boolean;
  /** Share of the whole model, 0 to 1. */
  readonly heat: number | undefined;
}

const UNKNOWN: Kind = {
  name: 'node',
  kind: '',
  title: 'Unknown kind',
  family: 'block',
  glyph: 'block',
  params: {},
  inputs: [{ name: 'in' }],
  outputs: [{ name: 'out' }],
  composite: false,
};

/** The view of a node and its size in px. */
export function viewOf(facts: NodeFacts): { view: NodeView; size: Size; full: Size } {
  const { node, level, project, report, problems } = facts;
  const kind = kindOf(node.kind, project) ?? UNKNOWN;
  const summary = summaryOf(node, kind, level, project);
  const ports = portsOf({
    kind,
    report,
    arriving: facts.arriving,
    outside: outsideOf(level, node.id),
    leaving: facts.leaving,
    problems: problems.map(({ problem }) => problem).filter((problem) => problem.node === pathOf(level.path, node.id)),
  });
  const errors = problems.filter(({ problem }) => problem.severity === 'error').length;
  const warnings = problems.length - errors;
  const collapsed = node.collapsed === true;
  const spec = shownSpec(kind, report);
  const shape = spec ? shapeOf(spec) : '—';
  const parameters = report?.parameters ?? 0;
  const reason = spec ? '' : reasonOf(facts, kind, errors);
  const count = parameters > 0 && spec ? formatCount(parameters) : '';
  const weighted = kind.layer?.weights !== undefined;
  // Units are worth a picture where they are learnt, not where they are a mean.
  const picture = kind.picture === 'units' && !weighted ? undefined : kind.picture;
  const whole = picture ? mediaOf(picture, spec) : undefined;
  const media: Media | undefined = facts.diagram
    ? { form: 'diagram', width: 160, height: 30 }
    : isShown(picture, facts)
      ? whole
      : undefined;
  const perSide = Math.max(
    ...(['in', 'out'] as const).map((side) => ports.filter((port) => port.side === side).length),
  );
  const labelled = perSide > 1 && ports.some((port) => port.title !== '' && port.y > 16);
  const size = (at: Media | undefined) =>
    sizeOf({
      name: node.id,
      summary,
      weighted,
      collapsed,
      ports: Math.max(1, perSide),
      labelled,
      picture,
      block: kind.composite && !collapsed,
      media: at,
      whole,
    });
  const drawn = size(media);
  const fits = 16 + shape.length * 6.6 + (count.length + 7) * 6.2 + 8 <= drawn.width;
  const view: NodeView = {
    path: pathOf(level.path, node.id),
    name: node.id,
    kind: node.kind,
    kindTitle: kind.title,
    family: kind.family,
    glyph: glyphOf(node, kind, spec),
    summary,
    ports,
    media,
    diagram: facts.diagram,
    rows: rowsBelowHead({ ports: Math.max(1, perSide), labelled, summary }),
    labelled,
    shape,
    count,
    unit: count !== '' && fits,
    reason,
    errors,
    warnings,
    problem: (problems.find(({ problem }) => problem.severity === 'error') ?? problems[0])?.index,
    frozen: node.frozen === true,
    everyStep: node.everyStep === true,
    muted: node.muted === true,
    collapsed,
    block: kind.composite,
    learns: (report?.trainable ?? 0) > 0 && node.frozen !== true,
    twin: facts.twin,
    role: kind.role,
    forecast: undefined,
    heat: facts.heat,
    label: '',
  };
  return { view: { ...view, label: labelOf(view) }, size: drawn, full: size(whole ?? media) };
}

/**
 * Samples always, results of given numbers from the beginning. Layers without filters of their own show their maps only
 * where maps alone are asked for.
 */
function isShown(picture: Kind['picture'], { show, pictured }: Pick<NodeFacts, 'show' | 'pictured'>): boolean {
  if (picture === 'input') return true;
  if (picture === 'result') return show !== 'none' && show !== 'filters';
  return pictured && show !== 'none' && (picture !== 'maps' || show === 'maps');
}

/** `Convolution 2D conv1, 5×5, 20 filters, output 24×24×20, 1 problem`. */
function labelOf(view: NodeView): string {
  const parts = [`${view.kindTitle} ${view.name}`];
  if (view.summary) parts.push(view.summary);
  parts.push(view.shape === '—' ? view.reason || 'output not known' : `output ${view.shape}`);
  if (view.count) parts.push(`${view.count} parameters`);
  if (view.muted) parts.push('muted');
  if (view.everyStep) parts.push('at every step');
  if (view.frozen) parts.push('frozen');
  if (view.twin === 'twin') parts.push('uses shared weights');
  if (view.errors) parts.push(formatCounted(view.errors, 'problem'));
  if (view.warnings) parts.push(formatCounted(view.warnings, 'warning'));
  return parts.join(', ');
}

const shapeOf = (spec: Spec): string =>
  flowOf(spec) === 'vector' ? formatExact(Number(spec.shape[1])) : shapeText(spec);

/** What stands in the footer: the first output, or what an output node compares. */
const shownSpec = (kind: Kind, report: NodeReport | undefined): Spec | undefined =>
  kind.outputs.length > 0 ? report?.outputs[0] : report?.inputs[0];

function reasonOf({ node, arriving, level, blamed }: NodeFacts, kind: Kind, errors: number): string {
  if (kind === UNKNOWN) return 'unknown kind';
  if (errors > 0 && (arriving.length > 0 || kind.inputs.length === 0))
    return kind.inputs.length ? 'no input shape' : 'no shape';
  if (kind.inputs.length > 0 && arriving.length === 0 && outsideOf(level, node.id).size === 0) return '';
  return blamed && blamed !== node.id ? `waits for ${blamed}` : '';
}

function summaryOf(node: GraphNode, kind: Kind, level: DrawnLevel, project: Project): string {
  if (kind.role === 'input' && project.data && level.path === '' && project.data.bind[node.id]) {
    const title = sources.get(project.data.source.kind)?.title;
    if (title) return title;
  }
  const say = layers.get(node.kind)?.summary ?? blocks.get(node.kind)?.summary;
  if (!say) return '';
  const given = ownerOf(node, level.graph).params;
  return say(resolveOnce(kind, given, level.env).values);
}

/** Ports of a node that the block around feeds, and how many of its ports feed each. */
function outsideOf(level: DrawnLevel, id: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [, refs] of level.entries)
    for (const [node, port] of refs) if (node === id) counts.set(port, (counts.get(port) ?? 0) + 1);
  return counts;
}
