import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InferenceFunction } from '../contract/inference';
import { markerFile } from './folder';
import type { FrozenModel } from './frozen-model';
import type { Receipt } from './receipt';

/** Writes netloom.json, which says how to feed the model and read its answers, and labels.txt. */
export async function writeCard(
  folder: string,
  format: string,
  inference: InferenceFunction,
  model: FrozenModel,
  receipt: Receipt,
): Promise<void> {
  const card = {
    format: 'netloom-export',
    version: 1,
    model: format,
    inputs: inference.inputs.map(({ name, shape, dtype, description = {} }, i) => ({
      name,
      tensor: `${model.inputs[i]?.node}:0`,
      shape,
      dtype,
      // A picture is fed as [batch, height, width, channels].
      ...(shape.length === 4 ? { size: { height: shape[1], width: shape[2] } } : {}),
      ...description,
    })),
    outputs: inference.outputs.map(({ name, activation, classes }, i) => ({
      name,
      tensor: `${model.outputs[i]?.node}:0`,
      shape: model.outputs[i]?.shape,
      activation,
      ...(classes ? { classes } : {}),
    })),
    receipt,
  };
  await writeFile(join(folder, markerFile), `${JSON.stringify(card, null, 2)}\n`);
  for (const [file, labels] of labelFiles(inference)) {
    await writeFile(join(folder, file), labels.map((label) => `${oneLine(label)}\n`).join(''));
  }
}

/** labels.txt: the classes of the only output that has any, one a line; of several, a file for each. */
function labelFiles({ outputs }: InferenceFunction): [string, readonly string[]][] {
  const labelled = outputs.flatMap(({ name, classes }) => (classes ? [{ name, classes }] : []));
  return labelled.map(({ name, classes }, i) => [i === 0 ? 'labels.txt' : `labels-${name}.txt`, classes]);
}

const oneLine = (label: string): string => label.replace(/[\r\n\u2028\u2029]+/g, ' ');
