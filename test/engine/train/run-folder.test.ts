import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseProject } from '../../../engine/graph/parse';
import type { Problem } from '../../../engine/graph/problem';
import { firstCounters } from '../../../engine/train/counters';
import { newestCheckpoint } from '../../../engine/train/run/checkpoint';
import { crc32c, maskedCrc32c } from '../../../engine/train/run/crc32c';
import { dataHash, graphHash } from '../../../engine/train/run/hashes';
import { deleteRun, listRuns, readRun, thin } from '../../../engine/train/run/list';
import { createRun, freeRunFolder, RunWriter, runName } from '../../../engine/train/run/run-writer';
import { eventFileHead, scalarEvent } from '../../../engine/train/run/tfevents';
import { writeProblem } from '../../../engine/train/run/write-problem';
import { fish, temporaryFolder } from '../session/window';
import { fishNet, manifestOf, trainWhole } from './nets';

describe('the folder of a run', () => {
  it('holds what the contract says', async () => {
    const folder = await temporaryFolder();
    const project = fishNet({ kind: 'adam' });
    const { run } = await trainWhole(project, { folder });
    run.dispose();
    const names = await readdir(folder);
    for (const name of ['run.json', 'project.netloom', 'metrics.jsonl', 'checkpoints', 'best.json']) {
      expect(names).toContain(name);
    }
    expect(names.some((name) => name.startsWith('events.out.tfevents.'))).toBe(true);
    expect(names.some((name) => name.endsWith('.tmp'))).toBe(false);
    const kept = parseProject(await readFile(join(folder, 'project.netloom'), 'utf8'));
    expect(kept.ok && kept.value.project).toEqual(project);
    const lines = (await readFile(join(folder, 'metrics.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({ event: 'step', step: 1, epoch: 1, learningRate: 0.001 });
    expect(lines.filter(({ event }) => event === 'epoch')).toHaveLength(2);
    const about = JSON.parse(await readFile(join(folder, 'checkpoints', 'step-00000010.json'), 'utf8'));
    expect(about).toMatchObject({ step: 10, epoch: 2, optimizer: { kind: 'adam', beta1: 0.9 } });
    expect(about.sha256).toMatch(/^[0-9a-f]{64}$/);
    const manifest = await manifestOf(folder);
    expect(manifest).toMatchObject({ state: 'finished', seed: 7, steps: 10, epochs: 2, parameters: 82 });
    expect(manifest.process).toBeUndefined();
  });

  it('is named by time and title', () => {
    const time = new Date('2026-11-23T06:17:23.456Z');
    expect(runName('LeNet on MNIST', time)).toBe('2026-11-23T06-17-23-lenet-on-mnist');
    expect(runName('Größe: 3 × 4', time)).toBe('2026-11-23T06-17-23-gro-e-3-4');
    expect(runName('网络', time)).toBe('2026-11-23T06-17-23-run');
  });

  it('gets a number where two begin within a second', async () => {
    const parent = await temporaryFolder();
    const now = new Date();
    const first = freeRunFolder(parent, 'Fish', now);
    expect(first).toBe(join(parent, runName('Fish', now)));
    await mkdir(first);
    expect(freeRunFolder(parent, 'Fish', now)).toBe(`${first}-2`);
  });

  it('is not made where something stands already, or cannot be written', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'thesis.txt'), 'years of work');
    const taken = await createRun(folder, await fish(1));
    expect(!taken.ok && taken.problems[0]?.code).toBe('run/exists');
    expect(await readdir(folder)).toEqual(['thesis.txt']);
    const blocked = await createRun(join(folder, 'thesis.txt', 'run'), await fish(1));
    expect(!blocked.ok && blocked.problems[0]?.code).toBe('run/unwritable');
  });
});

describe('a disk that is full or gone', () => {
  it('is told once, training goes on, and what waited is written when there is room', async () => {
    const folder = await temporaryFolder();
    const notices: Problem[] = [];
    const gone = join(folder, 'run');
    const writer = new RunWriter(
      gone,
      () => ({ kind: 'sgd' }),
      { step: 0 },
      (notice) => notices.push(notice),
    );
    const counters = { ...firstCounters(0.1, 1), step: 1 };
    const values = { 'a.kernel': { shape: [2], values: Float32Array.of(1, 2) } };
    writer.point({ step: 1, epoch: 1, loss: 0.5, learningRate: 0.1, metrics: {} });
    await writer.checkpoint(counters, values, false);
    writer.point({ step: 2, epoch: 1, loss: 0.4, learningRate: 0.1, metrics: {} });
    await writer.flush();
    expect(notices).toMatchObject([{ code: 'run/unwritable' }]);
    expect(writer.isSaved(counters)).toBe(false);
    await mkdir(gone);
    await writer.checkpoint(counters, values, false);
    expect(writer.isSaved(counters)).toBe(true);
    const lines = (await readFile(join(gone, 'metrics.jsonl'), 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).step)).toEqual([1, 2]);
    expect(notices).toHaveLength(1);
  });

  it('that is full has a problem of its own', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    expect(writeProblem(full, '/runs/a')).toMatchObject({ code: 'run/no-space' });
    expect(writeProblem(full, '/runs/a').message).toContain('Training goes on');
  });

  // A file system of 64 KB can only be mounted by root.
  it.runIf(process.getuid?.() === 0 && canMount())('never leaves half a checkpoint', async () => {
    const folder = await temporaryFolder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', folder]);
    try {
      const project = fishNet({ kind: 'adam' }, 60);
      const { run, end, notices } = await trainWhole(project, { folder: join(folder, 'run') });
      expect(end.state).toBe('finished');
      expect(notices[0]?.code).toBe('run/no-space');
      const names = await readdir(join(folder, 'run', 'checkpoints'));
      expect(names.some((name) => name.endsWith('.tmp'))).toBe(false);
      const newest = await newestCheckpoint(join(folder, 'run'));
      expect(newest.ok && newest.value.notices).toEqual([]);
      run.dispose();
    } finally {
      execFileSync('umount', [folder]);
    }
  });
});

