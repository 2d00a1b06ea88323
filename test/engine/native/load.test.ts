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

describe('threads', () => {
  const lenet = { macs: 2_293_000, parameters: 431_080, batch: 64, inParts: true };
  const mlp = { macs: 79_400, parameters: 79_510, batch: 128, inParts: true };
  const one = { intraOp: 1, interOp: 1 };
  const parts = (count: number) => ({ intraOp: 1, interOp: count, parts: count });
  const shared = (count: number) => ({ intraOp: count, interOp: count });

  it.each([
    ['a batch in parts where it can be cut', lenet, 2, parts(2)],
    ['parts from little work on', mlp, 2, parts(2)],
    ['one thread for very little work', { ...mlp, batch: 32 }, 2, one],
    ['all threads in every op where a batch is looked at as a whole', { ...lenet, inParts: false }, 2, shared(2)],
    ['all threads where there are few samples for each', lenet, 8, shared(8)],
    ['all threads where gradients are large', { ...lenet, parameters: 60_965_224 }, 2, shared(2)],
    ['one thread for a small batch that cannot be cut', { ...mlp, inParts: false }, 8, one],
    ['one on a machine of one core', lenet, 1, one],
  ])('are %s', (_, load, count, threads) => {
    expect(threadsFor(load, count)).toEqual(threads);
  });
});
