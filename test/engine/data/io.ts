import type { DataIo } from '../../../engine/data/contract/source';
import { fail, succeed } from '../../../engine/graph/problem';
import { problem } from '../../../engine/graph/problems';
import { Slices } from '../../../engine/train/pieces';

/** Files in memory by name; whatever else is asked for is not there. */
export function memoryIo(files: Readonly<Record<string, Uint8Array | string>>): DataIo {
  const read = async (path: string) => {
    const content = files[path];
    if (content === undefined) return fail(problem('data/file-missing', { path }));
    return succeed(typeof content === 'string' ? new TextEncoder().encode(content) : content);
  };
  return { readFile: read, packageFile: (_name, path) => read(path), inPieces: (work) => new Slices().do(work) };
}

/** An IDX file of unsigned bytes. */
export function idx(shape: readonly number[], values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + values.length);
  bytes.set([0, 0, 8, shape.length]);
  const view = new DataView(bytes.buffer);
  for (const [axis, size] of shape.entries()) view.setUint32(4 + 4 * axis, size);
  bytes.set(values, 4 + 4 * shape.length);
  return bytes;
}
