// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import NumberField from '../../../renderer/ui/NumberField.svelte';
import PaddingField from '../../../renderer/ui/PaddingField.svelte';
import PairField from '../../../renderer/ui/PairField.svelte';
import SearchField from '../../../renderer/ui/SearchField.svelte';
import Switch from '../../../renderer/ui/Switch.svelte';
import TextField from '../../../renderer/ui/TextField.svelte';
import { clear, click, nameOf, one, press, render, type } from './render';

afterEach(clear);

describe('a number field', () => {
  const setUp = (more = {}) => {
    const [onchange, oninput] = [vi.fn(), vi.fn()];
    render(NumberField, { label: 'Filters', value: 20, integer: true, min: 1, max: 4096, onchange, oninput, ...more });
    return { onchange, oninput, field: one<HTMLInputElement>('input') };
  };

  it('tells its name, value and range', () => {
    const { field } = setUp();
    expect(nameOf(field)).toBe('Filters');
    expect(field.getAttribute('role')).toBe('spinbutton');
    expect(['now', 'min', 'max'].map((end) => field.getAttribute(`aria-value${end}`))).toEqual(['20', '1', '4096']);
  });

  it('steps at once, ten times as far with Shift', () => {
    const { field, onchange } = setUp();
    press(field, 'ArrowUp');
    press(field, 'ArrowDown', { shiftKey: true });
    press(field, 'PageUp');
    expect(onchange.mock.calls).toEqual([[21], [10], [30]]);
  });

  it('steps by its two buttons, which are not stops of the tab key', () => {
    const { onchange } = setUp();
    const [up, down] = document.querySelectorAll<HTMLButtonElement>('button');
    expect([up?.tabIndex, down?.tabIndex]).toEqual([-1, -1]);
    if (up) click(up);
    if (down) click(down);
    expect(onchange.mock.calls).toEqual([[21], [19]]);
  });

  it('tells each good value while it is typed and commits on Enter', () => {
    const { field, onchange, oninput } = setUp();
    type(field, '3');
    type(field, '32');
    expect(onchange).not.toHaveBeenCalled();
    press(field, 'Enter');
    expect(oninput.mock.calls).toEqual([[3], [32]]);
    expect(onchange.mock.calls).toEqual([[32]]);
  });

  it('commits when it is left', () => {
    const { field, onchange } = setUp();
    type(field, '8');
    field.dispatchEvent(new FocusEvent('blur'));
    expect(onchange.mock.calls).toEqual([[8]]);
  });

  it('keeps what cannot be taken, in red and with words', () => {
    const { field, onchange } = setUp();
    type(field, '0');
    press(field, 'Enter');
    expect(onchange).not.toHaveBeenCalled();
    expect(field.value).toBe('0');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    const message = document.getElementById(field.getAttribute('aria-describedby') ?? '');
    expect(message?.textContent).toBe('Filters takes a whole number from 1 to 4,096.');
  });

  it('puts the old value back on Escape, and leaves a second Escape to its surroundings', () => {
    const { field, onchange, oninput } = setUp();
    const outside = vi.fn();
    document.body.addEventListener('keydown', outside, { once: true });
    type(field, '99999');
    press(field, 'Escape');
    expect(field.value).toBe('20');
    expect(oninput).toHaveBeenLastCalledWith(20);
    expect(outside).not.toHaveBeenCalled();
    press(field, 'Escape');
    expect(outside).toHaveBeenCalledOnce();
    expect(onchange).not.toHaveBeenCalled();
  });

  it('does not step while it is off, and says why', () => {
    const { field, onchange } = setUp({ reason: 'Taken from tower a' });
    press(field, 'ArrowUp');
    expect(onchange).not.toHaveBeenCalled();
    expect(field.readOnly).toBe(true);
    expect(field.getAttribute('aria-description')).toBe('Taken from tower a');
  });
});

describe('a pair of numbers', () => {
  it('changes one and keeps the other', () => {
    const onchange = vi.fn();
    render(PairField, { label: 'Kernel', value: [5, 3] as [number, number], integer: true, onchange });
    const [height, width] = document.querySelectorAll<HTMLInputElement>('input');
    if (!height || !width) throw new Error('no two fields');
    expect([nameOf(one('[role=group]')), nameOf(height), nameOf(width)]).toEqual(['Kernel', 'Height', 'Width']);
    press(width, 'ArrowUp');
    press(height, 'ArrowDown');
    expect(onchange.mock.calls).toEqual([[[5, 4]], [[4, 3]]]);
  });
});

