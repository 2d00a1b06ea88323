import '@tensorflow/tfjs-backend-cpu';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InferenceFunction } from '../../../engine/formats/contract/inference';
import { formats } from '../../../engine/formats/contract/registry';
import { exportModel } from '../../../engine/formats/parts/export-model';
import { nativeForTests } from '../native/native';
import { largestDifference, lenet, nets, samplesFor } from './nets';

const native = nativeForTests();
let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'netloom-exports-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const batches = [1, 7, 64];

async function exported(inference: InferenceFunction, format: string, out: string) {
  const samples = samplesFor(inference, 40);
  const report = await exportModel({ native, inference, format, out, samples });
  tf.dispose(samples);
  if (!report.ok) throw new Error(report.problems.map(({ message }) => message).join());
  return report.value;
}

/** TensorFlow.js as a web page has it: no native kernels, the model read through its own loader. */
async function runOnTfjs(folder: string, inputs: Record<string, tf.Tensor>): Promise<Record<string, number[]>> {
  const json = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'));
  const files = await Promise.all(
    json.weightsManifest.flatMap((group: { paths: string[] }) =>
      group.paths.map((path) => readFile(join(folder, path))),
    ),
  );
  const weightData = new Uint8Array(Buffer.concat(files)).buffer;
  const weightSpecs = json.weightsManifest.flatMap((group: { weights: object[] }) => group.weights);
  const values = Object.entries(inputs).map(([name, x]) => ({
    name,
    data: x.dataSync(),
    shape: x.shape,
    dtype: x.dtype,
  }));
  await tf.setBackend('cpu');
  try {
    const model = await loadGraphModel({ load: async () => ({ ...json, weightSpecs, weightData }) });
    const feeds = Object.fromEntries(
      values.map(({ name, data, shape, dtype }) => [name, tf.tensor(data, shape, dtype)]),
    );
    const names = Object.keys(json.signature.outputs);
    const results = model.predict(feeds);
    const list = results instanceof tf.Tensor ? [results] : Array.isArray(results) ? results : Object.values(results);
    return Object.fromEntries(list.map((tensor, i) => [names[i] as string, Array.from(tensor.dataSync())]));
  } finally {
    await tf.setBackend('tensorflow');
  }
}

describe.each(Object.entries(nets))('%s', (name, make) => {
  const inference = make();

  it.each([...formats.keys()])('as %s answers as the live net at any batch size', async (kind) => {
    const out = join(root, `${name}-${kind}`);
    const report = await exported(inference, kind, out);
    expect(report).toMatchObject({ samples: 40, format: kind, path: out });
    expect(report.maxDifference).toBeLessThan(1e-5);
    const model = await formats.get(kind)?.read(out, native);
    for (const batch of batches) {
      const samples = samplesFor(inference, batch);
      const expected = inference.run(samples);
      const got = model?.run(
        Object.fromEntries(inference.inputs.map((input, i) => [input.name, samples[i] as tf.Tensor])),
      );
      inference.outputs.forEach((output, i) => {
        expect(got?.[output.name]?.shape).toEqual(expected[i]?.shape);
        const difference = largestDifference(
          expected[i]?.dataSync() as Float32Array,
          got?.[output.name]?.dataSync() as Float32Array,
        );
        expect(difference).toBeLessThan(1e-5);
      });
    }
    model?.dispose();
  });

  it('answers the same in TensorFlow.js without native kernels', async () => {
    for (const batch of batches.slice(0, 2)) {
      const samples = samplesFor(inference, batch);
      const expected = inference.run(samples);
      const inputs = Object.fromEntries(inference.inputs.map((input, i) => [input.name, samples[i] as tf.Tensor]));
      const got = await runOnTfjs(join(root, `${name}-tfjs-graph-model`), inputs);
      inference.outputs.forEach((output, i) => {
        const values = expected[i]?.dataSync() as Float32Array;
        expect(largestDifference(values, got[output.name] ?? [])).toBeLessThan(1e-5);
      });
    }
  });
});

