import type { PreparedData } from '../data/parts/prepared';
import type { Problem } from '../graph/problem';
import { problem } from '../graph/problems';
import { type Look, lookAtNodes, type Subject } from '../inspect/look';
import { ON_NODES } from '../inspect/pictures';
import { type SampleValues, sampleValues } from '../inspect/sample';
import type { Ask, EventData } from '../protocol';

/** What can be watched: a net, its data and how far it is. */
export interface Watched {
  readonly subject: Subject;
  readonly data: PreparedData;
  readonly step: number;
}

/** At most four frames a second. */
const LEAST_PAUSE = 250;
/** Looking takes at most a tenth of the time: a large net is looked at less often. */
const SHARE = 10;

/**
 * Sends pictures while training. A frame goes out only when the one before it has been drawn, so the window never has
 * more than one waiting, and what it gets is always the newest.
 */
export class Frames {
  private watch: Ask<'watch'> = { nodes: [] };
  private frame = 0;
  /** Number of the frame that the window has not drawn yet. */
  private waiting: number | undefined;
  private next = 0;
  private isDirty = false;
  private isLooking = false;

  constructor(
    private readonly watched: () => Watched | undefined,
    private readonly tell: (frame: EventData<'frame'>) => void,
    private readonly broken: (problem: Problem) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Another choice of nodes or sample; also a new window, which waits for nothing of what was sent before. */
  set(watch: Ask<'watch'>): void {
    this.watch = watch;
    this.waiting = undefined;
    this.next = 0;
    this.isDirty = true;
    void this.send();
  }

  drawn(frame: number): void {
    if (frame === this.waiting) this.waiting = undefined;
    if (this.isDirty) void this.send();
  }

  /** The net has changed: sends a frame where one is due, and otherwise as soon as it is. */
  changed(): void {
    this.isDirty = true;
    if (this.waiting === undefined && this.now() >= this.next) void this.send();
  }

  /** Sends what is newest, whatever the clock says: nothing more will change. */
  flush(): void {
    this.isDirty = true;
    void this.send();
  }

  private async send(): Promise<void> {
    const { nodes, sample } = this.watch;
    if (this.isLooking || this.waiting !== undefined || nodes.length === 0 || !sample) return;
    const watched = this.watched();
    if (!watched) return;
    const values = sampleValues(watched.subject.model, watched.data, sample);
    this.isDirty = false;
    if (!values.ok) return;
    const { watch } = this;
    this.isLooking = true;
    const look = await this.look(watched, values.value);
    this.isLooking = false;
    // Meanwhile something else may have been chosen.
    if (watch === this.watch && look) {
      this.waiting = ++this.frame;
      this.tell({ frame: this.frame, step: watched.step, ...look });
    } else if (this.isDirty) void this.send();
  }

  /** Looking must never end the training that it looks at: where it fails, nothing more is watched. */
  private async look({ subject }: Watched, sample: SampleValues): Promise<Look | undefined> {
    try {
      // A step that is under way is waited for, and is no part of what looking takes.
      await subject.weights([]);
      const started = this.now();
      const look = await lookAtNodes(subject, sample, this.watch.nodes, ON_NODES);
      this.next = this.now() + Math.max(LEAST_PAUSE, (this.now() - started) * SHARE);
      return look;
    } catch (error) {
      // A net that another run has taken the place of is no failure.
      if (this.watched()?.subject !== subject) return undefined;
      this.watch = { nodes: [] };
      this.broken(problem('inspect/failed', { why: error instanceof Error ? error.message : String(error) }));
      return undefined;
    }
  }
}
