import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { epochOrder } from '../../engine/data/parts/batches';
import { prepareData } from '../../engine/data/parts/prepared';
import { parseProject } from '../../engine/graph/parse';
import { threadsFor } from '../../engine/native/threads';
import { compileForTraining } from '../../engine/session/analyse';
import { nodeDataIo } from '../../engine/session/data-io';
import { openDevice } from '../../engine/session/device';
import { applySteps } from '../../engine/train/apply-steps';
import type { Executor } from '../../engine/train/executor';
import { disposeBatch } from '../../engine/train/feed';
import { plainExecutor } from '../../engine/train/plain-executor';
import { stepSettings } from '../../engine/train/settings';
import { initialState } from '../../engine/train/state';
import { TrainingBatches } from '../../engine/train/training-batches';

/** Seconds that a window of steps lasts. */
const WINDOW_SECONDS = 0.7;

/**
 * Times one net in this process, which has the threads that its run would have: windows of compiled and plain steps in
 * turn, so that a busy machine slows both down alike. Arguments: project file, batch, rounds. Prints a line of JSON.
 */
export default async function measure([file = '', batchText = '64', roundsText = '5']: string[]): Promise<number> {
  const opened = parseProject(await readFile(file, 'utf8'));
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  const { project } = opened.value;
  const io = nodeDataIo(file);
  const compiled = await compileForTraining(project, io);
  if (!compiled.ok || !project.training) throw new Error(`${file} cannot be trained`);
  const { analysis, program } = compiled.value;
  const batch = Number(batchText);
  const threads = threadsFor(analysis.totals.macs, batch, availableParallelism());
  const device = await openDevice('cpu', threads);
  const ops = device.makeOps();
  const data = await prepareData(io, project.data, applySteps(ops));
  const update = stepSettings(project.training);
  if (!data.ok || !update.ok) throw new Error('The data cannot be prepared');
  const { fields, parts, steps } = data.value;
  const { seed } = project.training;
  const request = () => ({
    model: { program, steps },
    ops,
    fields,
    state: initialState(program, update.value.optimizer, seed),
    update: update.value,
    part: parts.train,
  });
  const started = performance.now();
  const executors: Record<'compiled' | 'plain', Executor> = {
    compiled: device.openNet(request()),
    plain: plainExecutor(request()),
  };
  const opening = performance.now() - started;
  const runs = Object.entries(executors).map(([name, executor]) => ({
    name,
    times: [] as number[],
    go: goer(executor),
  }));
  function goer(executor: Executor) {
    const batches = new TrainingBatches(executor, parts.train, batch);
    const order = epochOrder(parts.train.count, seed, 0);
    let step = 0;
    return async () => {
      const tensors = batches.tensors(step % (batches.count - 1), order);
      step++;
      const figures = await executor.step(tensors, { rate: 0.001, step, seed });
      disposeBatch(tensors);
      return figures[0] as number;
    };
  }
  const first: number[] = [];
  for (const { go } of runs) first.push(await go());
  for (let round = 0; round <= Number(roundsText); round++) {
    for (const { go, times } of runs) {
      const from = performance.now();
      let count = 0;
      do {
        await go();
        count++;
      } while (performance.now() - from < WINDOW_SECONDS * 1000);
      // The first window warms up.
      if (round > 0) times.push((performance.now() - from) / count);
    }
  }
  const milliseconds = Object.fromEntries(
    runs.map(({ name, times }) => [name, { best: Math.min(...times), median: median(times) }]),
  );
  const differs = Math.abs((first[0] as number) - (first[1] as number));
  process.stdout.write(`${JSON.stringify({ batch, threads: threads.intraOp, opening, differs, milliseconds })}\n`);
  return 0;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}
