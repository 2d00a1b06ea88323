import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Project } from '../../graph/document';
import { fail, type Problem, type Result, succeed } from '../../graph/problem';
import { problem } from '../../graph/problems';
import { projectText } from '../../graph/serialize';
import type { EpochPoint, Point } from '../../protocol';
import type { Counters } from '../counters';
import type { StateValues } from '../state';
import { pruneCheckpoints, writeBest, writeCheckpoint } from './checkpoint';
import { type Manifest, PROJECT, writeManifest } from './manifest';
import { MetricsFile } from './metrics-file';
import { writeProblem } from './write-problem';

/** `2026-11-23T06-17-23-lenet`: sorts by time, and any file system takes it. */
export function runName(title: string, now = new Date()): string {
  const time = now.toISOString().slice(0, 19).replaceAll(':', '-');
  const name = title
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
  return `${time}-${name || 'run'}`;
}

/** A folder for a new run that is not there yet: two runs may begin within one second. */
export function freeRunFolder(parent: string, title: string, now = new Date()): string {
  const name = join(parent, runName(title, now));
  let number = 1;
  while (existsSync(number === 1 ? name : `${name}-${number}`)) number++;
  return number === 1 ? name : `${name}-${number}`;
}

/** Makes the folder of a new run and puts the project into it; one that holds anything already is refused. */
export async function createRun(folder: string, project: Project): Promise<Result<string>> {
  try {
    await mkdir(folder, { recursive: true });
    if ((await readdir(folder)).length > 0) return fail(problem('run/exists', { path: folder }));
    await writeFile(join(folder, PROJECT), projectText(project));
    return succeed(folder);
  } catch (error) {
    return fail(writeProblem(error, folder));
  }
}

const FLUSH_SECONDS = 1;
const CHECKPOINT_SECONDS = 30;

/**
 * Writes everything that a run leaves on disk. A disk that is full or gone never ends a run: it is told once, what
 * waits is written when there is room again, and what stands there stays whole.
 */
export class RunWriter {
  private readonly metrics: MetricsFile;
  private flushed = performance.now();
  private saved = performance.now();
  private savedAt: Pick<Counters, 'step' | 'epoch'> | undefined;
  private failing = false;

  constructor(
    readonly folder: string,
    private readonly optimizer: () => Readonly<Record<string, unknown>>,
    counters: Pick<Counters, 'step'>,
    private readonly notice: (problem: Problem) => void,
  ) {
    this.metrics = new MetricsFile(folder, counters.step);
  }

  point(point: Point): void {
    this.metrics.point(point);
  }

  epoch(epoch: EpochPoint): void {
    this.metrics.epoch(epoch);
  }

  get isFlushDue(): boolean {
    return performance.now() - this.flushed > FLUSH_SECONDS * 1000;
  }

  get isCheckpointDue(): boolean {
    return performance.now() - this.saved > CHECKPOINT_SECONDS * 1000;
  }

  /** Whether the newest checkpoint stands where the run stands. */
  isSaved({ step, epoch }: Counters): boolean {
    return this.savedAt?.step === step && this.savedAt.epoch === epoch;
  }

  /** The curves first, so that no checkpoint is ahead of them. */
  async checkpoint(counters: Counters, values: StateValues, isBest: boolean): Promise<void> {
    this.saved = performance.now();
    await this.guarded(async () => {
      await this.metrics.flush();
      const name = await writeCheckpoint(this.folder, { counters, values, optimizer: this.optimizer() });
      if (isBest) await writeBest(this.folder, name, counters);
      await pruneCheckpoints(this.folder);
      this.savedAt = counters;
    });
  }

  async flush(): Promise<void> {
    this.flushed = performance.now();
    await this.guarded(() => this.metrics.flush());
  }

  async manifest(manifest: Manifest): Promise<void> {
    await this.guarded(() => writeManifest(this.folder, manifest));
  }

  private async guarded(write: () => Promise<void>): Promise<void> {
    try {
      await write();
      this.failing = false;
    } catch (error) {
      if (!this.failing) this.notice(writeProblem(error, this.folder));
      this.failing = true;
    }
  }
}
