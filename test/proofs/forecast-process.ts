import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareData } from '../../engine/data/parts/prepared';
import { parseProject } from '../../engine/graph/parse';
import { compileForTraining } from '../../engine/session/analyse';
import { nodeDataIo } from '../../engine/session/data-io';
import { openDevice } from '../../engine/session/device';
import { applySteps } from '../../engine/train/apply-steps';
import { forecast } from '../../engine/train/forecast';
import { loadOf } from '../../engine/train/load';
import { PeakMemory } from '../../engine/train/memory/peak-memory';
import { prepareRun } from '../../engine/train/run/start';

/**
 * Forecasts a project's training, trains it for some epochs in the same process, as the engine does, and forecasts once
 * more. Prints a line of JSON: what was forecast, the time as the mean of both, and what happened. Arguments: project
 * file, epochs, batch.
 */
export default async function measure([file = '', epochsText = '2', batchText]: string[]): Promise<number> {
  const opened = parseProject(await readFile(file, 'utf8'));
  if (!opened.ok || !opened.value.project.training) throw new Error(`${file} cannot be trained`);
  const { project: original } = opened.value;
  const given = opened.value.project.training;
  const training = { ...given, epochs: Number(epochsText), batch: Number(batchText ?? given.batch) };
  const project = { ...original, training };
  const io = nodeDataIo(file);
  const compiled = await compileForTraining(project, io);
  if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
  const device = await openDevice('cpu');
  const data = await prepareData(io, project.data, applySteps(device.makeOps()));
  if (!data.ok) throw new Error(data.problems[0]?.message);

  const { program, analysis } = compiled.value;
  const threads = device.threadsFor(loadOf(program, analysis.totals, training));
  const parts = data.value;
  async function tell() {
    const started = performance.now();
    const told = await forecast({ program, training, data: parts, device, threads });
    if (!told?.ok) throw new Error(told?.problems[0]?.message ?? 'The forecast was given up');
    return { ...told.value, took: (performance.now() - started) / 1000 };
  }
  const told = await tell();

  const peak = new PeakMemory();
  const epochs: number[] = [];
  const prepared = await prepareRun({
    project,
    compiled: compiled.value,
    io,
    data: data.value,
    device,
    folder: join(await mkdtemp(join(tmpdir(), 'netloom-')), 'run'),
    netloomVersion: '0.0.0',
    listeners: { state: () => {}, point: () => {}, epoch: ({ seconds }) => epochs.push(seconds), notice: () => {} },
  });
  if (!prepared.ok) throw new Error(prepared.problems[0]?.message);
  await prepared.value.run();
  prepared.value.dispose();
  const happened = { memory: peak.bytes, secondsPerEpoch: epochs.reduce((a, b) => a + b) / epochs.length };
  // Once more: where others compute as well, the machine may have been another one before the run than during it.
  const again = await tell();
  const secondsPerEpoch = (told.secondsPerEpoch + again.secondsPerEpoch) / 2;
  process.stdout.write(`${JSON.stringify({ took: told.took, forecast: { ...told, secondsPerEpoch }, happened })}\n`);
  return 0;
}
