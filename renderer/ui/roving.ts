import type { Attachment } from 'svelte/attachments';

/**
 * Arrow keys, Home and End move the focus among the parts of a group that is one stop in the tab order.
 *
 * @param selector finds the parts inside the element
 * @param axis which arrow keys move
 * @param reached called with the part that has received the focus
 */
export function roving(
  selector: string,
  axis: 'horizontal' | 'vertical' | 'both',
  reached: (element: HTMLElement) => void = () => {},
): Attachment<HTMLElement> {
  const forward = { horizontal: ['ArrowRight'], vertical: ['ArrowDown'], both: ['ArrowRight', 'ArrowDown'] }[axis];
  const back = { horizontal: ['ArrowLeft'], vertical: ['ArrowUp'], both: ['ArrowLeft', 'ArrowUp'] }[axis];
  return (group) => {
    const onkeydown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      const parts = [...group.querySelectorAll<HTMLElement>(selector)];
      const at = parts.indexOf(event.target as HTMLElement);
      if (at < 0) return;
      let next: number;
      if (forward.includes(event.key)) next = (at + 1) % parts.length;
      else if (back.includes(event.key)) next = (at - 1 + parts.length) % parts.length;
      else if (event.key === 'Home') next = 0;
      else if (event.key === 'End') next = parts.length - 1;
      else return;
      event.preventDefault();
      event.stopPropagation();
      const target = parts[next];
      if (!target) return;
      target.focus();
      reached(target);
    };
    group.addEventListener('keydown', onkeydown);
    return () => group.removeEventListener('keydown', onkeydown);
  };
}
