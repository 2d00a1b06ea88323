import { rm } from 'node:fs/promises';
import type { Analysis, Program } from '../../compile/program';
import { ranOut } from '../../compile/ran-out';
import type { DataIo } from '../../data/contract/source';
import { type PreparedData, prepareData } from '../../data/parts/prepared';
import { DEFAULT_TRAINING, type Project, type TrainingSettings } from '../../graph/document';
import { fail, type Problem, type Result, succeed } from '../../graph/problem';
import { problem } from '../../graph/problems';
import type { DeviceReport, EpochPoint, Point, RunState } from '../../protocol';
import { applySteps } from '../apply-steps';
import type { Counters } from '../counters';
import type { Executor, ExecutorRequest } from '../executor';
import type { Model } from '../forward';
import { type Load, loadOf } from '../load';
import { TrainingLoop } from '../loop';
import { checkShapes } from '../memory/check';
import { freeMemory } from '../memory/free-memory';
import { isOutOfMemory } from '../memory/out-of-memory';
import type { StepOps } from '../ops/portable';
import { Slices } from '../pieces';
import { stepSettings } from '../settings';
import { disposeState, initialState, missingValue, restoring, type TrainState } from '../state';
import type { StepSettings } from '../step';
import { startingWeights } from './begin';
import { newestCheckpoint } from './checkpoint';
import { dataHash, graphHash } from './hashes';
import { LiveRun } from './live-run';
import type { Manifest } from './manifest';
import { cutMetrics } from './metrics-file';
import { createRun, RunWriter } from './run-writer';
import { batchOf, halvedBatch, rebatched } from './smaller-batch';
import { writeProblem } from './write-problem';

/** What computes a run, and what of it the manifest records. */
export interface RunDevice {
  readonly report: DeviceReport;
  readonly oneDnn: boolean;
  readonly flags: Readonly<Record<string, string>>;
  makeOps(): StepOps;
  /** The threads of a net's steps. */
  threadsFor(load: Load): DeviceReport['threads'];
  /** Opens a net to train or to look into; `notice` is told where it cannot be compiled and runs op by op. */
  openNet(request: ExecutorRequest, notice: (problem: Problem) => void): Promise<Executor>;
}

export interface RunListeners {
  state(state: RunState): void;
  point(point: Point): void;
  epoch(epoch: EpochPoint): void;
  notice(problem: Problem): void;
  /** After every step, between two: the run's tensors may be read. */
  step?(): void;
}

export interface RunRequest {
  readonly project: Project;
  readonly compiled: { readonly analysis: Analysis; readonly program: Program };
  readonly io: DataIo;
  readonly device: RunDevice;
  /** Folder of the run: a new one, or with `resume` one that is there. */
  readonly folder: string;
  /** The manifest of the run to go on with. */
  readonly resume?: Manifest;
  /** Memory ran out: the run that is gone on with takes half its batch from now on. */
  readonly smallerBatch?: boolean;
  /** Ends the run after so many steps in all. */
  readonly stepLimit?: number;
  readonly netloomVersion: string;
  /** The project's data where they are at hand; otherwise they are read. */
  readonly data?: PreparedData;
  /** Gives the preparing up. */
  readonly signal?: AbortSignal;
  /** Bytes that training may take; default what is free. */
  readonly memoryLimit?: number;
  /** Called when nothing is left that could refuse the run: what others hold for looking at can go. */
  readonly makeRoom?: () => void;
  /** Where the project stands, which decides where paths of data files begin. */
  readonly projectPath?: string;
  readonly listeners: RunListeners;
}

/** Everything that a run works with, in memory. */
interface Workshop {
  readonly executor: Executor;
  /** Of its steps. */
  readonly threads: DeviceReport['threads'];
  readonly data: PreparedData;
  readonly update: StepSettings;
  readonly counters?: Counters;
  readonly training: TrainingSettings;
  readonly batches?: Manifest['batches'];
}

/**
 * Prepares a run and hands it over, not yet training: reads and splits the data, makes or restores the state, makes
 * the folder. Nothing is written before everything is known to fit. Where it is given up it rejects with the signal's
 * reason, and leaves nothing behind.
 */
