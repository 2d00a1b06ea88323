import type { Program } from '../compile/program';
import { ranOut } from '../compile/ran-out';
import type { DataIo } from '../data/contract/source';
import { type PreparedData, prepareData } from '../data/parts/prepared';
import { DEFAULT_TRAINING, type Project } from '../graph/document';
import { fail, type Result } from '../graph/problem';
import type { Device } from '../session/device';
import { applySteps } from '../train/apply-steps';
import { forecast } from '../train/forecast';
import { bytesText } from '../train/memory/bytes-text';
import { isOutOfMemory } from '../train/memory/out-of-memory';
import type { Manifest } from '../train/run/manifest';
import { batchOf } from '../train/run/smaller-batch';
import { timeText } from './table';
import type { Terminal } from './terminal';

/** Seconds of steps that are measured: people wait for it. */
const SECONDS = 0.5;

interface Order {
  readonly project: Project;
  readonly program: Program;
  readonly io: DataIo;
  readonly device: Device;
  readonly resume: Manifest | undefined;
}

/** Tells a person what the training will take, and gives the data that were read for it, or why it cannot be done. */
export async function tellForecast(terminal: Terminal, order: Order): Promise<Result<PreparedData>> {
  const { project, program, io, device, resume } = order;
  const data = await prepareData(io, project.data, applySteps(device.makeOps()));
  if (!data.ok) return data;
  const given = project.training ?? DEFAULT_TRAINING;
  const training = { ...given, batch: batchOf(resume, given) };
  try {
    const told = await forecast({ program, training, data: data.value, device, seconds: SECONDS });
    if (told && !told.ok) return told;
    if (told) {
      const { memory, secondsPerEpoch: seconds } = told.value;
      const time = seconds < 10 ? `${seconds.toFixed(1)} s` : timeText(seconds);
      terminal.note(`Memory ${bytesText(memory)}, one epoch ${time}, as measured on this machine`);
    }
  } catch (error) {
    if (!isOutOfMemory(error)) throw error;
    return fail(ranOut(training));
  }
  return data;
}
