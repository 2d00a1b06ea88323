import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrange, zoomOf } from '../../../renderer/layout/arrange';
import { layOut } from '../../../renderer/layout/lay-out';
import { type Box, columnsOf, type Link, place } from '../../../renderer/layout/place';
import { uShape } from '../../../renderer/layout/u-shape';
import { mainWay, unrest } from '../../../renderer/layout/ways';
import { wrap } from '../../../renderer/layout/wrap';
import { overlaps } from './overlaps';

const box = (id: string, width = 104, height = 78): Box => ({ id, width, height });
const chain = (ids: readonly string[]): Link[] => ids.slice(1).map((to, i) => ({ from: ids[i] as string, to }));

const ROOM = { width: 1000, height: 700 };

/** A random net: each node may be fed by any earlier one. */
const nets = fc.integer({ min: 1, max: 30 }).chain((count) =>
  fc.record({
    boxes: fc.array(
      fc.record({ width: fc.integer({ min: 104, max: 208 }), height: fc.integer({ min: 32, max: 240 }) }),
      {
        minLength: count,
        maxLength: count,
      },
    ),
    links: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 60 }),
  }),
);
const named = ({ boxes, links }: { boxes: { width: number; height: number }[]; links: [number, number][] }) => ({
  boxes: boxes.map((each, i) => ({ id: `n${i}`, ...each })),
  links: links.filter(([a, b]) => a !== b).map(([a, b]) => ({ from: `n${Math.min(a, b)}`, to: `n${Math.max(a, b)}` })),
});

describe('layOut of several nets', () => {
  it('puts nets that nothing connects below each other, and what stands alone last', () => {
    const boxes = ['a1', 'b1', 'alone', 'a2', 'b2', 'twin'].map((id) => ({
      ...box(id),
      twinOf: id === 'twin' ? 'a1' : undefined,
    }));
    const places = layOut(boxes, [...chain(['a1', 'a2']), ...chain(['b1', 'b2'])], ROOM);
    expect(overlaps(boxes, places)).toEqual([]);
    const tops = (...ids: string[]) => ids.map((id) => places.get(id)?.[1] ?? 0);
    expect(new Set(tops('a1', 'a2')).size).toBe(1);
    expect(Math.min(...tops('b1', 'b2'))).toBeGreaterThan(Math.max(...tops('a1', 'a2', 'twin')) + 78);
    expect(tops('b1')).toEqual(tops('b2'));
    expect(tops('alone')[0]).toBeGreaterThan((tops('b1')[0] ?? 0) + 78);
  });

  it('leaves what stands alone where it was beside one net', () => {
    const boxes = ['a', 'b', 'alone'].map((id) => box(id));
    const links = chain(['a', 'b']);
    expect(layOut(boxes, links, ROOM)).toEqual(arrange(boxes, links, place(boxes, links, { x: 32, y: 48 }), ROOM));
  });
});

describe('columnsOf', () => {
  it('is the longest way that leads to a node', () => {
    const columns = columnsOf(
      ['a', 'b', 'c', 'd'].map((id) => box(id)),
      [...chain(['a', 'b', 'c', 'd']), { from: 'a', to: 'd' }],
    );
    expect(Object.fromEntries(columns)).toEqual({ a: 0, b: 1, c: 2, d: 3 });
  });

  it('ends on a cycle', () => {
    expect(columnsOf([box('a'), box('b')], [...chain(['a', 'b']), { from: 'b', to: 'a' }]).size).toBe(2);
  });
});