it('is read by tfjs-node from the disk, with its own loaders', async () => {
  const inference = lenet();
  const samples = samplesFor(inference, 5);
  const [image, expected] = [samples[0] as tf.Tensor, inference.run(samples)[0]?.dataSync() as Float32Array];
  const folders = ['tf-saved-model', 'tfjs-graph-model'].map((kind) => join(root, `disk-${kind}`)) as [string, string];
  await exported(inference, 'tf-saved-model', folders[0]);
  await exported(inference, 'tfjs-graph-model', folders[1]);

  const saved = await native.tf.node.loadSavedModel(folders[0]);
  const answers = saved.predict({ image }) as Record<string, tf.Tensor>;
  expect(largestDifference(expected, answers.digit?.dataSync() ?? [])).toBeLessThan(1e-5);
  saved.dispose();

  const graph = await native.tf.loadGraphModel(`file://${join(folders[1], 'model.json')}`);
  const answer = graph.predict({ image }) as tf.Tensor;
  expect(largestDifference(expected, answer.dataSync())).toBeLessThan(1e-5);
  graph.dispose();
});

describe('an export folder', () => {
  it('says how to feed the model and read its answers', async () => {
    const out = join(root, 'card');
    const report = await exported(lenet(), 'tf-saved-model', out);
    expect((await readdir(out)).sort()).toEqual(['labels.txt', 'netloom.json', 'saved_model.pb', 'variables']);
    expect(await readFile(join(out, 'labels.txt'), 'utf8')).toBe('0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n');
    expect(JSON.parse(await readFile(join(out, 'netloom.json'), 'utf8'))).toEqual({
      format: 'netloom-export',
      version: 1,
      model: 'tf-saved-model',
      inputs: [
        {
          name: 'image',
          tensor: 'image:0',
          shape: [null, 28, 28, 1],
          dtype: 'float32',
          size: { height: 28, width: 28 },
          colours: 'grey',
          resize: 'bilinear',
          range: [0, 255],
        },
      ],
      outputs: [
        {
          name: 'digit',
          tensor: 'digit:0',
          shape: [null, 10],
          activation: 'softmax',
          classes: Array.from('0123456789'),
        },
      ],
      receipt: { samples: 40, maxDifference: report.maxDifference },
    });
  });

  it('keeps the weights of a graph model in files of 4 MB with plain names', async () => {
    const out = join(root, 'shards');
    const net = lenet();
    const wide = tf.variable(tf.ones([1500, 1500]));
    const inference: InferenceFunction = {
      ...net,
      variables: new Map([...net.variables, ['wide.kernel', wide]]),
      run: (inputs) => net.run(inputs).map((x) => tf.mul(x, tf.mean(wide))),
    };
    await exported(inference, 'tfjs-graph-model', out);
    const files = (await readdir(out)).filter((file) => file.endsWith('.bin')).sort();
    expect(files).toEqual(['group1-shard1of3.bin', 'group1-shard2of3.bin', 'group1-shard3of3.bin']);
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(out, file))).size));
    expect(sizes.slice(0, 2)).toEqual([2 ** 22, 2 ** 22]);
    const json = JSON.parse(await readFile(join(out, 'model.json'), 'utf8'));
    expect(json.weightsManifest[0].paths).toEqual(files);
    expect(json.weightsManifest[0].weights.map(({ name }: { name: string }) => name)).toContain('conv1.kernel');
  });

  it('replaces an earlier export and nothing else', async () => {
    const out = join(root, 'again');
    await exported(lenet(), 'tf-saved-model', out);
    await exported(lenet(), 'tfjs-graph-model', out);
    expect(await readdir(out)).not.toContain('saved_model.pb');
    const own = join(root, 'holiday');
    await mkdir(own);
    await writeFile(join(own, 'photo.jpg'), 'dear');
    const refused = await exportModel({ native, inference: lenet(), format: 'tf-saved-model', out: own, samples: [] });
    expect(!refused.ok && refused.problems[0]?.code).toBe('export/not-empty');
    expect(await readdir(own)).toEqual(['photo.jpg']);
    expect((await readdir(root)).filter((entry) => entry.startsWith('.'))).toEqual([]);
  });
});

