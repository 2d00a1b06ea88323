import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import util from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadNative, loadWith, type PackageLoader } from '../../../engine/native/load';
import { threadsFor } from '../../../engine/native/threads';

describe('TensorFlow that cannot be had', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'netloom-load-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** A loader whose package lies in the folder and, when it is loaded, fails. */
  const failing = (message: string): PackageLoader =>
    Object.assign(
      () => {
        throw new Error(message);
      },
      { resolve: (name: string) => join(folder, 'node_modules', name) },
    );
  const setUp = (status: string): void => {
    mkdirSync(join(folder, 'node_modules', '.netloom'), { recursive: true });
    writeFileSync(join(folder, 'node_modules', '.netloom', 'native.json'), status);
  };
  const reasonOf = (message: string) => {
    const result = loadWith(failing(message), {});
    return result.ok ? 'loaded' : result.reason;
  };

  it('is not tried where the set-up found none, and its reason is given', () => {
    setUp('{"kind":"portable","cuda":false,"reason":"the index of packages does not answer"}');
    expect(reasonOf('not to be seen')).toBe('the index of packages does not answer');
  });

  it('says why the library does not load', () => {
    setUp('{"kind":"native","cuda":false,"reason":""}');
    const why = 'libtensorflow_cc.so.2: cannot open shared object file\nRequire stack: …';
    expect(reasonOf(why)).toBe('TensorFlow could not be loaded: libtensorflow_cc.so.2: cannot open shared object file');
  });

  it('says so without a set-up and with a damaged one', () => {
    expect(reasonOf('no binding')).toContain('no binding');
    setUp('{"kind":');
    expect(reasonOf('not to be seen')).toContain('JSON');
  });
});

describe('TensorFlow that is there', () => {
  it('is loaded once, with the threads and the device that were asked for', () => {
    process.env.TF_NUM_INTEROP_THREADS = '-1';
    const native = loadNative({ intraOp: 1, device: 'cpu' });
    expect(native).toMatchObject({
      ok: true,
      version: expect.stringMatching(/^2\./),
      device: 'cpu',
      whyNotGpu: 'the CPU was asked for',
    });
    if (!native.ok) return;
    expect(native.deviceName).toMatch(/^CPU, \d+ cores?$/);
    // −1 in the environment never reaches TensorFlow: ops would run on the JavaScript thread.
    expect(native.threads.intraOp).toBe(1);
    expect(native.threads.interOp).toBeGreaterThanOrEqual(1);
    expect(process.env.TF_NUM_INTEROP_THREADS).toBe(String(native.threads.interOp));
    expect(loadNative({ intraOp: 2 })).toBe(native);
    expect(native.tf.add(native.tf.scalar(1), 2).dataSync()[0]).toBe(3);
  });

  it('finds the helpers that newer versions of Node lack', () => {
    const helpers = util as unknown as Record<string, (value: unknown) => boolean>;
    expect([null, undefined, 0].map((value) => helpers.isNullOrUndefined?.(value))).toEqual([true, true, false]);
    expect([[], 'text'].map((value) => helpers.isArray?.(value))).toEqual([true, false]);
  });
});

it.each([
  ['a small net takes one thread', 80_000, 128, 8, 1],
  ['a large batch of it takes all', 80_000, 512, 8, 8],
  ['LeNet at a usual batch takes all', 2_293_000, 64, 2, 2],
  ['a machine of one core has one', 2_293_000, 64, 1, 1],
])('%s', (_, macs, batch, cores, threads) => {
  expect(threadsFor(macs, batch, cores)).toEqual({ intraOp: threads, interOp: threads });
});
