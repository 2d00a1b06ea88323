import type { Json } from './document';
import type { Problem } from './problem';

/**
 * Every text of every problem, by code. A text says what is wrong, with names and shapes, then the cure where it is
 * not a button. Values are filled in by name.
 */
type Say = Readonly<Record<string, string | number>>;
const error = (text: (s: Say) => string) => ({ severity: 'error', text }) as const;
const warning = (text: (s: Say) => string) => ({ severity: 'warning', text }) as const;

const TEXTS = {
  'shape/needs-vector': error((s) => `${s.node} takes a vector, but ${s.from} sends ${s.what}.`),
  'shape/needs-maps': error((s) => `${s.node} takes maps, but ${s.from} sends ${s.what}.`),
  'shape/differ': error(
    (s) => `${s.node} takes inputs of one shape, but ${s.from} sends ${s.got} beside ${s.expected}.`,
  ),
  'shape/too-small': error((s) => `${s.node} needs at least ${s.expected}, but ${s.from} sends ${s.got}.`),
  'shape/size-differs': error((s) => `${s.node} makes ${s.count} values of ${s.got}; ${s.expected} do not fit.`),
  'shape/too-large': error((s) => `${s.node} makes ${s.count} values for each sample, more than a tensor can hold.`),
  'safetensors/truncated': error((s) => `The file is cut off: it has ${s.got} bytes where ${s.expected} are needed.`),
  'safetensors/header': error((s) => `The file is not in the safetensors format: ${s.why}.`),
  'safetensors/tensor': error((s) => `The tensor ${s.name} is damaged: ${s.why}.`),
  'protocol/unknown-command': error((s) => `The engine does not know the command ${s.command}.`),
  'protocol/malformed': error((s) => `The command ${s.command} was not understood: ${s.detail}`),
  'file/missing': error((s) => `${s.name} is not there any more. It may have been moved, renamed or deleted.`),
  'file/unreadable': error((s) => `${s.name} cannot be read: this account has no right to.`),
  'file/folder': error((s) => `${s.name} is a folder, not a project.`),
  'file/too-large': error((s) => `${s.name} has ${s.size} MB; a project has at most ${s.limit} MB.`),
  'file/not-text': error((s) => `${s.name} is not a project: it holds no text.`),
  'file/not-chosen': error((s) => `${s.name} was not chosen in this window. Open it from the File menu.`),
  'file/unwritable': error((s) => `${s.name} cannot be written: this account has no right to. Save it elsewhere.`),
  'file/no-space': error((s) => `There is no space left for ${s.name}. Free some, or save it on another disk.`),
  'file/no-folder': error((s) => `The folder of ${s.name} is not there any more. Save it elsewhere.`),
  'file/changed': error((s) => `${s.name} was changed by another program since it was opened here.`),
  'file/already-open': error((s) => `${s.name} is already open in another Netloom: ${s.user} on ${s.host}.`),
  'file/failed': error((s) => `${s.name} could not be ${s.done}: ${s.why}.`),
  'data/file-missing': error((s) => `The file ${s.path} is not there.`),
  'data/file-unreadable': error((s) => `The file ${s.path} cannot be read: ${s.why}.`),
  'data/file-too-large': error((s) => `${s.path} has ${s.got}; at most ${s.expected} are read.`),
  'data/file-damaged': error((s) => `The file ${s.path} is damaged: ${s.why}.`),
  'data/package-missing': error((s) => `The data package ${s.name} is not installed. Run the set-up again.`),
  'data/unknown-source': error((s) => `There is no data source of the kind ${s.kind}.`),
  'data/bad-param': error((s) => `The data source's ${s.param} cannot be ${s.got}.`),
  'data/no-source': error(() => 'The project names no data. Choose a source in the Data view.'),
  'data/no-file': error(() => 'No file is chosen. Choose one in the Data view.'),
  'data/no-test': error(() => 'This source ships no test part. Take a share of the rows for testing instead.'),
  'data/no-class': error(() => 'The data have no label to split by. Split by none instead.'),
  'data/no-group': error(() => 'The data have no field named group to split by. Split by none instead.'),
  'data/too-few-rows': error((s) => `The ${s.part} part has ${s.got} rows, and at least ${s.expected} are needed.`),
  'data/no-row': error((s) => `The ${s.part} part has no row ${s.row}; it has ${s.count}.`),
  'data/no-field': error((s) => `The data have no field ${s.field}.`),
  'data/wrong-size': error((s) => `${s.field} takes ${s.expected} values, and ${s.got} were given.`),
  'data/pairs-need-labels': error((s) => `Pairs are drawn by class, and ${s.kind} has no label.`),
  'csv/encoding': error((s) => `The file ${s.path} is not text in UTF-8.`),
  'csv/no-rows': error((s) => `The table ${s.path} has a header but no rows.`),
  'csv/empty': error((s) => `The table ${s.path} is empty.`),
  'csv/header': error((s) => `The header of ${s.path} names column ${s.column} ${s.why}.`),
  'csv/ragged': error((s) => `Line ${s.line} of ${s.path} has ${s.got} cells, and the header has ${s.expected}.`),
  'csv/missing': error((s) => `Line ${s.line} of ${s.path} has no value in column ${s.column}.`),
  'csv/not-a-number': error((s) => `Line ${s.line} of ${s.path} has “${s.got}” in the number column ${s.column}.`),
  'csv/no-numbers': error((s) => `The table ${s.path} has no column of numbers beside ${s.column}.`),
  'csv/no-column': error((s) => `The table ${s.path} has no column named ${s.column}.`),
  'csv/quotes': error((s) => `Line ${s.line} of ${s.path} has a quote that is not closed.`),
} as const;

export type ProblemCode = keyof typeof TEXTS;

/** Builds a problem from its code. `say` fills the text; the rest says where and what to do. */
export function problem(
  code: ProblemCode,
  say: Say = {},
  where: Omit<Partial<Problem>, 'code' | 'message' | 'severity'> = {},
): Problem {
  const { severity, text } = TEXTS[code];
  return { code, severity, message: text(say), ...where };
}

/** A cure that a layer proposes; the compiler turns it into edits at the node and wire at fault. */
export type Cure =
  | { title: string; insert: { kind: string; params?: Readonly<Record<string, Json>> } }
  | { title: string; set: Readonly<Record<string, Json>> }
  | { title: string; become: { kind: string; params?: Readonly<Record<string, Json>> } };

/** What a layer answers when its inputs or parameters do not fit: the compiler adds names and edits. */
export interface Fault {
  readonly code: ProblemCode;
  /** Index of the wire at fault among the inputs. */
  readonly input?: number;
  /** Parameter at fault. */
  readonly param?: string;
  readonly expected?: string;
  readonly got?: string;
  readonly say?: Say;
  readonly cures?: readonly Cure[];
}
export const isFault = (value: unknown): value is Fault =>
  typeof value === 'object' && value !== null && 'code' in value;
