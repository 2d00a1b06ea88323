import { expect, it } from 'vitest';
import { keyOf } from '../../../renderer/commands/keys';

const event = (init: Partial<KeyboardEvent>): KeyboardEvent =>
  ({ ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, code: '', key: '', ...init }) as KeyboardEvent;

it('names keys in the order of commands', () => {
  expect(keyOf(event({ ctrlKey: true, shiftKey: true, key: 'S', code: 'KeyS' }), false)).toBe('Mod+Shift+S');
  expect(keyOf(event({ metaKey: true, key: 'z', code: 'KeyZ' }), true)).toBe('Mod+Z');
  expect(keyOf(event({ ctrlKey: true, key: '1', code: 'Digit1' }), false)).toBe('Mod+1');
  expect(keyOf(event({ shiftKey: true, key: '!', code: 'Digit1' }), false)).toBe('Shift+1');
  expect(keyOf(event({ shiftKey: true, key: '?', code: 'Slash' }), false)).toBe('?');
  expect(keyOf(event({ ctrlKey: true, altKey: true, key: 'Enter', code: 'Enter' }), false)).toBe('Mod+Alt+Enter');
  expect(keyOf(event({ altKey: true, key: 'ArrowLeft' }), false)).toBe('Alt+Left');
});
