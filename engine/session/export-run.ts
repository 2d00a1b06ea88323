import type { Tensor } from '@tensorflow/tfjs-core';
import { type ExportReport, exportModel } from '../formats/parts/export-model';
import { fail, type Result } from '../graph/problem';
import { problem } from '../graph/problems';
import { type SampleValues, sampleBatch, sampleValues } from '../inspect/sample';
import { readRun } from '../train/run/list';
import { readManifest } from '../train/run/manifest';
import type { Device } from './device';
import { inferenceOf } from './inference';
import { openSubject } from './subjects';

/** Samples on which the written model is compared with the live one. */
const SAMPLES = 100;

/** Exports a run's newest weights, compared on samples of the test part that training never saw. */
export async function exportRun(
  { run, format, out }: { run: string; format: string; out: string },
  device: Device,
): Promise<Result<ExportReport>> {
  const manifest = await readManifest(run);
  if (!manifest.ok) return manifest;
  const whole = await readRun(run);
  if (!whole.ok) return whole;
  const { project } = whole.value;
  const opened = await openSubject({ project, projectPath: manifest.value.projectPath, device, run });
  if (!opened.ok) return opened;
  const { subject, data, dispose } = opened.value;
  const batches: Tensor[] = [];
  const weights = await subject.weights();
  try {
    const count = Math.min(SAMPLES, data.parts.test.count);
    const samples: SampleValues[] = [];
    for (let row = 0; row < count; row++) {
      const values = sampleValues(subject.model, data, { part: 'test', row });
      if (!values.ok) return values;
      samples.push(values.value);
    }
    const byField = sampleBatch(samples);
    batches.push(...Object.values(byField));
    const inputs = subject.model.program.inputs.map(({ id, field = id }) => byField[field] as Tensor);
    const inference = inferenceOf(subject.model, subject.ops, weights, data.fields);
    const { native } = device;
    if (!native) return fail(problem('export/no-native', { reason: device.report.reason ?? 'it was not asked for' }));
    return await exportModel({ native, inference, format, out, samples: inputs });
  } finally {
    for (const x of [...batches, ...weights]) x.dispose();
    dispose();
  }
}
