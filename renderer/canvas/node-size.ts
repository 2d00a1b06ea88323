import type { Layer } from '../../engine/layers/contract/layer';
import { flowOf, type Spec, sampleShape, sampleSize } from '../../engine/layers/contract/spec';

/** Measures of a node, px at 100 %. Heights come from the kind, never from measuring. */
export const GRID = 16;
export const NUDGE = 8;
const HEAD = 32;
const SUMMARY = 22;
const FOOT = 24;
export const PORT_ROW = 24;
/** The first port lies this far below the top of every node, so that equal tops give straight wires. */
export const PORT_Y = 16;
/** What a frame adds around the nodes of an opened block. */
export const FRAME = { head: 40, above: 32, foot: 32, side: 24 } as const;

const PICTURED = 176;
const BLOCK = 208;
const ANSWER = 128;
const LEAST = 104;
const WEIGHTED = 136;
const MOST = 152;
const MEDIA_BELOW = 8;
const CELL = 15;
const CELLS_A_ROW = 10;
const MOST_CELLS = 50;
const UNIT = 3;
const UNITS_A_ROW = 50;
const FEWEST_UNITS = 32;
const MOST_UNITS = 1000;
const PICTURE = 84;
const MOST_BARS = 10;
const BAR = 12;

/** The picture's place on a node. */
export type Media =
  | {
      readonly form: 'cells';
      readonly width: number;
      readonly height: number;
      readonly count: number;
      readonly columns: number;
    }
  | { readonly form: 'strip'; readonly width: number; readonly height: number; readonly count: number }
  | { readonly form: 'picture' | 'diagram'; readonly width: number; readonly height: number }
  | { readonly form: 'bars'; readonly height: number; readonly count: number };

/** What decides a node's size. */
export interface SizeFacts {
  readonly name: string;
  readonly summary: string;
  /** The kind has weights, so that a count stands in its footer. */
  readonly weighted: boolean;
  readonly collapsed: boolean;
  /** Ports, or slots of a variadic port, on the side that has more. */
  readonly ports: number;
  /** Words stand beside the ports below the first. */
  readonly labelled: boolean;
  readonly picture: Layer['picture'];
  readonly block: boolean;
  /** The picture that is shown, and the one that would be: the width does not depend on whether it is. */
  readonly media: Media | undefined;
  readonly whole: Media | undefined;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What a kind's picture takes on a node whose output is `spec`; undefined where there is nothing to show. */
export function mediaOf(picture: Layer['picture'], spec: Spec | undefined): Media | undefined {
  if (!picture || !spec) return undefined;
  const shape = sampleShape(spec);
  const flow = flowOf(spec);
  if (picture === 'input' || (picture === 'result' && shape.at(-1) === 1)) {
    if (flow !== 'maps') return undefined;
    const [height = 1, width = 1] = shape;
    const scale = Math.max(height, width) <= PICTURE ? Math.floor(PICTURE / Math.max(height, width)) : 0;
    if (scale > 0) return { form: 'picture', width: width * scale, height: height * scale };
    const shrink = PICTURE / Math.max(height, width);
    return { form: 'picture', width: Math.round(width * shrink), height: Math.round(height * shrink) };
  }
  if (picture === 'answer') {
    const classes = sampleSize(spec);
    return flow === 'vector' ? barsOf(Math.min(classes, MOST_BARS)) : undefined;
  }
  if (flow === 'maps') {
    // Kinds without filters, such as pooling, are narrower and show fewer of their maps.
    const narrow = picture === 'maps';
    const count = Math.min(shape.at(-1) ?? 0, narrow ? MOST_CELLS / 2 : MOST_CELLS);
    const aRow = narrow ? CELLS_A_ROW / 2 : CELLS_A_ROW;
    const rows = Math.ceil(count / aRow);
    const columns = Math.min(count, aRow);
    return { form: 'cells', count, columns, width: columns * (CELL + 1) - 1, height: rows * (CELL + 1) - 1 };
  }
  if (flow !== 'vector' || picture === 'maps') return undefined;
  const units = Math.min(sampleSize(spec), MOST_UNITS);
  if (units < FEWEST_UNITS) return undefined;
  const width = Math.min(units, UNITS_A_ROW) * UNIT;
  return { form: 'strip', count: units, width, height: Math.ceil(units / UNITS_A_ROW) * UNIT };
}

const barsOf = (count: number): Media => ({ form: 'bars', count, height: count * BAR });

/** Width and height of a node in px. */
export function sizeOf(facts: SizeFacts): Size {
  const width = widthOf(facts);
  if (facts.collapsed) return { width, height: HEAD + Math.max(0, facts.ports - 1) * PORT_ROW };
  const media = facts.media ? facts.media.height + MEDIA_BELOW : 0;
  return { width, height: HEAD + rowsBelowHead(facts) + media + FOOT };
}

/** Height between the head and the picture: the summary and the ports below the first. */
export function rowsBelowHead({ ports, labelled, summary }: Pick<SizeFacts, 'ports' | 'labelled' | 'summary'>): number {
  const rows = Math.max(0, ports - 1) * PORT_ROW;
  const line = summary ? SUMMARY : 0;
  return labelled ? rows + line : Math.max(rows, line);
}

/** The same whatever happens to the node: neither a problem nor a run may push its neighbours aside. */
function widthOf(facts: SizeFacts): number {
  if (facts.block) return BLOCK;
  if (facts.picture === 'filters' || facts.picture === 'result' || (facts.picture === 'units' && facts.whole))
    return PICTURED;
  // One badge always has room: a name must not be cut because of a warning.
  const head = 34 + textWidth(facts.name, 7) + 8 + 14 + 12;
  if (facts.picture === 'answer') return Math.max(ANSWER, onGrid(head));
  const line = 24 + textWidth(facts.summary, 5.7);
  const least = Math.max(head, facts.collapsed ? 0 : line, facts.weighted ? WEIGHTED : LEAST);
  return onGrid(least);
}

const onGrid = (least: number): number => Math.min(MOST, Math.ceil((least - NUDGE) / GRID) * GRID + NUDGE);

/** About how wide a text is at a mean width of `each` px a character. */
const textWidth = (text: string, each: number): number => text.length * each;
