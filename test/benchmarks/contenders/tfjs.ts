import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import util from 'node:util';
import type * as TensorFlow from '@tensorflow/tfjs-node-gpu';
import type { DescribedCall, Description } from '../description';
import { readDescription, readPart } from '../work-folder';
import { type Contender, serve } from './serve';

type Symbolic = TensorFlow.SymbolicTensor;
type Layer = TensorFlow.layers.Layer;

// Node 23 removed two helpers that tfjs-node calls.
Object.assign(util, { isNullOrUndefined: (x: unknown) => x === null || x === undefined, isArray: Array.isArray });
const tf = createRequire(import.meta.url)('@tensorflow/tfjs-node-gpu') as typeof TensorFlow;

/** √(Σ (a − b)² + 10⁻¹⁰), as the project's layer has it. */
class L2Distance extends tf.layers.Layer {
  static className = 'L2Distance';

  override computeOutputShape([first]: TensorFlow.Shape[]): TensorFlow.Shape {
    return [first?.[0] ?? null, 1];
  }

  override call(inputs: TensorFlow.Tensor[]): TensorFlow.Tensor {
    const [a, b] = inputs as [TensorFlow.Tensor, TensorFlow.Tensor];
    return tf.tidy(() => a.sub(b).square().sum(1, true).add(1e-10).sqrt());
  }
}

/** Parameters of the layers that the nets have, each where its kind has it. */
interface LayerParams {
  readonly filters: number;
  readonly kernel: [number, number];
  readonly size: [number, number];
  readonly stride: [number, number];
  readonly dilation: [number, number];
  readonly padding: 'valid' | 'same';
  readonly units: number;
  readonly bias: boolean;
  readonly momentum: number;
  readonly epsilon: number;
  readonly activation: 'relu';
}

/** A layer of tfjs; dropout has no place here. */
function layerOf({ kind, params }: DescribedCall): Layer {
  const p = params as unknown as LayerParams;
  const window = { strides: p.stride, padding: p.padding };
  if (kind === 'conv2d') {
    const shared = { ...window, dilationRate: p.dilation, useBias: p.bias };
    return tf.layers.conv2d({ filters: p.filters, kernelSize: p.kernel, ...shared });
  }
  if (kind === 'maxPool2d') return tf.layers.maxPooling2d({ poolSize: p.size, ...window });
  if (kind === 'dense') return tf.layers.dense({ units: p.units, useBias: p.bias });
  if (kind === 'batchNorm') return tf.layers.batchNormalization({ momentum: p.momentum, epsilon: p.epsilon });
  if (kind === 'activation') return tf.layers.activation({ activation: p.activation });
  if (kind === 'flatten') return tf.layers.flatten();
  if (kind === 'add') return tf.layers.add();
  if (kind === 'globalAveragePool2d') return tf.layers.globalAveragePooling2d({});
  if (kind === 'l2Distance') return new L2Distance({});
  throw new Error(`This benchmark has no layer of tfjs for ${kind}`);
}

/** In the order in which tfjs's layers keep them. */
const WEIGHT_NAMES = ['kernel', 'bias', 'scale', 'offset', 'mean', 'variance'];

function build({ calls, inputs, output, weights }: Description, values: readonly TensorFlow.Tensor[]) {
  const made = new Map<number, Symbolic>();
  const entries = inputs.map(({ value, shape }) => {
    const entry = tf.input({ shape: [...shape] });
    made.set(value, entry);
    return entry;
  });
  const owners = new Map<string, Layer>();
  const fillings: (() => void)[] = [];
  for (const call of calls) {
    const own = WEIGHT_NAMES.flatMap((name) => call.weights[name] ?? []);
    const key = own.join();
    const layer = (key && owners.get(key)) || layerOf(call);
    const from = call.inputs.map((id) => made.get(id) as Symbolic);
    const y = layer.apply(from.length === 1 ? (from[0] as Symbolic) : from) as Symbolic;
    if (key && !owners.has(key))
      fillings.push(() => layer.setWeights(own.map((at) => values[at] as TensorFlow.Tensor)));
    if (key) owners.set(key, layer);
    made.set(call.result, y);
    if (call.activation) {
      const activation = tf.layers.activation({ activation: call.activation.name as 'relu' });
      made.set(call.activation.result, activation.apply(y) as Symbolic);
    }
  }
  const logits = made.get(output.logits) as Symbolic;
  const model = tf.model({ inputs: entries, outputs: logits });
  for (const fill of fillings) fill();
  if (owners.size === 0) throw new Error(`${weights.length} weights have no layer`);
  return model;
}

