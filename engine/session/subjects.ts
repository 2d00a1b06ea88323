import { type PreparedData, prepareData } from '../data/parts/prepared';
import { DEFAULT_TRAINING, type Project } from '../graph/document';
import { fail, type Result, succeed } from '../graph/problem';
import { problem } from '../graph/problems';
import type { Threads } from '../native/threads';
import { applySteps } from '../train/apply-steps';
import type { Executor } from '../train/executor';
import { Slices } from '../train/pieces';
import { plainExecutor } from '../train/plain-executor';
import { type Checkpoint, chooseCheckpoint } from '../train/run/checkpoint';
import { initialState, missingValue, restoring } from '../train/state';
import { compileForTraining } from './analyse';
import { nodeDataIo } from './data-io';
import type { Device } from './device';

/** A net with its data, outside training: a finished run's, or one whose weights are as they begin. */
export interface Opened {
  readonly subject: Executor;
  readonly data: PreparedData;
  readonly project: Project;
  readonly step: number;
  readonly epoch: number;
  dispose(): void;
}

export interface OpenRequest {
  readonly project: Project;
  /** Where the project stands: paths of data files begin there. */
  readonly projectPath?: string;
  readonly device: Pick<Device, 'makeOps' | 'openNet'>;
  /** Folder of a run; absent: the net as it begins. */
  readonly run?: string;
  /** Which of the run's checkpoints; default the newest. */
  readonly checkpoint?: 'newest' | 'best';
  /** Threads of its sums; default the process' own. */
  readonly threads?: Threads;
  /** Data that were prepared before, for the same settings. */
  readonly data?: PreparedData;
}

/** Compiles a project, prepares its data and loads or draws its weights. Dispose of it when it is done with. */
export async function openSubject(request: OpenRequest): Promise<Result<Opened>> {
  const { project, projectPath, device, run } = request;
  const io = nodeDataIo(projectPath);
  const compiled = await compileForTraining(project, io);
  if (!compiled.ok) return compiled;
  const { program } = compiled.value;
  const ops = device.makeOps();
  const data = request.data ? succeed(request.data) : await prepareData(io, project.data, applySteps(ops));
  if (!data.ok) return data;
  let checkpoint: Checkpoint | undefined;
  if (run !== undefined) {
    const found = await chooseCheckpoint(run, request.checkpoint ?? 'newest');
    if (!found.ok) return found;
    checkpoint = found.value;
    const missing = missingValue(checkpoint.values, program);
    if (missing !== undefined) return fail(problem('run/other-net', { name: missing }));
  }
  const { seed } = project.training ?? DEFAULT_TRAINING;
  const model = { program, steps: data.value.steps };
  const state = checkpoint
    ? await new Slices().do(restoring(checkpoint.values, program))
    : await initialState(program, { slots: [] }, seed);
  const net = { model, ops, fields: data.value.fields, state, threads: request.threads };
  // A net as it begins is looked at a few times between two edits: compiling it would take longer than that.
  const subject = run === undefined ? plainExecutor(net) : await device.openNet(net);
  return succeed({
    subject,
    data: data.value,
    project,
    step: checkpoint?.counters.step ?? 0,
    epoch: checkpoint?.counters.epoch ?? 0,
    dispose: () => subject.dispose(),
  });
}
