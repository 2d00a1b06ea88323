import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import type { Field } from '../../engine/data/contract/field';
import { parseProject } from '../../engine/graph/parse';
import { projectText } from '../../engine/graph/serialize';
import { describe as describeNet } from './description';
import { benchmarkNets } from './nets/all';
import { compiled } from './work-folder';

const nets = benchmarkNets(resolve(import.meta.dirname, '..', '..'));
const picture = (name: string, shape: readonly number[]): Field => ({ name, shape, dtype: 'float32', role: 'image' });
const label = (name: string, classes: number): Field => ({
  name,
  shape: [],
  dtype: 'int32',
  role: 'label',
  classes: Array.from({ length: classes }, (_, at) => `${at}`),
});

const fieldsOf = ({ name, random }: (typeof nets)[number]): Field[] => {
  if (random) return [picture('image', random.shape), label('label', random.classes)];
  if (name === 'siamese-mnist')
    return [picture('first', [28, 28, 1]), picture('second', [28, 28, 1]), label('same', 2)];
  return [picture('image', [28, 28, 1]), label('label', 10)];
};

it.each(nets.map((net) => [net.name, net] as const))('%s is a project with the parameters that it names', (_, net) => {
  expect(parseProject(projectText(net.project)).ok).toBe(true);
  const fields = fieldsOf(net);
  const { program, totals } = compiled(net, fields);
  expect(totals.trainable).toBe(net.trainable);
  expect(() => compiled({ ...net, trainable: net.trainable + 1 }, fields)).toThrow(/trained parameters/);

  const columns = Object.fromEntries(
    fields.map((field) => [
      field.name,
      { field, values: field.role === 'image' ? new Uint8Array() : new Int32Array() },
    ]),
  );
  const described = describeNet(net, program, { count: 0, columns });
  const made = new Set(described.inputs.map(({ value }) => value));
  for (const call of described.calls) {
    expect(call.inputs.every((id) => made.has(id))).toBe(true);
    made.add(call.result);
    if (call.activation) made.add(call.activation.result);
  }
  expect(made.has(described.output.logits)).toBe(true);
  expect(described.inputs.every(({ scale }) => scale === 1 / 255)).toBe(true);
  const kinds = described.calls.flatMap(({ kind, params, activation }) => [
    ...(kind === 'activation' ? [params.activation] : []),
    ...(activation ? [activation.name] : []),
  ]);
  expect(kinds.every((kind) => kind === 'relu')).toBe(true);
  expect([described.learningRate, described.epsilon]).toEqual([0.001, 1e-7]);
});
