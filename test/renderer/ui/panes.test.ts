// @vitest-environment happy-dom
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { announce } from '../../../renderer/ui/announce.svelte';
import Bars from '../../../renderer/ui/Bars.svelte';
import Button from '../../../renderer/ui/Button.svelte';
import Kbd from '../../../renderer/ui/Kbd.svelte';
import LiveRegion from '../../../renderer/ui/LiveRegion.svelte';
import Message from '../../../renderer/ui/Message.svelte';
import PaneDivider from '../../../renderer/ui/PaneDivider.svelte';
import ProgressBar from '../../../renderer/ui/ProgressBar.svelte';
import ToastHost from '../../../renderer/ui/ToastHost.svelte';
import { currentTheme, setTheme } from '../../../renderer/ui/theme.svelte';
import { showToast } from '../../../renderer/ui/toast.svelte';
import { tooltip } from '../../../renderer/ui/tooltip';
import { clear, click, one, press, render } from './render';

afterEach(clear);

describe('the line between panes', () => {
  const divider = (more = {}) => {
    const props = {
      name: 'left',
      label: 'Width of the left pane',
      size: 216,
      min: 160,
      max: 400,
      initial: 216,
      ...more,
    };
    render(PaneDivider, props);
    return one('[role=separator]');
  };
  const size = (line: HTMLElement) => Number(line.getAttribute('aria-valuenow'));

  beforeEach(() => localStorage.clear());

  it('moves by arrow keys, further with Shift, and stops at the ends', () => {
    const line = divider();
    press(line, 'ArrowRight');
    expect(size(line)).toBe(224);
    press(line, 'ArrowLeft', { shiftKey: true });
    expect(size(line)).toBe(160);
    press(line, 'End');
    expect(size(line)).toBe(400);
    press(line, 'Enter');
    expect(size(line)).toBe(216);
  });

  it('moves the other way where the pane stands behind it', () => {
    const line = divider({ pane: 'after' });
    press(line, 'ArrowLeft');
    expect(size(line)).toBe(224);
  });

  it('remembers its size, and does not trust what it remembers', async () => {
    press(divider(), 'ArrowRight');
    await clear();
    expect(size(divider())).toBe(224);
    await clear();
    localStorage.setItem('netloom.size.left', '9999');
    expect(size(divider())).toBe(400);
    await clear();
    localStorage.setItem('netloom.size.left', 'wide');
    expect(size(divider())).toBe(216);
  });
});

describe('a toast', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  const later = (time: number) => {
    vi.advanceTimersByTime(time);
    flushSync();
  };
  const shown = () => one('[role=status]').textContent?.trim() ?? '';

  it('stays eight seconds, one at a time', () => {
    render(ToastHost, {});
    showToast({ text: 'Saved.' });
    flushSync();
    later(7900);
    expect(shown()).toContain('Saved.');
    showToast({ title: 'Run 14 finished.', text: '99.1 % on validation.' });
    flushSync();
    later(7900);
    expect(shown()).toContain('Run 14 finished. 99.1 % on validation.');
    expect(shown()).not.toContain('Saved.');
    later(200);
    expect(shown()).toBe('');
  });

  it('waits while it is hovered', () => {
    render(ToastHost, {});
    showToast({ text: 'Exported.' });
    flushSync();
    one('.toast').dispatchEvent(new Event('pointerenter'));
    flushSync();
    later(60_000);
    expect(shown()).toContain('Exported.');
    one('.toast').dispatchEvent(new Event('pointerleave'));
    flushSync();
    later(8100);
    expect(shown()).toBe('');
  });

  it('goes when it is acted on, put away, or Escape is pressed in it', () => {
    const onselect = vi.fn();
    render(ToastHost, {});
    showToast({ text: 'Exported.', action: { label: 'Show the folder', onselect } });
    flushSync();
    const [act] = document.querySelectorAll('button');
    if (act) click(act);
    expect(onselect).toHaveBeenCalledOnce();
    expect(shown()).toBe('');
    showToast({ text: 'Exported.' });
    flushSync();
    press(one('button[aria-label=Dismiss]'), 'Escape');
    expect(shown()).toBe('');
  });
});

