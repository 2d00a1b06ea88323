import { fail, type Result, succeed } from '../../graph/problem';
import { problem } from '../../graph/problems';

/** An IDX file of unsigned bytes, the form in which MNIST is published. */
export interface Idx {
  /** Sizes of the axes, the samples first. */
  readonly shape: readonly number[];
  /** Values row by row; a view of the file's bytes. */
  readonly values: Uint8Array;
}

/** Type byte of unsigned bytes; MNIST uses no other. */
const UNSIGNED_BYTE = 0x08;

/**
 * Reads an IDX file: two zero bytes, a type byte, the number of axes, each axis as a big-endian 32-bit number, then
 * the values. Format: http://yann.lecun.com/exdb/mnist. `name` stands in problems; `rank` is what the reader expects.
 */
export function parseIdx(bytes: Uint8Array, name: string, rank: number): Result<Idx> {
  const damaged = (why: string) => fail(problem('data/file-damaged', { path: name, why }));
  const headerBytes = 4 + 4 * rank;
  if (bytes.length < headerBytes) return damaged(`it has ${bytes.length} bytes, and its header takes ${headerBytes}`);
  if (bytes[0] !== 0 || bytes[1] !== 0) return damaged('it does not begin as an IDX file does');
  if (bytes[2] !== UNSIGNED_BYTE) return damaged('its values are not unsigned bytes');
  if (bytes[3] !== rank) return damaged(`it has ${bytes[3]} axes instead of ${rank}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const count = shape.reduce((product, size) => product * size, 1);
  const got = bytes.length - headerBytes;
  if (count !== got) return damaged(`its header announces ${count} values, and ${got} follow`);
  return succeed({ shape, values: bytes.subarray(headerBytes) });
}
