import { describe, expect, it } from 'vitest';
import { flowNodes } from '../../../renderer/canvas/flow';
import { visiblePictures } from '../../../renderer/canvas/watch.svelte';
import { drawn, LENET } from './nets';

const nodes = flowNodes(drawn(LENET, { pictured: true }).drawing, {
  selection: new Set(),
  selectedWires: new Set(),
  mirrored: new Set(),
  tabStop: undefined,
  editable: true,
});

describe('visiblePictures', () => {
  it('names the nodes on the screen that show something', () => {
    expect(visiblePictures(nodes, { left: -50, top: -50, right: 1000, bottom: 600 })).toEqual([
      'picture',
      'conv1',
      'conv2',
      'fc1',
      'digit',
    ]);
  });

  it('leaves out what has been scrolled away', () => {
    expect(visiblePictures(nodes, { left: 320, top: -50, right: 1000, bottom: 200 })).toEqual(['conv2']);
    expect(visiblePictures(nodes, { left: 5000, top: 0, right: 6000, bottom: 600 })).toEqual([]);
  });
});
