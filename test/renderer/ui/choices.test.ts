// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import Button from '../../../renderer/ui/Button.svelte';
import Segmented from '../../../renderer/ui/Segmented.svelte';
import Table from '../../../renderer/ui/Table.svelte';
import Tabs from '../../../renderer/ui/Tabs.svelte';
import { clear, click, nameOf, one, press, render, words } from './render';

afterEach(clear);

const parts = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];

describe('a button', () => {
  it('is pressed', () => {
    const onclick = vi.fn();
    render(Button, { onclick, children: words('Train') });
    click(one('button'));
    expect(onclick).toHaveBeenCalledOnce();
  });

  it('stays focusable while it is off, does nothing and says why', () => {
    const onclick = vi.fn();
    render(Button, { onclick, reason: 'Training waits for 1 problem', children: words('Train') });
    const button = one<HTMLButtonElement>('button');
    button.focus();
    click(button);
    expect(onclick).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(button);
    expect(button.disabled).toBe(false);
    expect(button.getAttribute('aria-disabled')).toBe('true');
    expect(button.getAttribute('aria-description')).toBe('Training waits for 1 problem');
  });

  it('has a name when it is an icon alone, and tells its shortcut', () => {
    render(Button, { label: 'Undo', keys: 'Mod+Z' });
    expect(nameOf(one('button'))).toBe('Undo');
    expect(one('button').getAttribute('aria-keyshortcuts')).toBe('Control+Z');
  });
});

describe('a segmented choice', () => {
  const items = [
    { value: 'valid', label: 'Valid' },
    { value: 'same', label: 'Same' },
    { value: 'causal', label: 'Causal', reason: 'Only for sequences' },
  ];

  it('is one stop of the tab key and tells what is chosen', () => {
    render(Segmented, { label: 'Padding', value: 'same', items, onchange: () => {} });
    expect(nameOf(one('[role=radiogroup]'))).toBe('Padding');
    expect(parts('[role=radio]').map((part) => [part.tabIndex, part.getAttribute('aria-checked')])).toEqual([
      [-1, 'false'],
      [0, 'true'],
      [-1, 'false'],
    ]);
  });

  it('is chosen by arrow keys, but not what is off', () => {
    const onchange = vi.fn();
    render(Segmented, { label: 'Padding', value: 'same', items, onchange });
    const [valid, same, causal] = parts('[role=radio]');
    if (!valid || !same || !causal) throw new Error('no three parts');
    same.focus();
    press(same, 'ArrowLeft');
    expect(document.activeElement).toBe(valid);
    press(valid, 'ArrowLeft');
    expect(document.activeElement).toBe(causal);
    expect(causal.getAttribute('aria-description')).toBe('Only for sequences');
    expect(onchange.mock.calls).toEqual([['valid']]);
  });
});

describe('tabs', () => {
  const items = [
    { value: 'training', label: 'Training' },
    { value: 'problems', label: 'Problems', count: 2, problem: true },
  ];

  it('name the panel they show and move by arrow keys, round the ends', () => {
    const onchange = vi.fn();
    render(Tabs, { id: 'dock', label: 'Results', items, value: 'training', onchange });
    const [training, problems] = parts('[role=tab]');
    if (!training || !problems) throw new Error('no two tabs');
    expect([training.id, training.getAttribute('aria-controls')]).toEqual(['dock-tab-training', 'dock-panel']);
    expect([training.tabIndex, problems.tabIndex]).toEqual([0, -1]);
    training.focus();
    press(training, 'ArrowLeft');
    expect(document.activeElement).toBe(problems);
    press(problems, 'Home');
    expect(onchange.mock.calls).toEqual([['problems'], ['training']]);
  });

  it('can all be folded away and still be reached', () => {
    render(Tabs, { id: 'dock', label: 'Results', items, value: null, onchange: () => {} });
    expect(parts('[role=tab]').map((tab) => [tab.tabIndex, tab.getAttribute('aria-selected')])).toEqual([
      [0, 'false'],
      [-1, 'false'],
    ]);
  });
});

describe('a table', () => {
  interface Run {
    id: string;
    name: string;
    loss: number | null;
  }
  const rows: Run[] = [
    { id: 'a', name: 'Run 9', loss: 0.2 },
    { id: 'b', name: 'Run 10', loss: 0.1 },
    { id: 'c', name: 'Run 11', loss: null },
  ];
  const columns = [
    { id: 'name', title: 'Run', value: (run: Run) => run.name },
    { id: 'loss', title: 'Loss', value: (run: Run) => run.loss, figure: true },
  ];
  const setUp = () => {
    const [onselect, onopen] = [vi.fn(), vi.fn()];
    const props = { label: 'Runs', columns, rows, key: (run: Run) => run.id, selected: 'b', onselect, onopen };
    render(Table as never, props as never);
    return { onselect, onopen };
  };
  const first = () => parts('tbody tr td:first-child').map((cell) => cell.textContent?.trim());

  it('shows its rows as given, a dash where there is nothing', () => {
    setUp();
    expect(nameOf(one('[role=grid]'))).toBe('Runs');
    expect(first()).toEqual(['Run 9', 'Run 10', 'Run 11']);
    expect(parts('tbody tr:last-child td')[1]?.textContent?.trim()).toBe('—');
    expect(parts('tbody tr').map((row) => [row.tabIndex, row.getAttribute('aria-selected')])).toEqual([
      [-1, 'false'],
      [0, 'true'],
      [-1, 'false'],
    ]);
  });

  it('is sorted by its head, the other way by a second press', () => {
    setUp();
    const [, loss] = parts('th button');
    if (!loss) throw new Error('no head');
    click(loss);
    expect(first()).toEqual(['Run 9', 'Run 10', 'Run 11']);
    expect(parts('th')[1]?.getAttribute('aria-sort')).toBe('descending');
    click(loss);
    expect(first()).toEqual(['Run 10', 'Run 9', 'Run 11']);
    expect(parts('th')[1]?.getAttribute('aria-sort')).toBe('ascending');
  });

  it('is walked by arrow keys; Space selects and Enter opens', () => {
    const { onselect, onopen } = setUp();
    const [a, b, c] = parts('tbody tr');
    if (!a || !b || !c) throw new Error('no three rows');
    b.focus();
    press(b, 'ArrowDown');
    expect(document.activeElement).toBe(c);
    press(c, 'ArrowDown');
    expect(document.activeElement).toBe(c);
    press(c, 'Home');
    expect(document.activeElement).toBe(a);
    press(a, ' ');
    press(a, 'Enter');
    expect(onselect.mock.calls).toEqual([[rows[0]]]);
    expect(onopen.mock.calls).toEqual([[rows[0]]]);
  });
});
