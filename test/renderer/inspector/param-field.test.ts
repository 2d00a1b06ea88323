// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ints, padding } from '../../../engine/layers/contract/params';
import ParamField from '../../../renderer/inspector/ParamField.svelte';
import { clear, one, press, render, type } from '../ui/render';

afterEach(clear);

describe('the field of a parameter', () => {
  it('takes as many sizes as there may be, and says how many', () => {
    const onchange = vi.fn();
    render(ParamField, { param: ints('Kernel', [3, 3, 3], { lengths: [3] }), value: [3, 3, 3], onchange });
    const field = one<HTMLInputElement>('input');
    expect(field.value).toBe('3×3×3');
    type(field, '5×5');
    press(field, 'Enter');
    expect(one('[role=alert]').textContent).toBe('Kernel takes 3 whole numbers.');
    type(field, '1×5×5');
    press(field, 'Enter');
    expect(onchange.mock.calls).toEqual([[[1, 5, 5]]]);
  });

  it('shows what an empty list means', () => {
    render(ParamField, {
      param: ints('Output padding', [], { lengths: [0, 2], empty: 'by itself' }),
      value: [],
      onchange: vi.fn(),
    });
    expect(one<HTMLInputElement>('input').placeholder).toBe('by itself');
  });

  it('sets a padding by mode', () => {
    const onchange = vi.fn();
    render(ParamField, { param: padding(['valid', 'same'], 'valid'), value: 'valid', onchange });
    press(one('[role=combobox]'), 's');
    expect(onchange.mock.calls).toEqual([['same']]);
  });

  it('offers causal padding of sequences among the others', () => {
    render(ParamField, {
      param: padding(['valid', 'same', 'causal'], 'causal', { axes: 1 }),
      value: 'causal',
      onchange: vi.fn(),
    });
    expect(one('[role=combobox]').textContent).toContain('Causal');
  });
});
