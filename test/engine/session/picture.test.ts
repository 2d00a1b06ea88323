import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Field } from '../../../engine/data/contract/field';
import { type Device, openDevice } from '../../../engine/session/device';
import { readPicture } from '../../../engine/session/picture-file';
import { pictureSize } from '../../../engine/session/picture-size';
import { temporaryFolder } from './window';

const FIELD: Field = { name: 'image', shape: [2, 2, 1], dtype: 'float32', role: 'image', range: [0, 255] };

/** A PNG of so many pixels a side, each row of one grey. */
async function png(device: Device, rows: readonly number[]): Promise<Uint8Array> {
  const { native } = device;
  if (!native) throw new Error('Pictures are read by native TensorFlow');
  const values = rows.flatMap((value) => rows.map(() => [value]));
  return native.tf.node.encodePng(native.tf.tensor3d(values.flat(), [rows.length, rows.length, 1], 'int32'));
}

describe('the size of a picture', () => {
  it('is read from the header alone', async () => {
    const device = await openDevice();
    expect(pictureSize(await png(device, [1, 2, 3]))).toEqual({ width: 3, height: 3 });
    const gif = new Uint8Array(30);
    gif.set([0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 0x2c, 0x01, 0x05, 0x00]);
    expect(pictureSize(gif)).toEqual({ width: 300, height: 5 });
    // Start of image, an application segment of 4 bytes, a frame of 16 rows and 32 columns.
    const jpeg = new Uint8Array(40);
    jpeg.set([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 11, 8, 0, 16, 0, 32]);
    expect(pictureSize(jpeg)).toEqual({ width: 32, height: 16 });
    expect(pictureSize(new Uint8Array(40))).toBeUndefined();
    expect(pictureSize(jpeg.subarray(0, 10))).toBeUndefined();
  });
});

describe('a picture file', () => {
  it('becomes raw values of the field, resized', async () => {
    const device = await openDevice();
    const path = join(await temporaryFolder(), 'a.png');
    await writeFile(path, await png(device, [0, 0, 200, 200]));
    const read = await readPicture(path, FIELD, device);
    expect(read.ok && [...read.value]).toEqual([0, 0, 200, 200]);
  });

  it('that is missing, damaged, no picture or a bomb is refused', async () => {
    const device = await openDevice();
    const folder = await temporaryFolder();
    const messageOf = async (name: string, bytes?: Uint8Array) => {
      const path = join(folder, name);
      if (bytes) await writeFile(path, bytes);
      const read = await readPicture(path, FIELD, device);
      return read.ok ? undefined : read.problems[0]?.message;
    };
    expect(await messageOf('none.png')).toMatch(/is not there/);
    expect(await messageOf('text.png', new TextEncoder().encode('This is a text, and a long one at that.'))).toMatch(
      /no PNG, JPEG, BMP or GIF picture/,
    );
    const whole = await png(device, [1, 2, 3, 4]);
    expect(await messageOf('cut.png', whole.subarray(0, 50))).toMatch(/it is damaged/);
    const bomb = Uint8Array.from(whole);
    new DataView(bomb.buffer).setUint32(16, 100_000);
    new DataView(bomb.buffer).setUint32(20, 100_000);
    expect(await messageOf('bomb.png', bomb)).toMatch(/100000×100000 pixels are too many/);
  });
});
