import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fail, type Result, succeed } from '../../graph/problem';
import { problem } from '../../graph/problems';
import { deviceReport, runState } from '../../protocol';
import { writeAtomic } from './atomic';

const figures = z.record(z.string(), z.number().nullable());

/** `run.json`: what a run was made of, how it stands, and how it ended. */
const schema = z.object({
  format: z.literal('netloom-run'),
  version: z.literal(1),
  title: z.string(),
  /** Where the project stood: paths of data files begin there. */
  projectPath: z.string().optional(),
  /** ISO 8601, UTC. */
  started: z.string(),
  ended: z.string().optional(),
  state: runState,
  versions: z.object({ netloom: z.string(), node: z.string(), library: z.string() }),
  device: deviceReport,
  /** TensorFlow's own kernels round otherwise with oneDNN than without. */
  oneDnn: z.boolean(),
  /** Settings of the environment on which a GPU's bits depend. */
  flags: z.record(z.string(), z.string()).optional(),
  seed: z.number(),
  /** SHA-256 of what is trained and of what it is trained on. */
  hashes: z.object({ graph: z.string(), data: z.string() }),
  parameters: z.number(),
  /** Settings that the command line changed for this run. */
  stepLimit: z.number().optional(),
  /** Where memory ran out: the step from which on a step had `batch` samples in place of `before`. */
  batches: z.array(z.object({ step: z.number(), before: z.number(), batch: z.number() })).optional(),
  steps: z.number(),
  epochs: z.number(),
  /** Seconds of training, pauses left out. */
  seconds: z.number(),
  samplesPerSecond: z.number(),
  metrics: z.object({ train: figures.optional(), validation: figures.optional(), test: figures.optional() }),
  best: z.object({ metric: z.string(), value: z.number(), epoch: z.number(), step: z.number() }).optional(),
  /** Process that trains it, as long as the state is not an end. */
  process: z.number().optional(),
  problems: z.array(z.looseObject({ code: z.string(), message: z.string() })).optional(),
});
export type Manifest = z.infer<typeof schema>;

const MANIFEST = 'run.json';
export const PROJECT = 'project.netloom';
export const METRICS = 'metrics.jsonl';
export const CHECKPOINTS = 'checkpoints';
export const BEST = 'best.json';

export const writeManifest = (folder: string, manifest: Manifest): Promise<void> =>
  writeAtomic(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);

/** The manifest of the run in `folder`, or why there is none. */
export async function readManifest(folder: string): Promise<Result<Manifest>> {
  let json: string;
  try {
    json = await readFile(join(folder, MANIFEST), 'utf8');
  } catch {
    return fail(problem('run/missing', { path: folder }));
  }
  try {
    return succeed(schema.parse(JSON.parse(json)));
  } catch {
    return fail(problem('run/damaged', { path: folder, file: MANIFEST }));
  }
}

/** Whether a process of this machine is training the run right now. */
export function isAlive({ state, process: id }: Pick<Manifest, 'state' | 'process'>): boolean {
  if (id === undefined || state === 'finished' || state === 'stopped' || state === 'failed') return false;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
