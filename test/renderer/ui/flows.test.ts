import { describe, expect, it } from 'vitest';
import { flowOf } from '../../../renderer/ui/flows';

describe('what a shape lets flow', () => {
  it.each([
    [[28, 28, 1], 'maps'],
    [[800], 'vector'],
    [[1], 'number'],
    [[], 'number'],
    [[100, 64], 'sequence'],
    [[16, 32, 32, 3], 'volume'],
    [null, 'unknown'],
  ] as [number[] | null, string][])('%j is %s', (shape, flow) => expect(flowOf(shape)).toBe(flow));

  it('tells token numbers from measurements', () => {
    expect(flowOf([100], 'int32')).toBe('tokens');
    expect(flowOf([28, 28, 1], 'int32')).toBe('maps');
  });
});
