/**
 * A success worth saying, or (`note`) what came of an edit beside what was asked for, or why it could not be made.
 * Errors of the net are never toasts: they sit on the thing, in the inspector and in Problems.
 */
export interface Toast {
  /** First words, in bold: "Run 14 finished." */
  title?: string;
  text: string;
  note?: boolean;
  action?: { label: string; onselect: () => void };
}

let current = $state.raw<Toast | null>(null);

/** Shows a toast in place of any other: one at a time, for 8 s, longer while hovered or focused. */
export function showToast(toast: Toast): void {
  current = toast;
}

/** Puts the toast away. */
export function dismissToast(): void {
  current = null;
}

/** The toast on show, for the host. */
export function currentToast(): Toast | null {
  return current;
}
