import { describe, expect, it } from 'vitest';
import { keycaps, shortcutForAria, shortcutText } from '../../../renderer/ui/shortcut';

describe('shortcuts', () => {
  it('read as the platform writes them', () => {
    expect(shortcutText('Mod+K', 'other')).toBe('Ctrl K');
    expect(shortcutText('Mod+K', 'mac')).toBe('⌘K');
    expect(shortcutText('Mod+Shift+P', 'mac')).toBe('⌘⇧P');
    expect(keycaps('Mod+Enter', 'other')).toEqual(['Ctrl', 'Enter']);
    expect(keycaps('ArrowUp', 'other')).toEqual(['↑']);
    expect(keycaps('/', 'other')).toEqual(['/']);
    expect(keycaps('a', 'other')).toEqual(['A']);
  });

  it('are told to screen readers by their standard names', () => {
    expect(shortcutForAria('Mod+Shift+P', 'other')).toBe('Control+Shift+P');
    expect(shortcutForAria('Mod+Z', 'mac')).toBe('Meta+Z');
  });
});
