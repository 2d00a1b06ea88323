import type { GraphEdge } from '../../engine/graph/document';
import type { GraphAddress } from '../../engine/graph/edit';
import type { Flow } from '../../engine/layers/contract/spec';
import type { Family } from '../ui/families';
import type { GlyphName } from '../ui/glyphs';
import type { Media, Size } from './node-size';

/**
 * What the canvas shows, as plain values: made anew from the document and its analysis after every edit (draw.ts) and
 * compared with what stands there, so that only what differs is drawn again.
 */
export interface PortView {
  /** `in`, or `in:1` for the second slot of a variadic port. */
  readonly handle: string;
  readonly port: string;
  readonly side: 'in' | 'out';
  readonly title: string;
  readonly flow: Flow;
  /** `24×24×20`; empty where it is not known. */
  readonly shape: string;
  readonly wired: boolean;
  readonly problem: boolean;
  /** Below the node's top, px. */
  readonly y: number;
}

export type TwinRole = 'owner' | 'twin' | 'mirror';
/** How a node differs from the document while a cure is previewed. */
export type Forecast = 'added' | 'changed';

export interface NodeView {
  readonly path: string;
  readonly name: string;
  readonly kind: string;
  readonly kindTitle: string;
  readonly family: Family;
  readonly glyph: GlyphName;
  readonly summary: string;
  readonly ports: readonly PortView[];
  readonly media: Media | undefined;
  readonly diagram: Diagram | undefined;
  /** Height between the head and the picture. */
  readonly rows: number;
  readonly labelled: boolean;
  /** Output shape, `—` where it is not known. */
  readonly shape: string;
  readonly count: string;
  /** Written out after the count where it fits. */
  readonly unit: boolean;
  /** Stands in place of the count: `no input shape`, `waits for fc`. */
  readonly reason: string;
  readonly errors: number;
  readonly warnings: number;
  /** Index of its first problem in `analysis.problems`. */
  readonly problem: number | undefined;
  readonly frozen: boolean;
  /** Applied to every step of a sequence by itself. */
  readonly everyStep: boolean;
  readonly muted: boolean;
  readonly collapsed: boolean;
  readonly block: boolean;
  readonly learns: boolean;
  readonly twin: TwinRole | undefined;
  readonly role: 'input' | 'output' | undefined;
  readonly forecast: Forecast | undefined;
  /** Share of the whole model, 0 to 1, while the canvas heats by a cost. */
  readonly heat: number | undefined;
  /** For screen readers. */
  readonly label: string;
}

/** The block opened in place around its inner nodes. */
export interface FrameView extends NodeView {
  readonly frame: true;
  /** How often its kind stands in the project; what is inside a project's block is the same for all. */
  readonly instances: number;
  readonly editable: boolean;
  /** What it measures closed. */
  readonly closed: Size;
}

/** Small picture of what is inside a closed block: 160 × 30. */
export interface Diagram {
  readonly boxes: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly family: Family;
  }[];
  readonly lines: string;
}

/** A node with its place; `x` and `y` count from the frame around it. */
export interface DrawnNode {
  readonly path: string;
  readonly parent: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly view: NodeView | FrameView;
  /** Where edits of this node go; undefined inside a built-in block. */
  readonly address: GraphAddress | undefined;
}

export type WireState = 'normal' | 'problem' | 'waiting' | 'muted' | 'added';

export interface WireView {
  readonly id: string;
  /** Paths of the nodes, and the handles at their ends. */
  readonly source: string;
  readonly target: string;
  readonly sourceHandle: string;
  readonly targetHandle: string;
  readonly flow: Flow;
  readonly state: WireState;
  /** Index in `analysis.problems`. */
  readonly problem: number | undefined;
  /** Shapes at the two ends of a wire with a problem. */
  readonly got: string;
  readonly expected: string;
  /** How far below its start a shortcut runs, px; undefined for any other wire. */
  readonly drop: number | undefined;
  readonly words: string;
  /** The document's edge; undefined where it ends at a frame. */
  readonly edge: GraphEdge | undefined;
  readonly address: GraphAddress | undefined;
  readonly label: string;
}

/** Dots between two nodes that share their weights. */
export interface ThreadView {
  readonly id: string;
  readonly owner: string;
  readonly twin: string;
}

export interface Drawing {
  /** Frames before what stands in them. */
  readonly nodes: readonly DrawnNode[];
  readonly wires: readonly WireView[];
  readonly threads: readonly ThreadView[];
}

export const isFrame = (view: NodeView): view is FrameView => 'frame' in view;

/** What stands after a frame's name. A block that is called what it is need not say it twice. */
export function aboutFrame({ name, kindTitle, summary }: NodeView): string {
  const title = kindTitle.toLowerCase() === name.toLowerCase() ? '' : kindTitle;
  return [title, summary].filter(Boolean).join(', ');
}
