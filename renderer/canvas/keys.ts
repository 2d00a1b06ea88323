import { isTyping, runKey } from '../commands/keys';
import { platform } from '../ui/shortcut';
import { nudge } from './actions';
import { canvasCommands } from './canvas-commands';
import type { CanvasState } from './canvas-state.svelte';
import { type Arrow, isArrow, neighbour, type Stand } from './navigate';
import { GRID, NUDGE } from './node-size';

/** Keys while the canvas has the focus. The window's own keys come after, for what is not taken here. */
export function onCanvasKey(canvas: CanvasState, order: readonly string[], event: KeyboardEvent): void {
  if (event.defaultPrevented || isTyping(event.target)) return;
  const mac = platform() === 'mac';
  const mod = mac ? event.metaKey : event.ctrlKey;
  // Copy, cut and paste come as clipboard events, which need no permission.
  if (mod && !event.altKey && !event.shiftKey && /^[cxv]$/i.test(event.key)) {
    event.stopPropagation();
    return;
  }
  const onNode = event.target instanceof Element && event.target.classList.contains('svelte-flow__node');
  const single = !mod && !event.altKey && event.key.length === 1;
  if (isArrow(event.key) && (onNode || event.target === event.currentTarget)) walk(canvas, event.key, event);
  else if (event.key === 'Escape') stepBack(canvas, event);
  else if (onNode && event.key === 'Enter' && !mod) inspect(canvas, event);
  else if (onNode && event.key === ' ') toggle(canvas, event);
  else if (!single || canvas.view.singleKeys) runKey(canvasCommands(canvas, order), event, mac);
}

function walk(canvas: CanvasState, key: Arrow, event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
  const dx = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : 0;
  const dy = key === 'ArrowUp' ? -1 : key === 'ArrowDown' ? 1 : 0;
  if (event.altKey) {
    const step = event.shiftKey ? 4 * GRID : NUDGE;
    nudge(canvas, dx * step, dy * step);
    return;
  }
  const from = canvas.current;
  if (from === undefined) return;
  const next = neighbour(from, key, canvas.drawing, standsOf(canvas));
  if (next === undefined) return;
  // Selection follows the focus, so that the inspector does; with Shift it grows.
  canvas.editor.select(event.shiftKey ? [...canvas.editor.selection, next] : [next]);
  canvas.flow?.focus(next);
}

/** Places of all nodes, those in frames counted from the canvas. */
function standsOf({ drawing }: CanvasState): Stand[] {
  const places = new Map<string, Stand>();
  for (const { path, parent, x, y } of drawing.nodes) {
    const around = places.get(parent);
    places.set(path, { path, x: x + (around?.x ?? 0), y: y + (around?.y ?? 0) });
  }
  return [...places.values()];
}

function stepBack(canvas: CanvasState, event: KeyboardEvent): void {
  const { editor } = canvas;
  const busy = canvas.fits !== undefined || editor.preview !== undefined || editor.shownProblem !== undefined;
  if (!busy && editor.selection.size === 0 && canvas.selectedWires.size === 0) return;
  event.preventDefault();
  event.stopPropagation();
  if (canvas.fits) {
    canvas.fits = undefined;
    canvas.flow?.cancelWiring();
  } else if (busy) {
    editor.preview = undefined;
    editor.shownProblem = undefined;
    if (canvas.current !== undefined) canvas.flow?.focus(canvas.current);
  } else {
    editor.select([]);
    canvas.selectedWires = new Set();
  }
}

function inspect(canvas: CanvasState, event: KeyboardEvent): void {
  const path = canvas.current;
  if (path === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  canvas.editor.select([path]);
  canvas.editor.shownProblem = canvas.drawing.nodes.find((node) => node.path === path)?.view.problem;
  if (canvas.view.drawer) canvas.view.drawerOpen = true;
  if (canvas.onInspect) canvas.onInspect(path);
  else focusInspector();
}

function focusInspector(): void {
  requestAnimationFrame(() => {
    const first = 'input, button, select, textarea, [tabindex="0"]';
    document.querySelector<HTMLElement>(`#inspector :is(${first})`)?.focus();
  });
}

function toggle(canvas: CanvasState, event: KeyboardEvent): void {
  const path = canvas.current;
  if (path === undefined || event.repeat) return;
  event.preventDefault();
  const selection = new Set(canvas.editor.selection);
  if (!selection.delete(path)) selection.add(path);
  canvas.editor.select(selection);
}
