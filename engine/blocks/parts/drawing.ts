import type { GraphEdge, GraphNode } from '../../graph/document';

/** A node inside a block before it has a place: id, kind, parameters that differ from their defaults. */
export type Step = readonly [id: string, kind: string, params?: GraphNode['params']];

/** Room that a node takes along a row, px; kinds with a longer second line take the common width. */
const WIDTHS: Readonly<Record<string, number>> = { activation: 128, add: 128, concatenate: 160, batchNorm: 160 };
const COMMON_WIDTH = 192;

/** Distance of two rows, px. */
export const ROW = 176;

/** Nodes side by side from (x, y), px. */
export function line(x: number, y: number, ...steps: readonly Step[]): GraphNode[] {
  let left = x;
  return steps.map(([id, kind, params]) => {
    const position: [number, number] = [left, y];
    left += WIDTHS[kind] ?? COMMON_WIDTH;
    return { id, kind, ...(params && { params }), position };
  });
}

/** Where a row of nodes ends, px. */
export const endOf = (steps: readonly Step[]): number =>
  steps.reduce((width, [, kind]) => width + (WIDTHS[kind] ?? COMMON_WIDTH), 0);

/** Wires from each node to the next, from `out` to `in`. */
export const wires = (...ids: readonly string[]): GraphEdge[] =>
  ids.slice(1).map((to, i) => ({ from: [ids[i] as string, 'out'], to: [to, 'in'] }));

export const idsOf = (steps: readonly Step[]): string[] => steps.map(([id]) => id);
