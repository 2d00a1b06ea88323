/** A success worth saying. Errors are never toasts: they sit on the thing, in the inspector and in Problems. */
export interface Toast {
  /** First words, in bold: "Run 14 finished." */
  title?: string;
  text: string;
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
