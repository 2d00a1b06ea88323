import { open } from 'node:fs/promises';

/** Bytes that are asked for in one read. */
const AT_ONCE = 64 * 2 ** 20;

/** A file's bytes, read on another thread. Node's own readFile refuses more than 2 GB, which a large net's state has. */
export async function readWhole(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size; ) {
      const { bytesRead } = await file.read(bytes, at, Math.min(AT_ONCE, size - at), at);
      if (bytesRead === 0) return bytes.subarray(0, at);
      at += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
}
