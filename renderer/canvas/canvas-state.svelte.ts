import { getContext, setContext } from 'svelte';
import type { PortRef } from '../../engine/graph/document';
import type { Picture } from '../../engine/protocol';
import type { Editor } from '../document/editor.svelte';
import { dismissToast } from '../ui/toast.svelte';
import type { View } from '../view/view.svelte';
import type { Drawing } from './drawing';
import { type DrawnLevel, levelOf, nodeAt } from './levels';

/** A place in canvas px. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** One port on the canvas, by the path of its node. */
export interface PortAt {
  readonly path: string;
  readonly port: string;
  readonly side: 'in' | 'out';
}

/** Where and for what the quick-add menu is open. */
export interface QuickAddRequest {
  /** Upper left corner of the menu, px of the window. */
  readonly at: Spot;
  /** Where the new node's port comes to lie. */
  readonly spot: Spot;
  /** The wire that was drawn into the void starts here. */
  readonly from?: PortAt;
  /** Nobody chose the place: where something stands already, the new node goes below. */
  readonly anywhere?: boolean;
  /** Id of the wire that the new node is put into. */
  readonly into?: string;
}

export type Fit = 'fits' | 'cure' | 'no';

/** What xyflow lets the commands do; there while a canvas is on the screen. */
export interface Flow {
  readonly zoom: number;
  /** Of the canvas, px of the window. */
  readonly width: number;
  readonly height: number;
  /** Shows all nodes, or those of the paths given, between the floats. */
  fit(paths?: Iterable<string>): void;
  zoomBy(factor: number): void;
  zoomTo(zoom: number): void;
  /** Px of the window → px of the canvas. */
  toCanvas(point: Spot): Spot;
  toWindow(point: Spot): Spot;
  /** The same, counted from the canvas's own corner. */
  toPane<T extends Spot>(point: T): T;
  /** Middle of what is visible, px of the window. */
  centre(): Spot;
  /** What is visible, px of the canvas. */
  visible(): { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
  /** Scrolls a node into view. */
  reveal(path: string): void;
  /** Scrolls a node into view and gives it the focus. */
  focus(path: string): void;
  /** Moves nodes to their new places in 220 ms rather than at once, the next time that they change. */
  glide(): void;
  /** Lets go of the wire that is being drawn. */
  cancelWiring(): void;
}

/** What belongs to the canvas alone: where the focus is, what is being wired, which menus are open. Nothing is saved. */
export class CanvasState {
  readonly #editor: Editor;
  readonly #view: View;
  flow: Flow | undefined = $state.raw();
  drawing: Drawing = $state.raw({ nodes: [], wires: [], threads: [] });
  /** The node that has or last had the focus: Tab comes back to it. */
  current: string | undefined = $state();
  selectedWires: ReadonlySet<string> = $state.raw(new Set());
  quickAdd: QuickAddRequest | undefined = $state.raw();
  /** A port whose wire waits for its other end, picked from a list. */
  connecting: PortAt | undefined = $state.raw();
  /** The node that is to use another's weights, picked from a list. */
  sharing: string | undefined = $state();
  renaming: string | undefined = $state();
  /** Id of the note whose words are being written. */
  writing: string | undefined = $state();
  finding = $state(false);
  /** Blocks drawn open without the document knowing: those inside built-in blocks. */
  openedHere: ReadonlySet<string> = $state.raw(new Set());
  /** How each port takes the wire that is being drawn, by `portKey`; undefined while none is. */
  fits: ReadonlyMap<string, Fit> | undefined = $state.raw();
  /** The sample at the input nodes while the engine sends no pictures, by path. */
  samples: ReadonlyMap<string, Picture> = $state.raw(new Map());
  /** What kernels of given numbers make of the sample outside a run, by path. */
  results: ReadonlyMap<string, Picture> = $state.raw(new Map());
  /** Wire that a dragged node would be put into. */
  spliceInto: string | undefined = $state();
  /** Grows when the visible part has come to rest after a change. */
  viewport = $state(0);
  /** Last place of the pointer over the canvas, px of the window. */
  pointer: Spot | undefined;
  /** The drawing is seen from afar: most nodes are no elements of their own. */
  far = false;
  /** What to do with a node that Enter is pressed on; the inspector sets it. */
  onInspect: ((path: string) => void) | undefined;
  /** Goes to the next or previous sample; the picture picker sets it. */
  stepPicture: ((by: 1 | -1) => void) | undefined;

  constructor(editor: Editor, view: View) {
    this.#editor = editor;
    this.#view = view;
  }

  get editor(): Editor {
    return this.#editor;
  }
  get view(): View {
    return this.#view;
  }

  /** True, or why nothing can be changed now. */
  readonly mayEdit: true | string = $derived.by(() =>
    this.#editor.readOnly ? 'This project was opened read-only' : true,
  );

  level(path: string): DrawnLevel | undefined {
    return levelOf(path, this.#editor.project, this.#editor.analysis);
  }

  node(path: string) {
    return nodeAt(path, this.level(path));
  }

  /** The node that commands without a target work on: the focused one if it is selected or nothing is. */
  get target(): string | undefined {
    const { selection } = this.#editor;
    if (this.current !== undefined && (selection.has(this.current) || selection.size === 0)) return this.current;
    return selection.size === 1 ? [...selection][0] : undefined;
  }

  /** Where new things go when no place was chosen: the pointer, or the middle of what is visible. */
  get place(): Spot {
    return this.pointer ?? this.flow?.centre() ?? { x: 0, y: 0 };
  }

  /** Another document has been opened: nothing of the last one is left. */
  forget(): void {
    dismissToast();
    this.current = undefined;
    this.selectedWires = new Set();
    this.openedHere = new Set();
    this.quickAdd = undefined;
    this.connecting = undefined;
    this.sharing = undefined;
    this.renaming = undefined;
    this.writing = undefined;
    this.finding = false;
    this.fits = undefined;
    this.samples = new Map();
    this.results = new Map();
  }

  isOpen(path: string, flag: boolean | undefined): boolean {
    return flag === true || this.openedHere.has(path);
  }

  openHere(paths: readonly string[], open: boolean): void {
    if (paths.length === 0) return;
    const opened = new Set(this.openedHere);
    for (const path of paths) {
      if (open) opened.add(path);
      else opened.delete(path);
    }
    this.openedHere = opened;
  }
}

export const portKey = (path: string, port: string, side: 'in' | 'out'): string => `${path}\n${side}\n${port}`;
export const refOf = ({ path, port }: PortAt): PortRef => [path.slice(path.lastIndexOf('/') + 1), port];

const KEY = Symbol('canvas');
export const provideCanvas = (canvas: CanvasState): CanvasState => setContext(KEY, canvas);
/** The canvas's state; undefined where no one has provided it. */
export const findCanvas = (): CanvasState | undefined => getContext<CanvasState | undefined>(KEY);
export const useCanvas = (): CanvasState => getContext<CanvasState>(KEY);
