import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { decodeSafetensors, type SafetensorsTensor, safetensorsParts } from '../../formats/safetensors';
import { fail, type Problem, type Result, succeed } from '../../graph/problem';
import { problem } from '../../graph/problems';
import type { Counters } from '../counters';
import type { StateValues } from '../state';
import { syncFolder, writeAtomic } from './atomic';
import { BEST, CHECKPOINTS } from './manifest';
import { sha256 } from './sha256';
import { readWhole } from './whole-file';

const best = z.object({ metric: z.string(), value: z.number(), epoch: z.number(), step: z.number() });

/** The file beside the weights: with it a checkpoint counts, without it the weights are a leftover. */
const schema = z.object({
  format: z.literal('netloom-checkpoint'),
  version: z.literal(1),
  step: z.number().int().min(0),
  epoch: z.number().int().min(0),
  /** Optimiser and its numbers as they stood; its tensors stand with the weights. */
  optimizer: z.looseObject({ kind: z.string() }),
  counters: z.object({
    step: z.number().int().min(0),
    epoch: z.number().int().min(0),
    batch: z.number().int().min(0),
    samples: z.number().int().min(0),
    sums: z.array(z.number()),
    learningRate: z.number(),
    rateByHand: z.boolean(),
    schedule: z.record(z.string(), z.number()).optional(),
    best: best.optional(),
    waited: z.number().int().min(0),
    seconds: z.number(),
    epochSeconds: z.number(),
    seen: z.number().int().min(0),
  }),
  /** Of the safetensors file. */
  sha256: z.string(),
});

export interface Checkpoint {
  readonly name: string;
  readonly counters: Counters;
  readonly values: StateValues;
}

/** Checkpoints that are kept beside the best one. */
const KEPT = 3;

/** `step-00001200`: names sort by step. */
const checkpointName = (step: number): string => `step-${String(step).padStart(8, '0')}`;

/** Writes a checkpoint so that at every moment either the whole of it is there or nothing of it. Throws what fs does. */
export async function writeCheckpoint(
  run: string,
  { counters, values, optimizer }: Omit<Checkpoint, 'name'> & { optimizer: Readonly<Record<string, unknown>> },
): Promise<string> {
  const folder = join(run, CHECKPOINTS);
  await mkdir(folder, { recursive: true });
  const tensors: Record<string, SafetensorsTensor> = {};
  for (const [name, { shape, values: data }] of Object.entries(values)) {
    tensors[name] = { shape: [...shape], dtype: 'F32', data };
  }
  const parts = safetensorsParts(tensors, { format: 'netloom', step: `${counters.step}` });
  const name = checkpointName(counters.step);
  const { step, epoch } = counters;
  const sum = await sha256(parts);
  const about = { format: 'netloom-checkpoint', version: 1, step, epoch, optimizer, counters, sha256: sum };
  await writeAtomic(join(folder, `${name}.safetensors`), parts);
  await writeAtomic(join(folder, `${name}.json`), `${JSON.stringify(about, null, 2)}\n`);
  await syncFolder(folder);
  return name;
}

/** Says which checkpoint is the best by the monitored figure. */
export async function writeBest(run: string, checkpoint: string, counters: Counters): Promise<void> {
  const content = { checkpoint, ...counters.best };
  await writeAtomic(join(run, BEST), `${JSON.stringify(content, null, 2)}\n`);
}

/** Name of the best checkpoint; undefined where there is none yet. */
async function bestCheckpoint(run: string): Promise<string | undefined> {
  try {
    const { checkpoint } = JSON.parse(await readFile(join(run, BEST), 'utf8')) as { checkpoint?: unknown };
    return typeof checkpoint === 'string' && /^step-\d{8,}$/.test(checkpoint) ? checkpoint : undefined;
  } catch {
    return undefined;
  }
}

/** Names of a run's checkpoints, oldest first; only those whose second file is there. */
export async function listCheckpoints(run: string): Promise<string[]> {
  let names: string[];
  try {
    names = await readdir(join(run, CHECKPOINTS));
  } catch {
    return [];
  }
  const matches = names.filter((name) => /^step-\d{8,}\.json$/.test(name)).map((name) => name.slice(0, -5));
  return matches.sort((a, b) => Number(a.slice(5)) - Number(b.slice(5)));
}

/** Deletes all but the newest three and the best. The second file goes first: half a checkpoint never counts. */
export async function pruneCheckpoints(run: string): Promise<void> {
  const names = await listCheckpoints(run);
  const best = await bestCheckpoint(run);
  const old = names.slice(0, -KEPT).filter((name) => name !== best);
  for (const name of old) {
    await rm(join(run, CHECKPOINTS, `${name}.json`), { force: true });
    await rm(join(run, CHECKPOINTS, `${name}.safetensors`), { force: true });
  }
}

/** One checkpoint, checked against its SHA-256. */
async function readCheckpoint(run: string, name: string): Promise<Result<Checkpoint>> {
  const damaged = fail(problem('checkpoint/damaged', { name }));
  try {
    const about = schema.parse(JSON.parse(await readFile(join(run, CHECKPOINTS, `${name}.json`), 'utf8')));
    const bytes = await readWhole(join(run, CHECKPOINTS, `${name}.safetensors`));
    if ((await sha256([bytes])) !== about.sha256) return damaged;
    const decoded = decodeSafetensors(bytes);
    if (!decoded.ok) return damaged;
    const values: Record<string, StateValues[string]> = {};
    for (const [tensor, { shape, data }] of Object.entries(decoded.value.tensors)) {
      if (!(data instanceof Float32Array)) return damaged;
      values[tensor] = { shape, values: data };
    }
    return succeed({ name, counters: about.counters, values });
  } catch {
    return damaged;
  }
}

/** The newest checkpoint that is whole, and a notice for each damaged one that was passed over. */
export async function newestCheckpoint(run: string): Promise<Result<{ checkpoint: Checkpoint; notices: Problem[] }>> {
  const notices: Problem[] = [];
  for (const name of (await listCheckpoints(run)).reverse()) {
    const read = await readCheckpoint(run, name);
    if (read.ok) return succeed({ checkpoint: read.value, notices });
    notices.push(...read.problems);
  }
  return fail(problem('run/no-checkpoint', { path: run }), ...notices);
}

/** The best checkpoint where it is asked for and there is one; else the newest whole one. */
export async function chooseCheckpoint(run: string, which: 'newest' | 'best'): Promise<Result<Checkpoint>> {
  const best = which === 'best' ? await bestCheckpoint(run) : undefined;
  if (best !== undefined) return readCheckpoint(run, best);
  const found = await newestCheckpoint(run);
  return found.ok ? succeed(found.value.checkpoint) : found;
}
