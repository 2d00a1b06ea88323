import type { Graph, PortRef } from '../../graph/document';
import type { Fault } from '../../graph/problems';
import type { Doc, Port } from '../../layers/contract/layer';
import type { Params, Values } from '../../layers/contract/params';
import type { Spec } from '../../layers/contract/spec';

/** A sub-graph with named ends: what a block stands for. */
export interface Inside {
  readonly graph: Graph;
  /** Outer port → inner port, or several where what arrives goes more than one way. */
  readonly inputs: Readonly<Record<string, PortRef | readonly PortRef[]>>;
  readonly outputs: Readonly<Record<string, PortRef>>;
}

/**
 * A built-in composite kind: parameters give a sub-graph of primitives and blocks. `inputs` are the specs that arrive
 * where they are known (a residual block projects its shortcut when the channels differ), undefined otherwise.
 */
export interface Block<P extends Params = Params> {
  readonly kind: string;
  readonly title: string;
  readonly glyph: string;
  readonly group: 'block';
  readonly doc: Doc;
  readonly params: P;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly name?: string;
  summary?(p: Values<P>): string;
  inside(p: Values<P>, inputs: readonly (Spec | undefined)[]): Inside | Fault;
  readonly examples: readonly {
    inputs: readonly Spec[];
    params?: Partial<Values<P>>;
    outputs: readonly Spec[];
    parameters: number;
  }[];
}

export const defineBlock = <const P extends Params>(block: Block<P>): Block => block as unknown as Block;
