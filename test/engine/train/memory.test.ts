import { describe, expect, it } from 'vitest';
import { compile } from '../../../engine/compile/compile';
import { bytesAt, largestBatch, leastMemory, mostMemory } from '../../../engine/compile/memory';
import type { Program } from '../../../engine/compile/program';
import { DEFAULT_TRAINING, type GraphNode, type TrainingSettings } from '../../../engine/graph/document';
import { firstCounters } from '../../../engine/train/counters';
import { bytesText } from '../../../engine/train/memory/bytes-text';
import { checkShapes } from '../../../engine/train/memory/check';
import { freeMemory } from '../../../engine/train/memory/free-memory';
import { isOutOfMemory } from '../../../engine/train/memory/out-of-memory';
import { PeakMemory } from '../../../engine/train/memory/peak-memory';
import { batchOf, halvedBatch, rebatched } from '../../../engine/train/run/smaller-batch';
import { chain } from './nets';

const adam: TrainingSettings = { ...DEFAULT_TRAINING, batch: 32, optimizer: { kind: 'adam', learningRate: 0.001 } };

/** The program of layers between an input of `shape` and a squared loss. */
function programOf(shape: number[], nodes: Omit<GraphNode, 'id'>[]): Program {
  const graph = chain(nodes, 'meanSquaredError');
  const [input, ...rest] = graph.nodes;
  const nodesOf = [{ ...(input as GraphNode), params: { shape } }, ...rest];
  const project = { format: 'netloom', version: 1, title: 'T', graph: { ...graph, nodes: nodesOf } } as const;
  const { program, problems } = compile(project, { fields: [] });
  if (!program) throw new Error(problems.map(({ message }) => message).join(' '));
  return program;
}

describe('what a net takes at the least', () => {
  const first = { kind: 'dense', params: { units: 4, activation: 'relu' } };
  const second = { kind: 'dense', params: { units: 2 } };
  const layers = [first, second];

  it('are its weights with gradients and slots, and what enters the layers that learn', () => {
    // 3·4 + 4 + 4·2 + 2 = 26 weights; Adam keeps two slots. 3 values enter the first layer and 4 the second.
    expect(leastMemory(programOf([3], layers), adam)).toEqual({ fixed: 26 * 4 * (1 + 1 + 2), perSample: (3 + 4) * 4 });
  });

  it('are only the weights where a layer is frozen', () => {
    const program = programOf([3], [{ ...first, frozen: true }, second]);
    expect(leastMemory(program, adam)).toEqual({ fixed: 16 * 4 + 10 * 4 * 4, perSample: 4 * 4 });
  });

  it('is never more than the most', () => {
    const program = programOf([3], layers);
    expect(bytesAt(leastMemory(program, adam), 32)).toBeLessThan(bytesAt(mostMemory(program, adam), 32));
  });

  it('decides which batch fits: a power of two, smaller than the one that does not', () => {
    const line = { fixed: 100, perSample: 10 };
    expect(largestBatch(line, 128, 100 + 10 * 70)).toBe(64);
    expect(largestBatch(line, 128, 1e9)).toBe(64);
    expect(largestBatch(line, 100, 1e9)).toBe(64);
    expect(largestBatch(line, 128, 111)).toBe(1);
    expect(largestBatch(line, 128, 109)).toBeUndefined();
    expect(largestBatch(line, 1, 1e9)).toBeUndefined();
  });
});

describe('a net that is too large', () => {
  it('is refused by its shapes in milliseconds, with the batch that fits as the cure', () => {
    const conv = { kind: 'conv2d', params: { filters: 64, kernel: [3, 3], padding: 'same' } };
    const program = programOf([512, 512, 3], [conv, conv]);
    const started = performance.now();
    const refused = checkShapes(program, { ...adam, batch: 1024 }, 16e9);
    expect(performance.now() - started).toBeLessThan(50);
    expect(refused).toMatchObject({ code: 'train/no-memory', path: 'training.batch', expected: '16 GB' });
    const [fix] = refused?.fixes ?? [];
    const [edit] = fix?.edits ?? [];
    const batch = edit?.type === 'setTraining' ? edit.training.batch : 0;
    expect(fix?.title).toBe(`Set batch to ${batch}`);
    expect(refused?.message).toContain(`Make the batch smaller: ${batch} fits.`);
    expect(checkShapes(program, { ...adam, batch }, 16e9)).toBeUndefined();
    expect(Math.log2(batch) % 1).toBe(0);
  });

  it('by its weights alone has no such cure', () => {
    // 120,000 × 10,000 weights: 4.8 GB, four times with gradient and slots.
    const program = programOf([200, 200, 3], [{ kind: 'flatten' }, { kind: 'dense', params: { units: 10_000 } }]);
    const refused = checkShapes(program, adam, 16e9);
    expect(refused?.message).toBe(
      'Training takes at least 19 GB of memory, and 16 GB are free. ' +
        'A smaller batch does not help: make the network smaller.',
    );
    expect(refused?.fixes).toEqual([]);
    expect(checkShapes(program, adam, 20e9)).toBeUndefined();
  });
});

