import { join, resolve } from 'node:path';
import type { Problem } from '../../../engine/graph/problem';
import { graphHash } from '../../../engine/train/run/hashes';
import { keyOf, readResults } from '../../benchmarks/results';
import type { FirstSteps } from '../../engine/templates/first-steps';
import { templateOf } from '../../engine/templates/open';

export const ROOT = resolve(import.meta.dirname, '..', '..', '..');
export const PROOFS = join(ROOT, 'test', 'proofs', 'proofs.json');

/** What happened to a large template at its full size. */
export type Outcome =
  | {
      readonly outcome: 'passed';
      readonly batch: number;
      /** Total of the first step, penalties on weights included. */
      readonly loss: number;
      readonly secondsToFirstStep: number;
      readonly secondsPerStep: number;
      /** The most that its process had resident, bytes. */
      readonly peakMemory: number;
    }
  /** A coded problem, before anything was built. */
  | { readonly outcome: 'refused'; readonly code: string; readonly why: string }
  | { readonly outcome: 'failed'; readonly why: string };

export type Proof = Outcome & {
  /** Hash of its file. */
  readonly template: string;
  /** Hash of the engine that it was proved with. */
  readonly engine: string;
  readonly parameters: number;
  readonly macs: number;
};

export type Proofs = Readonly<Record<string, Proof>>;

/** What a process that trains one template says of it. */
export type Said =
  | { readonly kind: 'trained'; readonly steps: FirstSteps }
  | { readonly kind: 'refused'; readonly problem: Problem };

export const readProofs = (): Proofs => readResults<Proofs>(PROOFS);

/** What of a template decides its steps: not where its nodes stand, nor its words. */
export function templateKey(name: string): string {
  const project = templateOf(name);
  return keyOf(ROOT, [], [graphHash(project), JSON.stringify([project.data, project.training])]);
}
export const engineKey = (): string => keyOf(ROOT, ['engine', 'package-lock.json'], []);

/** How a process ended, and what it left behind. */
interface Ended {
  readonly status: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Linux says that memory ran out by SIGKILL; nobody can tell that from a person's kill. */
export function outcomeOf({ status, signal, stdout, stderr }: Ended): Outcome {
  if (signal !== null) return { outcome: 'failed', why: `The process was ended by ${signal}` };
  const line = stdout.trim().split('\n').at(-1);
  if (status !== 0 || !line?.startsWith('{')) {
    return { outcome: 'failed', why: lastError(stderr) ?? `The process ended with ${status}` };
  }
  const said = JSON.parse(line) as Said;
  if (said.kind === 'refused') return { outcome: 'refused', code: said.problem.code, why: said.problem.message };
  const { batch, losses, secondsToFirstStep, secondsPerStep, peakMemory, notice, broken } = said.steps;
  const [loss] = losses;
  if (notice) return { outcome: 'failed', why: notice.message };
  // JSON knows no NaN: a figure that is none comes as null.
  if (typeof loss !== 'number' || !losses.every((one) => typeof one === 'number')) {
    return { outcome: 'failed', why: 'A loss is not finite' };
  }
  if (broken.length > 0) return { outcome: 'failed', why: `Not finite after a step: ${broken.slice(0, 5).join(', ')}` };
  return {
    outcome: 'passed',
    batch,
    loss: Number(loss.toFixed(4)),
    secondsToFirstStep: Number(secondsToFirstStep.toFixed(2)),
    secondsPerStep: Number((secondsPerStep ?? Number.NaN).toFixed(2)),
    peakMemory: Math.round(peakMemory / 1e6) * 1e6,
  };
}

/** The line of a stack trace that names the error, without the places, which are those of one machine. */
const lastError = (stderr: string): string | undefined =>
  stderr
    .split('\n')
    .filter((line) => /^\s*(\w*Error|Uncaught)\b/.test(line))
    .at(-1)
    ?.trim();
