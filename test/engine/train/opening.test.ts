import { existsSync } from 'node:fs';
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Part } from '../../../engine/data/contract/source';
import { nodeDataIo } from '../../../engine/session/data-io';
import { openDevice } from '../../../engine/session/device';
import { prepareRun } from '../../../engine/train/run/start';
import { nativeForTests } from '../native/native';
import { analysisOf, templateOf } from '../templates/open';
import { programWithFields } from '../templates/random-fields';

/**
 * Milliseconds for which opening may hold the engine's thread here, where tests run beside others. The longest piece, one
 * recording of a step of ResNet-50, took 0.2 s in a new process of a busy machine with two cores, all others less than
 * 0.1; in one go, opening held it for 5 s there.
 */
const HELD = 1000;

/** The longest that timers had to wait while `work` was done, in ms. */
async function longestHold(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 2);
  await work();
  longest = Math.max(longest, performance.now() - last);
  clearInterval(timer);
  return longest;
}

/** A template that begins to train on eight samples of no meaning. */
async function opening(name: string, signal?: AbortSignal) {
  const device = await openDevice();
  const training = { epochs: 1, batch: 8, seed: 1, optimizer: { kind: 'adam' } };
  const project = { ...templateOf(name), training };
  const { program, fields } = programWithFields(project);
  const part = (count: number): Part => ({
    count,
    columns: Object.fromEntries(
      fields.map((field) => {
        const size = field.shape.reduce((a, b) => a * b, count);
        return [field.name, { field, values: new Float32Array(size) }];
      }),
    ),
  });
  const parent = await mkdtemp(join(tmpdir(), 'netloom-opening-'));
  const folder = join(parent, 'run');
  const start = () =>
    prepareRun({
      project,
      data: { fields, parts: { train: part(8), validation: part(0), test: part(0) }, steps: {} },
      compiled: { analysis: analysisOf(name), program },
      io: nodeDataIo(),
      device,
      folder,
      netloomVersion: '0.0.0',
      memoryLimit: Number.POSITIVE_INFINITY,
      signal,
      listeners: { state: () => {}, point: () => {}, epoch: () => {}, notice: () => {} },
    });
  return { start, folder };
}

describe('opening a net', () => {
  it.each(['resnet50', 'alexnet'])(
    'of the size of %s lets commands be heard',
    async (name) => {
      const { start } = await opening(name);
      let prepared: Awaited<ReturnType<typeof start>> | undefined;
      const held = await longestHold(async () => {
        prepared = await start();
      });
      expect(prepared?.ok && prepared.value.parts.executor.isCompiled).toBe(true);
      if (prepared?.ok) prepared.value.dispose();
      expect(held).toBeLessThan(HELD);
    },
    120_000,
  );

  it.each([
    ['its weights are drawn', 20],
    ['it is recorded', 700],
    ['its weights are handed over', 1500],
  ])(
    'is given up at once, here about when %s, and leaves nothing behind',
    async (_, after) => {
      const { backend } = nativeForTests();
      const before = [memory().numTensors, backend.sessions.count()];
      const controller = new AbortController();
      const { start, folder } = await opening('resnet50', controller.signal);
      const started = start();
      let asked = 0;
      setTimeout(() => {
        asked = performance.now();
        controller.abort();
      }, after);
      await expect(started).rejects.toMatchObject({ name: 'AbortError' });
      expect(performance.now() - asked).toBeLessThan(2 * HELD);
      expect(existsSync(folder)).toBe(false);
      expect(await readdir(join(folder, '..'))).toEqual([]);
      expect([memory().numTensors, backend.sessions.count()]).toEqual(before);
    },
    120_000,
  );
});