describe('a tooltip', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  const bubble = () => document.querySelector('[role=tooltip]');
  const hover = (element: Element) => {
    element.dispatchEvent(new Event('pointerenter'));
    vi.advanceTimersByTime(600);
    flushSync();
  };
  const leave = (element: Element) => element.dispatchEvent(new Event('pointerleave'));
  const anchor = () => {
    vi.advanceTimersByTime(1000);
    const button = document.createElement('button');
    document.body.append(button);
    const remove = tooltip(() => ({ text: 'Undo', keys: 'Mod+Z' }))(button);
    return { button, remove };
  };

  it('opens on hover, describes its anchor, and goes when the pointer does', () => {
    const { button } = anchor();
    hover(button);
    expect(bubble()?.textContent).toContain('Undo');
    expect(button.getAttribute('aria-describedby')).toBe(bubble()?.id);
    leave(button);
    vi.advanceTimersByTime(200);
    expect(bubble()).toBeNull();
    expect(button.hasAttribute('aria-describedby')).toBe(false);
  });

  it('stays while the pointer is on it', () => {
    const { button } = anchor();
    hover(button);
    leave(button);
    bubble()?.dispatchEvent(new Event('pointerenter'));
    vi.advanceTimersByTime(5000);
    expect(bubble()).not.toBeNull();
    bubble()?.dispatchEvent(new Event('pointerleave'));
    vi.advanceTimersByTime(200);
    expect(bubble()).toBeNull();
  });

  it('is put away by Escape, which goes no further', () => {
    const { button } = anchor();
    const outside = vi.fn();
    document.body.addEventListener('keydown', outside, { once: true });
    hover(button);
    press(button, 'Escape');
    expect(bubble()).toBeNull();
    expect(outside).not.toHaveBeenCalled();
  });

  it('opens on the next element while the last one is still closing', () => {
    const first = anchor().button;
    const second = anchor().button;
    hover(first);
    leave(first);
    second.dispatchEvent(new Event('pointerenter'));
    vi.advanceTimersByTime(700);
    flushSync();
    expect(second.getAttribute('aria-describedby')).toBe(bubble()?.id);
    leave(second);
    first.dispatchEvent(new Event('pointerenter'));
    leave(first);
    vi.advanceTimersByTime(2000);
    expect(bubble()).toBeNull();
  });

  it('says why a button is off', () => {
    vi.advanceTimersByTime(1000);
    render(Button, { label: 'Train', reason: 'Training waits for 1 problem' });
    hover(one('button'));
    expect(bubble()?.textContent).toContain('Training waits for 1 problem');
  });

  it('goes with its anchor', () => {
    const { button, remove } = anchor();
    hover(button);
    remove?.();
    expect(bubble()).toBeNull();
  });
});

describe('words for screen readers', () => {
  it('are spoken again when they come again', () => {
    render(LiveRegion, {});
    const regions = () => [...document.querySelectorAll('[role=status]')].map((region) => region.textContent);
    announce('conv1 deleted');
    flushSync();
    const first = regions();
    announce('conv1 deleted');
    flushSync();
    expect(first.join('')).toBe('conv1 deleted');
    expect(regions()).toEqual([...first].reverse());
  });

  it('say what a message is, not only by its colour', () => {
    render(Message, { tone: 'warn' as const, text: 'dropout1 is not connected.' });
    expect(one('p').textContent?.replace(/\s+/g, ' ')).toBe('Warning: dropout1 is not connected.');
  });

  it('say how far something is, and stay in bounds', () => {
    render(ProgressBar, { label: 'Run 14', value: 1.7, text: 'epoch 6 of 12' });
    const bar = one('[role=progressbar]');
    expect([bar.getAttribute('aria-valuenow'), bar.getAttribute('aria-valuetext')]).toEqual(['100', 'epoch 6 of 12']);
  });
});

describe('the rest', () => {
  it('shows keys as caps', () => {
    render(Kbd, { keys: 'Mod+Shift+P' });
    expect([...document.querySelectorAll('kbd')].map((cap) => cap.textContent)).toEqual(['Ctrl', 'Shift', 'P']);
  });

  it('marks the answer among the bars, also when a value is not a number', () => {
    render(Bars, { values: [0.1, 0.7, Number.NaN], labels: ['cat', 'dog', 'fox'], label: 'answers dog' });
    expect(one('.top').textContent).toContain('dog');
    expect(one('.top').textContent).toContain('70.0');
  });

  it('puts a theme on the whole window', () => {
    setTheme('dark');
    expect([document.documentElement.dataset.theme, currentTheme()]).toEqual(['dark', 'dark']);
    setTheme('light');
    expect(currentTheme()).toBe('light');
  });
});
