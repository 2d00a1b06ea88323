import { describe, expect, it } from 'vitest';
import { type Amount, lightOf, lightWires, wireWords } from '../../../renderer/canvas/light-look';
import { isSeen, tilesOf } from '../../../renderer/canvas/light-tiles';
import { placed, Sheet } from '../../../renderer/canvas/sheet';
import { drawn, LENET, node, project } from './nets';

const NEAR: Amount = {
  least: false,
  glyphHidden: false,
  wordsHidden: false,
  countHidden: false,
  unitHidden: false,
  step: 1,
};
const LEAST: Amount = { ...NEAR, least: true, wordsHidden: true, countHidden: true, unitHidden: true, step: 0.35 };

const RESIDUAL = project(
  [
    node('picture', 'input', { position: [0, 0] }),
    node('res1', 'residual', { params: { filters: 1 }, position: [160, 0] }),
    node('digit', 'output', { position: [480, 0] }),
  ],
  ['picture>res1', 'res1>digit'],
);
const lenet = tilesOf(drawn(LENET).drawing);
const lightIn = (tiles = lenet, amount = NEAR) => tiles.map(({ places }) => lightOf(places, amount));

describe('tiles', () => {
  it('hold every node and every wire once', () => {
    expect(lenet.flatMap(({ places }) => places.map(({ node }) => node.path)).sort()).toEqual(
      LENET.graph.nodes.map(({ id }) => id).sort(),
    );
    expect(lenet.flatMap(({ wires }) => wires)).toHaveLength(8);
  });

  it('are told apart by where they are, up to what stands out of them', () => {
    const first = lenet.find(({ places }) => places.some(({ node }) => node.path === 'picture'));
    if (!first) throw new Error('no tile holds the picture');
    const far = { left: first.right + 17, top: first.top, right: first.right + 900, bottom: first.bottom };
    expect(isSeen(first, far)).toBe(false);
    // The mark of a port stands out by less than 16 px.
    expect(isSeen(first, { ...far, left: first.right + 15 })).toBe(true);
  });

  it('give what is longer than they are one of its own', () => {
    const long = project(
      [node('picture', 'input', { position: [0, 0] }), node('digit', 'output', { position: [4000, 0] })],
      ['picture>digit'],
    );
    const tiles = tilesOf(drawn(long).drawing);
    expect(tiles.map(({ places, wires }) => [places.length, wires.length])).toEqual([
      [1, 0],
      [1, 0],
      [0, 1],
    ]);
  });
});

describe('the light drawing', () => {
  it('says what nodes say, as far as there is room at a zoom', () => {
    const said = (amount: Amount) => lightIn(lenet, amount).flatMap(({ texts }) => texts.map(({ text }) => text));
    expect(said(NEAR)).toEqual(expect.arrayContaining(['conv1', '24×24×20', '520 params', 'fc1', '400,500 params']));
    expect(said({ ...NEAR, unitHidden: true })).toContain('520');
    expect(said({ ...NEAR, wordsHidden: true }).sort()).toEqual(LENET.graph.nodes.map(({ id }) => id).sort());
    expect(said(LEAST)).toEqual([]);
  });

  it('draws each family with pens of its own, from afar with its tint as ground', () => {
    const keys = (amount: Amount) =>
      new Set(lightIn(lenet, amount).flatMap(({ nodes }) => nodes.map(({ key }) => key)));
    expect(keys(NEAR)).toContain('body');
    expect(keys(NEAR)).toContain('tile conv');
    expect(keys(LEAST)).not.toContain('body');
    const ground = lightIn(lenet, LEAST).flatMap(({ nodes }) => nodes.filter(({ key }) => key === 'conv'));
    expect(new Set(ground.map(({ fill }) => fill))).toEqual(new Set(['var(--fam-conv-t)']));
  });

  it('puts frames below the wires and what they say above', () => {
    const [tile] = tilesOf(drawn(RESIDUAL, { isOpen: () => true }).drawing).filter(({ places }) =>
      places.some(({ node }) => node.path === 'res1'),
    );
    const { frames, texts } = lightOf(tile?.places ?? [], NEAR);
    expect(frames.map(({ key }) => key)).toContain('frame');
    expect(texts.find(({ key }) => key === 'res1')).toMatchObject({ text: 'res1', about: 'Residual block, 1' });
  });

  it('shows problems and heat', () => {
    const broken = project([node('picture', 'input'), node('fc', 'dense')], ['picture>fc']);
    const [failed] = lightIn(tilesOf(drawn(broken).drawing));
    expect(failed?.nodes.find(({ key }) => key === 'failed')?.stroke).toBe('var(--error)');
    const heated = tilesOf(drawn(LENET, { heat: 'parameters' }).drawing);
    // fc1 has 400,500 of 431,080 parameters.
    expect(lightIn(heated, LEAST).flatMap(({ texts }) => texts.map(({ text }) => text))).toContain('93\u00a0%');
  });

  it('gives ribbons their core where nodes are near, and says on a shortcut what it carries', () => {
    const wires = lenet.flatMap((tile) => tile.wires);
    expect(lightWires(wires, NEAR).map(({ key }) => key)).toEqual(['maps', 'maps core', 'vector']);
    expect(lightWires(wires, LEAST).map(({ key }) => key)).toEqual(['maps', 'vector']);
    const opened = tilesOf(drawn(RESIDUAL, { isOpen: () => true }).drawing).flatMap((tile) => tile.wires);
    expect(wireWords(opened, NEAR).map(({ text }) => text)).toEqual(['x, unchanged']);
    expect(wireWords(opened, LEAST)).toEqual([]);
  });
});

describe('a sheet', () => {
  it('draws with each pen once, in the order of their first use', () => {
    const sheet = new Sheet();
    const pen = (key: string) => ({ key, fill: 'none', stroke: key, width: 1 });
    sheet.add(pen('red'), 'M0 0h1');
    sheet.add(pen('blue'), 'M1 1h1');
    sheet.add(pen('red'), 'M2 2h1');
    expect(sheet.paths.map(({ key, d }) => [key, d])).toEqual([
      ['red', 'M0 0h1M2 2h1'],
      ['blue', 'M1 1h1'],
    ]);
  });

  it('moves and scales path data: absolute places, lengths and the radii of arcs, but no flags', () => {
    expect(placed('M1 2h3v-4H5V6z', 10, 20, 2)).toBe('M12 24h6v-8H20V32z');
    expect(placed('M1 1a.5.25 90 0 1 2 3A4 5 0 1 0 6 7', 10, 20, 2)).toBe('M12 22a1 0.5 90 0 1 4 6A8 10 0 1 0 22 34');
    expect(placed('M1.5 2.5 3 4l1-1', 1, 2)).toBe('M2.5 4.5 4 6l1 -1');
    expect(placed('M0 0C1 2 3 4 5 6', 10, 20)).toBe('M10 20C11 22 13 24 15 26');
  });
});
