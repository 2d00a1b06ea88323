import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Project } from '../../graph/document';
import { parseProject } from '../../graph/parse';
import { fail, type Result, succeed } from '../../graph/problem';
import { problem } from '../../graph/problems';
import type { EpochPoint, Point, RunSummary } from '../../protocol';
import { listCheckpoints } from './checkpoint';
import { isAlive, type Manifest, PROJECT, readManifest } from './manifest';
import { readMetrics } from './metrics-file';
import { writeProblem } from './write-problem';

type Metrics = RunSummary['metrics'];

/** Figures that are numbers; one that was none is written as null. */
function finite(metrics: Manifest['metrics']): Metrics {
  const parts = Object.entries(metrics).map(([part, figures]) => [
    part,
    Object.fromEntries(Object.entries(figures ?? {}).filter(([, value]) => typeof value === 'number')),
  ]);
  return Object.fromEntries(parts) as Metrics;
}

const ENDS = ['finished', 'stopped', 'failed'];

/** A run as the list shows it. One whose process has gone without a word counts as stopped. */
async function summaryOf(path: string, manifest: Manifest): Promise<RunSummary> {
  const { title, started, steps, epochs, seconds, device, parameters, metrics } = manifest;
  const ended = ENDS.includes(manifest.state);
  const alive = !ended && isAlive(manifest);
  const checkpoints = await listCheckpoints(path);
  return {
    path,
    title,
    started,
    state: ended || alive ? manifest.state : 'stopped',
    steps,
    epochs,
    seconds,
    device: device.name,
    parameters,
    metrics: finite(metrics),
    resumable: !alive && checkpoints.length > 0,
  };
}

/** The runs in a folder, newest first. What is no run is passed over; a folder that is not there has none. */
export async function listRuns(folder: string): Promise<RunSummary[]> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch {
    return [];
  }
  const runs: RunSummary[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const manifest = await readManifest(path);
    if (manifest.ok) runs.push(await summaryOf(path, manifest.value));
  }
  return runs.sort((a, b) => (a.started < b.started ? 1 : -1));
}

export interface WholeRun {
  readonly summary: RunSummary;
  readonly points: Point[];
  readonly epochs: EpochPoint[];
  readonly project: Project;
}

/** Points of a curve that a window can draw. */
const MOST_POINTS = 2000;

/** Every n-th of the points, the first and the last among them, so that at most `most` are left. */
export function thin<T>(points: readonly T[], most = MOST_POINTS): T[] {
  if (points.length <= most) return [...points];
  const step = (points.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, at) => points[Math.round(at * step)] as T);
}

/** One run whole: its project and its curves. */
export async function readRun(path: string): Promise<Result<WholeRun>> {
  const manifest = await readManifest(path);
  if (!manifest.ok) return manifest;
  let text: string;
  try {
    text = await readFile(join(path, PROJECT), 'utf8');
  } catch {
    return fail(problem('run/damaged', { path, file: PROJECT }));
  }
  const opened = parseProject(text);
  if (!opened.ok) return opened;
  const points: Point[] = [];
  const epochs: EpochPoint[] = [];
  for (const { event, ...line } of await readMetrics(path)) {
    if (event === 'step') points.push(line as Point);
    else epochs.push(line as EpochPoint);
  }
  const { project } = opened.value;
  return succeed({ summary: await summaryOf(path, manifest.value), points: thin(points), epochs, project });
}

/** Deletes a run's folder. Only what is a run is deleted, and never one that is being trained. */
export async function deleteRun(path: string): Promise<Result<Record<string, never>>> {
  const manifest = await readManifest(path);
  if (!manifest.ok) return manifest;
  if (isAlive(manifest.value)) return fail(problem('run/in-use', { path }));
  try {
    await rm(path, { recursive: true });
    return succeed({});
  } catch (error) {
    return fail(writeProblem(error, path));
  }
}
