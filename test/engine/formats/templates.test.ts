import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../../engine/compile/compile';
import { fieldsOf } from '../../../engine/compile/fields';
import { resolveParams } from '../../../engine/compile/values';
import type { PreparedStep } from '../../../engine/data/parts/prepared';
import type { InferenceFunction } from '../../../engine/formats/contract/inference';
import { formats } from '../../../engine/formats/contract/registry';
import { exportModel } from '../../../engine/formats/parts/export-model';
import { inferenceOf } from '../../../engine/formats/parts/inference-of';
import { parseProject } from '../../../engine/graph/parse';
import { nativeOps } from '../../../engine/native/native-ops';
import { preparations } from '../../../engine/prepare/contract/registry';
import { initialValues } from '../../../engine/train/initial-values';
import { portableOps } from '../../../engine/train/ops/portable';
import { nativeForTests } from '../native/native';
import { samplesFor } from './nets';

const native = nativeForTests();
const folder = fileURLToPath(new URL('../../../templates', import.meta.url));
/** Multiply-adds of the largest net that is written in every format here; the layers' own tests go through all kinds. */
const MOST_MACS = 2e7;

async function isSmall(file: string): Promise<boolean> {
  const opened = parseProject(await readFile(join(folder, file), 'utf8'));
  if (!opened.ok) throw new Error(`${file}: ${opened.problems[0]?.message}`);
  const { project } = opened.value;
  const { totals } = compile(project, { fields: fieldsOf(project) ?? [] });
  return totals.macs < MOST_MACS && totals.parameters < MOST_MACS;
}
const files = (await readdir(folder)).filter((file) => file.endsWith('.json'));
const small = await Promise.all(files.map(isSmall));
const templates = files.filter((_, i) => small[i]);

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'netloom-templates-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** A template with its initial weights; preparations that learn from data are given some numbers. */
async function inferenceOfTemplate(file: string, fused: boolean): Promise<InferenceFunction> {
  const opened = parseProject(await readFile(join(folder, file), 'utf8'));
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  const { project } = opened.value;
  const fields = fieldsOf(project) ?? [];
  const { program, problems } = compile(project, { fields });
  if (!program) throw new Error(problems[0]?.message);
  const steps: Record<string, PreparedStep[]> = {};
  for (const { field, op, ...params } of project.data?.prepare ?? []) {
    const preparation = preparations.get(op);
    if (!preparation) throw new Error(`no preparation ${op}`);
    const length = fields.find(({ name }) => name === field)?.shape.at(-1) ?? 1;
    const fitted = { mean: Array(length).fill(0.5), deviation: Array(length).fill(2) };
    steps[field] = [
      ...(steps[field] ?? []),
      { preparation, params: resolveParams(preparation.params, params).values, fitted },
    ];
  }
  const weights = program.weights.map((weight) => tf.variable(tf.tensor(initialValues(weight, 1), [...weight.shape])));
  return inferenceOf({ program, steps }, weights, fused ? nativeOps(native.backend) : portableOps(), fields);
}

describe.each(templates)('%s', (file) => {
  it.each([...formats.keys()])('is written as %s and answers alike', async (format) => {
    for (const fused of [true, false]) {
      const inference = await inferenceOfTemplate(file, fused);
      const out = join(root, `${file}-${format}`);
      const samples = samplesFor(inference, 9);
      const report = await exportModel({ native, inference, format, out, samples });
      expect(report).toMatchObject({ ok: true, value: { samples: 9 } });
      expect(report.ok && report.value.maxDifference).toBeLessThan(1e-5);
      tf.dispose([samples, ...inference.variables.values()]);
    }
  });
});

it('a Siamese net has two inputs, and the weights of its towers once', async () => {
  const inference = await inferenceOfTemplate('siamese-mnist.json', true);
  expect(inference.inputs.map(({ name }) => name)).toEqual(['left', 'right']);
  expect([...inference.variables.keys()].filter((name) => name.includes('twin'))).toEqual([]);
  const out = join(root, 'siamese');
  await exportModel({ native, inference, format: 'tfjs-graph-model', out, samples: samplesFor(inference, 2) });
  const { weightsManifest } = JSON.parse(await readFile(join(out, 'model.json'), 'utf8'));
  const floats = weightsManifest[0].weights.filter(({ dtype }: { dtype: string }) => dtype === 'float32');
  const count = floats.reduce(
    (sum: number, { shape }: { shape: number[] }) => sum + shape.reduce((a, b) => a * b, 1),
    0,
  );
  // 431,102 parameters of a LeNet tower for both sides, and a few constants of the preparation.
  expect(count).toBeGreaterThanOrEqual(431_102);
  expect(count).toBeLessThan(431_150);
});
