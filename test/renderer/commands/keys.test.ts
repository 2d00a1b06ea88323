// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { bindKeys, hasOwnKeys, holderOf, keysOf, readBindings } from '../../../renderer/commands/bindings.svelte';
import type { Command } from '../../../renderer/commands/command';
import { isTyping, keyOf, runKey } from '../../../renderer/commands/keys';

const event = (init: Partial<KeyboardEvent>): KeyboardEvent =>
  ({ ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, code: '', key: '', ...init }) as KeyboardEvent;

beforeEach(() => readBindings({ choices: {} }));
afterEach(() => document.body.replaceChildren());

it('names keys in the order of commands', () => {
  expect(keyOf(event({ ctrlKey: true, shiftKey: true, key: 'S', code: 'KeyS' }), false)).toBe('Mod+Shift+S');
  expect(keyOf(event({ metaKey: true, key: 'z', code: 'KeyZ' }), true)).toBe('Mod+Z');
  expect(keyOf(event({ ctrlKey: true, key: '1', code: 'Digit1' }), false)).toBe('Mod+1');
  expect(keyOf(event({ shiftKey: true, key: '!', code: 'Digit1' }), false)).toBe('Shift+1');
  expect(keyOf(event({ shiftKey: true, key: '?', code: 'Slash' }), false)).toBe('?');
  expect(keyOf(event({ ctrlKey: true, altKey: true, key: 'Enter', code: 'Enter' }), false)).toBe('Mod+Alt+Enter');
  expect(keyOf(event({ altKey: true, key: 'ArrowLeft' }), false)).toBe('Alt+Left');
});

const command = (more: Partial<Command>): Command => ({ id: 'a.b', title: 'B', group: 'Do', run: vi.fn(), ...more });
function pressOn(target: Element, init: KeyboardEventInit): KeyboardEvent {
  const pressed = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init });
  target.dispatchEvent(pressed);
  return pressed;
}
function element<K extends keyof HTMLElementTagNameMap>(name: K): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  document.body.append(made);
  return made;
}
/** Runs the keys of `commands` as the window does. */
function press(target: Element, commands: Command[], init: KeyboardEventInit): boolean {
  let taken = false;
  const hear = (pressed: Event) => {
    taken = runKey(commands, pressed as KeyboardEvent, false);
  };
  document.addEventListener('keydown', hear, { once: true });
  pressOn(target, init);
  return taken;
}

it('runs the first command that may run now', () => {
  const off = command({ keys: ['Mod+S'], when: () => 'No project is open' });
  const on = command({ keys: ['Mod+S'] });
  expect(press(document.body, [off, on], { key: 's', code: 'KeyS', ctrlKey: true })).toBe(true);
  expect(off.run).not.toHaveBeenCalled();
  expect(on.run).toHaveBeenCalledOnce();
});

it('leaves letters and the keys of text to fields, and takes the others', () => {
  const field = element('input');
  const add = command({ keys: ['A'] });
  const undo = command({ keys: ['Mod+Z'] });
  const save = command({ keys: ['Mod+S'] });
  expect(press(field, [add], { key: 'a', code: 'KeyA' })).toBe(false);
  expect(press(field, [undo], { key: 'z', code: 'KeyZ', ctrlKey: true })).toBe(false);
  expect(press(field, [save], { key: 's', code: 'KeyS', ctrlKey: true })).toBe(true);
  const slider = element('input');
  slider.type = 'range';
  expect(isTyping(slider)).toBe(false);
  expect(press(slider, [undo], { key: 'z', code: 'KeyZ', ctrlKey: true })).toBe(true);
});

it('keeps the keys of the canvas to the canvas', () => {
  const canvas = element('section');
  canvas.dataset.canvas = '';
  const mute = command({ keys: ['M'], canvasOnly: true });
  expect(press(document.body, [mute], { key: 'm', code: 'KeyM' })).toBe(false);
  expect(press(canvas, [mute], { key: 'm', code: 'KeyM' })).toBe(true);
});

it('takes keys that a person chose in place of a command’s own, and gives those back', () => {
  const save = command({ id: 'file.save', keys: ['Mod+S'] });
  const find = command({ id: 'edit.find', keys: ['Mod+F'] });
  expect(holderOf([save, find], 'Mod+F', 'file.save')).toBe(find);
  expect(bindKeys('file.save', 'Mod+Alt+S')).toEqual({ 'key:file.save': 'Mod+Alt+S' });
  expect(keysOf(save)).toEqual(['Mod+Alt+S']);
  expect(press(document.body, [save], { key: 's', code: 'KeyS', ctrlKey: true })).toBe(false);
  expect(press(document.body, [save], { key: 's', code: 'KeyS', ctrlKey: true, altKey: true })).toBe(true);
  const remembered = bindKeys('file.save', undefined);
  expect(hasOwnKeys(save)).toBe(false);
  expect(keysOf(save)).toEqual(['Mod+S']);
  readBindings({ choices: { ...remembered, 'key:edit.find': 'Mod+Shift+F', dock: 'training' } });
  expect(keysOf(save)).toEqual(['Mod+S']);
  expect(keysOf(find)).toEqual(['Mod+Shift+F']);
});
