import type { Program } from '../../engine/compile/program';
import type { Field } from '../../engine/data/contract/field';
import type { Part } from '../../engine/data/contract/source';
import type { BenchmarkNet } from './nets/net';

/** One layer applied once, by what other frameworks need to build it. */
export interface DescribedCall {
  readonly kind: string;
  readonly path: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Values by number. */
  readonly inputs: readonly number[];
  readonly result: number;
  /** Name within the layer → index into `weights`; calls with the same ones share them. */
  readonly weights: Readonly<Record<string, number>>;
  /** Applied to `result`, giving the value `result` of its own. */
  readonly activation?: { readonly name: string; readonly result: number };
}

/** A net for contenders that know nothing of this engine: the compiled program as plain JSON. */
export interface Description {
  readonly name: string;
  readonly batch: number;
  readonly samples: number;
  readonly trainable: number;
  readonly learningRate: number;
  readonly epsilon: number;
  /** Raw files beside this one, a value after the other. */
  readonly columns: readonly { readonly field: Field; readonly stored: 'uint8' | 'int32' }[];
  /** What a raw value is multiplied with before it enters the net. */
  readonly inputs: readonly {
    readonly value: number;
    readonly field: string;
    readonly shape: readonly number[];
    readonly scale: number;
  }[];
  /** Shape of each value by its number, without the batch. */
  readonly shapes: readonly (readonly number[])[];
  readonly calls: readonly DescribedCall[];
  readonly output: {
    readonly logits: number;
    readonly field: string;
    readonly loss: string;
    readonly params: Readonly<Record<string, unknown>>;
  };
  /** In the order of `weights.bin`, float32. */
  readonly weights: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    /** It starts at 0, whatever its layer says. */
    readonly zeroed: boolean;
  }[];
}

/** Every call on the way to the logits: a softmax that is drawn before a cross-entropy is part of the loss. */
export function describe(net: BenchmarkNet, program: Program, part: Part): Description {
  const [output] = program.outputs;
  if (!output?.field || program.outputs.length !== 1) throw new Error(`${net.name} needs one output that is bound`);
  const { learningRate, epsilon } = { epsilon: 1e-7, ...net.project.training?.optimizer } as Record<string, unknown>;
  const scaleOf = (field: string): number => {
    const steps = net.project.data?.prepare?.filter((step) => step.field === field) ?? [];
    if (steps.some(({ op, offset = 0 }) => op !== 'rescale' || offset !== 0))
      throw new Error('Only scales are written');
    return steps.reduce((scale, step) => scale * Number(step.scale), 1);
  };
  const inputs = program.inputs.map(({ value, field, spec }) => {
    if (field === undefined) throw new Error(`${net.name} has an input that is not bound`);
    return { value, field, shape: spec.shape.slice(1).map(Number), scale: scaleOf(field) };
  });
  const read = new Set([...inputs.map(({ field }) => field), output.field.name]);
  return {
    name: net.name,
    batch: net.batch,
    samples: part.count,
    trainable: net.trainable,
    learningRate: Number(learningRate),
    epsilon: Number(epsilon),
    columns: Object.values(part.columns)
      .filter(({ field }) => read.has(field.name))
      .map(({ field, values }) => ({ field, stored: values instanceof Uint8Array ? 'uint8' : 'int32' })),
    inputs,
    shapes: program.values.map(({ shape }) => shape.slice(1).map(Number)),
    calls: program.calls.map((call) => {
      const [result] = call.results;
      if (result === undefined || call.results.length !== 1) throw new Error(`${call.path} has not one result`);
      const { layer, path, params, inputs, weights, activation } = call;
      // An activation drawn by itself is a layer that does nothing, with the activation behind it.
      const { kind } = layer;
      if (kind === 'activation' && activation) {
        const own = { activation: activation.name };
        return { kind, path, params: own, inputs, result: activation.result, weights };
      }
      const behind = result === output.logits ? undefined : activation;
      return { kind, path, params, inputs, result, weights, ...(behind && { activation: behind }) };
    }),
    output: { logits: output.logits, field: output.field.name, loss: output.loss.kind, params: output.params },
    weights: program.weights.map(({ name, shape }) => ({
      name,
      shape,
      zeroed: net.zeroed !== undefined && name.endsWith(net.zeroed),
    })),
  };
}
