import { compile } from '../../../engine/compile/compile';
import { fieldsOf } from '../../../engine/compile/fields';
import type { Program } from '../../../engine/compile/program';
import { DEFAULT_TRAINING, type Project } from '../../../engine/graph/document';
import { fail, type Problem, type Result, succeed } from '../../../engine/graph/problem';
import type { Device } from '../../../engine/session/device';
import type { Executor } from '../../../engine/train/executor';
import { disposeBatch } from '../../../engine/train/feed';
import { loadOf } from '../../../engine/train/load';
import { checkShapes } from '../../../engine/train/memory/check';
import { freeMemory } from '../../../engine/train/memory/free-memory';
import { PeakMemory } from '../../../engine/train/memory/peak-memory';
import { stepSettings } from '../../../engine/train/settings';
import { initialState } from '../../../engine/train/state';
import { programWithFields, randomBatch } from './random-fields';

/** What a project does when it begins to learn. */
export interface FirstSteps {
  readonly batch: number;
  /** Of every step, on the same samples. */
  readonly losses: readonly number[];
  /** From drawing the weights to the end of the first step. */
  readonly secondsToFirstStep: number;
  /** The shortest of the others; absent where there is one step only. */
  readonly secondsPerStep?: number;
  /** The most that the process had resident, bytes. */
  readonly peakMemory: number;
  /** Why the net did not run as one graph; absent where it did. */
  readonly notice?: Problem;
  /** Names of trained weights that hold something which is no number. */
  readonly broken: readonly string[];
}

/** The smallest batch that means something: running statistics are taken over several samples, all else is not. */
const smallestBatch = ({ weights }: Program): number => (weights.some(({ role }) => role === 'state') ? 2 : 1);

/**
 * Opens a project as a run opens it, with its own optimizer, and takes steps on random values of its fields. Gives a
 * problem, and builds nothing, where it has an error or its shapes tell that it does not fit into the free memory.
 */
export async function firstSteps(project: Project, device: Device, steps: number): Promise<Result<FirstSteps>> {
  const { totals, problems } = compile(project, { fields: fieldsOf(project) ?? [] });
  const error = problems.find(({ severity }) => severity === 'error');
  if (error) return fail(error);
  const { program, fields } = programWithFields(project);
  const batch = smallestBatch(program);
  const training = { ...(project.training ?? DEFAULT_TRAINING), batch };
  const tooLarge = checkShapes(program, training, freeMemory());
  if (tooLarge) return fail(tooLarge);
  const update = stepSettings(training);
  if (!update.ok) return update;

  const peak = new PeakMemory();
  const began = performance.now();
  const state = await initialState(program, update.value.optimizer, training.seed);
  const model = { program, steps: {} };
  const threads = device.threadsFor(loadOf(program, totals, training));
  let notice: Problem | undefined;
  const executor = await device.openNet(
    { model, ops: device.makeOps(), fields, state, update: update.value, threads },
    (found) => {
      notice = found;
    },
  );
  const samples = randomBatch(fields, batch);
  try {
    const losses: number[] = [];
    const ends: number[] = [];
    for (let step = 1; step <= steps; step++) {
      const [loss = Number.NaN] = await executor.step(samples, {
        rate: Number(training.optimizer.learningRate),
        step,
        seed: training.seed,
      });
      losses.push(loss);
      ends.push((performance.now() - began) / 1000);
    }
    const [secondsToFirstStep = Number.NaN] = ends;
    const others = ends.slice(1).map((end, at) => end - (ends[at] as number));
    const peakMemory = peak.bytes;
    return succeed({
      batch,
      losses,
      secondsToFirstStep,
      ...(others.length > 0 && { secondsPerStep: Math.min(...others) }),
      peakMemory,
      ...(notice && { notice }),
      broken: await brokenWeights(executor),
    });
  } finally {
    disposeBatch(samples);
    executor.dispose();
    peak.stop();
  }
}

async function brokenWeights(executor: Executor): Promise<string[]> {
  // All at once: TensorFlow makes ready for every other choice of weights anew.
  const weights = await executor.weights();
  const broken = executor.model.program.weights.flatMap(({ name, trainable }, index) =>
    trainable && !weights[index]?.dataSync().every(Number.isFinite) ? [name] : [],
  );
  for (const weight of weights) weight.dispose();
  return broken;
}
