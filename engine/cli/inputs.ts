import { open, readFile } from 'node:fs/promises';
import type { Field } from '../data/contract/field';
import type { PreparedData } from '../data/parts/prepared';
import { readJson } from '../graph/parse';
import { fail, type Result } from '../graph/problem';
import { problem } from '../graph/problems';
import { type SampleValues, sampleValues } from '../inspect/sample';
import type { Device } from '../session/device';
import { readPicture } from '../session/picture-file';
import type { Model } from '../train/forward';

const ROW = /^(train|validation|test):(\d+)$/;
const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/;
const LARGEST_JSON_BYTES = 64 * 1024 * 1024;

/**
 * One input of `predict`: `test:12` for a row of the data, numbers such as `70,12.5,0.4`, a picture, or a JSON file with
 * an object of lists by field (a list alone where the net has one input).
 */
export async function readInput(
  input: string,
  model: Model,
  data: PreparedData,
  device: Device,
): Promise<Result<SampleValues>> {
  const row = ROW.exec(input);
  if (row) {
    const part = row[1] as 'train' | 'validation' | 'test';
    return sampleValues(model, data, { part, row: Number(row[2]) });
  }
  const { inputs } = model.program;
  const [only] = inputs.map(({ id, field = id }) => data.fields.find(({ name }) => name === field));
  const alone = inputs.length === 1 ? only : undefined;
  const cells = input.split(',');
  const give = (values: Record<string, Float32Array<ArrayBuffer>>) => sampleValues(model, data, { values });
  if (cells.every((cell) => NUMBER.test(cell))) {
    if (!alone) return fail(cannot(input, `the net has ${inputs.length} inputs: give them in a JSON file`));
    return give({ [alone.name]: Float32Array.from(cells, Number) });
  }
  if (/\.(png|jpe?g|bmp|gif)$/i.test(input)) {
    if (alone?.role !== 'image') return fail(cannot(input, 'the net does not take one picture'));
    const picture = await readPicture(input, alone, device);
    return picture.ok ? give({ [alone.name]: picture.value }) : picture;
  }
  return readJsonInput(input, alone, give);
}

const cannot = (input: string, why: string) => problem('cli/input', { input, why });

async function readJsonInput(
  input: string,
  alone: Field | undefined,
  give: (values: Record<string, Float32Array<ArrayBuffer>>) => Result<SampleValues>,
): Promise<Result<SampleValues>> {
  let text: string;
  try {
    const file = await open(input, 'r');
    const { size } = await file.stat();
    await file.close();
    if (size > LARGEST_JSON_BYTES) return fail(cannot(input, 'it is larger than 64 MB'));
    text = await readFile(input, 'utf8');
  } catch {
    return fail(problem('data/file-missing', { path: input }));
  }
  const read = readJson(text);
  if (!read.ok) return fail(cannot(input, 'it is neither a row such as test:12, nor numbers, a picture or JSON'));
  const { value } = read;
  if (isNumbers(value)) {
    return alone ? give({ [alone.name]: Float32Array.from(value) }) : fail(cannot(input, 'the net has several inputs'));
  }
  if (typeof value !== 'object' || value === null || !Object.values(value).every(isNumbers)) {
    return fail(cannot(input, 'it must hold a list of numbers, or such lists by field'));
  }
  const entries = Object.entries(value as Record<string, number[]>);
  return give(Object.fromEntries(entries.map(([name, list]) => [name, Float32Array.from(list)])));
}

const isNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'number');
