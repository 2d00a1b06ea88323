import type { GraphEdge, GraphNode, Project } from '../../../engine/graph/document';

/** One net that the benchmark trains. */
export interface BenchmarkNet {
  readonly name: string;
  /** Samples a step. */
  readonly batch: number;
  /** Batches that are kept in memory and gone through again and again. */
  readonly batches: number;
  readonly project: Project;
  /** What the compiler has to count; another number means that another net would be measured. */
  readonly trainable: number;
  /** Pictures [height, width, channels] of random bytes with random labels; absent: the project's own source. */
  readonly random?: { readonly shape: readonly [number, number, number]; readonly classes: number };
  /** Weights that start at 0 with every contender, by the end of their names. */
  readonly zeroed?: string;
  /** Whether its answers are timed as well. */
  readonly inference: boolean;
}

/** Nodes in a row, from `from` on; the last one's id is returned with them. */
export class Chain {
  readonly nodes: GraphNode[] = [];
  readonly edges: GraphEdge[] = [];

  /** Adds a node that takes what `from` give, in their order. */
  add(id: string, kind: string, params: NonNullable<GraphNode['params']>, ...from: readonly string[]): string {
    this.nodes.push({ id, kind, params, position: [this.nodes.length * 160, 0] });
    this.edges.push(...from.map((one): GraphEdge => ({ from: [one, 'out'], to: [id, 'in'] })));
    return id;
  }
}

/** The source is only named because a project has one: random pictures come from memory. */
export function pictureProject(title: string, batch: number, { nodes, edges }: Chain): Project {
  return {
    format: 'netloom',
    version: 1,
    title,
    graph: { nodes, edges },
    data: {
      source: { kind: 'mnist' },
      split: { validation: 0, test: 'official', by: 'none', seed: 1 },
      bind: { picture: 'image', class: 'label' },
      prepare: [{ field: 'image', op: 'rescale', scale: 1 / 255 }],
    },
    training: { epochs: 1, batch, seed: 1, optimizer: { kind: 'adam', learningRate: 0.001, epsilon: 1e-7 } },
  };
}
