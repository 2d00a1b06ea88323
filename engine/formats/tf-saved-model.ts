import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tensor } from '@tensorflow/tfjs-core';
import { problem } from '../graph/problems';
import { decodeSignatures, encodeSavedModel } from '../native/proto';
import { openSavedModel } from '../native/saved-model-session';
import { defineFormat } from './contract/format';
import { constantBytes, signatureOf } from './parts/frozen-model';

const file = 'saved_model.pb';
const signatureName = 'serving_default';

/** A protobuf message ends at 2 GiB; nodes take some room beside the weights. */
const maximumBytes = 2 ** 31 - 1;
const bytesPerNode = 1024;

export default defineFormat({
  kind: 'tf-saved-model',
  title: 'TensorFlow SavedModel',
  doc: {
    summary: 'A folder that TensorFlow loads with tf.saved_model.load: the graph with its weights, ready to serve.',
    advice:
      'For Python, TensorFlow Serving and TensorFlow Lite. The signature is serving_default; its inputs and outputs ' +
      'have the names of their nodes.',
    source: 'https://www.tensorflow.org/guide/saved_model',
  },

  check(model) {
    const bytes = constantBytes(model.nodes) + model.nodes.length * bytesPerNode;
    if (bytes <= maximumBytes) return undefined;
    const got = `${(bytes / 2 ** 30).toFixed(1)} GB`;
    return problem('export/too-large', { got, expected: '2 GB', format: 'a SavedModel' });
  },

  async write(model, folder, native) {
    const bytes = encodeSavedModel(model.nodes, { [signatureName]: signatureOf(model) }, native.version);
    await writeFile(join(folder, file), bytes);
    // Weights are constants of the graph, but Python's loader looks for the folder.
    await mkdir(join(folder, 'variables'));
  },

  async read(folder, native) {
    const signature = decodeSignatures(await readFile(join(folder, file)))[signatureName];
    if (!signature) throw new Error(`it has no signature ${signatureName}`);
    const session = openSavedModel(native.backend, folder);
    const outputs = Object.entries(signature.outputs);
    return {
      run(values) {
        const feeds = Object.entries(signature.inputs).map(
          ([name, { name: ref }]) => [ref, values[name] as Tensor] as const,
        );
        const results = session.run(
          feeds,
          outputs.map(([, { name }]) => name),
        );
        return Object.fromEntries(outputs.map(([name], i) => [name, results[i] as Tensor]));
      },
      dispose: session.dispose,
    };
  },
});
