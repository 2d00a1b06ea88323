import { fail, type Problem, type Result, succeed } from '../graph/problem';
import { problem } from '../graph/problems';
import { choice, file, text } from '../layers/contract/params';
import type { Field } from './contract/field';
import { type Column, type Dataset, defineSource } from './contract/source';
import { parseTable, type Table } from './files/table';

/** More distinct whole numbers than this in the answer column are a quantity, not classes. */
const MOST_NUMBER_CLASSES = 20;

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const isNumber = (cell: string): boolean => NUMBER.test(cell);

/** Rows that are gone through in some milliseconds. */
const ROWS_AT_ONCE = 2 ** 14;

/** The cells of a column, row by row, in pieces; `look` ends it by answering false. */
function* goThrough(
  { rows }: Table,
  column: number,
  look: (cell: string, row: number) => boolean,
): Generator<void, void> {
  for (const [row, cells] of rows.entries()) {
    if (row % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) yield;
    if (!look(cells[column] as string, row)) return;
  }
}

/** Reads a column as numbers, one a row, with `set`, up to the first cell that is missing or is none: then that is told. */
function* readNumbers(
  table: Table,
  column: number,
  path: string,
  set: (row: number, value: number) => void,
): Generator<void, Problem | undefined> {
  let wrong: Problem | undefined;
  yield* goThrough(table, column, (cell, row) => {
    if (isNumber(cell)) {
      set(row, Number(cell));
      return true;
    }
    const at = { path, line: table.lines[row] as number, column: table.header[column] as string };
    wrong = cell === '' ? problem('csv/missing', at) : problem('csv/not-a-number', { ...at, got: cell.slice(0, 40) });
    return false;
  });
  return wrong;
}

/** Classes in alphabetical order, numbers by size, so that the order of rows does not matter. */
function* readClasses(table: Table, column: number, name: string, path: string): Generator<void, Result<Column>> {
  const distinct = new Set<string>();
  let empty: number | undefined;
  yield* goThrough(table, column, (cell, row) => {
    distinct.add(cell);
    if (cell === '') empty = row;
    return empty === undefined;
  });
  if (empty !== undefined) {
    const columnName = table.header[column] as string;
    return fail(problem('csv/missing', { path, line: table.lines[empty] as number, column: columnName }));
  }
  const classes = [...distinct];
  classes.sort(classes.every(isNumber) ? (a, b) => Number(a) - Number(b) : (a, b) => (a < b ? -1 : 1));
  const numbers = new Map(classes.map((label, index) => [label, index]));
  const field: Field = { name, shape: [], dtype: 'int32', role: 'label', classes };
  const values = new Int32Array(table.rows.length);
  yield* goThrough(table, column, (cell, row) => {
    values[row] = numbers.get(cell) as number;
    return true;
  });
  return succeed({ field, values });
}

/** Whether a column holds text or few whole numbers. */
function* looksLikeClasses(table: Table, column: number): Generator<void, boolean> {
  const distinct = new Set<string>();
  let isWhole = true;
  let isText = false;
  yield* goThrough(table, column, (cell) => {
    isWhole &&= /^[+-]?\d+$/.test(cell);
    isText = cell !== '' && !isNumber(cell);
    if (distinct.size <= MOST_NUMBER_CLASSES) distinct.add(cell);
    return !isText;
  });
  return isText || (isWhole && distinct.size <= MOST_NUMBER_CLASSES);
}

/** The answer column: classes where it holds text or few whole numbers, a number otherwise. */
function* readAnswer(table: Table, column: number, as: string, path: string): Generator<void, Result<Column>> {
  const isClasses = as === 'classes' || (as === 'auto' && (yield* looksLikeClasses(table, column)));
  if (isClasses) return yield* readClasses(table, column, 'label', path);
  const values = new Float32Array(table.rows.length);
  const wrong = yield* readNumbers(table, column, path, (row, value) => {
    values[row] = value;
  });
  const field: Field = { name: 'value', shape: [1], dtype: 'float32', role: 'number' };
  return wrong ? fail(wrong) : succeed({ field, values });
}

/** A column of numbers is one whose first row holds a number; columns of text beside the answer are passed over. */
function* readFeatures(
  table: Table,
  columns: readonly number[],
  answer: number,
  path: string,
): Generator<void, Result<Column>> {
  const chosen = columns.filter((column) => isNumber(table.rows[0]?.[column] ?? '') || table.rows[0]?.[column] === '');
  if (chosen.length === 0) {
    return fail(problem('csv/no-numbers', { path, column: table.header[answer] as string }));
  }
  const values = new Float32Array(table.rows.length * chosen.length);
  for (const [feature, column] of chosen.entries()) {
    const wrong = yield* readNumbers(table, column, path, (row, value) => {
      values[row * chosen.length + feature] = value;
    });
    if (wrong) return fail(wrong);
  }
  const field: Field = { name: 'features', shape: [chosen.length], dtype: 'float32', role: 'number' };
  return succeed({ field, values });
}

/** A table's text → features, answer and, where asked for, groups. Fails on a missing, ragged or wrong cell. */
function* readTable(
  bytes: Uint8Array,
  path: string,
  p: { label: string; labelAs: string; group: string },
): Generator<void, Result<Dataset>> {
  const table = yield* parseTable(bytes, path);
  if (!table.ok) return table;
  const { header, rows } = table.value;
  const answer = p.label === '' ? header.length - 1 : header.indexOf(p.label);
  if (answer < 0) return fail(problem('csv/no-column', { path, column: p.label }));
  const group = p.group === '' ? undefined : header.indexOf(p.group);
  if (group === -1) return fail(problem('csv/no-column', { path, column: p.group }));

  const others = header.map((_, index) => index).filter((index) => index !== answer && index !== group);
  const read: Result<Column>[] = [
    yield* readFeatures(table.value, others, answer, path),
    yield* readAnswer(table.value, answer, p.labelAs, path),
  ];
  if (group !== undefined) read.push(yield* readClasses(table.value, group, 'group', path));
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
    return bytes.ok ? io.inPieces(readTable(bytes.value, p.path, p)) : bytes;
  },
});
