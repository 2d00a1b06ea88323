import Papa from 'papaparse';
import { fail, type Result, succeed } from '../../graph/problem';
import { problem } from '../../graph/problems';

/** A table of text with a header; `lines[row]` is the line of the file on which row `row` begins, counting from 1. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly lines: readonly number[];
}

/** Beyond this the whole text no longer fits beside its cells in an ordinary machine's memory. */
export const LARGEST_TABLE_BYTES = 256 * 1024 * 1024;

const lineBreaks = (cell: string): number => cell.split('\n').length - 1;

/**
 * Bytes of a table (comma, semicolon or tab between cells, quotes doubled, UTF-8) → its header and rows. Empty lines
 * are passed over; every other row must have as many cells as the header.
 */
export function parseTable(bytes: Uint8Array, path: string): Result<Table> {
  if (bytes.length > LARGEST_TABLE_BYTES) {
    const megabytes = (count: number) => `${Math.ceil(count / 1024 / 1024)} MB`;
    return fail(
      problem('data/file-too-large', { path, got: megabytes(bytes.length), expected: megabytes(LARGEST_TABLE_BYTES) }),
    );
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return fail(problem('csv/encoding', { path }));
  }
  const parsed = Papa.parse<string[]>(text, { skipEmptyLines: false, delimitersToGuess: [',', ';', '\t'] });
  const quote = parsed.errors.find(({ type }) => type === 'Quotes');
  const rows: string[][] = [];
  const lines: number[] = [];
  let line = 1;
  for (const [index, cells] of parsed.data.entries()) {
    if (quote && index === quote.row) return fail(problem('csv/quotes', { path, line }));
    const isEmpty = cells.every((cell) => cell.trim() === '');
    if (!isEmpty) {
      rows.push(cells.map((cell) => cell.trim()));
      lines.push(line);
    }
    line += 1 + cells.reduce((sum, cell) => sum + lineBreaks(cell), 0);
  }
  const header = rows.shift();
  lines.shift();
  if (!header) return fail(problem('csv/empty', { path }));
  const wrong = checkHeader(header);
  if (wrong) return fail(problem('csv/header', { path, ...wrong }));
  if (rows.length === 0) return fail(problem('csv/no-rows', { path }));
  const ragged = rows.findIndex((cells) => cells.length !== header.length);
  if (ragged >= 0) {
    const got = (rows[ragged] as string[]).length;
    return fail(problem('csv/ragged', { path, line: lines[ragged] as number, got, expected: header.length }));
  }
  return succeed({ header, rows, lines });
}

function checkHeader(header: readonly string[]): { column: number; why: string } | undefined {
  const seen = new Set<string>();
  for (const [index, name] of header.entries()) {
    if (name === '') return { column: index + 1, why: 'with nothing' };
    if (seen.has(name)) return { column: index + 1, why: `${name} a second time` };
    seen.add(name);
  }
  return undefined;
}
