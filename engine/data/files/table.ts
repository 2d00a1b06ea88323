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

/** Bytes that are read in some milliseconds. */
const AT_ONCE = 2 ** 18;

/** What stands between cells and between rows, by the first rows. */
function dialectOf(text: string): Pick<Papa.ParseConfig, 'delimiter' | 'newline'> {
  const { meta } = Papa.parse<string[]>(text, { preview: 1, delimitersToGuess: [',', ';', '\t'] });
  return { delimiter: meta.delimiter, newline: meta.linebreak as '\n' };
}

interface Parsed {
  readonly data: string[][];
  readonly errors: readonly Papa.ParseError[];
  readonly meta: Papa.ParseMeta;
}

/**
 * Bytes of a table (comma, semicolon or tab between cells, quotes doubled, UTF-8) → its header and rows, in pieces. Empty
 * lines are passed over; every other row must have as many cells as the header.
 */
export function* parseTable(bytes: Uint8Array, path: string): Generator<void, Result<Table>> {
  if (bytes.length > LARGEST_TABLE_BYTES) {
    const megabytes = (count: number) => `${Math.ceil(count / 1024 / 1024)} MB`;
    return fail(
      problem('data/file-too-large', { path, got: megabytes(bytes.length), expected: megabytes(LARGEST_TABLE_BYTES) }),
    );
  }
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const rows: string[][] = [];
  const lines: number[] = [];
  let dialect: ReturnType<typeof dialectOf> | undefined;
  let line = 1;
  let text = '';
  let wanted = AT_ONCE;
  for (let [from, isLast] = [0, false]; !isLast; ) {
    const to = Math.min(bytes.length, from + wanted);
    isLast = to === bytes.length;
    try {
      text += decoder.decode(bytes.subarray(from, to), { stream: !isLast });
    } catch {
      return fail(problem('csv/encoding', { path }));
    }
    from = to;
    dialect ??= dialectOf(text);
    // The last row may go on in what is not read yet: it is left for then.
    const { data, errors, meta }: Parsed = new Papa.Parser(dialect).parse(text, 0, !isLast);
    const quote = errors.find(({ type }) => type === 'Quotes');
    for (const [index, cells] of data.entries()) {
      if (quote && index === quote.row) return fail(problem('csv/quotes', { path, line }));
      const isEmpty = cells.every((cell) => cell.trim() === '');
      if (!isEmpty) {
        rows.push(cells.map((cell) => cell.trim()));
        lines.push(line);
      }
      line += 1 + cells.reduce((sum, cell) => sum + lineBreaks(cell), 0);
    }
    text = text.slice(meta.cursor);
    // A row that is longer than all this is not gone through for every piece of it.
    wanted = data.length > 0 ? AT_ONCE : 2 * wanted;
    yield;
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
