import type { Call, Program, Weight } from '../../../engine/compile/program';
import type { Field } from '../../../engine/data/contract/field';
import type { Layer } from '../../../engine/layers/contract/layer';
import type { Params, Values } from '../../../engine/layers/contract/params';
import { layers } from '../../../engine/layers/contract/registry';
import { float, type Spec, sampleShape } from '../../../engine/layers/contract/spec';
import type { Loss } from '../../../engine/losses/contract/loss';
import { losses } from '../../../engine/losses/contract/registry';
import { valuesOf } from '../layers/cases';

/** A net written as a list of layers, each on what the one before gives. */
export class Chain {
  readonly fields: Field[] = [];
  private readonly values: Spec[] = [];
  private readonly calls: Call[] = [];
  private readonly weights: Weight[] = [];
  private readonly inputs: { id: string; value: number; spec: Spec; field: string }[] = [];

  input(spec: Spec, id = `x${this.inputs.length}`): number {
    this.fields.push({ name: id, shape: sampleShape(spec), dtype: spec.dtype, role: 'number' });
    this.inputs.push({ id, value: this.value(spec), spec, field: id });
    return this.values.length - 1;
  }

  /** Runs a layer on values by their ids, with its activation; gives the id of its first result. */
  call(layer: Layer | string, ids: readonly number[], given: object = {}): number {
    const kind = typeof layer === 'string' ? (layers.get(layer) as Layer) : layer;
    const params = valuesOf(kind, given);
    const path = `${kind.kind}${this.calls.length + 1}`;
    const specs = ids.map((id) => this.values[id] as Spec);
    const shapes = kind.shape(specs, params);
    if ('code' in shapes) throw new Error(shapes.code);
    const own: Record<string, number> = {};
    for (const [name, spec] of Object.entries(kind.weights?.(specs, params) ?? {})) {
      own[name] = this.weights.length;
      const stream = this.weights.length + 1;
      this.weights.push({ ...spec, name: `${path}.${name}`, trainable: spec.role !== 'state', stream });
    }
    const results = shapes.map((spec) => this.value(spec));
    const name = Object.keys(kind.params).find((key) => kind.params[key]?.type === 'activation');
    const chosen = name === undefined ? undefined : params[name];
    const activation =
      chosen === undefined || chosen === 'linear'
        ? undefined
        : ({ name: chosen, result: this.value(shapes[0] as Spec) } as NonNullable<Call['activation']>);
    const call = { path, layer: kind, params, inputs: ids, results, weights: own, stream: 100 + this.calls.length };
    this.calls.push({ ...call, ...(activation && { activation }) });
    return activation?.result ?? (results[0] as number);
  }

  /** Compares a value with a field of its own; the whole net. */
  end(
    id: number,
    loss: Loss = losses.get('meanSquaredError') as Loss,
    target: Pick<Field, 'shape' | 'dtype'> = { shape: sampleShape(this.values[id] as Spec), dtype: 'float32' },
    params: Values<Params> = {},
  ): Program {
    const field: Field = { ...target, name: 't', role: target.dtype === 'int32' ? 'label' : 'number' };
    this.fields.push(field);
    const output = {
      id: 'y',
      logits: id,
      activation: loss.activation,
      spec: this.values[id] ?? float(),
      loss,
      params,
      weight: 1,
      metrics: [],
      trainingOnly: false,
      field,
    };
    const { values, calls, weights, inputs } = this;
    return { values, calls, weights, inputs, outputs: [output], taps: new Map() };
  }

  private value(spec: Spec): number {
    this.values.push(spec);
    return this.values.length - 1;
  }
}
