import { type Component, createRawSnippet, flushSync, mount, type Snippet, unmount } from 'svelte';

let mounted: ReturnType<typeof mount>[] = [];

/** Draws a component into the document, as the window would. */
export function render<Props extends Record<string, unknown>>(component: Component<Props>, props: Props): HTMLElement {
  const target = document.createElement('div');
  document.body.append(target);
  mounted.push(mount(component, { target, props }));
  flushSync();
  return target;
}

/** Takes everything out of the document again. */
export async function clear(): Promise<void> {
  for (const each of mounted) await unmount(each);
  mounted = [];
  document.body.replaceChildren();
}

/** Words as a snippet, for what stands between a component's tags. */
export function words(text: string): Snippet {
  return createRawSnippet(() => ({ render: () => `<span>${text}</span>` }));
}

/** The one element that a selector finds. */
export function one<Kind extends HTMLElement>(selector: string, within: ParentNode = document): Kind {
  const found = within.querySelectorAll<Kind>(selector);
  const [element] = found;
  if (!element || found.length > 1) throw new Error(`${found.length} elements for ${selector}`);
  return element;
}

/** Presses a key on an element. */
export function press(element: Element, key: string, more: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  element.dispatchEvent(event);
  flushSync();
  return event;
}

/** Clicks an element. */
export function click(element: HTMLElement): void {
  element.click();
  flushSync();
}

/** Types a text in place of what a field holds. */
export function type(field: HTMLInputElement, text: string): void {
  field.focus();
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
}

/** The name a screen reader tells: aria-labelledby, aria-label, a label, or the words inside. */
export function nameOf(element: HTMLElement): string {
  const by = element.getAttribute('aria-labelledby');
  if (by)
    return by
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent?.trim())
      .join(' ');
  const label = element.getAttribute('aria-label');
  if (label) return label;
  const outer = element.id ? document.querySelector(`label[for="${element.id}"]`) : null;
  return (outer ?? element).textContent?.trim() ?? '';
}
