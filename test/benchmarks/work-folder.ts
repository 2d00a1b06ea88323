import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../../engine/compile/compile';
import type { Analysis, Program } from '../../engine/compile/program';
import type { Field } from '../../engine/data/contract/field';
import type { Column, Part } from '../../engine/data/contract/source';
import { epochOrder } from '../../engine/data/parts/batches';
import { openSource } from '../../engine/data/parts/prepared';
import { rowValues, valuesPerRow } from '../../engine/data/parts/rows';
import { splitDataset } from '../../engine/data/parts/split';
import { projectText } from '../../engine/graph/serialize';
import { nodeDataIo } from '../../engine/session/data-io';
import { initialValues } from '../../engine/train/initial-values';
import { type Description, describe } from './description';
import type { BenchmarkNet } from './nets/net';

/** Samples in the order of their rows, one contender as the other. */
interface Samples {
  readonly fields: readonly Field[];
  readonly part: Part;
}

/** Another sequence for each seed, 32 bits at a time (Marsaglia, Xorshift RNGs, 2003). */
function generator(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** Cells across a random picture, and their share of its values; the rest is different in every value. */
const CELLS = 8;
const CELL_SHARE = 0.75;

/**
 * Pictures of random coarse cells under random noise, with random labels: the same on every machine. Noise alone would
 * make all pictures alike to a deep net, whose normalisation then enlarges rounding until no two frameworks agree.
 */
function randomSamples({ batch, batches, random }: BenchmarkNet): Samples {
  const { shape, classes } = random as NonNullable<BenchmarkNet['random']>;
  const [height, width, channels] = shape;
  const count = batch * batches;
  const next = generator(20_160_627);
  const image: Field = { name: 'image', shape, dtype: 'float32', role: 'image', range: [0, 255] };
  const names = Array.from({ length: classes }, (_, at) => `${at}`);
  const label: Field = { name: 'label', shape: [], dtype: 'int32', role: 'label', classes: names };
  const bytes = new Uint8Array(count * height * width * channels);
  for (let picture = 0, at = 0; picture < count; picture++) {
    const cells = new Float32Array(CELLS * CELLS * channels).map(() => (next() >>> 24) * CELL_SHARE);
    for (let y = 0; y < height; y++) {
      const row = Math.floor((y * CELLS) / height) * CELLS;
      for (let x = 0; x < width; x++) {
        const cell = (row + Math.floor((x * CELLS) / width)) * channels;
        for (let channel = 0; channel < channels; channel++) {
          bytes[at++] = (cells[cell + channel] as number) + (next() >>> 24) * (1 - CELL_SHARE);
        }
      }
    }
  }
  const labels = new Int32Array(count).map(() => next() % classes);
  const columns = { image: { field: image, values: bytes }, label: { field: label, values: labels } };
  return { fields: [image, label], part: { count, columns } };
}

/** The first samples of an epoch of the project's own source, copied out. */
async function sourceSamples({ project, batch, batches }: BenchmarkNet): Promise<Samples> {
  if (!project.data) throw new Error('The project has no data');
  const dataset = await openSource(nodeDataIo(), project.data);
  if (!dataset.ok) throw new Error(dataset.problems[0]?.message);
  const parts = splitDataset(dataset.value, project.data.split);
  if (!parts.ok) throw new Error(parts.problems[0]?.message);
  const { train } = parts.value;
  const count = batch * batches;
  const rows = epochOrder(train.count, 1, 0).subarray(0, count);
  const columns = Object.entries(train.columns).map(([name, column]) => [name, copied(column, rows)] as const);
  return { fields: dataset.value.fields, part: { count, columns: Object.fromEntries(columns) } };
}

function copied(column: Column, rows: Int32Array): Column {
  const size = valuesPerRow(column);
  const values = column.values.slice(0, 0).constructor as new (length: number) => Column['values'];
  const copy = new values(rows.length * size);
  for (const [at, row] of rows.entries()) copy.set(rowValues(column, row), at * size);
  return { field: column.field, values: copy };
}

/** The net compiled; throws where it has errors or is not the one that the benchmark means. */
export function compiled(net: Pick<BenchmarkNet, 'name' | 'project' | 'trainable'>, fields: readonly Field[]) {
  const analysis: Analysis = compile(net.project, { fields });
  const { program, problems, totals } = analysis;
  const [error] = problems.filter(({ severity }) => severity === 'error');
  if (error || !program) throw new Error(`${net.name} does not compile: ${error?.message}`);
  if (totals.trainable !== net.trainable) {
    throw new Error(`${net.name} has ${totals.trainable} trained parameters, not ${net.trainable}`);
  }
  return { totals, program };
}

/** What is written for the contenders of one net. */
export interface WorkFolder {
  readonly path: string;
  readonly description: Description;
}

/**
 * Writes all that any contender needs: `project.json` for ours, `net.json` for the others, the first weights and the
 * samples as raw numbers, and the order of the samples in the first epoch of a run.
 */
export async function writeWorkFolder(net: BenchmarkNet, path: string): Promise<WorkFolder> {
  mkdirSync(path, { recursive: true });
  const { fields, part } = net.random ? randomSamples(net) : await sourceSamples(net);
  const { program } = compiled(net, fields);
  const description = describe(net, program, part);
  writeFileSync(join(path, 'project.json'), projectText(net.project));
  writeFileSync(join(path, 'net.json'), JSON.stringify(description));
  writeFileSync(join(path, 'weights.bin'), weightBytes(program, description, net.project.training?.seed ?? 1));
  for (const { field, values } of Object.values(part.columns)) writeFileSync(join(path, `${field.name}.bin`), values);
  writeFileSync(join(path, 'order.bin'), epochOrder(part.count, net.project.training?.seed ?? 1, 0));
  return { path, description };
}

function weightBytes(program: Program, { weights }: Description, seed: number): Uint8Array {
  const arrays = program.weights.map((weight, at) => {
    const values = initialValues(weight, seed);
    return weights[at]?.zeroed ? values.fill(0) : values;
  });
  return Buffer.concat(arrays.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)));
}

/** The description that `writeWorkFolder` left. */
export const readDescription = (path: string): Description =>
  JSON.parse(readFileSync(join(path, 'net.json'), 'utf8')) as Description;

/** The samples that `writeWorkFolder` left, as a run's training part. */
export function readPart(path: string, { columns, samples }: Description): Part {
  const read = ({ field, stored }: Description['columns'][number]): Column => {
    const { buffer, byteOffset, byteLength } = readFileSync(join(path, `${field.name}.bin`));
    if (stored === 'uint8') return { field, values: new Uint8Array(buffer, byteOffset, byteLength) };
    return { field, values: new Int32Array(buffer.slice(byteOffset, byteOffset + byteLength)) };
  };
  return { count: samples, columns: Object.fromEntries(columns.map((column) => [column.field.name, read(column)])) };
}
