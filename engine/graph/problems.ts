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