describe('what cannot be exported is a problem, and leaves nothing behind', () => {
  const codeOf = async (change: Partial<InferenceFunction>, format = 'tf-saved-model', out = join(root, 'refused')) => {
    const inference = { ...lenet(), ...change };
    const result = await exportModel({ native, inference, format, out, samples: samplesFor(inference, 3) });
    expect((await readdir(root)).filter((entry) => entry === 'refused' || entry.startsWith('.'))).toEqual([]);
    return result.ok ? 'ok' : result.problems[0]?.code;
  };
  const net = lenet();
  const [weight] = net.variables.values();

  it('noise in the function', async () => {
    expect(await codeOf({ run: (x) => net.run(x).map((y) => tf.add(y, Math.random())) })).toBe('export/not-traceable');
  });
  it('a weight that is not named', async () => {
    expect(await codeOf({ variables: new Map(), run: net.run })).toBe('export/not-traceable');
  });
  it('statistics that go on changing', async () => {
    const changing = (x: tf.Tensor[]) => {
      (weight as tf.Variable).assign(tf.mul(weight as tf.Tensor, 1.5));
      return net.run(x);
    };
    expect(await codeOf({ variables: net.variables, run: changing })).toBe('export/changes-state');
  });
  it('a function that answers otherwise once it is written', async () => {
    let traces = 0;
    const run = (x: tf.Tensor[]) => net.run(x).map((y) => (++traces > 2 ? tf.mul(y, 1.1) : y));
    expect(await codeOf({ variables: net.variables, run })).toBe('export/differs');
  });
  it('an unknown format', async () => {
    expect(await codeOf({}, 'fax')).toBe('export/unknown-format');
  });
  it('a file in the way of the folder', async () => {
    const file = join(root, 'file');
    await writeFile(file, '');
    expect(await codeOf({}, 'tf-saved-model', file)).toBe('export/unwritable');
    expect(await codeOf({}, 'tf-saved-model', join(file, 'below'))).toBe('export/unwritable');
  });
  it('native TensorFlow that is not there', async () => {
    const request = { inference: net, format: 'tf-saved-model', out: join(root, 'refused'), samples: [] };
    const result = await exportModel({ ...request, native: { ok: false, reason: 'no library' } });
    expect(!result.ok && result.problems[0]?.message).toContain('no library');
  });
  it('more weights than a protobuf holds', () => {
    const value = { dtype: 1, shape: [24_000, 24_000], data: new Float32Array() } as const;
    const node = { name: 'big', op: 'Const', inputs: [], attributes: { value: { tensor: value } }, results: [] };
    const model = { nodes: [node], inputs: [], outputs: [] };
    expect(formats.get('tf-saved-model')?.check?.(model)?.code).toBe('export/too-large');
    expect(formats.get('tfjs-graph-model')?.check?.(model)).toBeUndefined();
  });
});

it('60 exports leave no tensor, handle or session behind', async () => {
  const inference = nets.twoByTwo();
  const once = (i: number) => exported(inference, i % 2 ? 'tf-saved-model' : 'tfjs-graph-model', join(root, 'often'));
  for (let i = 0; i < 10; i++) await once(i);
  const state = () => ({
    tensors: tf.memory().numTensors,
    handles: native.backend.binding.getNumOfTensors(),
    sessions: native.backend.binding.getNumOfSavedModels(),
  });
  const [before, resident] = [state(), process.memoryUsage().rss];
  for (let i = 0; i < 60; i++) await once(i);
  expect(state()).toEqual(before);
  expect((process.memoryUsage().rss - resident) / 2 ** 20).toBeLessThan(80);
});
