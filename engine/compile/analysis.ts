import type { Spec } from '../layers/contract/spec';
import type { Sight } from './analysis-reach';
import type { Analysis, NodeReport } from './program';

/** One line of the table of costs. */
export interface AnalysisRow {
  readonly path: string;
  readonly kind: string;
  /** The first result, or what an output compares. */
  readonly output: Spec | undefined;
  /** A twin's are 0; a block's are sums of what is inside. */
  readonly parameters: number;
  readonly trainable: number;
  readonly macs: number;
  /** Bytes of its results for one sample, float32. */
  readonly memory: number;
  readonly sight: Sight | undefined;
  readonly sharesWith: string | undefined;
  /** Of the whole model, 0 to 1; 0 where the whole has none. */
  readonly shares: Readonly<Record<Cost, number>>;
}

export type Cost = 'parameters' | 'macs' | 'memory';

/** The whole model in figures. */
export interface Sums {
  /** Layers when every block is opened, inputs and outputs included. */
  readonly layers: number;
  readonly parameters: number;
  readonly trainable: number;
  readonly macs: number;
  readonly memory: number;
  /** Layers with a kernel on the longest way from an input to an output. */
  readonly depth: number;
  /** The largest sight of all. */
  readonly sight: Sight | undefined;
}

/**
 * The table of costs in file order.
 *
 * @param opened blocks give way to the layers inside them; otherwise the nodes of the drawing's own level
 */
export function analysisRows(analysis: Analysis, opened: boolean): AnalysisRow[] {
  const sums = sumsOf(analysis);
  const parents = opened ? parentsIn(analysis) : undefined;
  const rows: AnalysisRow[] = [];
  for (const report of analysis.nodes.values()) {
    if (parents ? parents.has(report.path) : report.parent !== undefined) continue;
    rows.push(rowOf(report, analysis.ways.get(report.path)?.sight, sums));
  }
  return opened ? inDrawingOrder(rows, analysis) : rows;
}

/** Sums over the nodes of the drawing's own level, whose blocks carry the sums of their insides. */
export function sumsOf(analysis: Analysis): Sums {
  const parents = parentsIn(analysis);
  let [parameters, trainable, macs, memory, depth, layers] = [0, 0, 0, 0, 0, 0];
  let sight: Sight | undefined;
  for (const report of analysis.nodes.values()) {
    if (!parents.has(report.path)) layers++;
    if (report.parent !== undefined) continue;
    parameters += report.parameters;
    trainable += report.trainable;
    macs += report.macs;
    memory += report.activationBytes;
    const way = analysis.ways.get(report.path);
    depth = Math.max(depth, way?.depth ?? 0);
    if (way?.sight && extent(way.sight) > (sight ? extent(sight) : -1)) sight = way.sight;
  }
  return { layers, parameters, trainable, macs, memory, depth, sight };
}

/** Places that a value sees: what receptive fields are sorted by. */
export const extent = ({ size }: Sight): number => size.reduce((product, each) => product * each, 1);

const parentsIn = ({ nodes }: Analysis): ReadonlySet<string> => {
  const parents = new Set<string>();
  for (const { parent } of nodes.values()) if (parent !== undefined) parents.add(parent);
  return parents;
};

function rowOf(report: NodeReport, sight: Sight | undefined, sums: Sums): AnalysisRow {
  const { path, kind, parameters, trainable, macs, activationBytes: memory, sharesWith } = report;
  const share = (value: number, whole: number) => (whole > 0 ? value / whole : 0);
  return {
    path,
    kind,
    output: report.outputs.length > 0 ? report.outputs[0] : report.inputs[0],
    parameters,
    trainable,
    macs,
    memory,
    sight,
    sharesWith,
    shares: {
      parameters: share(parameters, sums.parameters),
      macs: share(macs, sums.macs),
      memory: share(memory, sums.memory),
    },
  };
}

/** What is inside a block stands where the block does; reports hold level by level. */
function inDrawingOrder(rows: readonly AnalysisRow[], { nodes }: Analysis): AnalysisRow[] {
  const places = new Map([...nodes.keys()].map((path, i) => [path, i]));
  const keys = new Map(
    rows.map((row) => {
      const ids = row.path.split('/');
      return [row, ids.map((_, i) => places.get(ids.slice(0, i + 1).join('/')) ?? 0)];
    }),
  );
  return [...rows].sort((a, b) => {
    const [one, other] = [keys.get(a) ?? [], keys.get(b) ?? []];
    for (let i = 0; i < Math.min(one.length, other.length); i++) {
      const difference = (one[i] ?? 0) - (other[i] ?? 0);
      if (difference) return difference;
    }
    return one.length - other.length;
  });
}
