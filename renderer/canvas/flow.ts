import type { Edge, Node } from '@xyflow/svelte';
import { Position } from '@xyflow/svelte';
import type { Drawing, DrawnNode, FrameView, NodeView, PortView, ThreadView, WireView } from './drawing';
import { isFrame } from './drawing';
import { innerHandle } from './wires';

/** xyflow's nodes and edges for a drawing: sizes, handles and positions are given up front, nothing is measured. */
export type LayerFlowNode = Node<{ view: NodeView | FrameView; mirrored: boolean }, 'layer' | 'frame'>;
export type WireFlowEdge = Edge<{ wire: WireView; over: boolean }, 'wire'>;
export type ThreadFlowEdge = Edge<{ thread: ThreadView }, 'thread'>;
export type CanvasNode = LayerFlowNode;
export type CanvasEdge = WireFlowEdge | ThreadFlowEdge;

export interface FlowState {
  readonly selection: ReadonlySet<string>;
  readonly selectedWires: ReadonlySet<string>;
  /** Paths whose weights the selected nodes share, or that share theirs. */
  readonly mirrored: ReadonlySet<string>;
  /** The one node that Tab reaches. */
  readonly tabStop: string | undefined;
  readonly editable: boolean;
}

/**
 * Ports take the pointer in a square of 24 px around their mark, and xyflow ends wires at the square's outer side:
 * this far beyond the node's edge.
 */
export const REACH = 12;

/** Order of what overlaps: threads, frames, wires, nodes. */
const Z = { thread: -2, frame: -1, wire: 0, node: 1 } as const;
export const TOP = '|twin-top';
export const BOTTOM = '|twin-bottom';

export function flowNodes(drawing: Drawing, state: FlowState): CanvasNode[] {
  return drawing.nodes.map((node) => flowNode(node, state));
}

function flowNode({ path, parent, x, y, width, height, view, address }: DrawnNode, state: FlowState): CanvasNode {
  const frame = isFrame(view);
  return {
    id: path,
    type: frame ? 'frame' : 'layer',
    ...(parent !== '' && { parentId: parent }),
    position: { x, y },
    width,
    height,
    measured: { width, height },
    handles: [
      ...view.ports.flatMap((port) => handlesOf(port, width, frame)),
      { id: TOP, type: 'target', position: Position.Top, x: width / 2, y: 0, width: 0, height: 0 },
      { id: BOTTOM, type: 'source', position: Position.Bottom, x: width / 2, y: height, width: 0, height: 0 },
    ],
    data: { view, mirrored: state.mirrored.has(path) },
    selected: state.selection.has(path),
    draggable: state.editable && address !== undefined && view.forecast !== 'added',
    focusable: true,
    ariaRole: 'group',
    ariaLabel: view.label,
    zIndex: frame ? Z.frame : Z.node,
    domAttributes: { tabindex: state.tabStop === path ? 0 : -1, 'aria-roledescription': frame ? 'block' : 'layer' },
  };
}

function handlesOf(port: PortView, width: number, frame: boolean): NonNullable<CanvasNode['handles']> {
  const isIn = port.side === 'in';
  const edge = isIn ? 0 : width;
  const outer = {
    id: port.handle,
    type: isIn ? ('target' as const) : ('source' as const),
    position: isIn ? Position.Left : Position.Right,
    x: edge - REACH,
    y: port.y - REACH,
    width: 2 * REACH,
    height: 2 * REACH,
  };
  if (!frame) return [outer];
  const inner = {
    id: innerHandle(port.port),
    type: isIn ? ('source' as const) : ('target' as const),
    position: isIn ? Position.Right : Position.Left,
    x: isIn ? REACH : width - REACH,
    y: port.y,
    width: 0,
    height: 0,
  };
  return [outer, inner];
}

export function flowEdges(drawing: Drawing, state: FlowState): CanvasEdge[] {
  const wires = drawing.wires.map((wire): CanvasEdge => {
    return {
      id: wire.id,
      type: 'wire',
      source: wire.source,
      target: wire.target,
      sourceHandle: wire.sourceHandle,
      targetHandle: wire.targetHandle,
      data: { wire, over: wire.drop !== undefined },
      selected: state.selectedWires.has(wire.id),
      selectable: wire.edge !== undefined && wire.state !== 'added',
      focusable: false,
      ariaLabel: wire.label,
      // The cross on a wire with a problem is a button: an image has nothing inside.
      ariaRole: wire.state === 'problem' ? 'group' : 'img',
      zIndex: Z.wire,
    };
  });
  const threads = drawing.threads.map((thread): CanvasEdge => {
    return {
      id: thread.id,
      type: 'thread',
      source: thread.owner,
      target: thread.twin,
      sourceHandle: BOTTOM,
      targetHandle: TOP,
      data: { thread },
      selectable: false,
      focusable: false,
      ariaLabel: `${thread.twin} uses the weights of ${thread.owner}`,
      zIndex: Z.thread,
    };
  });
  return [...wires, ...threads];
}

interface FlowParts {
  readonly nodes: readonly CanvasNode[];
  readonly edges: readonly CanvasEdge[];
}

/** Those of a part of the drawing, in its order. */
export function partOf(all: FlowParts, part: Pick<Drawing, 'nodes' | 'wires'>): FlowParts {
  const nodes = new Map(all.nodes.map((node) => [node.id, node]));
  const wires = new Set(part.wires.map(({ id }) => id));
  return {
    nodes: part.nodes.flatMap(({ path }) => nodes.get(path) ?? []),
    edges: wires.size === 0 ? [] : all.edges.filter(({ id }) => wires.has(id)),
  };
}

const same = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  const others = b as Record<string, unknown>;
  if (keys.length !== Object.keys(others).length) return false;
  return keys.every((key) => Object.hasOwn(others, key) && same((a as Record<string, unknown>)[key], others[key]));
};

/** What xyflow itself writes into nodes; it does not tell two drawings apart. */
const OWN_TO_XYFLOW = new Set(['dragging']);

/**
 * The next list with every item that says the same as before kept as the very same object, so that xyflow does not
 * draw it again; the list itself is kept where nothing differs.
 */
export function reconcile<T extends { id: string }>(before: readonly T[], next: readonly T[]): readonly T[] {
  const known = new Map(before.map((item) => [item.id, item]));
  let changed = before.length !== next.length;
  const list = next.map((item, i) => {
    const old = known.get(item.id);
    const kept = old !== undefined && (old === item || sameItem(old, item)) ? old : item;
    if (kept !== before[i]) changed = true;
    return kept;
  });
  return changed ? list : before;
}

function sameItem(a: object, b: object): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  for (const key of keys) {
    if (OWN_TO_XYFLOW.has(key)) continue;
    if (!same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key])) return false;
  }
  return true;
}
