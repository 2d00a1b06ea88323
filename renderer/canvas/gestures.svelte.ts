import type { Connection, OnConnectEnd, OnConnectStart } from '@xyflow/svelte';
import {
  addAt,
  connectPorts,
  copySelected,
  cutSelected,
  groupsOf,
  movedBy,
  pasteAt,
  perform,
  portToWire,
} from './actions';
import { framePortAt, leadFrame, setOpen } from './block-actions';
import type { CanvasState, PortAt, Spot } from './canvas-state.svelte';
import { nodeUnder } from './far';
import { fitsOf } from './fits';
import type { CanvasEdge, CanvasNode } from './flow';
import { parentOf } from './levels';
import { KIND_TYPE, readDrag } from './new-node';
import { portOfHandle } from './ports';
import { spliceDragged } from './splice';
import { innerHandle } from './wires';

const INNER = innerHandle('');
const isText = (event: Event): boolean =>
  event.target instanceof HTMLElement && event.target.closest('input, textarea, [contenteditable]') !== null;

/** What the pointer does on the canvas, turned into edits. Handlers are fields, so that they can be handed to xyflow. */
export class Gestures {
  readonly #canvas: CanvasState;
  /** Nodes are being dragged: what stands on the screen is newer than the document. */
  dragging = $state(false);
  #starts = new Map<string, Spot>();
  #wireFrom: PortAt | undefined;

  constructor(canvas: CanvasState) {
    this.#canvas = canvas;
  }

  // Focus and pointer

  focused = (event: FocusEvent): void => {
    const node = event.target instanceof Element ? event.target.closest('.svelte-flow__node') : null;
    const path = node?.getAttribute('data-id');
    if (path) this.#canvas.current = path;
  };

  pointerMoved = (event: PointerEvent): void => {
    this.#canvas.pointer = { x: event.clientX, y: event.clientY };
  };
  pointerLeft = (): void => {
    this.#canvas.pointer = undefined;
  };

