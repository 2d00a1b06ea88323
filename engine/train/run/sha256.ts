import { createHash, type Hash } from 'node:crypto';
import { type Pieces, Slices } from '../pieces';

/** Bytes that are hashed in some milliseconds. */
const AT_ONCE = 4 * 2 ** 20;

/** Adds the bytes of a typed array, in pieces. */
export function* addTo(hash: Hash, { buffer, byteOffset, byteLength }: ArrayBufferView): Pieces<void> {
  for (let from = 0; from < byteLength; from += AT_ONCE) {
    if (from > 0) yield;
    hash.update(new Uint8Array(buffer, byteOffset + from, Math.min(AT_ONCE, byteLength - from)));
  }
}

/** The SHA-256 of arrays, one behind the other. */
export async function sha256(arrays: readonly ArrayBufferView[]): Promise<string> {
  const hash = createHash('sha256');
  const slices = new Slices();
  for (const array of arrays) {
    await slices.do(addTo(hash, array));
    await slices.pause();
  }
  return hash.digest('hex');
}
