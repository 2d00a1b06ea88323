import { mount, unmount } from 'svelte';
import type { Attachment } from 'svelte/attachments';
import type { Side } from './placement';
import Tooltip from './Tooltip.svelte';

export interface TooltipContent {
  text: string;
  /** A first line in bold. */
  title?: string;
  /** A shortcut, shown as keycaps. */
  keys?: string;
  /** The side it stands on where there is room; below when absent. */
  side?: Side;
}

/** Waiting before the first tooltip and, while one was just open, before the next; grace to reach the bubble. In ms. */
const delay = { first: 500, next: 60, grace: 120, recent: 400 };

let open: { bubble: Record<string, unknown>; anchor: Element; described: string | null } | null = null;
let closedAt = 0;
let opening: ReturnType<typeof setTimeout> | undefined;
let closing: ReturnType<typeof setTimeout> | undefined;
let counter = 0;

/** Takes the bubble away. A tooltip that waits to open elsewhere goes on waiting. */
function hide(): void {
  clearTimeout(closing);
  if (!open) return;
  const { bubble, anchor, described } = open;
  open = null;
  closedAt = performance.now();
  if (described === null) anchor.removeAttribute('aria-describedby');
  else anchor.setAttribute('aria-describedby', described);
  document.removeEventListener('keydown', onKey, true);
  void unmount(bubble);
}

function close(): void {
  clearTimeout(opening);
  hide();
}

function onKey(event: KeyboardEvent): void {
  if (event.key !== 'Escape') return;
  // The first Escape only puts the hint away: a dialog or a field beneath keeps its own for the next one.
  event.stopPropagation();
  close();
}

function closeSoon(): void {
  clearTimeout(opening);
  clearTimeout(closing);
  closing = setTimeout(hide, delay.grace);
}

function show(anchor: Element, content: TooltipContent): void {
  hide();
  const id = `tooltip-${++counter}`;
  const described = anchor.getAttribute('aria-describedby');
  const bubble = mount(Tooltip, {
    target: document.body,
    props: { id, content, anchor, onenter: () => clearTimeout(closing), onleave: closeSoon },
  });
  anchor.setAttribute('aria-describedby', described === null ? id : `${described} ${id}`);
  document.addEventListener('keydown', onKey, true);
  open = { bubble, anchor, described };
}

/**
 * A hint for whatever it is attached to, after WCAG 1.4.13: Escape puts it away, the pointer may move onto it,
 * and it stays until pointer and focus have left. Nothing is shown while the content is null.
 *
 *     <button {@attach tooltip(() => ({ text: 'Undo', keys: 'Mod+Z' }))}>
 */
export function tooltip(content: () => TooltipContent | null): Attachment<Element> {
  return (anchor) => {
    let gone = false;
    const later = (wait: number) => {
      // Another hint may be attached to the same element: one without words leaves it alone.
      if (!content()) return;
      clearTimeout(opening);
      if (open?.anchor === anchor) {
        clearTimeout(closing);
        return;
      }
      opening = setTimeout(() => {
        // What has gone in the meantime has no words any more.
        const now = gone ? null : content();
        if (now && anchor.isConnected) show(anchor, now);
      }, wait);
    };
    const enter = () => later(open || performance.now() - closedAt < delay.recent ? delay.next : delay.first);
    const focus = () => {
      if (anchor.matches(':focus-visible')) later(delay.next);
    };
    const press = () => close();
    anchor.addEventListener('pointerenter', enter);
    anchor.addEventListener('pointerleave', closeSoon);
    anchor.addEventListener('focus', focus);
    anchor.addEventListener('blur', closeSoon);
    anchor.addEventListener('pointerdown', press);
    return () => {
      gone = true;
      if (open?.anchor === anchor) close();
      anchor.removeEventListener('pointerenter', enter);
      anchor.removeEventListener('pointerleave', closeSoon);
      anchor.removeEventListener('focus', focus);
      anchor.removeEventListener('blur', closeSoon);
      anchor.removeEventListener('pointerdown', press);
    };
  };
}

/**
 * Why something is off, told to the eye as a tooltip and to screen readers as a description.
 *
 *     <button aria-disabled={reason !== null} {@attach whyOff(() => reason)}>
 */
export function whyOff(reason: () => string | null | undefined): Attachment<Element> {
  return (element) => {
    const text = reason();
    if (!text) return;
    element.setAttribute('aria-description', text);
    const remove = tooltip(() => ({ text }))(element);
    return () => {
      element.removeAttribute('aria-description');
      remove?.();
    };
  };
}