describe('free memory', () => {
  const system = (files: Record<string, string>) => (path: string) => files[path];
  const meminfo = 'MemTotal:       24684084 kB\nMemFree:        100 kB\nMemAvailable:   2000 kB\n';

  it('is what the system could give, caches included', () => {
    expect(freeMemory(system({ '/proc/meminfo': meminfo }))).toBe(2_048_000);
    expect(freeMemory(system({}))).toBeGreaterThan(0);
    expect(freeMemory()).toBeGreaterThan(1e6);
  });

  it('is no more than a container’s limit leaves, whose files give way', () => {
    const two = {
      '/proc/meminfo': meminfo,
      '/sys/fs/cgroup/memory.max': '1000000\n',
      '/sys/fs/cgroup/memory.current': '700000\n',
      '/sys/fs/cgroup/memory.stat': 'anon 5\ninactive_file 200000\n',
    };
    expect(freeMemory(system(two))).toBe(500_000);
    expect(freeMemory(system({ ...two, '/sys/fs/cgroup/memory.max': 'max\n' }))).toBe(2_048_000);
    const one = {
      '/proc/meminfo': meminfo,
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': '1000000\n',
      '/sys/fs/cgroup/memory/memory.usage_in_bytes': '1200000\n',
      '/sys/fs/cgroup/memory/memory.stat': 'inactive_file 7\ntotal_inactive_file 100\n',
    };
    expect(freeMemory(system(one))).toBe(0);
  });

  it('is written as the window writes it', () => {
    expect([999, 5.94e6, 7.4e7, 999_600, 2.4e10].map(bytesText)).toEqual([
      '999 B',
      '5.9 MB',
      '74 MB',
      '1.0 MB',
      '24 GB',
    ]);
  });
});

it('the most that was taken is known after it was given back', () => {
  const peak = new PeakMemory();
  const filled = () => new Uint8Array(200e6).fill(1).length;
  filled();
  const added = peak.bytes - peak.before;
  peak.stop();
  expect(added).toBeGreaterThan(150e6);
});

it('an error that says that memory ran out is known from others', () => {
  const signs = [
    new Error('OOM when allocating tensor with shape[64,512,512,64] and type float on CPU:0 by allocator cpu'),
    new Error('RESOURCE_EXHAUSTED: failed to allocate memory'),
    new Error('Invalid TF_Status: 8\nMessage: failed'),
    new RangeError('Array buffer allocation failed'),
    new RangeError('Invalid typed array length: 14400000000'),
  ];
  expect(signs.filter((error) => !isOutOfMemory(error))).toEqual([]);
  const others = [new RangeError('The batch has no values for image'), new Error('Invalid TF_Status: 3'), 'no room'];
  expect(others.filter(isOutOfMemory)).toEqual([]);
});

describe('a run whose batch is halved', () => {
  const at = (batch: number, samples: number) => ({ ...firstCounters(0.1, 2), step: 9, batch, samples });

  it('goes on in the same epoch with the sample after those it has seen', () => {
    expect(rebatched(at(3, 96), 16, 200)).toMatchObject({ batch: 6, samples: 96, step: 9 });
    expect(rebatched(at(0, 0), 16, 200)).toMatchObject({ batch: 0 });
  });

  it('sees a few samples twice where the new batches do not fall together with the old', () => {
    // 3 batches of 25; the one of 12 with sample 75 is the seventh, from 72 on.
    expect(rebatched(at(3, 75), 12, 200).batch).toBe(6);
  });

  it('only validates where the epoch has seen everything', () => {
    expect(rebatched(at(4, 100), 12, 100).batch).toBe(9);
  });

  it('is halved three times at most, and never below 1', () => {
    const manifest = (...sizes: number[]) => ({
      batches: sizes.map((batch) => ({ step: 1, before: 2 * batch, batch })),
    });
    expect(batchOf(undefined, adam)).toBe(32);
    expect(batchOf(manifest(16, 8), adam)).toBe(8);
    expect(halvedBatch({}, adam)).toEqual({ ok: true, value: 16 });
    expect(halvedBatch(manifest(16, 8), adam)).toEqual({ ok: true, value: 4 });
    expect(halvedBatch(manifest(16, 8, 4), adam)).toMatchObject({
      problems: [{ code: 'train/out-of-memory', message: expect.stringContaining('batches of 4') }],
    });
    expect(halvedBatch({}, { ...adam, batch: 1 })).toMatchObject({ ok: false });
    expect(halvedBatch({}, { ...adam, batch: 7 })).toEqual({ ok: true, value: 3 });
  });
});
