import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addResult, keyOf, type NetResult, readResults } from './results';

const RESULT: NetResult = { key: 'a', when: '2026-01-01T00:00:00.000Z', batch: 8, measured: [] };
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'netloom-bench-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('kept results', () => {
  it('adds a net at a time and reads them again', () => {
    const path = join(folder, 'new', 'results.json');
    expect(readResults(path)).toEqual({});
    addResult(path, 'training/lenet', RESULT);
    addResult(path, 'training/resnet20', { ...RESULT, key: 'b' });
    addResult(path, 'training/lenet', { ...RESULT, key: 'c' });
    expect(Object.entries(readResults(path)).map(([name, { key }]) => [name, key])).toEqual([
      ['training/lenet', 'c'],
      ['training/resnet20', 'b'],
    ]);
  });

  it('begins anew where the file is damaged', () => {
    const path = join(folder, 'results.json');
    for (const text of ['{"training/le', '[]', 'null', '3']) {
      writeFileSync(path, text);
      expect(readResults(path)).toEqual({});
    }
  });
});

describe('the key of a result', () => {
  it('changes with every source and every setting, and with nothing else', () => {
    mkdirSync(join(folder, 'engine', 'inner'), { recursive: true });
    const file = join(folder, 'engine', 'inner', 'a.ts');
    writeFileSync(file, 'one');
    const key = () => keyOf(folder, ['engine', 'missing'], ['net']);
    const first = key();
    expect(key()).toBe(first);
    expect(keyOf(folder, ['engine'], ['other net'])).not.toBe(first);
    mkdirSync(join(folder, 'engine', '__pycache__'));
    writeFileSync(join(folder, 'engine', '__pycache__', 'a.pyc'), 'left behind');
    expect(key()).toBe(first);
    writeFileSync(file, 'two');
    expect(key()).not.toBe(first);
    writeFileSync(file, 'one');
    expect(key()).toBe(first);
    writeFileSync(join(folder, 'engine', 'b.ts'), '');
    expect(key()).not.toBe(first);
  });
});
