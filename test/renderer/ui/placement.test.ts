import { describe, expect, it } from 'vitest';
import { placeBeside } from '../../../renderer/ui/placement';

const view = { width: 800, height: 600 };
const size = { width: 100, height: 30 };

describe('a box beside its anchor', () => {
  it('stands centred below', () => {
    expect(placeBeside({ x: 300, y: 200, width: 40, height: 20 }, size, view)).toEqual({ x: 270, y: 226 });
  });

  it('goes above where there is no room below', () => {
    expect(placeBeside({ x: 300, y: 570, width: 40, height: 20 }, size, view)).toEqual({ x: 270, y: 534 });
  });

  it('goes to the left where there is no room at the right', () => {
    expect(placeBeside({ x: 720, y: 200, width: 40, height: 20 }, size, view, 'right')).toEqual({ x: 614, y: 195 });
  });

  it('stays inside the window', () => {
    expect(placeBeside({ x: 0, y: 200, width: 20, height: 20 }, size, view).x).toBe(4);
    expect(placeBeside({ x: 790, y: 200, width: 10, height: 20 }, size, view).x).toBe(696);
  });

  it('shows its start when it is larger than the window', () => {
    expect(placeBeside({ x: 10, y: 10, width: 10, height: 10 }, { width: 900, height: 700 }, view)).toEqual({
      x: 4,
      y: 4,
    });
  });
});
