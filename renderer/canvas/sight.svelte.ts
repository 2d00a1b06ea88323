import { untrack } from 'svelte';
import { Detail } from './detail.svelte';
import type { Drawing } from './drawing';
import { countIn, crowdOf, isCrowd } from './far';

/** More nodes than these are made only where they are seen; from afar, where they cost less, more. */
const MANY = 200;
const LARGE = 1000;
/** More nodes than these in sight do not move smoothly; so few as the second do, once it moves light. */
const CROWD = { from: 30, to: 20 } as const;
/** Two changes of the view that follow each other this fast are a movement; one alone is a jump, ms. */
const FAST = 300;
/** The view rests when it has not changed for this long, ms. */
const REST = 160;

const NONE: ReadonlySet<string> = new Set();

interface Scene {
  readonly drawing: Drawing;
  /** Of the canvas, px. */
  readonly size: { readonly width: number; readonly height: number };
  /** Paths of the nodes that are elements now. */
  elements(): Iterable<string>;
  /** Nodes, a wire or a selection are being dragged, and the view moves along: they have to be seen. */
  readonly busy: boolean;
}

interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/**
 * How a large drawing is shown: from afar as a few paths (far.ts), near as nodes, and near while it moves, where there
 * is a crowd in sight, as a light drawing (light-look.ts). Until it rests no node comes, goes or changes then.
 */
export class Sight {
  readonly #scene: Scene;
  /** How much nodes show: what is said of them holds still while a crowd moves. */
  readonly detail = new Detail();
  /** The same for the zoom of this very moment. */
  readonly now = new Detail();
  /** The nodes that are kept as elements while a crowd moves. */
  held: ReadonlySet<string> | undefined = $state.raw();
  #changed = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  /** Too much to see at once for an element each: only what is selected or has the focus is one. */
  readonly far: boolean = $derived.by(() => {
    const { drawing, size } = this.#scene;
    return this.now.least && isCrowd(drawing.nodes.length) && isCrowd(crowdOf(drawing, this.now.afar, size));
  });

  /** Nodes are made where they are seen, not all at once. */
  readonly onlySeen: boolean = $derived.by(() => {
    const count = this.#scene.drawing.nodes.length;
    return (this.far || !this.held) && count > MANY && (!this.now.least || count > LARGE);
  });

  /** The zoom has become known, before the view moves there. */
  zoomed(zoom: number): void {
    this.now.zoom = zoom;
    if (!this.held) this.detail.zoom = zoom;
  }

  /** The view has been moved. */
  moved(viewport: Viewport): void {
    this.now.zoom = viewport.zoom;
    const time = performance.now();
    const moves = this.held !== undefined || time - this.#changed < FAST;
    this.#changed = time;
    if (!moves || !this.#crowded(viewport)) {
      this.rest();
      return;
    }
    if (this.far) this.held = NONE;
    else this.held ??= new Set(this.#scene.elements());
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#settle(time), REST);
  }

  /** A frame that took long may have kept the next change waiting: it comes before two more frames have passed. */
  #settle(time: number): void {
    requestAnimationFrame(() => {
      requestAnimationFrame(() => {
        if (this.#changed === time) this.rest();
      });
    });
  }

  rest(): void {
    clearTimeout(this.#timer);
    this.held = undefined;
    this.detail.zoom = this.now.zoom;
  }

  #crowded({ x, y, zoom }: Viewport): boolean {
    return untrack(() => {
      const { drawing, size } = this.#scene;
      if (drawing.nodes.length <= MANY || (!this.held && this.#scene.busy)) return false;
      const [left, top] = [-x / zoom, -y / zoom];
      const view = { left, top, right: left + size.width / zoom, bottom: top + size.height / zoom };
      return countIn(drawing, view) > (this.held ? CROWD.to : CROWD.from);
    });
  }
}
