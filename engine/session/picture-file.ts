import { open, readFile } from 'node:fs/promises';
import { image, tidy } from '@tensorflow/tfjs-core';
import type { Field } from '../data/contract/field';
import { fail, type Result, succeed } from '../graph/problem';
import { problem } from '../graph/problems';
import type { Device } from './device';
import { pictureSize } from './picture-size';

const LARGEST_BYTES = 64 * 1024 * 1024;
/** A small file can unpack to gigabytes: the size is read from the header before anything is decoded. */
const MOST_PIXELS = 64_000_000;

/** A PNG, JPEG, BMP or GIF file as the raw values of a picture field, brought to its size by bilinear resizing. */
export async function readPicture(
  path: string,
  { shape }: Field,
  { native, report }: Device,
): Promise<Result<Float32Array<ArrayBuffer>>> {
  const cannot = (why: string) => fail(problem('cli/input', { input: path, why }));
  if (!native) return cannot(`pictures need native TensorFlow, which is not there: ${report.reason ?? ''}`);
  let bytes: Uint8Array;
  try {
    const file = await open(path, 'r');
    const { size } = await file.stat();
    await file.close();
    if (size > LARGEST_BYTES) return cannot('it is larger than 64 MB');
    bytes = await readFile(path);
  } catch {
    return fail(problem('data/file-missing', { path }));
  }
  const size = pictureSize(bytes);
  if (!size) return cannot('it is no PNG, JPEG, BMP or GIF picture');
  if (size.width * size.height > MOST_PIXELS) return cannot(`its ${size.width}×${size.height} pixels are too many`);
  const [rows = 1, columns = 1, depth = 1] = shape;
  if (depth !== 1 && depth !== 3 && depth !== 4) return cannot(`a picture has no ${depth} channels`);
  try {
    const { tf } = native;
    const values = tidy(() => {
      const picture = tf.node.decodeImage(bytes, depth, 'int32', false) as Parameters<typeof image.resizeBilinear>[0];
      return Float32Array.from(image.resizeBilinear(picture, [rows, columns], false, true).dataSync());
    });
    return succeed(values);
  } catch {
    return cannot('it is damaged');
  }
}