describe('place', () => {
  it('puts a chain on one row, tops equal', () => {
    const ids = ['a', 'b', 'c'];
    const places = place(
      ids.map((id, i) => box(id, 104, 60 + i)),
      chain(ids),
      { x: 32, y: 48 },
    );
    expect([...places.values()]).toEqual([
      [0, 0],
      [136, 0],
      [272, 0],
    ]);
  });

  it('keeps the longest chain on the first row, the branch below', () => {
    const places = place(
      ['x', 'conv', 'norm', 'add', 'project'].map((id) => box(id)),
      [...chain(['x', 'conv', 'norm', 'add']), ...chain(['x', 'project', 'add'])],
      { x: 24, y: 32 },
    );
    expect(places.get('norm')?.[1]).toBe(0);
    expect(places.get('project')?.[1]).toBe(78 + 32);
  });

  it('puts the branches of an inception module below each other in the order in which they join', () => {
    const ids = ['x', 'one', 'reduce3', 'three', 'reduce5', 'five', 'pool', 'project', 'join', 'next'];
    const places = place(
      ids.map((id) => box(id)),
      [
        ...chain(['x', 'one', 'join', 'next']),
        ...chain(['x', 'reduce3', 'three', 'join']),
        ...chain(['x', 'reduce5', 'five', 'join']),
        ...chain(['x', 'pool', 'project', 'join']),
      ],
      { x: 24, y: 32 },
    );
    const top = (id: string) => places.get(id)?.[1];
    expect(['x', 'one', 'join', 'next'].map(top)).toEqual([0, 0, 0, 0]);
    expect(['reduce3', 'three', 'reduce5', 'five', 'pool', 'project'].map(top)).toEqual([110, 110, 220, 220, 330, 330]);
  });

  it('keeps what a shortcut passes on the first row, even where the shortcut comes first', () => {
    const places = place(
      ['x', 'conv', 'norm', 'add'].map((id) => box(id)),
      [{ from: 'x', to: 'add' }, ...chain(['x', 'conv', 'norm', 'add'])],
      { x: 24, y: 32 },
    );
    expect([...places.values()].map(([, y]) => y)).toEqual([0, 0, 0, 0]);
  });

  it('never lets nodes overlap', () => {
    fc.assert(
      fc.property(nets, (net) => {
        const { boxes, links } = named(net);
        expect(overlaps(boxes, place(boxes, links, { x: 24, y: 32 }))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('wrap', () => {
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const boxes = ids.map((id) => box(id, 100, id === 'b' ? 200 : 78));
  const line = new Map(ids.map((id, i) => [id, [i * 132, 0] as const]));

  it('breaks a long chain into rows like text', () => {
    const places = wrap(boxes, line, [1, 1, 1, 1], { width: 380, gapX: 32, gapY: 72 }).places;
    // Three of 100 with gaps of 32 make 364; the row is as high as its highest node.
    expect([...places]).toEqual([
      ['a', [0, 0]],
      ['b', [132, 0]],
      ['c', [264, 0]],
      ['d', [0, 272]],
      ['e', [132, 272]],
    ]);
  });

  it('does not break where several wires lead on', () => {
    const places = wrap(boxes, line, [1, 1, 2, 1], { width: 380, gapX: 32, gapY: 72 }).places;
    expect(places.get('d')?.[1]).toBe(places.get('c')?.[1]);
    const torn = wrap(boxes, line, [2, 1, 2, 2], { width: 380, gapX: 32, gapY: 72 }).places;
    expect(torn.get('c')).toEqual([0, 272]);
  });

  it('leaves no room between the branches of a row for what stands in another', () => {
    const placed = new Map<string, readonly [number, number]>([
      ['a', [0, 0]],
      ['b', [132, 0]],
      ['c', [132, 600]],
    ]);
    const { places, flaws } = wrap(boxes.slice(0, 3), placed, [2], { width: 1000, gapX: 32, gapY: 72 });
    // b is 200 high, and 48 lie between them.
    expect(places.get('c')).toEqual([132, 248]);
    expect(flaws).toBe(0);
  });

  it('keeps one row where there is room', () => {
    const places = wrap(boxes, line, [1, 1, 1, 1], { width: 1000, gapX: 32, gapY: 72 }).places;
    expect(new Set([...places.values()].map(([, y]) => y))).toEqual(new Set([0]));
  });
});

describe('arrange', () => {
  it('stands owners above their twins', () => {
    const nodes = [
      box('left'),
      box('right'),
      { ...box('tower'), twinOf: undefined },
      { ...box('twin'), twinOf: 'tower' },
    ];
    const layered = new Map<string, readonly [number, number]>([
      ['left', [0, 0]],
      ['right', [0, 160]],
      ['tower', [140, 160]],
      ['twin', [140, 0]],
    ]);
    const places = arrange(nodes, [...chain(['left', 'tower']), ...chain(['right', 'twin'])], layered, ROOM);
    expect(places.get('tower')?.[1]).toBeLessThan(places.get('twin')?.[1] ?? 0);
  });

  it('gives nodes whose spans overlap a common left edge', () => {
    const layered = new Map<string, readonly [number, number]>([
      ['a', [0, 0]],
      ['b', [20, 120]],
    ]);
    const places = arrange([box('a', 176), box('b')], [], layered, ROOM);
    expect(places.get('a')?.[0]).toBe(places.get('b')?.[0]);
  });

  it('never lets nodes overlap, whatever the width', () => {
    fc.assert(
      fc.property(nets, fc.integer({ min: 200, max: 2000 }), (net, width) => {
        const { boxes, links } = named(net);
        const places = arrange(boxes, links, place(boxes, links, { x: 32, y: 48 }), { width, height: 700 });
        expect(overlaps(boxes, places)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('rows', () => {
  const ids = Array.from({ length: 56 }, (_, i) => `n${i}`);
  const line = new Map(ids.map((id, i) => [id, [i * 132, 0] as const]));

  it('of a long chain fill the room: wider where the whole is then larger', () => {
    const boxes = ids.map((id) => box(id, 100, 100));
    const places = arrange(boxes, chain(ids), line, { width: 400, height: 400 });
    const lefts = new Set([...places.values()].map(([x]) => x));
    const tops = new Set([...places.values()].map(([, y]) => y));
    // Three a row would make 19 rows; about as many rows as nodes in a row see it at twice the size.
    expect(lefts.size).toBeGreaterThan(5);
    expect(tops.size).toBeLessThan(11);
    expect(zoomOf(boxes, places, { width: 400, height: 400 })).toBeGreaterThan(0.28);
  });

  it('break where the maps get smaller, and are about equally long', () => {
    const stages = [56, 56, 56, 28, 28, 28, 28];
    const boxes = stages.map((stage, i) => ({ ...box(`n${i}`, 100), stage }));
    const places = wrap(boxes, line, Array(6).fill(1), { width: 500, gapX: 32, gapY: 72 }).places;
    expect(boxes.map(({ id }) => places.get(id)?.[1])).toEqual([0, 0, 0, 150, 150, 150, 150]);
  });

  it('begin with a stage of the net where a wider drawing can: the four of ResNet-50', () => {
    const stages = [3, 4, 6, 3].flatMap((count, i) => Array<number>(count).fill(56 / 2 ** i));
    const boxes = stages.map((stage, i) => ({ ...box(`n${i}`, 100), stage }));
    // Without a stage's worth the last row would hold the end of the third stage and the fourth.
    const places = arrange(boxes, chain(boxes.map(({ id }) => id)), line, { width: 520, height: 380 });
    const firsts = boxes.filter(({ id }) => places.get(id)?.[0] === 0);
    expect(firsts.map(({ stage }) => stage)).toEqual([56, 28, 14, 7]);
  });

  it('leave no node alone at the end', () => {
    const boxes = ids.slice(0, 5).map((id) => box(id, 100));
    const places = wrap(boxes, line, [1, 1, 1, 1], { width: 500, gapX: 32, gapY: 72 }).places;
    expect([...places.values()].filter(([, y]) => y > 0)).toHaveLength(2);
  });
});

describe('uShape', () => {
  const stages = { x: 64, a: 64, p: 32, b: 32, q: 16, mid: 16, up: 32, jb: 32, c: 32, up2: 64, ja: 64, y: 64 };
  const boxes = Object.entries(stages).map(([id, stage]) => ({ ...box(id), stage }));
  const links = [...chain(Object.keys(stages)), { from: 'a', to: 'ja' }, { from: 'b', to: 'jb' }];

  it('puts every shell of an encoder and its decoder on a row below the one around it', () => {
    const places = uShape(boxes, links, { x: 32, y: 72 });
    const top = (id: string) => places?.get(id)?.[1];
    expect([top('a'), top('ja'), top('y')]).toEqual([0, 0, 0]);
    expect([top('p'), top('b'), top('jb'), top('up2')]).toEqual([150, 150, 150, 150]);
    expect([top('q'), top('mid'), top('up')]).toEqual([300, 300, 300]);
    expect(overlaps(boxes, places ?? new Map())).toEqual([]);
    // Wires lead to the right.
    for (const { from, to } of links) expect(places?.get(from)?.[0]).toBeLessThan(places?.get(to)?.[0] ?? 0);
  });

  it('is closed below and open above: each row ends a gap further in than the one above', () => {
    const places = uShape(boxes, links, { x: 32, y: 72 });
    const left = (id: string) => places?.get(id)?.[0] ?? 0;
    expect([left('p') - left('a'), left('q') - left('b')]).toEqual([32, 32]);
    expect([left('jb') - left('up'), left('ja') - left('up2')]).toEqual([32, 32]);
  });

  it('is not that of residual nets, of nets with branches, nor of a single wire past the rest', () => {
    const flat = boxes.map(({ stage: _, ...rest }) => ({ ...rest, stage: 64 }));
    expect(uShape(flat, links, { x: 32, y: 72 })).toBeUndefined();
    expect(uShape(boxes, links.slice(0, -1), { x: 32, y: 72 })).toBeUndefined();
    const branch = [...links, { from: 'x', to: 'side' }, { from: 'side', to: 'y' }];
    expect(uShape([...boxes, box('side')], branch, { x: 32, y: 72 })).toBeUndefined();
  });
});

describe('the main way', () => {
  it('is a longest one, from end to end', () => {
    const links = [...chain(['a', 'b', 'c', 'd']), { from: 'a', to: 'd' }];
    const way = mainWay(
      ['a', 'b', 'c', 'd'].map((id) => box(id)),
      links,
    );
    expect([...way].map(({ from, to }) => `${from}${to}`)).toEqual(['cd', 'bc', 'ab']);
  });
});

describe('unrest', () => {
  it('counts wires that are not straight, and those that cross twice', () => {
    const boxes = ['a', 'b', 'c', 'd'].map((id) => box(id));
    const links = [
      { from: 'a', to: 'd' },
      { from: 'b', to: 'c' },
    ];
    const at = (c: number, d: number) =>
      new Map<string, readonly [number, number]>([
        ['a', [0, 0]],
        ['b', [0, 100]],
        ['c', [200, c]],
        ['d', [200, d]],
      ]);
    expect(unrest(boxes, links, at(100, 0))).toBe(0);
    expect(unrest(boxes, links, at(0, 100))).toBe(4);
  });

  it('sees wires that cross on their way to the ports of one node', () => {
    const boxes = ['a', 'b', 'join'].map((id) => box(id));
    const places = new Map<string, readonly [number, number]>([
      ['a', [0, 0]],
      ['b', [0, 100]],
      ['join', [200, 0]],
    ]);
    const ports = (a: number, b: number) => [
      { from: 'a', to: 'join', arrival: a },
      { from: 'b', to: 'join', arrival: b },
    ];
    expect(unrest(boxes, ports(16, 40), places)).toBe(1);
    expect(unrest(boxes, ports(40, 16), places)).toBe(3);
  });
});

describe('layOut', () => {
  it('puts a twin on the row below its owner, what they feed on the first', () => {
    const boxes = ['left', 'right', 'tower', 'twin', 'distance'].map((id) => ({
      ...box(id),
      ...(id === 'twin' && { twinOf: 'tower' }),
    }));
    const links = [...chain(['left', 'tower', 'distance']), ...chain(['right', 'twin', 'distance'])];
    const places = layOut(boxes, links, ROOM);
    const top = (id: string) => places.get(id)?.[1];
    expect([top('left'), top('tower'), top('distance')]).toEqual([0, 0, 0]);
    expect([top('right'), top('twin')]).toEqual([126, 126]);
    expect(places.get('twin')?.[0]).toBe(places.get('tower')?.[0]);
  });
});