/** From logits: with a softmax in the model tfjs cuts every loss at −log 10⁻⁷. */
const crossEntropy = (shares: TensorFlow.Tensor, logits: TensorFlow.Tensor) =>
  tf.losses.softmaxCrossEntropy(shares, logits);

/** ½·(t·d² + (1 − t)·max(margin − d, 0)²), the mean of it. */
const contrastive = (margin: number) => (truth: TensorFlow.Tensor, distance: TensorFlow.Tensor) =>
  tf.tidy(() => {
    const together = truth.mul(distance.square());
    const short = tf.maximum(tf.sub(margin, distance), 0);
    return together.add(tf.sub(1, truth).mul(short.square())).mul(0.5).mean();
  });

/** tfjs-node as people use it: a layers model and `fit`, on tensors that were made beforehand. */
function contender(folder: string): Contender {
  const description = readDescription(folder);
  const { batch, samples, inputs, output, weights } = description;
  const part = readPart(folder, description);
  const order = new Int32Array(new Uint8Array(readFileSync(join(folder, 'order.bin'))).buffer);
  const column = (name: string, scale: number): TensorFlow.Tensor => {
    const { field, values } = part.columns[name] as (typeof part.columns)[string];
    const each = values.length / samples;
    const made = new Float32Array(values.length);
    for (const [at, row] of order.entries()) {
      for (let i = 0; i < each; i++) made[at * each + i] = (values[row * each + i] as number) * scale;
    }
    return tf.tensor(made, [samples, ...(field.shape.length > 0 ? field.shape : [1])]);
  };
  const xs = inputs.map(({ field, scale }) => column(field, scale));
  const labels = column(output.field, 1);
  const classes = part.columns[output.field]?.field.classes?.length ?? 0;
  const y = output.loss === 'crossEntropy' ? tf.oneHot(labels.flatten().toInt(), classes).toFloat() : labels;
  const rows = (x: TensorFlow.Tensor, from: number, count: number) => x.slice([from], [count]);
  let model: TensorFlow.LayersModel;

  return {
    async open(steps) {
      const started = performance.now();
      const bytes = readFileSync(join(folder, 'weights.bin'));
      const { buffer } = new Uint8Array(bytes);
      let at = 0;
      const values = weights.map(({ shape }) => {
        const count = shape.reduce((a, b) => a * b, 1);
        at += count * 4;
        return tf.tensor(new Float32Array(buffer, at - count * 4, count), [...shape]);
      });
      model = build(description, values);
      tf.dispose(values);
      const { loss: kind, params } = output;
      const loss = kind === 'crossEntropy' ? crossEntropy : contrastive(Number(params.margin));
      const optimizer = tf.train.adam(description.learningRate, 0.9, 0.999, description.epsilon);
      model.compile({ optimizer, loss });
      const losses: number[] = [];
      let firstStep = 0;
      for (let step = 0; step < steps; step++) {
        // tfjs adds epsilon to the corrected root, Keras and we to the plain one: for the losses that are compared,
        // this makes the two the same.
        Object.assign(optimizer, { epsilon: description.epsilon / Math.sqrt(1 - 0.999 ** (step + 1)) });
        const batchXs = xs.map((x) => rows(x, step * batch, batch));
        const batchY = rows(y, step * batch, batch);
        losses.push((await model.trainOnBatch(batchXs, batchY)) as number);
        tf.dispose([batchXs, batchY]);
        if (step === 0) firstStep = (performance.now() - started) / 1000;
      }
      Object.assign(optimizer, { epsilon: description.epsilon });
      return { losses, firstStep, rest: (performance.now() - started) / 1000 - firstStep };
    },
    async train(steps) {
      const each = Math.min(steps, samples / batch);
      const epochs = Math.ceil(steps / each);
      const some = xs.map((x) => rows(x, 0, each * batch));
      const truth = rows(y, 0, each * batch);
      const started = performance.now();
      await model.fit(some, truth, { batchSize: batch, epochs, shuffle: false, verbose: 0 });
      const seconds = (performance.now() - started) / 1000;
      tf.dispose([some, truth]);
      return { seconds, steps: each * epochs };
    },
    infer: () => Promise.reject(new Error('tfjs takes no part in inference')),
  };
}

await serve(contender(process.argv[2] ?? ''));