function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'netloom-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4k', 'none', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(folder);
  }
}

describe('runs in a folder', () => {
  it('are listed, read thinned, and deleted; what is no run stays untouched', async () => {
    const folder = await temporaryFolder();
    expect(await listRuns(join(folder, 'none'))).toEqual([]);
    const path = join(folder, 'one');
    const { run } = await trainWhole(await fish(2), { folder: path });
    run.dispose();
    await mkdir(join(folder, 'holiday'));
    await mkdir(join(folder, 'broken'));
    await writeFile(join(folder, 'broken', 'run.json'), '{"format":"netloom-run"');
    const runs = await listRuns(folder);
    expect(runs).toMatchObject([{ path, title: 'Sea bass or salmon', state: 'finished', epochs: 2, resumable: true }]);
    const whole = await readRun(path);
    expect(whole.ok && [whole.value.points.length, whole.value.epochs.length]).toEqual([12, 2]);
    for (const name of ['holiday', 'broken']) {
      const refused = await deleteRun(join(folder, name));
      expect(!refused.ok && refused.problems[0]?.code).toMatch(/^run\/(missing|damaged)$/);
    }
    expect((await deleteRun(path)).ok).toBe(true);
    expect(await readdir(folder)).toEqual(['broken', 'holiday']);
  });

  it('whose process has gone without a word count as stopped', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'one');
    const { run } = await trainWhole(await fish(1), { folder: path });
    run.dispose();
    const manifest = JSON.parse(await readFile(join(path, 'run.json'), 'utf8'));
    const pretend = (id: number) =>
      writeFile(join(path, 'run.json'), JSON.stringify({ ...manifest, state: 'training', process: id }));
    await pretend(2 ** 22 + 1);
    expect((await listRuns(folder))[0]).toMatchObject({ state: 'stopped', resumable: true });
    await pretend(process.pid);
    expect((await listRuns(folder))[0]).toMatchObject({ state: 'training', resumable: false });
    const busy = await deleteRun(path);
    expect(!busy.ok && busy.problems[0]?.code).toBe('run/in-use');
  });

  it('keep the first and the last point when thinned', () => {
    const points = Array.from({ length: 10_001 }, (_, at) => at);
    const thinned = thin(points, 2000);
    expect(thinned).toHaveLength(2000);
    expect([thinned[0], thinned.at(-1)]).toEqual([0, 10_000]);
    expect(thin([1, 2, 3], 3)).toEqual([1, 2, 3]);
  });
});

describe('checksums and hashes', () => {
  it('are those of RFC 3720 and of TFRecord', () => {
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
    expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283);
    const crc = 0xe3069283;
    expect(maskedCrc32c(new TextEncoder().encode('123456789'))).toBe((((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0);
  });

  it('follow what is computed, not how it is drawn', async () => {
    const project = await fish(1);
    const nodes = project.graph.nodes.map((node) => ({ ...node, position: [8, 8] as const, collapsed: true }));
    expect(graphHash({ ...project, graph: { ...project.graph, nodes } })).toBe(graphHash(project));
    const { graph } = project;
    const wider = graph.nodes.map((node) => (node.id === 'hidden' ? { ...node, params: { units: 5 } } : node));
    expect(graphHash({ ...project, graph: { ...graph, nodes: wider } })).not.toBe(graphHash(project));
    const part = (...values: number[]) => ({
      count: values.length,
      columns: {
        x: {
          field: { name: 'x', shape: [], dtype: 'float32', role: 'number' } as const,
          values: Float32Array.from(values),
        },
      },
    });
    const parts = (last: number) => ({ train: part(1, 2), validation: part(), test: part(last) });
    expect(await dataHash(parts(3))).toBe(await dataHash(parts(3)));
    expect(await dataHash(parts(3))).not.toBe(await dataHash(parts(4)));
  });
});

describe('TensorBoard’s events', () => {
  it('are records with their length and checksums', () => {
    const record = scalarEvent(2, 300, { 'train/loss': 0.5 });
    const view = new DataView(record.buffer);
    const length = Number(view.getBigUint64(0, true));
    expect(record).toHaveLength(length + 16);
    expect(view.getUint32(8, true)).toBe(maskedCrc32c(record.subarray(0, 8)));
    const data = record.subarray(12, 12 + length);
    expect(view.getUint32(12 + length, true)).toBe(maskedCrc32c(data));
    // By hand, from event.proto: wall_time (1) double, step (2) varint 300, summary (5) { value (1) { tag (1), simple_value (2) } }.
    const tag = [...new TextEncoder().encode('train/loss')];
    const value = [0x0a, tag.length, ...tag, 0x15, 0, 0, 0, 0x3f];
    const summary = [0x0a, value.length, ...value];
    expect([...data]).toEqual([0x09, 0, 0, 0, 0, 0, 0, 0, 0x40, 0x10, 0xac, 0x02, 0x2a, summary.length, ...summary]);
    expect(eventFileHead(1, 1)).toHaveLength(2);
  });
});
