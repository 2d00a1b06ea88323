import { fail, type Result, succeed } from '../graph/problem';
import { problem } from '../graph/problems';
import { choice, file, text } from '../layers/contract/params';
import type { Field } from './contract/field';
import { type Column, type Dataset, defineSource } from './contract/source';
import { parseTable, type Table } from './files/table';

/** More distinct whole numbers than this in the answer column are a quantity, not classes. */
const MOST_NUMBER_CLASSES = 20;

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const isNumber = (cell: string): boolean => NUMBER.test(cell);

const cellsOf = (table: Table, column: number): string[] => table.rows.map((row) => row[column] as string);

/** The column's numbers, or the first cell that is missing or is none. */
function readNumbers(table: Table, column: number, path: string): Result<number[]> {
  const numbers: number[] = [];
  for (const [row, cells] of table.rows.entries()) {
    const cell = cells[column] as string;
    const at = { path, line: table.lines[row] as number, column: table.header[column] as string };
    if (cell === '') return fail(problem('csv/missing', at));
    if (!isNumber(cell)) return fail(problem('csv/not-a-number', { ...at, got: cell.slice(0, 40) }));
    numbers.push(Number(cell));
  }
  return succeed(numbers);
}

/** Classes in alphabetical order, numbers by size, so that the order of rows does not matter. */
function readClasses(table: Table, column: number, name: string, path: string): Result<Column> {
  const cells = cellsOf(table, column);
  const empty = cells.indexOf('');
  const columnName = table.header[column] as string;
  if (empty >= 0) {
    return fail(problem('csv/missing', { path, line: table.lines[empty] as number, column: columnName }));
  }
  const distinct = [...new Set(cells)];
  const classes = distinct.every(isNumber)
    ? distinct.sort((a, b) => Number(a) - Number(b))
    : distinct.sort((a, b) => (a < b ? -1 : 1));
  const numbers = new Map(classes.map((label, index) => [label, index]));
  const field: Field = { name, shape: [], dtype: 'int32', role: 'label', classes };
  return succeed({ field, values: Int32Array.from(cells, (cell) => numbers.get(cell) as number) });
}

/** The answer column: classes where it holds text or few whole numbers, a number otherwise. */
function readAnswer(table: Table, column: number, as: string, path: string): Result<Column> {
  const cells = cellsOf(table, column);
  const whole = cells.every((cell) => /^[+-]?\d+$/.test(cell));
  const isFew = whole && new Set(cells).size <= MOST_NUMBER_CLASSES;
  const isText = cells.some((cell) => cell !== '' && !isNumber(cell));
  const isClasses = as === 'classes' || (as === 'auto' && (isText || isFew));
  if (isClasses) return readClasses(table, column, 'label', path);
  const numbers = readNumbers(table, column, path);
  if (!numbers.ok) return numbers;
  const field: Field = { name: 'value', shape: [1], dtype: 'float32', role: 'number' };
  return succeed({ field, values: Float32Array.from(numbers.value) });
}

/** A column of numbers is one whose first row holds a number; columns of text beside the answer are passed over. */
function readFeatures(table: Table, columns: readonly number[], answer: number, path: string): Result<Column> {
  const chosen = columns.filter((column) => isNumber(table.rows[0]?.[column] ?? '') || table.rows[0]?.[column] === '');
  if (chosen.length === 0) {
    return fail(problem('csv/no-numbers', { path, column: table.header[answer] as string }));
  }
  const values = new Float32Array(table.rows.length * chosen.length);
  for (const [feature, column] of chosen.entries()) {
    const numbers = readNumbers(table, column, path);
    if (!numbers.ok) return numbers;
    for (const [row, value] of numbers.value.entries()) values[row * chosen.length + feature] = value;
  }
  const field: Field = { name: 'features', shape: [chosen.length], dtype: 'float32', role: 'number' };
  return succeed({ field, values });
}

/** A table's text → features, answer and, where asked for, groups. Fails on a missing, ragged or wrong cell. */
export function readTable(
  bytes: Uint8Array,
  path: string,
  p: { label: string; labelAs: string; group: string },
): Result<Dataset> {
  const table = parseTable(bytes, path);
  if (!table.ok) return table;
  const { header, rows } = table.value;
  const answer = p.label === '' ? header.length - 1 : header.indexOf(p.label);
  if (answer < 0) return fail(problem('csv/no-column', { path, column: p.label }));
  const group = p.group === '' ? undefined : header.indexOf(p.group);
  if (group === -1) return fail(problem('csv/no-column', { path, column: p.group }));

  const others = header.map((_, index) => index).filter((index) => index !== answer && index !== group);
  const read: Result<Column>[] = [
    readFeatures(table.value, others, answer, path),
    readAnswer(table.value, answer, p.labelAs, path),
  ];
  if (group !== undefined) read.push(readClasses(table.value, group, 'group', path));
  const columns: Record<string, Column> = {};
  for (const column of read) {
    if (!column.ok) return column;
    columns[column.value.field.name] = column.value;
  }
  const fields = Object.values(columns).map(({ field }) => field);
  return succeed({ fields, train: { count: rows.length, columns } });
}

export default defineSource({
  kind: 'csv',
  title: 'Table (CSV)',
  doc: {
    summary: 'A table of your own: one row a sample, columns of numbers, and one column to predict.',
    formula:
      'All columns of numbers become one vector, in the order of the header; text in the answer becomes classes.',
    advice: 'Save a spreadsheet as CSV. Bring columns to one scale with a preparation, such as standardise.',
    source: 'RFC 4180',
  },
  params: {
    path: file('File', ['csv', 'tsv', 'txt']),
    label: text('Column to predict', '', { help: 'Empty: the last one.' }),
    labelAs: choice(
      'Read it as',
      [
        { value: 'auto', title: 'What it looks like' },
        { value: 'classes', title: 'Classes' },
        { value: 'number', title: 'A number' },
      ],
      'auto',
    ),
    group: text('Group column', '', {
      advanced: true,
      help: 'Rows of one group (a person, a device) stay together when the data are split by group.',
    }),
  },
  origin: 'own',
  fields: () => undefined,
  async open(io, p) {
    if (p.path === '') return fail(problem('data/no-file', {}, { path: 'data.source.params.path' }));
    const bytes = await io.readFile(p.path);
    return bytes.ok ? readTable(bytes.value, p.path, p) : bytes;
  },
});