  doubleClicked = (event: MouseEvent): void => {
    if (!(event.target instanceof Element) || isText(event)) return;
    const node = event.target.closest('.svelte-flow__node');
    const path = node?.getAttribute('data-id');
    const view = this.#canvas.drawing.nodes.find((each) => each.path === path)?.view;
    if (path && view?.block && !event.target.closest('.svelte-flow__handle')) {
      setOpen(this.#canvas, [path], !('frame' in view));
    } else if (event.target.classList.contains('svelte-flow__pane')) this.openQuickAdd(event);
  };

  openQuickAdd = (at: { clientX: number; clientY: number }, from?: PortAt): void => {
    if (this.#canvas.mayEdit !== true || !this.#canvas.flow) return;
    const point = { x: at.clientX, y: at.clientY };
    const corner = from ? { x: point.x + 4, y: point.y + 4 } : point;
    this.#canvas.quickAdd = { at: corner, spot: this.#canvas.flow.toCanvas(point), from };
  };

  // Selection

  selectionChanged = ({ nodes, edges }: { nodes: CanvasNode[]; edges: CanvasEdge[] }): void => {
    const { editor } = this.#canvas;
    const paths = nodes.map((node) => node.id);
    if (paths.length !== editor.selection.size || paths.some((path) => !editor.selection.has(path))) {
      editor.select(paths);
    }
    const wires = edges.map((edge) => edge.id);
    const known = this.#canvas.selectedWires;
    if (wires.length !== known.size || wires.some((id) => !known.has(id))) this.#canvas.selectedWires = new Set(wires);
  };

  nodeClicked = ({ node, event }: { node: { id: string }; event: MouseEvent | TouchEvent }): void => {
    const { drawing, editor } = this.#canvas;
    this.#canvas.current = node.id;
    editor.shownProblem = drawing.nodes.find((each) => each.path === node.id)?.view.problem;
    // Several stay selected while they are pressed, so that they can be dragged together.
    const adding = event.shiftKey || event.ctrlKey || event.metaKey;
    if (adding || editor.selection.size + this.#canvas.selectedWires.size < 2) return;
    editor.select([node.id]);
    this.#canvas.selectedWires = new Set();
  };

  paneClicked = ({ event }: { event: MouseEvent }): void => {
    this.#canvas.editor.shownProblem = undefined;
    this.#canvas.editor.preview = undefined;
    if (this.#canvas.far) this.#selectUnder(event);
    const from = this.#wireFrom;
    if (!from || !this.#canvas.fits) return;
    this.#endWiring();
    this.#canvas.flow?.cancelWiring();
    this.openQuickAdd(event, from);
  };

  /** From afar nodes are drawn, but no elements that take a click. */
  #selectUnder({ clientX, clientY, shiftKey }: MouseEvent): void {
    const { drawing, editor, flow } = this.#canvas;
    const path = flow && nodeUnder(drawing, flow.toCanvas({ x: clientX, y: clientY }));
    if (path === undefined) return;
    this.#canvas.current = path;
    editor.select(shiftKey ? [...editor.selection, path] : [path]);
  }

  // Moving

  dragStarted = (): void => {
    this.dragging = true;
    this.#starts = new Map(this.#canvas.drawing.nodes.map(({ path, x, y }) => [path, { x, y }]));
  };

  dragged = ({ event, nodes }: { event: MouseEvent | TouchEvent; nodes: { id: string }[] }): void => {
    const [only] = nodes;
    const path = nodes.length === 1 && only ? only.id : undefined;
    this.#canvas.spliceInto = path && event instanceof MouseEvent ? this.#wireUnder(event, path) : undefined;
  };

  dragEnded = ({ nodes }: { nodes: { id: string; position: Spot }[] }): void => {
    const canvas = this.#canvas;
    const wire = canvas.spliceInto;
    canvas.spliceInto = undefined;
    const [first] = nodes;
    const start = first && this.#starts.get(first.id);
    const dx = first && start ? first.position.x - start.x : 0;
    const dy = first && start ? first.position.y - start.y : 0;
    if (first && (dx !== 0 || dy !== 0)) {
      const moved = new Set(nodes.map((node) => node.id));
      // What stands in a frame that moves, moves along.
      const outer = [...moved].filter((path) => !moved.has(parentOf(path)));
      const moves = groupsOf(canvas, outer).map((group) => movedBy(canvas, group, dx, dy));
      const spliced = wire ? spliceDragged(canvas, first.id, wire) : [];
      perform(
        canvas,
        spliced.length ? 'insert' : 'move',
        [...moves, ...spliced],
        spliced.length ? 'Put into the wire' : '',
      );
    }
    this.dragging = false;
  };

  /** A wire under the pointer that a node without wires could be put into. */
  #wireUnder(event: MouseEvent, path: string): string | undefined {
    const wired = this.#canvas.drawing.wires.some((wire) => wire.source === path || wire.target === path);
    if (wired) return undefined;
    return wireAt(event, this.#canvas, parentOf(path));
  }

  // Wiring

  isValid = (connection: {
    source: string;
    target: string;
    sourceHandle?: string | null;
    targetHandle?: string | null;
  }): boolean => {
    const { source, target, sourceHandle, targetHandle } = connection;
    if (source === target || parentOf(source) !== parentOf(target)) return false;
    if (sourceHandle?.endsWith(INNER) || targetHandle?.endsWith(INNER)) return false;
    const from = this.#wireFrom;
    const [path, handle, side] = from?.side === 'in' ? [source, sourceHandle, 'out'] : [target, targetHandle, 'in'];
    // A wire that does not fit may be drawn: it says itself what is wrong and offers the cure. A circle may not.
    return !this.#canvas.fits || this.#canvas.fits.has(`${path}\n${side}\n${portOfHandle(handle ?? '')}`);
  };

  connected = (connection: Connection): false => {
    const { source, target, sourceHandle, targetHandle } = connection;
    connectPorts(
      this.#canvas,
      { path: source, port: portOfHandle(sourceHandle ?? 'out'), side: 'out' },
      { path: target, port: portOfHandle(targetHandle ?? 'in'), side: 'in' },
    );
    // The document draws the wire, not xyflow.
    return false;
  };

  wiringStarted: OnConnectStart = (_event, { nodeId, handleId, handleType }) => {
    if (!nodeId) return;
    const start: PortAt = {
      path: nodeId,
      port: portOfHandle(handleId ?? ''),
      side: handleType === 'source' ? 'out' : 'in',
    };
    this.#wireFrom = start;
    const level = this.#canvas.level(nodeId);
    if (!level?.address) return;
    const { project, analysis } = this.#canvas.editor;
    this.#canvas.fits = fitsOf({ project, analysis, level }, start);
  };
  clickWiringStarted: OnConnectStart = (event, params) => this.wiringStarted(event, params);

  wiringEnded: OnConnectEnd = (event, state) => {
    const from = this.#wireFrom;
    this.#endWiring();
    if (!from || state.isValid) return;
    const at = 'clientX' in event ? event : event.changedTouches[0];
    if (!at) return;
    // A wire that runs there already is not what is meant.
    const stack = document.elementsFromPoint(at.clientX, at.clientY);
    const under = stack.find((each) => !each.closest('.svelte-flow__edge'));
    const element = under?.closest('.svelte-flow__node');
    const path = element?.getAttribute('data-id');
    if (element && path !== undefined && path === parentOf(from.path)) this.#wiredToFrame(from, element, at);
    else if (under?.closest('.svelte-flow__handle')) return;
    else if (path && path !== from.path && parentOf(path) === parentOf(from.path)) {
      const to = portToWire(this.#canvas, path, from.side === 'out' ? 'in' : 'out');
      if (to) connectPorts(this.#canvas, from, to);
    } else if (under?.closest('.svelte-flow__pane') && this.#canvas.level(from.path)?.address) {
      this.openQuickAdd(at, from);
    }
  };
  /** A wire inside an opened block that ends at its edge leads to its port; elsewhere in it a layer is added. */
  #wiredToFrame(from: PortAt, frame: Element, at: { clientX: number; clientY: number }): void {
    if (!this.#canvas.level(from.path)?.address) return;
    const port = framePortAt(this.#canvas, from, frame, { x: at.clientX, y: at.clientY });
    if (port) leadFrame(this.#canvas, from, port);
    else this.openQuickAdd(at, from);
  }
  clickWiringEnded: OnConnectEnd = () => this.#endWiring();

  #endWiring(): void {
    this.#wireFrom = undefined;
    this.#canvas.fits = undefined;
  }

  // From the palette

  draggedOver = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes(KIND_TYPE) || this.#canvas.mayEdit !== true) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    this.#canvas.spliceInto = wireAt(event, this.#canvas);
  };
  draggedOut = (): void => {
    this.#canvas.spliceInto = undefined;
  };

  dropped = (event: DragEvent): void => {
    const drag = readDrag(event.dataTransfer?.getData(KIND_TYPE) ?? '');
    const wire = this.#canvas.spliceInto;
    this.#canvas.spliceInto = undefined;
    const spot = this.#canvas.flow?.toCanvas({ x: event.clientX, y: event.clientY });
    if (!drag || !spot) return;
    event.preventDefault();
    const path = addAt(this.#canvas, drag, { x: spot.x - 40, y: spot.y - 16 }, wire);
    if (path) requestAnimationFrame(() => this.#canvas.flow?.focus(path));
  };

  // Clipboard events need no permission, unlike navigator.clipboard.

  copied = (event: ClipboardEvent): void => {
    if (isText(event)) return;
    event.preventDefault();
    void copySelected(this.#canvas, event.clipboardData);
  };
  cut = (event: ClipboardEvent): void => {
    if (isText(event)) return;
    event.preventDefault();
    void cutSelected(this.#canvas, event.clipboardData);
  };
  pasted = (event: ClipboardEvent): void => {
    if (isText(event)) return;
    event.preventDefault();
    const { flow, place } = this.#canvas;
    if (flow) void pasteAt(this.#canvas, flow.toCanvas(place), event.clipboardData?.getData('text/plain'));
  };
}

/** Id of the wire under the pointer, of one level if told. */
function wireAt(event: MouseEvent, canvas: CanvasState, level?: string): string | undefined {
  for (const element of document.elementsFromPoint(event.clientX, event.clientY)) {
    const id = element.closest('.svelte-flow__edge')?.getAttribute('data-id');
    const wire = id ? canvas.drawing.wires.find((each) => each.id === id) : undefined;
    if (wire?.edge && wire.address && (level === undefined || parentOf(wire.source) === level)) return wire.id;
  }
  return undefined;
}
