import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import { defineFormat } from './contract/format';
import { modelJson, shards, weightsOf } from './parts/tfjs-model-json';
import { readModelJson, weightPaths } from './parts/tfjs-read';
import { withoutGroups } from './parts/ungrouped';

const file = 'model.json';

/** What a browser fetches at a time and keeps in its cache. */
const shardBytes = 4 * 1024 * 1024;

export default defineFormat({
  kind: 'tfjs-graph-model',
  title: 'TensorFlow.js graph model',
  doc: {
    summary: 'A model.json with the graph beside weights in pieces of 4 MB, for web pages and Node.',
    advice: "Load it with tf.loadGraphModel('model.json'). It runs in any browser, with WebGL where there is a GPU.",
    source: 'https://www.tensorflow.org/js/guide/conversion',
  },

  async write(model, folder) {
    const nodes = withoutGroups(model.nodes);
    const weights = weightsOf(nodes);
    const count = Math.ceil(weights.reduce((sum, { data }) => sum + data.byteLength, 0) / shardBytes);
    const paths = Array.from({ length: count }, (_, i) => `group1-shard${i + 1}of${count}.bin`);
    let written = 0;
    for (const shard of shards(weights, shardBytes)) await writeFile(join(folder, paths[written++] as string), shard);
    await writeFile(join(folder, file), JSON.stringify(modelJson({ ...model, nodes }, weights, paths)));
  },

  async read(folder, native) {
    const json = readModelJson(await readFile(join(folder, file), 'utf8'));
    const shards = await Promise.all(weightPaths(json).map((path) => readFile(join(folder, path))));
    const weightData = new Uint8Array(Buffer.concat(shards)).buffer;
    const { modelTopology, weightsManifest, format, signature } = json;
    const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
    const artifacts = { modelTopology, format, signature, weightSpecs, weightData };
    const graph = await native.tf.loadGraphModel({ load: async () => artifacts });
    const outputs = Object.entries(signature.outputs);
    return {
      run(values) {
        const feeds: NamedTensorMap = {};
        for (const [name, { name: tensor }] of Object.entries(signature.inputs)) feeds[tensor] = values[name] as Tensor;
        const names = outputs.map(([, { name }]) => name);
        const results = [graph.execute(feeds, names)].flat();
        return Object.fromEntries(outputs.map(([name], i) => [name, results[i] as Tensor]));
      },
      dispose: () => graph.dispose(),
    };
  },
});
