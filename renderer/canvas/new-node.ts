import { blocks } from '../../engine/blocks/contract/registry';
import type { Graph, GraphNode, ParamValue } from '../../engine/graph/document';
import { freeName, toId } from '../../engine/graph/names';
import { layers } from '../../engine/layers/contract/registry';
import { NUDGE } from './node-size';

/** Type of what the palette hands over when a kind is dragged: JSON of a `KindDrag`. */
export const KIND_TYPE = 'application/x-netloom-kind';

/** A kind with the parameters of its palette entry. */
export interface KindDrag {
  readonly kind: string;
  readonly params?: Readonly<Record<string, ParamValue>>;
  /** What the node is called, before its number. */
  readonly name?: string;
}

/** What was dragged from the palette; undefined for anything else. */
export function readDrag(data: string): KindDrag | undefined {
  try {
    const value: unknown = JSON.parse(data);
    if (typeof value !== 'object' || value === null || !('kind' in value) || typeof value.kind !== 'string')
      return undefined;
    return value as KindDrag;
  } catch {
    return undefined;
  }
}

/** A node of a kind with a free name; `spot` is its upper left corner, put on the nudge grid. */
export function newNode(graph: Graph, { kind, params, name }: KindDrag, spot: readonly [number, number]): GraphNode {
  const taken = new Set(graph.nodes.map((node) => node.id));
  const wanted = wantedName(kind, params, name);
  const whole = { kind, position: snapped(spot) };
  const given = params && Object.keys(params).length > 0 ? { params } : {};
  return {
    id: wanted.numbered || taken.has(wanted.name) ? freeName(wanted.name, taken) : wanted.name,
    ...whole,
    ...given,
  };
}

export const snapped = ([x, y]: readonly [number, number]): [number, number] => [
  Math.round(x / NUDGE) * NUDGE,
  Math.round(y / NUDGE) * NUDGE,
];

/** A preset brings its own name; ends of the net and shape layers start without a number. */
function wantedName(kind: string, params: KindDrag['params'], given?: string): { name: string; numbered: boolean } {
  const layer = layers.get(kind);
  const preset = layer?.presets?.find((each) => sameParams(each.params, params));
  const base =
    given ?? preset?.name ?? layer?.name ?? blocks.get(kind)?.name ?? (toId(kind.replace(/^block:/, '')) || 'node');
  const alone = layer?.role !== undefined || layer?.group === 'shape';
  return { name: base, numbered: !alone };
}

const sameParams = (a: object, b: object | undefined): boolean => JSON.stringify(a) === JSON.stringify(b ?? {});
