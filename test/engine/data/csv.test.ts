import { describe, expect, it } from 'vitest';
import { sources } from '../../../engine/data/contract/registry';
import type { Source } from '../../../engine/data/contract/source';
import { LARGEST_TABLE_BYTES, parseTable } from '../../../engine/data/files/table';
import { readParams } from '../../../engine/data/parts/params';
import { atOnce } from '../../../engine/train/pieces';
import { memoryIo } from './io';

const csv = sources.get('csv') as Source;

async function open(text: string | Uint8Array, given: Record<string, string> = {}) {
  const params = readParams(csv, { path: 'a.csv', ...given });
  if (!params.ok) throw new Error(params.problems[0]?.message);
  return csv.open(memoryIo({ 'a.csv': text }), params.value);
}
async function read(text: string, given?: Record<string, string>) {
  const opened = await open(text, given);
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  return opened.value;
}
async function message(text: string | Uint8Array, given?: Record<string, string>) {
  const opened = await open(text, given);
  return opened.ok ? undefined : `${opened.problems[0]?.code}: ${opened.problems[0]?.message}`;
}

describe('a table', () => {
  it('gives the numbers as one vector and the text of the last column as classes', async () => {
    const { fields, train } = await read('length,width,kind\n70,12.5,salmon\n58,-1.7e1,bass\n71,12,salmon\n');
    expect(fields).toEqual([
      { name: 'features', shape: [2], dtype: 'float32', role: 'number' },
      { name: 'label', shape: [], dtype: 'int32', role: 'label', classes: ['bass', 'salmon'] },
    ]);
    expect([...(train.columns.features?.values ?? [])]).toEqual([70, 12.5, 58, -17, 71, 12]);
    expect([...(train.columns.label?.values ?? [])]).toEqual([1, 0, 1]);
  });

  it('takes the column that is named, and tells classes from numbers', async () => {
    const text = 'digit,a,b\n3,0.5,1\n10,0.25,2\n3,0,3\n';
    expect((await read(text, { label: 'digit' })).fields[1]?.classes).toEqual(['3', '10']);
    expect((await read(text, { label: 'a' })).fields[1]).toMatchObject({ name: 'value', role: 'number', shape: [1] });
    expect((await read(text, { label: 'a', labelAs: 'classes' })).fields[1]?.classes).toEqual(['0', '0.25', '0.5']);
    expect((await read(text, { label: 'digit', labelAs: 'number' })).fields[1]?.name).toBe('value');
  });

  it('understands semicolons, tabs, quotes, a byte order mark, Windows line ends and columns of text', async () => {
    const semicolons = await read('\uFEFFname;x;y\r\n"Smith; A";1;yes\r\n"Jones";2;no\r\n');
    expect([...(semicolons.train.columns.features?.values ?? [])]).toEqual([1, 2]);
    expect(semicolons.fields[1]?.classes).toEqual(['no', 'yes']);
    expect((await read('x\ty\n1\ta\n2\tb')).train.count).toBe(2);
  });

  it('keeps groups apart from features', async () => {
    const { fields } = await read('who,x,y\nann,1,a\nbob,2,b\n', { group: 'who' });
    expect(fields.map(({ name }) => name)).toEqual(['features', 'label', 'group']);
  });

  it('names line and column of what is wrong', async () => {
    expect(await message('x,y,k\n1,2,a\n3,,b\n')).toBe('csv/missing: Line 3 of a.csv has no value in column y.');
    expect(await message('x,y,k\n1,2,a\n\n3,oops,b\n')).toBe(
      'csv/not-a-number: Line 4 of a.csv has “oops” in the number column y.',
    );
    expect(await message('x,y,k\n1,2,a\n3,4\n')).toBe('csv/ragged: Line 3 of a.csv has 2 cells, and the header has 3.');
    // A line break inside quotes counts as a line of the file.
    expect(await message('x,note,k\n1,"two\nlines",a\nx,b,c\n')).toMatch(/Line 4 .* “x” in the number column x/);
    expect(await message('x,k\n1,"a\n2,b\n')).toMatch(/csv\/quotes: Line 2/);
    expect(await message('x,k\n1,a\n2,\n')).toBe('csv/missing: Line 3 of a.csv has no value in column k.');
    expect(await message('x,x,k\n1,2,a\n')).toMatch(/csv\/header: .* column 2 x a second time/);
    expect(await message('x,,k\n1,2,a\n')).toMatch(/csv\/header: .* column 2 with nothing/);
    expect(await message('x,k\n1,a\n', { label: 'no' })).toMatch(/csv\/no-column: .* no column named no/);
    expect(await message('n,k\nann,a\n')).toMatch(/csv\/no-numbers/);
  });

  it('is read in pieces whose borders fall anywhere: in a cell, a letter, a line end, quotes', async () => {
    // Each row has another length, and 60,000 of them are 3 MB; one cell alone is longer than ten pieces.
    const note = (row: number) => `"größer, ${'ü'.repeat(row % 7)}\r\n""quoted"""`;
    const rows = Array.from({ length: 60_000 }, (_, row) => `${row % 1000}.5,${note(row)},c${row % 3}`);
    const long = `1.5,"${'long, '.repeat(500_000)}",c0`;
    const text = ['x,note,k', ...rows, long, ...rows.slice(0, 10)].join('\r\n');
    const { train, fields } = await read(text);
    expect(train.count).toBe(60_011);
    expect(fields).toMatchObject([{ shape: [1] }, { classes: ['c0', 'c1', 'c2'] }]);
    const at = (row: number) => (row === 60_000 ? [1.5, 0] : [((row % 60_001) % 1000) + 0.5, (row % 60_001) % 3]);
    const { features, label } = train.columns;
    const wrong = [...rows.keys()].filter(
      (row) => features?.values[row] !== at(row)[0] || label?.values[row] !== at(row)[1],
    );
    expect(wrong).toEqual([]);
    // Two lines a row, and one for the header and for the long one.
    expect(await message(`${text}\r\noops,,c1`)).toMatch(/Line 120023 .* “oops” in the number column x/);
    const open = `1,"open,c1\r\n${rows.join('\r\n').replaceAll('"', '')}`;
    expect(await message(`${text}\r\n${open}`)).toMatch(/csv\/quotes: Line 120023/);
  });

  it('refuses what is empty, no text, not there or too large', async () => {
    expect(await message('')).toMatch(/csv\/empty/);
    expect(await message('x,k\n')).toMatch(/csv\/no-rows/);
    expect(await message(Uint8Array.of(0x78, 0x2c, 0xff, 0xfe))).toMatch(/csv\/encoding/);
    const absent = await csv.open(memoryIo({}), { path: 'b.csv', label: '', labelAs: 'auto', group: '' });
    expect(!absent.ok && absent.problems[0]).toMatchObject({ code: 'data/file-missing' });
    const none = await csv.open(memoryIo({}), { path: '', label: '', labelAs: 'auto', group: '' });
    expect(!none.ok && none.problems[0]).toMatchObject({ code: 'data/no-file', path: 'data.source.params.path' });
    const large = atOnce(parseTable({ length: LARGEST_TABLE_BYTES + 1 } as Uint8Array, 'a.csv'));
    expect(!large.ok && large.problems[0]?.message).toBe('a.csv has 257 MB; at most 256 MB are read.');
  });
});
