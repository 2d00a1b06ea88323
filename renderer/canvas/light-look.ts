import { type Flow, flows } from '../ui/flows';
import { formatShare } from '../ui/format';
import { type GlyphPaths, glyphs } from '../ui/glyphs';
import type { Detail } from './detail.svelte';
import { aboutFrame, type FrameView, isFrame, type NodeView } from './drawing';
import { type Place, toneOf } from './far';
import type { LightTile } from './light-tiles';
import { box, type LightPath, type Pen, placed, Sheet } from './sheet';

/*
 * What stands for a node while a crowd moves: all of one colour is one path, words are words. Measures are those of
 * LayerNode, NodeHead, NodeFoot and BlockFrame, so that nothing moves when the nodes themselves come back.
 */

export interface LightText {
  readonly key: string;
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly look: 'name' | 'words' | 'shape' | 'tight shape' | 'count' | 'share' | 'wire';
  /** Said after the text in lighter words. */
  readonly about?: string;
}

export interface Light {
  /** Frames and what else lies below the wires. */
  readonly frames: readonly LightPath[];
  /** Above the wires. */
  readonly nodes: readonly LightPath[];
  readonly texts: readonly LightText[];
}

const TILE = 20;
const HEAD = 32;
const FOOT = 24;
const DIAGRAM = { width: 160, height: 30, box: 8 } as const;

export type Amount = Pick<Detail, 'least' | 'glyphHidden' | 'wordsHidden' | 'countHidden' | 'unitHidden' | 'step'>;

export function lightOf(places: readonly Place[], amount: Amount): Light {
  const frames = new Sheet();
  const nodes = new Sheet();
  const texts: LightText[] = [];
  for (const place of places) {
    const { view } = place.node;
    if (isFrame(view)) drawFrame(place, view, amount, frames, texts);
    else if (amount.least) drawLeast(place, amount, nodes, texts);
    else drawNode(place, view, amount, frames, nodes, texts);
  }
  return { frames: frames.paths, nodes: nodes.paths, texts };
}

/** A ring around a box, `width` px wide and outside of it, as shadows draw it. */
const ring = ({ x, y, node }: Place, width: number, radius: number): string =>
  box(x - width / 2, y - width / 2, node.width + width, node.height + width, radius + width / 2);

function drawLeast(place: Place, amount: Amount, sheet: Sheet, texts: LightText[]): void {
  const { x, y, node } = place;
  const { tone, fill, stroke } = toneOf(node);
  const width = tone === 'problem' ? 5 : 2;
  sheet.add({ key: tone, fill, stroke, width }, ring(place, width, 8));
  const { path, heat } = node.view;
  const middle = { x: x + node.width / 2, y: y + node.height / 2 };
  if (heat !== undefined) texts.push({ key: path, ...middle, text: formatShare(heat), look: 'share' });
  else if (!amount.glyphHidden) addGlyph(sheet, node.view, middle.x, middle.y, 44);
}

/** The glyph of a kind around a place; `size` in px. */
function addGlyph(sheet: Sheet, { family, glyph }: NodeView, x: number, y: number, size: number): void {
  const colour = `var(--fam-${family})`;
  const { stroke, fill, thin }: GlyphPaths = glyphs[glyph];
  const scale = size / 16;
  const [left, top] = [x - size / 2, y - size / 2];
  const line: Pen = { key: `glyph ${family}`, fill: 'none', stroke: colour, width: 1.5 * scale, cap: 'round' };
  sheet.add(line, placed(stroke, left, top, scale));
  if (thin) {
    const dash = `${1.2 * scale}`;
    sheet.add({ ...line, key: `thin ${family}`, width: scale, cap: undefined, dash }, placed(thin, left, top, scale));
  }
  if (fill) sheet.add({ key: `dot ${family}`, fill: colour, stroke: 'none', width: 0 }, placed(fill, left, top, scale));
}

function drawFrame({ x, y, node }: Place, view: FrameView, amount: Amount, sheet: Sheet, texts: LightText[]): void {
  const failed = view.errors > 0;
  const pen: Pen = failed
    ? { key: 'failed', fill: GLASS, stroke: 'var(--error)', width: 2 }
    : view.twin
      ? { key: 'twin', fill: 'none', stroke: 'var(--twin)', width: 1.5 }
      : { key: 'frame', fill: GLASS, stroke: 'var(--line-control)', width: 1.5 };
  sheet.add(pen, ring({ x, y, node }, pen.width, 12));
  addTile(sheet, view, x + 10, y + 10);
  const { path, name, shape } = view;
  texts.push({ key: path, x: x + 38, y: y + 20, text: name, look: 'name', about: aboutFrame(view) });
  const line = y + node.height - 16;
  texts.push({ key: `${path} shape`, x: x + 12, y: line, text: shape, look: 'shape' });
  const count = view.heat === undefined ? unit(view.count) : `${formatShare(view.heat)} of the model`;
  texts.push({ key: `${path} count`, x: x + node.width - 12, y: line, text: count, look: 'count' });
  addPorts(sheet, { x, y, node }, amount);
}

