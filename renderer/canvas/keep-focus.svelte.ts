/**
 * Keeps the focus in the canvas when nodes come back after a movement: xyflow moves elements among each other then,
 * which takes the focus from them, and takes away those out of sight. Keys go on from there all the same.
 */
export function keepFocus(container: () => HTMLElement | undefined, moves: () => boolean): void {
  let focused: Element | undefined;
  $effect.pre(() => {
    const active = document.activeElement;
    focused = !moves() && active && container()?.contains(active) ? active : undefined;
  });
  $effect(() => {
    if (moves() || !focused || document.activeElement === focused) return;
    if (document.activeElement !== document.body) return;
    const element = focused instanceof HTMLElement && focused.isConnected ? focused : container();
    element?.focus({ preventScroll: true });
  });
}
