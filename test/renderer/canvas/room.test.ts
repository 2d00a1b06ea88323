import { describe, expect, it } from 'vitest';
import { makeRoom, type Standing } from '../../../renderer/canvas/room';

const closed = (id: string, x: number, y: number): Standing => ({ id, x, y, width: 104, height: 78 });

describe('makeRoom', () => {
  // A row of three with the middle one open, one below, one left below.
  const open: Standing = {
    id: 'block',
    x: 160,
    y: 0,
    width: 700,
    height: 260,
    opened: { width: 208, height: 116, portY: 88 },
  };
  const nodes = [
    closed('before', 0, 0),
    open,
    closed('after', 400, 0),
    closed('below', 160, 200),
    closed('left', 0, 200),
  ];
  const places = makeRoom(nodes);

  it('moves what stands right of it to the right, by what the frame is wider', () => {
    // 400 − (160 + 208) = 32 px beside it before, and 32 px beside it now.
    expect(places.get('after')?.[0]).toBe(160 + 700 + 32);
  });

  it('moves all rows below down, by what the frame is higher', () => {
    expect(places.get('below')).toEqual([160, 260 + (200 - 116)]);
    expect(places.get('left')).toEqual([0, 260 + (200 - 116)]);
  });

  it('brings its own row down so that the wires into it stay straight', () => {
    expect(places.get('before')).toEqual([0, 72]);
    expect(places.get('after')?.[1]).toBe(72);
    expect(places.get('block')).toEqual([160, 0]);
  });

  it('leaves everything where it is when nothing is open', () => {
    const plain = [closed('a', 0, 0), closed('b', 160, 0)];
    expect([...makeRoom(plain).values()]).toEqual([
      [0, 0],
      [160, 0],
    ]);
  });

  it('makes room for two open blocks one below the other', () => {
    const second: Standing = { ...open, id: 'second', y: 260 };
    const both = makeRoom([open, second, closed('beside', 440, 130), closed('last', 160, 500)]);
    expect(both.get('second')).toEqual([160, 260 + (260 - 116)]);
    // Moved once, not twice: both frames are equally wide.
    expect(both.get('beside')?.[0]).toBe(160 + 700 + (440 - 368));
    expect(both.get('last')?.[1]).toBeGreaterThanOrEqual(260 + (260 - 116) + 260);
  });
});

it('keeps wires forward that lead to other rows', () => {
  const [down, up, last] = [
    { id: 'down', x: 0, y: 200, width: 900, height: 200, opened: { width: 200, height: 100, portY: 88 } },
    { id: 'up', x: 300, y: 200, width: 200, height: 100 },
    { id: 'last', x: 520, y: 0, width: 200, height: 100 },
  ];
  const links = [
    { from: 'down', to: 'up' },
    { from: 'up', to: 'last' },
  ];
  const places = makeRoom([down, up, last], links);
  expect(places.get('up')?.[0]).toBe(1000);
  // It stands above the opened block, where nothing else would have moved it.
  expect(places.get('last')).toEqual([1000 + 200 + 20, 0]);
});

it('brings down a row that stood so close below that it counted as beside, and the rows below it', () => {
  const block = { id: 'block', x: 0, y: 0, width: 700, height: 260, opened: { width: 208, height: 116, portY: 88 } };
  // 32 px below the closed block, within what still counts as its row.
  const places = makeRoom([block, closed('under', 0, 148), closed('aside', 240, 148), closed('last', 0, 258)]);
  expect(places.get('under')).toEqual([0, 260 + 32]);
  expect(places.get('aside')).toEqual([700 + 32, 260 + 32]);
  expect(places.get('last')?.[1]).toBeGreaterThanOrEqual(260 + 32 + 78);
});