export async function prepareRun(request: RunRequest): Promise<Result<LiveRun>> {
  const { project, compiled, device, folder, resume, listeners, signal } = request;
  const slices = new Slices(signal);
  listeners.state('preparing');
  const settled = settledTraining(request);
  if (!settled.ok) return settled;
  const training = settled.value;
  const tooLarge = checkShapes(compiled.program, training, request.memoryLimit ?? freeMemory());
  if (tooLarge) return fail(tooLarge);
  const update = stepSettings(training);
  if (!update.ok) return update;
  const ops = device.makeOps();
  const data = request.data ? succeed(request.data) : await prepareData(request.io, project.data, applySteps(ops));
  if (!data.ok) return data;
  const hashes = { graph: graphHash(project), data: await dataHash(data.value.parts, slices) };
  const model: Model = { program: compiled.program, steps: data.value.steps };
  const made = resume
    ? await restore(request, resume, hashes.data, update.value, slices)
    : await begin(request, training, update.value, slices);
  if (!made.ok) return made;
  const created = resume ? succeed(folder) : await createRun(folder, project);
  const { state, counters: before } = made.value as { state: TrainState; counters?: Counters };
  if (!created.ok) {
    disposeState(state);
    return created;
  }
  const part = data.value.parts.train;
  const { batches = [] } = resume ?? {};
  const earlier = batchOf(resume, project.training ?? DEFAULT_TRAINING);
  const isSmaller = before !== undefined && training.batch !== earlier;
  const counters = isSmaller ? rebatched(before, training.batch, part.count) : before;
  const change = isSmaller ? [{ step: before.step, before: earlier, batch: training.batch }] : [];
  // A resumed run must sum in the same order, and so with as many threads.
  const wanted = resume?.device.threads ?? device.threadsFor(loadOf(model.program, compiled.analysis.totals, training));
  const net = { model, ops, fields: data.value.fields, state, update: update.value, part, threads: wanted, signal };
  request.makeRoom?.();
  const opening = device.openNet(net, (notice) => listeners.notice(notice));
  const opened = await opening.then(succeed, async (error: unknown) => {
    if (!resume) await rm(folder, { recursive: true, force: true });
    if (isOutOfMemory(error)) return fail(ranOut(training, 'train/opened-no-memory'));
    throw error;
  });
  if (!opened.ok) return opened;
  const executor = opened.value;
  const threads = executor.isCompiled ? wanted : device.report.threads;
  if (resume && resume.device.threads.intraOp !== threads.intraOp) {
    listeners.notice(problem('run/threads', { expected: wanted.intraOp, got: threads.intraOp }));
  }
  const workshop = {
    executor,
    threads,
    data: data.value,
    update: update.value,
    counters,
    training,
    batches: [...batches, ...change],
  };
  return succeed(openRun(request, workshop, hashes));
}

/** How the run is trained: with a smaller batch than the project says, once memory has run out. */
function settledTraining({ project, resume, smallerBatch }: RunRequest): Result<TrainingSettings> {
  const { training = DEFAULT_TRAINING } = project;
  if (!resume || !smallerBatch) return succeed({ ...training, batch: batchOf(resume, training) });
  const batch = halvedBatch(resume, training);
  return batch.ok ? succeed({ ...training, batch: batch.value }) : batch;
}

/** The state of a new run: drawn by its seed, but for what it takes from another run. */
async function begin(
  { compiled: { program }, projectPath }: RunRequest,
  training: TrainingSettings,
  { optimizer }: StepSettings,
  slices: Slices,
): Promise<Result<{ state: TrainState }>> {
  const given = await startingWeights(program, training, projectPath);
  if (!given.ok) return given;
  return succeed({ state: await initialState(program, optimizer, training.seed, { given: given.value, slices }) });
}

/** The state that the run's newest whole checkpoint holds. */
async function restore(
  { folder, compiled, listeners }: RunRequest,
  resume: Manifest,
  hash: string,
  { optimizer }: StepSettings,
  slices: Slices,
): Promise<Result<{ state: TrainState; counters: Counters }>> {
  if (resume.hashes.data !== hash) return fail(problem('run/data-changed', { path: folder }));
  const found = await newestCheckpoint(folder);
  if (!found.ok) return found;
  const { checkpoint, notices } = found.value;
  const missing = missingValue(checkpoint.values, compiled.program, optimizer);
  if (missing !== undefined) return fail(problem('run/other-net', { name: missing }));
  try {
    await cutMetrics(folder, checkpoint.counters.step, checkpoint.counters.epoch);
  } catch (error) {
    return fail(writeProblem(error, folder));
  }
  for (const notice of notices) listeners.notice(notice);
  const state = await slices.do(restoring(checkpoint.values, compiled.program, optimizer));
  return succeed({ state, counters: checkpoint.counters });
}

function openRun(request: RunRequest, workshop: Workshop, hashes: Manifest['hashes']): LiveRun {
  const { project, device, folder, resume, listeners, compiled } = request;
  const { training, batches = [] } = workshop;
  const manifest: Manifest = {
    format: 'netloom-run',
    version: 1,
    title: project.title,
    ...(request.projectPath !== undefined && { projectPath: request.projectPath }),
    started: resume?.started ?? new Date().toISOString(),
    state: 'preparing',
    versions: { netloom: request.netloomVersion, node: process.version, library: device.report.library },
    device: { ...device.report, threads: workshop.threads },
    oneDnn: device.oneDnn,
    ...(Object.keys(device.flags).length > 0 && { flags: { ...device.flags } }),
    seed: training.seed,
    hashes,
    parameters: compiled.analysis.totals.parameters,
    ...(request.stepLimit !== undefined && { stepLimit: request.stepLimit }),
    ...(batches.length > 0 && { batches }),
    steps: workshop.counters?.step ?? 0,
    epochs: workshop.counters?.epoch ?? 0,
    seconds: workshop.counters?.seconds ?? 0,
    samplesPerSecond: 0,
    metrics: resume?.metrics ?? {},
    process: process.pid,
  };
  const writer = new RunWriter(
    folder,
    () => ({ ...training.optimizer, ...workshop.update.params }),
    { step: workshop.counters?.step ?? 0 },
    (notice) => listeners.notice(notice),
  );
  return new LiveRun({ ...workshop, folder, manifest, writer, listeners }, (events) => {
    const { executor, data, update, counters } = workshop;
    const settings = { ...training, steps: request.stepLimit };
    return new TrainingLoop({ executor, parts: data.parts, update, settings, counters, events });
  });
}
