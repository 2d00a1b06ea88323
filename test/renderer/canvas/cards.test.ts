import { describe, expect, it } from 'vitest';
import { placeCard } from '../../../renderer/canvas/card-place';
import { cureResults, withNames } from '../../../renderer/canvas/cure-results';
import { boundsOf, FIT_ROOM, fitViewport } from '../../../renderer/canvas/viewport';
import { drawn, FIELDS, MISTAKE } from './nets';

describe('cureResults', () => {
  const { analysis, drawing } = drawn(MISTAKE);
  const problem = analysis.problems.find(({ node }) => node === 'fc');
  if (!problem) throw new Error('fc has no problem');
  const results = cureResults(problem, MISTAKE, analysis, FIELDS, drawing);

  it('says what each cure leads to', () => {
    // 2,880 · 10 + 10, 20 · 10 + 10, and 20 · 10 + 10 for a 1×1 convolution of 12×12×20.
    expect(results.map(({ fix, shape, count }) => [fix.title, shape, count])).toEqual([
      ['Insert Flatten', '2,880', '28,810 params'],
      ['Insert Global average', '20', '210 params'],
      ['Make fc a 1×1 convolution', '12×12×10', '210 params'],
    ]);
  });

  it('puts what is inserted between the ends where there is room, and moves nothing', () => {
    const [flatten] = results;
    expect(flatten?.fix.edits.map(({ type }) => type)).toEqual(['insertOnEdge']);
    const [edit] = flatten?.fix.edits ?? [];
    const x = edit?.type === 'insertOnEdge' ? (edit.node.position?.[0] ?? 0) : 0;
    expect(x).toBeGreaterThan(328 + 120);
    expect(x).toBeLessThan(624 - 104);
  });

  it('moves the rest of the row on where there is none', () => {
    const nodes = MISTAKE.graph.nodes.map((each) =>
      each.position && each.position[0] >= 624 ? { ...each, position: [each.position[0] - 144, 0] as const } : each,
    );
    const tight = { ...MISTAKE, graph: { ...MISTAKE.graph, nodes } };
    const { analysis: report, drawing: shown } = drawn(tight);
    const [flatten] = cureResults(problem, tight, report, FIELDS, shown);
    const [move] = flatten?.fix.edits ?? [];
    expect(move?.type).toBe('moveNodes');
    const positions = move?.type === 'moveNodes' ? move.positions : {};
    expect(Object.keys(positions)).toEqual(['fc', 'digit']);
    expect((positions.digit?.[0] ?? 0) - (positions.fc?.[0] ?? 0)).toBe(160);
  });
});

describe('withNames', () => {
  it('cuts a sentence where nodes are named', () => {
    expect(withNames('fc takes a vector, but pool1 sends maps.', ['fc', 'pool1'])).toEqual([
      { text: 'fc', name: true },
      { text: ' takes a vector, but ', name: false },
      { text: 'pool1', name: true },
      { text: ' sends maps.', name: false },
    ]);
  });

  it('takes whole names only, and any characters in them', () => {
    expect(withNames('fc1 and fc', ['fc']).filter(({ name }) => name)).toEqual([{ text: 'fc', name: true }]);
    expect(withNames('layer1.0 takes maps', ['layer1.0'])[0]).toEqual({ text: 'layer1.0', name: true });
    expect(withNames('Nothing is named', [''])).toEqual([{ text: 'Nothing is named', name: false }]);
  });
});

describe('placeCard', () => {
  const card = { width: 344, height: 220 };
  const pane = { width: 928, height: 570 };

  it('hangs below the cross, its tip pointing at it', () => {
    const place = placeCard({ x: 530, y: 140, onWire: true }, card, pane);
    expect(place).toMatchObject({ x: 530 - 172, y: 140 + 92, above: false, tip: 172 });
    expect(place.stem.y + place.stem.height).toBeLessThan(place.y);
  });

  it('goes above where there is no room below', () => {
    expect(placeCard({ x: 530, y: 480, onWire: true }, card, pane)).toMatchObject({ above: true, y: 480 - 92 - 220 });
  });

  it('stays inside the pane', () => {
    expect(placeCard({ x: 20, y: 140, onWire: true }, card, pane).x).toBe(8);
    const right = placeCard({ x: 920, y: 140, onWire: true }, card, pane);
    expect(right.x + card.width).toBeLessThanOrEqual(928);
    expect(right.tip).toBeLessThanOrEqual(card.width - 14);
  });
});

describe('fitViewport', () => {
  it('shows a small drawing at 100 %, below the floats', () => {
    const viewport = fitViewport([{ x: 0, y: 0, width: 400, height: 200 }], { width: 928, height: 570 }, FIT_ROOM);
    expect(viewport?.zoom).toBe(1);
    expect(viewport?.y).toBeGreaterThanOrEqual(FIT_ROOM.top);
  });

  it('shrinks a large one to fit between them', () => {
    const size = { width: 928, height: 570 };
    const viewport = fitViewport([{ x: -100, y: 50, width: 4000, height: 300 }], size, FIT_ROOM);
    expect(viewport?.zoom).toBeCloseTo((928 - 80) / 4000, 6);
    expect(-100 * (viewport?.zoom ?? 0) + (viewport?.x ?? 0)).toBeCloseTo(40, 0);
  });

  it('makes room for the overview where the drawing reaches into its corner', () => {
    const size = { width: 928, height: 570 };
    const viewport = fitViewport([{ x: 0, y: 0, width: 848, height: 442 }], size, FIT_ROOM);
    expect((viewport?.y ?? 0) + 442 * (viewport?.zoom ?? 0)).toBeLessThanOrEqual(570 - 112 + 1);
  });

  it('takes the room beside the floats where nothing lies under them', () => {
    const size = { width: 928, height: 568 };
    // A row at the top and a high node in the middle: as LeNet stands in the look, at 100 %.
    const row = { x: 0, y: 0, width: 824, height: 170 };
    const high = { x: 512, y: 244, width: 128, height: 206 };
    expect(fitViewport([row, high], size, FIT_ROOM)?.zoom).toBe(1);
  });

  it('has nothing to show for no nodes', () => {
    expect(fitViewport([], { width: 928, height: 570 }, FIT_ROOM)).toBeUndefined();
    expect(boundsOf([])).toBeUndefined();
  });
});
