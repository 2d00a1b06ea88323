import type { Tensor } from '@tensorflow/tfjs-core';
import { fail, type Result, succeed } from '../../graph/problem';
import { problem } from '../../graph/problems';
import type { NativeResult } from '../../native/load';
import type { ReadModel } from '../contract/format';
import type { InferenceFunction } from '../contract/inference';
import { formats } from '../contract/registry';
import { writeCard } from './card';
import { type NewFolder, newFolder, occupied, writeProblem } from './folder';
import { freeze } from './frozen-model';
import { compare, type Receipt } from './receipt';

export interface ExportRequest {
  readonly native: NativeResult;
  readonly inference: InferenceFunction;
  /** Kind of an export format. */
  readonly format: string;
  /** The folder to write; created, and replaced where it holds an earlier export. */
  readonly out: string;
  /** Raw field values to compare the written model on: a tensor for each input, the batch on axis 0. */
  readonly samples: readonly Tensor[];
}

export interface ExportReport extends Receipt {
  readonly path: string;
  readonly format: string;
}

/**
 * Writes a model: traced, frozen, written beside its place, read back, compared with the live function, and only then
 * moved into place. Whatever goes wrong, `out` is as it was before.
 */
export async function exportModel(request: ExportRequest): Promise<Result<ExportReport>> {
  const { native, inference, out, samples } = request;
  const format = formats.get(request.format);
  if (!format) return fail(problem('export/unknown-format', { format: request.format }));
  if (!native.ok) return fail(problem('export/no-native', { reason: native.reason }));
  const frozen = freeze(inference, native.backend);
  if (!frozen.ok) return frozen;
  const unfit = format.check?.(frozen.value);
  if (unfit) return fail(unfit);

  let folder: NewFolder | undefined;
  try {
    const taken = await occupied(out);
    if (taken) return fail(taken);
    folder = await newFolder(out);
    await format.write(frozen.value, folder.path, native);
    const receipt = await check(() => format.read((folder as NewFolder).path, native), inference, samples);
    if (!receipt.ok) return receipt;
    await writeCard(folder.path, format.kind, inference, frozen.value, receipt.value);
    await folder.keep();
    return succeed({ path: out, format: format.kind, ...receipt.value });
  } catch (error) {
    const known = writeProblem(error, out);
    if (known) return fail(known);
    throw error;
  } finally {
    await folder?.discard();
  }
}

/** Reads the model back and compares it. A consumer that cannot read it is a problem, not a fault of ours to throw. */
async function check(
  read: () => Promise<ReadModel>,
  inference: InferenceFunction,
  samples: readonly Tensor[],
): Promise<Result<Receipt>> {
  let model: ReadModel | undefined;
  try {
    model = await read();
    return compare(inference, model, samples);
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return fail(problem('export/unreadable', { why }));
  } finally {
    model?.dispose();
  }
}
