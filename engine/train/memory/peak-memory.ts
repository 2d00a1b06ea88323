import { readFileSync, writeFileSync } from 'node:fs';

/** Between two looks at what the process takes, where the system keeps no record of the most, ms. */
const PAUSE = 20;

/**
 * Follows the most memory that this process has resident, in bytes, from its making to `stop`. Linux keeps the record
 * itself; elsewhere the process is looked at again and again, which misses what comes and goes within a step.
 */
export class PeakMemory {
  /** What the process took at the beginning. */
  readonly before = process.memoryUsage.rss();
  private readonly isKept = forgetPeak();
  private most = this.before;
  private readonly timer: NodeJS.Timeout | undefined;

  constructor() {
    if (!this.isKept) this.timer = setInterval(() => this.look(), PAUSE);
    this.timer?.unref();
  }

  /** The most so far. */
  get bytes(): number {
    this.look();
    return this.most;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    this.most = Math.max(this.most, process.memoryUsage.rss(), (this.isKept && keptPeak()) || 0);
  }
}

/** Linux's record of the most that was resident, in bytes. */
function keptPeak(): number | undefined {
  try {
    const found = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    return found === undefined ? undefined : Number(found) * 1024;
  } catch {
    return undefined;
  }
}

/** Lets Linux's record begin anew from what is resident now; false where that cannot be had. */
function forgetPeak(): boolean {
  if (keptPeak() === undefined) return false;
  try {
    writeFileSync('/proc/self/clear_refs', '5');
    return true;
  } catch {
    return false;
  }
}
