import { readFile } from 'node:fs/promises';
import { BatchMaker, epochOrder } from '../../engine/data/parts/batches';
import { prepareData } from '../../engine/data/parts/prepared';
import { parseProject } from '../../engine/graph/parse';
import { loadNative } from '../../engine/native/load';
import { compileForTraining } from '../../engine/session/analyse';
import { nodeDataIo } from '../../engine/session/data-io';
import { openDevice } from '../../engine/session/device';
import { applySteps } from '../../engine/train/apply-steps';
import { TrainingLoop } from '../../engine/train/loop';
import { stepSettings } from '../../engine/train/settings';
import { initialState } from '../../engine/train/state';

/** Steps a window, and windows of each kind; the best window counts, since the machine is shared. */
const STEPS = 30;
const WINDOWS = 7;

/** Milliseconds a step of our loop, and of tfjs-node's `model.fit` on the same net, batch and optimizer. */
export async function compareWithFit(file: string): Promise<{ ours: number; fit: number }> {
  const opened = parseProject(await readFile(file, 'utf8'));
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  const { project } = opened.value;
  const io = nodeDataIo(file);
  const compiled = await compileForTraining(project, io);
  if (!compiled.ok || !project.training) throw new Error('The template cannot be trained');
  const device = await openDevice();
  const native = loadNative();
  if (!native.ok) throw new Error(native.reason);
  const { tf } = native;
  const ops = device.makeOps();
  const data = await prepareData(io, project.data, applySteps(ops));
  const update = stepSettings(project.training);
  if (!data.ok || !update.ok) throw new Error('The data cannot be prepared');
  const { program } = compiled.value;
  const { batch, seed } = project.training;
  const { parts, steps } = data.value;
  const settings = update.value;

  const state = await initialState(program, update.value.optimizer, seed);
  const executor = await device.openNet({
    model: { program, steps },
    ops,
    fields: data.value.fields,
    state,
    update: settings,
    part: parts.train,
  });
  async function window(): Promise<number> {
    const started = performance.now();
    const end = { count: 0 };
    const loop: TrainingLoop = new TrainingLoop({
      executor,
      parts: { ...parts, validation: { ...parts.validation, count: 0 }, test: { ...parts.test, count: 0 } },
      update: settings,
      settings: { ...project.training, epochs: 1, batch, seed, optimizer: { kind: 'adam' } },
      events: {
        state: () => {},
        point: () => {
          if (++end.count === STEPS) loop.stop();
        },
        epoch: () => {},
        boundary: async () => undefined,
      },
    });
    await loop.run();
    return (performance.now() - started) / STEPS;
  }

  const rows = STEPS * batch;
  const maker = new BatchMaker(parts.train, ['image', 'label'], rows);
  const { columns } = maker.make(0, epochOrder(parts.train.count, 1, 0));
  const x = tf.tensor(
    Float32Array.from(columns.image as Float32Array, (v) => v / 255),
    [rows, 28, 28, 1],
  );
  const y = tf.oneHot(tf.tensor1d(columns.label as Int32Array, 'int32'), 10);
  const model = layersOf(tf, project.graph.nodes);
  const callbacks = { onBatchEnd: () => {} };
  async function fitWindow(): Promise<number> {
    const started = performance.now();
    await model.fit(x, y, { epochs: 1, batchSize: batch, verbose: 0, shuffle: true, callbacks });
    return (performance.now() - started) / STEPS;
  }
  const times = { ours: [] as number[], fit: [] as number[] };
  for (let at = 0; at <= WINDOWS; at++) {
    times.ours.push(await window());
    times.fit.push(await fitWindow());
  }
  executor.dispose();
  return { ours: Math.min(...times.ours.slice(1)), fit: Math.min(...times.fit.slice(1)) };
}

type TensorFlow = typeof import('@tensorflow/tfjs-node-gpu');

/** The same chain of layers in tfjs's own words. */
function layersOf(tf: TensorFlow, nodes: readonly { kind: string; params?: Readonly<Record<string, unknown>> }[]) {
  const model = tf.sequential();
  const inner = nodes.slice(1, -1);
  for (const [at, { kind, params = {} }] of inner.entries()) {
    const first = at === 0 ? { inputShape: [28, 28, 1] } : {};
    const last = at === inner.length - 1;
    const activation = last ? 'softmax' : (params.activation as 'relu' | undefined);
    if (kind === 'flatten') model.add(tf.layers.flatten(first));
    else if (kind === 'maxPool2d') model.add(tf.layers.maxPooling2d({ poolSize: 2, strides: 2 }));
    else if (kind === 'dense') model.add(tf.layers.dense({ ...first, units: params.units as number, activation }));
    else if (kind === 'conv2d') {
      const { filters, kernel } = params as { filters: number; kernel: [number, number] };
      model.add(tf.layers.conv2d({ ...first, filters, kernelSize: kernel, activation }));
    } else throw new Error(`${kind} is not part of the comparison`);
  }
  model.compile({ optimizer: tf.train.adam(0.001), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return model;
}

export default async function speed(files: string[]): Promise<number> {
  for (const file of files) {
    const { ours, fit } = await compareWithFit(file);
    process.stdout.write(`${file}: ${ours.toFixed(2)} ms a step, model.fit ${fit.toFixed(2)} ms\n`);
  }
  return 0;
}
