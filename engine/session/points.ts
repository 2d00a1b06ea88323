import type { Point } from '../protocol';

const PAUSE = 100;

/** Collects metric points and sends several at a time, in order; none is ever dropped. */
export class Points {
  private points: Point[] = [];
  private sent = 0;

  constructor(
    private readonly tell: (points: Point[]) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  add(point: Point): void {
    this.points.push(point);
    if (this.now() - this.sent >= PAUSE) this.flush();
  }

  /** Before anything that comes after these points. */
  flush(): void {
    this.sent = this.now();
    const { points } = this;
    if (points.length === 0) return;
    this.points = [];
    this.tell(points);
  }
}