const GLASS = 'color-mix(in srgb, var(--raised) 45%, transparent)';
const unit = (count: string): string => (count ? `${count} params` : '');

function drawNode(place: Place, view: NodeView, amount: Amount, below: Sheet, sheet: Sheet, texts: LightText[]): void {
  const { x, y, node } = place;
  if (view.block && !view.collapsed) addStack(below, place);
  const pen = bodyOf(view);
  sheet.add(pen, ring(place, pen.width, 8));
  addTile(sheet, view, x + 6, y + 6);
  const size = Math.min(24, Math.max(13, 11.5 / amount.step));
  texts.push({ key: view.path, x: x + 34, y: y + HEAD / 2, text: cut(view.name, node.width - 42, size), look: 'name' });
  if (!view.collapsed) {
    addMedia(sheet, place, view);
    if (!amount.wordsHidden || view.heat !== undefined) addWords(place, view, amount, sheet, texts);
  }
  addPorts(sheet, place, amount);
}

function bodyOf(view: NodeView): Pen {
  const fill = 'var(--raised)';
  if (view.errors > 0) return { key: 'failed', fill, stroke: 'var(--error)', width: 2 };
  if (view.forecast === 'added') return { key: 'added', fill, stroke: 'var(--accent)', width: 1.5, dash: '4 3' };
  if (view.twin === 'owner') return { key: 'owner', fill, stroke: 'var(--twin)', width: 1.5 };
  if (view.twin === 'twin') return { key: 'twin', fill: TWIN, stroke: 'var(--twin)', width: 1.5, dash: '4 3' };
  if (view.twin === 'mirror')
    return { key: 'mirror', fill: MIRROR, stroke: 'var(--line-control)', width: 1, dash: '3 2' };
  if (view.muted) return { key: 'muted', fill: 'var(--canvas)', stroke: 'var(--line-2)', width: 1 };
  return { key: 'body', fill, stroke: 'var(--line-2)', width: 1 };
}

const TWIN = 'color-mix(in srgb, var(--raised) 70%, var(--twin-soft))';
const MIRROR = 'color-mix(in srgb, var(--raised) 70%, transparent)';

/** The edges of two cards below a closed block: a corner of 6 px with its line outside. */
function addStack(sheet: Sheet, { x, y, node }: Place): void {
  for (const [inset, below] of CARDS) {
    const pen: Pen = { key: `card ${below}`, fill: 'var(--raised)', stroke: 'var(--line-2)', width: 1 };
    const [left, top, width] = [x + inset - 0.5, y + node.height + below - 6, node.width - 2 * inset + 1];
    sheet.add(pen, `M${left} ${top}a6.5 6.5 0 0 0 6.5 6.5h${width - 13}a6.5 6.5 0 0 0 6.5 -6.5`);
  }
}

/** Further in on either side, and lower, px; the lowest first. */
const CARDS = [
  [14, 8],
  [8, 4],
] as const;

function addTile(sheet: Sheet, view: NodeView, x: number, y: number): void {
  const fill = `var(--fam-${view.family}-t)`;
  if (view.family === 'block') {
    const pen: Pen = { key: 'tile', fill, stroke: 'var(--line-control)', width: 1 };
    sheet.add(pen, box(x + 0.5, y + 0.5, TILE - 1, TILE - 1, 4));
  } else sheet.add({ key: `tile ${view.family}`, fill, stroke: 'none', width: 0 }, box(x, y, TILE, TILE, 4));
  addGlyph(sheet, view, x + TILE / 2, y + TILE / 2, 14);
}

function addMedia(sheet: Sheet, { x, y, node }: Place, { media, rows, diagram }: NodeView): void {
  if (!media) return;
  const top = y + HEAD + rows;
  if (media.form !== 'diagram') {
    const width = media.form === 'bars' ? node.width - 16 : media.width;
    const left = x + (node.width - width) / 2;
    sheet.add({ key: 'well', fill: 'var(--well)', stroke: 'none', width: 0 }, box(left, top, width, media.height, 2));
  } else if (diagram) {
    const left = x + (node.width - DIAGRAM.width) / 2;
    sheet.add(
      { key: 'lines', fill: 'none', stroke: 'var(--line-control)', width: 1 },
      placed(diagram.lines, left, top),
    );
    for (const { x: at, y: row, width, family } of diagram.boxes) {
      const pen = { key: `box ${family}`, fill: `var(--fam-${family}-t)`, stroke: `var(--fam-${family})`, width: 1 };
      sheet.add(pen, box(left + at, top + row - DIAGRAM.box / 2, width, DIAGRAM.box, family === 'merge' ? 4 : 2));
    }
  }
}

