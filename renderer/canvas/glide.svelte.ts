import type { CanvasNode } from './flow';

const DURATION = 220;
/** More nodes than these jump: moving them all would not be smooth. */
const MOST = 300;

/** Ease (.2, 0, 0, 1): quick at first, then settling. */
const eased = (t: number): number => 1 - (1 - t) ** 3;

/** Moves nodes to new places in 220 ms where that was asked for; otherwise they are there at once. */
export class Glide {
  readonly #show: (nodes: CanvasNode[]) => void;
  #asked = 0;
  #frame = 0;
  /** Where nodes will be; undefined while none moves. */
  goal: readonly CanvasNode[] | undefined;

  constructor(show: (nodes: CanvasNode[]) => void) {
    this.#show = show;
  }

  /** The next change of places is seen as a movement. */
  next(): void {
    this.#asked = performance.now();
  }

  /** What to show now; the rest follows frame by frame. */
  towards(before: CanvasNode[], next: CanvasNode[]): CanvasNode[] {
    const wanted = performance.now() - this.#asked < DURATION && next.length <= MOST;
    if (!wanted || matchMedia('(prefers-reduced-motion: reduce)').matches) {
      cancelAnimationFrame(this.#frame);
      this.goal = undefined;
      return next;
    }
    const starts = new Map(before.map((node) => [node.id, node.position]));
    const moving = next.filter((node) => {
      const from = starts.get(node.id);
      return from && (from.x !== node.position.x || from.y !== node.position.y);
    });
    if (moving.length === 0) return next;
    cancelAnimationFrame(this.#frame);
    this.goal = next;
    const began = performance.now();
    const at = (share: number) =>
      next.map((node) => {
        const from = starts.get(node.id);
        if (share >= 1 || !from || (from.x === node.position.x && from.y === node.position.y)) return node;
        const x = from.x + (node.position.x - from.x) * share;
        const y = from.y + (node.position.y - from.y) * share;
        return { ...node, position: { x, y } };
      });
    const step = () => {
      const share = eased(Math.min(1, (performance.now() - began) / DURATION));
      this.#show(at(share));
      if (share < 1) this.#frame = requestAnimationFrame(step);
      else this.goal = undefined;
    };
    this.#frame = requestAnimationFrame(step);
    return at(0);
  }
}
