/**
 * Undo and redo by keeping references to earlier documents: nothing is ever mutated, so memory is shared and no edit
 * needs an inverse. Selection, viewport and results of runs are not part of it.
 */
export interface History<T> {
  readonly present: T;
  /** Oldest first. */
  readonly past: readonly Step<T>[];
  /** Next to be redone last. */
  readonly future: readonly Step<T>[];
  /** Set between `begin` and `commit`: what is pushed meanwhile becomes one step. */
  readonly gesture?: { readonly label: string; readonly start: T };
}

/** A document to go back (or forward) to, and the words for what was done. */
export interface Step<T> {
  readonly label: string;
  readonly document: T;
}

/** Steps that are kept; older ones are forgotten. */
export const MOST_STEPS = 500;

export const startHistory = <T>(present: T): History<T> => ({ present, past: [], future: [] });

export const canUndo = (history: History<unknown>): boolean =>
  history.past.length > 0 || (history.gesture !== undefined && history.gesture.start !== history.present);
export const canRedo = (history: History<unknown>): boolean => history.future.length > 0 && !history.gesture;

/** What undo and redo would take back and do again, for their menu items. */
export const undoLabel = (history: History<unknown>): string | undefined =>
  history.gesture?.label ?? history.past.at(-1)?.label;
export const redoLabel = (history: History<unknown>): string | undefined => history.future.at(-1)?.label;

/** A new document, done by `label`. Within a gesture it replaces the present without a step of its own. */
export function push<T>(history: History<T>, document: T, label: string): History<T> {
  if (document === history.present) return history;
  if (history.gesture) return { ...history, present: document, future: [] };
  const past = [...history.past, { label, document: history.present }].slice(-MOST_STEPS);
  return { present: document, past, future: [] };
}

/** From here on all pushes are one step, until `commit`. A gesture within a gesture joins it. */
export const begin = <T>(history: History<T>, label: string): History<T> =>
  history.gesture ? history : { ...history, gesture: { label, start: history.present } };

/** Ends a gesture; one that changed nothing leaves no step. */
export function commit<T>({ gesture, ...history }: History<T>): History<T> {
  if (!gesture || gesture.start === history.present) return history;
  return push({ ...history, present: gesture.start }, history.present, gesture.label);
}

/** Ends a gesture as if it had not been (Esc while dragging). */
export const abandon = <T>({ gesture, ...history }: History<T>): History<T> =>
  gesture ? { ...history, present: gesture.start } : history;

export function undo<T>(history: History<T>): History<T> {
  const { past, present, future } = commit(history);
  const last = past.at(-1);
  if (!last) return { past, present, future };
  return {
    present: last.document,
    past: past.slice(0, -1),
    future: [...future, { label: last.label, document: present }],
  };
}

export function redo<T>(history: History<T>): History<T> {
  const { past, present, future } = commit(history);
  const next = future.at(-1);
  if (!next) return { past, present, future };
  return {
    present: next.document,
    past: [...past, { label: next.label, document: present }],
    future: future.slice(0, -1),
  };
}
