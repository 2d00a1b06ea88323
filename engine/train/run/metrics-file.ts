import { open, readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { EpochPoint, Point } from '../../protocol';
import { writeAtomic } from './atomic';
import { METRICS } from './manifest';
import { eventFileHead, scalarEvent } from './tfevents';

/** A line of `metrics.jsonl`, the same as the command line's. */
export type MetricsLine = ({ event: 'step' } & Point) | ({ event: 'epoch' } & EpochPoint);

const text = new TextEncoder();

const prefixed = (prefix: string, values: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}/${name}`, value]));

/**
 * Writes a run's curves, as lines of JSON and as TensorBoard's events. Lines wait in memory until `flush`, and stay
 * there when the disk refuses them, so that none is lost while the process lives.
 */
export class MetricsFile {
  private lines: string[] = [];
  private records: Uint8Array[];
  private readonly events: string;

  /** `step`: where the run begins or goes on. */
  constructor(
    private readonly run: string,
    step: number,
    private readonly now: () => number = () => Date.now() / 1000,
  ) {
    const seconds = this.now();
    this.events = join(run, `events.out.tfevents.${Math.floor(seconds)}.${hostname()}.${process.pid}.${step}`);
    this.records = eventFileHead(seconds, step + 1);
  }

  point(point: Point): void {
    this.lines.push(JSON.stringify({ event: 'step', ...point } satisfies MetricsLine));
    const { step, loss, learningRate, metrics } = point;
    this.records.push(scalarEvent(this.now(), step, prefixed('train', { loss, learningRate, ...metrics })));
  }

  epoch(epoch: EpochPoint): void {
    this.lines.push(JSON.stringify({ event: 'epoch', ...epoch } satisfies MetricsLine));
    const values = { ...prefixed('epoch', epoch.train), ...prefixed('validation', epoch.validation ?? {}) };
    this.records.push(scalarEvent(this.now(), epoch.step, values));
  }

  /** Appends what waits; throws what the file system does, in which case it all waits on. */
  async flush(): Promise<void> {
    const { lines, records } = this;
    this.lines = [];
    this.records = [];
    try {
      if (lines.length > 0) await appendWhole(join(this.run, METRICS), text.encode(`${lines.join('\n')}\n`));
    } catch (error) {
      this.lines = [...lines, ...this.lines];
      this.records = [...records, ...this.records];
      throw error;
    }
    try {
      if (records.length > 0) await appendWhole(this.events, Buffer.concat(records));
    } catch (error) {
      this.records = [...records, ...this.records];
      throw error;
    }
  }
}

/** Appends all of `bytes` or, where the disk is full half way, nothing. */
async function appendWhole(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'a');
  try {
    const { size } = await file.stat();
    try {
      await file.appendFile(bytes);
    } catch (error) {
      await file.truncate(size);
      throw error;
    }
  } finally {
    await file.close();
  }
}

/** The lines of a run's curves in order. A last line that was cut off is left out. */
export async function readMetrics(run: string): Promise<MetricsLine[]> {
  let content: string;
  try {
    content = await readFile(join(run, METRICS), 'utf8');
  } catch {
    return [];
  }
  const lines: MetricsLine[] = [];
  for (const line of content.split('\n')) {
    try {
      const value = JSON.parse(line) as MetricsLine;
      if (value.event === 'step' || value.event === 'epoch') lines.push(value);
    } catch {
      // Cut off when the process was killed, or empty after the last line break.
    }
  }
  return lines;
}

/** Takes away what came after `step`: the resumed run writes those lines again. */
export async function cutMetrics(run: string, step: number, epoch: number): Promise<void> {
  const lines = await readMetrics(run);
  const kept = lines.filter((line) => line.step <= step && (line.event === 'step' || line.epoch <= epoch));
  await writeAtomic(join(run, METRICS), kept.map((line) => `${JSON.stringify(line)}\n`).join(''));
}