function addWords({ x, y, node }: Place, view: NodeView, amount: Amount, sheet: Sheet, texts: LightText[]): void {
  const { path, summary, heat } = view;
  const size = Math.max(11, 10.5 / amount.step);
  const say = (look: LightText['look'], at: number, line: number, text: string) => {
    texts.push({ key: `${path} ${look}`, x: at, y: line, text, look });
  };
  if (summary && !amount.wordsHidden) say('words', x + 8, y + HEAD + 7, cut(summary, node.width - 16, size));
  const top = y + node.height - FOOT;
  sheet.add({ key: 'line', fill: 'none', stroke: 'var(--line)', width: 1 }, `M${x} ${top + 0.5}h${node.width}`);
  if (heat !== undefined) {
    const pen = { key: 'heat', fill: 'color-mix(in srgb, var(--run-2) 20%, transparent)', stroke: 'none', width: 0 };
    sheet.add(pen, `M${x} ${top}h${heat * node.width}v${FOOT}h${-heat * node.width}z`);
  }
  const count =
    view.reason ||
    (heat === undefined ? (amount.unitHidden || !view.unit ? view.count : unit(view.count)) : formatShare(heat));
  const [look, inset] = amount.countHidden ? (['tight shape', 4] as const) : (['shape', 8] as const);
  if (heat === undefined || !amount.countHidden) say(look, x + inset, top + FOOT / 2, view.reason ? '–' : view.shape);
  if (heat !== undefined || !amount.countHidden) say('count', x + node.width - 8, top + FOOT / 2, count);
}

/** Marks of ports with the gap around them. Round and square tell flows apart at these sizes. */
function addPorts(sheet: Sheet, { x, y, node }: Place, { least }: Amount): void {
  if (least) return;
  for (const { side, flow, wired, problem, y: below } of node.view.ports) {
    const cap = SQUARE.has(flow) ? 'square' : 'round';
    const colour = problem ? 'var(--error)' : flows[flow].colour;
    const d = `M${side === 'in' ? x : x + node.width} ${y + below}h.01`;
    const mark = (key: string, stroke: string, width: number) =>
      sheet.add({ key: `${key} ${cap}`, fill: 'none', stroke, width, cap }, d);
    mark('gap', 'var(--raised)', 13);
    mark(`port ${colour}`, colour, 9.4);
    if (!wired || flow === 'unknown') mark(`hollow ${colour}`, 'var(--raised)', 5.8);
  }
}

const SQUARE: ReadonlySet<Flow> = new Set(['maps', 'sequence', 'volume']);

/** As much of a text as has room, at a mean width of 0.585 em. */
function cut(text: string, room: number, size: number): string {
  const most = Math.max(1, Math.floor(room / (size * 0.585)));
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** Wires, with the light core of ribbons where nodes are near. */
export function lightWires(wires: LightTile['wires'], amount: Amount): readonly LightPath[] {
  const sheet = new Sheet();
  for (const { wire, route } of wires) {
    const { colour, core, width } = flows[wire.flow];
    if (wire.state !== 'normal') {
      const failed = wire.state === 'problem';
      const stroke = failed ? 'var(--error)' : wire.state === 'added' ? 'var(--accent)' : 'var(--line-control)';
      const dash = failed ? '7 5' : '2 4';
      sheet.add({ key: wire.state, fill: 'none', stroke, width: failed ? 2.5 : 2, dash }, route.path);
      continue;
    }
    sheet.add({ key: wire.flow, fill: 'none', stroke: colour, width }, route.path);
    if (core && !amount.least) {
      const inner = wire.flow === 'sequence' ? 1.25 : wire.flow === 'volume' ? 5 : 2.25;
      sheet.add({ key: `${wire.flow} core`, fill: 'none', stroke: core, width: inner }, route.path);
    }
  }
  return sheet.paths;
}

/** What wires say half way. */
export function wireWords(wires: LightTile['wires'], amount: Amount): LightText[] {
  if (amount.wordsHidden) return [];
  return wires.flatMap(({ wire: { id, words }, route: { middle } }) =>
    words ? [{ key: id, x: middle[0], y: middle[1], text: words, look: 'wire' as const }] : [],
  );
}