describe('a padding', () => {
  const setUp = (more = {}) => {
    const onchange = vi.fn();
    render(PaddingField, { label: 'Padding', modes: ['valid', 'same'], axes: 2, max: 64, onchange, ...more } as never);
    return onchange;
  };

  it('is a mode, and nothing more is asked for', () => {
    setUp({ value: 'same' });
    const field = one('[role=combobox]');
    expect([nameOf(field), field.textContent?.trim()]).toEqual(['Padding', 'Same']);
    expect(document.querySelectorAll('[role=spinbutton]')).toHaveLength(0);
  });

  it.each([
    ['none', 'n', 'valid'],
    [
      'by hand, from nothing over the edges on',
      'b',
      [
        [0, 0],
        [0, 0],
      ],
    ],
  ])('is chosen by its first letter: %s', (_title, letter, value) => {
    const onchange = setUp({ value: 'same' });
    press(one('[role=combobox]'), letter);
    expect(onchange.mock.calls).toEqual([[value]]);
  });

  it('counts each side by hand, and keeps the others', () => {
    const margins = [
      [1, 2],
      [3, 4],
    ];
    const onchange = setUp({ value: margins });
    const fields = [...document.querySelectorAll<HTMLInputElement>('input')];
    expect(fields.map((field) => [nameOf(field), field.value])).toEqual([
      ['Top', '1'],
      ['Bottom', '2'],
      ['Left', '3'],
      ['Right', '4'],
    ]);
    const [, , , right] = fields;
    if (right) press(right, 'ArrowUp');
    expect(onchange.mock.calls).toEqual([
      [
        [
          [1, 2],
          [3, 5],
        ],
      ],
    ]);
  });

  it('has counts alone where there are no modes, and two for a sequence', () => {
    setUp({ value: [[0, 7]], modes: [], axes: 1 });
    expect(document.querySelectorAll('[role=combobox]')).toHaveLength(0);
    expect([...document.querySelectorAll<HTMLInputElement>('input')].map(nameOf)).toEqual(['Front', 'Behind']);
  });
});

describe('a text field', () => {
  it('commits a changed text once, not one at fault', () => {
    const onchange = vi.fn();
    const check = (text: string) => (text === '' ? 'A layer needs a name.' : null);
    render(TextField, { label: 'Name', value: 'conv1', onchange, check });
    const field = one<HTMLInputElement>('input');
    type(field, '');
    press(field, 'Enter');
    expect(onchange).not.toHaveBeenCalled();
    expect(one('[role=alert]').textContent).toBe('A layer needs a name.');
    type(field, 'first');
    press(field, 'Enter');
    field.dispatchEvent(new FocusEvent('blur'));
    expect(onchange.mock.calls).toEqual([['first']]);
  });

  it('puts the old text back on Escape', () => {
    const onchange = vi.fn();
    render(TextField, { label: 'Name', value: 'conv1', onchange });
    const field = one<HTMLInputElement>('input');
    type(field, 'other');
    press(field, 'Escape');
    expect(field.value).toBe('conv1');
    field.dispatchEvent(new FocusEvent('blur'));
    expect(onchange).not.toHaveBeenCalled();
  });
});

describe('a search field', () => {
  it('is emptied by Escape and by its cross', () => {
    render(SearchField, { label: 'Find a layer', value: 'conv', keys: '/' });
    const field = one<HTMLInputElement>('input');
    expect([nameOf(field), field.placeholder]).toEqual(['Find a layer', 'Find a layer']);
    expect(press(field, 'Escape').defaultPrevented).toBe(true);
    expect(field.value).toBe('');
    expect(press(field, 'Escape').defaultPrevented).toBe(false);
    type(field, 'pool');
    click(one('button[aria-label=Clear]'));
    expect(field.value).toBe('');
  });
});

describe('a switch', () => {
  it('turns over unless it is off', () => {
    const onchange = vi.fn();
    render(Switch, { label: 'Bias', checked: true, onchange });
    const bias = one('[role=switch]');
    expect([nameOf(bias), bias.getAttribute('aria-checked')]).toEqual(['Bias', 'true']);
    click(bias);
    expect(onchange.mock.calls).toEqual([[false]]);
  });

  it('says why it is off', () => {
    const onchange = vi.fn();
    render(Switch, { label: 'Bias', checked: true, onchange, reason: 'Frozen' });
    click(one('[role=switch]'));
    expect(onchange).not.toHaveBeenCalled();
    expect(one('[role=switch]').getAttribute('aria-description')).toBe('Frozen');
  });
});
