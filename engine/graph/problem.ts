import type { PortRef } from './document';
import type { Edit } from './edit';

/** A one-click cure: applied as one undo step. */
export interface Fix {
  title: string;
  edits: readonly Edit[];
  /** Layer kind whose glyph stands before the title. */
  kind?: string;
}

/**
 * What is wrong, where, and how to cure it. A value, never thrown. `code` is stable; texts stand in problems.ts.
 */
export interface Problem {
  code: string;
  /** Errors keep training from starting; warnings do not. */
  severity: 'error' | 'warning';
  message: string;
  /** Path of the node at fault: block ids joined by `/`. */
  node?: string;
  /** The top-level node that shows it while the blocks around are closed; only where `node` stands inside one. */
  outermost?: string;
  /** Path of the primitive that complained, where the fault is cured further out, at `node`. */
  inner?: string;
  port?: string;
  /** The wire at fault, with ids of the level that `node`'s parent draws. */
  edge?: { from: PortRef; to: PortRef };
  /** JSON path in the file, such as `training.optimizer.kind`. */
  path?: string;
  /** What the port takes and what it got, as shape texts such as `N` and `12×12×20`. */
  expected?: string;
  got?: string;
  fixes?: readonly Fix[];
}

/** A value, or why there is none. */
export type Result<T> =
  | {
      ok: true;
      value: T;
      /** What people should know although it worked, such as a twin that was untied. */
      notices?: readonly Problem[];
    }
  | { ok: false; problems: Problem[] };
export const succeed = <T>(value: T, notices?: readonly Problem[]): Result<T> =>
  notices?.length ? { ok: true, value, notices } : { ok: true, value };
export const fail = (...problems: Problem[]): Result<never> => ({ ok: false, problems });
