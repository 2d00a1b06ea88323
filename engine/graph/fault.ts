import type { Json } from './document';
import type { Say } from './problem-text';
import type { ProblemCode } from './problems';

/** A cure that a layer proposes; the compiler turns it into edits at the node and wire at fault. */
export type Cure =
  | { title: string; insert: { kind: string; params?: Readonly<Record<string, Json>> } }
  | { title: string; set: Readonly<Record<string, Json>> }
  | { title: string; everyStep: boolean }
  | { title: string; remove: true }
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
