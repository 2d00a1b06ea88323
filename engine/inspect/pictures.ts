import type { Tensor } from '@tensorflow/tfjs-core';
import type { Call, Program, ValueId } from '../compile/program';
import type { Field } from '../data/contract/field';
import type { Picture } from '../protocol';
import { type Cells, filterCells, mapCells } from './cells';
import { type Quantised, quantise } from './quantise';

/** How much of a picture is sent. */
export interface Detail {
  /** Maps or filters of a node. */
  readonly cells: number;
  /** Longest side of a map in cells. */
  readonly side: number;
  /** Units of a layer. */
  readonly units: number;
}

/** On the canvas a node shows the first 50 in small cells. */
export const ON_NODES: Detail = { cells: 50, side: 64, units: 1000 };
/** The Inspect view shows all of one node. */
export const WHOLE: Detail = { cells: 4096, side: 256, units: 65_536 };

/** One pass of one sample: the values that were asked for, and some of the weights it ran on. */
export interface Pass {
  readonly program: Program;
  /** By index. */
  readonly weights: ReadonlyMap<number, Tensor | undefined>;
  readonly values: ReadonlyMap<ValueId, Tensor | undefined>;
}

/** The values and weights that pictures of these nodes are made of. */
export function wantedFor(program: Program, nodes: readonly string[]): { values: ValueId[]; weights: number[] } {
  const paths = new Set(nodes);
  const values = nodes.flatMap((node) => resultOf(program, node) ?? []);
  const kernels = program.calls.filter(({ path }) => paths.has(path)).map((call) => kernelOf(program, call));
  return { values: [...new Set(values)], weights: [...new Set(kernels.flatMap((index) => index ?? []))] };
}

function picture(node: string, kind: Picture['kind'], cells: Cells, total: number, scaled: Quantised): Picture {
  const { rows, columns, channels, count } = cells;
  return { node, kind, rows, columns, channels, count, total, ...scaled };
}

/**
 * What a value of one sample looks like: maps where it has height, width and channels, one map where it is a sequence,
 * units where it is a vector; nothing else has a picture.
 */
export function valuePicture(node: string, value: Tensor, { cells, side, units }: Detail): Picture | undefined {
  const [, a = 1, b = 1, c = 1] = value.shape;
  if (value.rank === 4 || value.rank === 3) {
    const [rows, columns, channels] = value.rank === 4 ? [a, b, c] : [a, b, 1];
    const maps = mapCells(value.dataSync(), [rows, columns, channels], cells, side);
    return picture(node, 'maps', maps, channels, quantise(maps.values, 'range'));
  }
  if (value.rank !== 2 && value.rank !== 1) return undefined;
  const values = Float32Array.from(value.dataSync()).subarray(0, units);
  const one = { values, count: values.length, rows: 1, columns: 1, channels: 1 };
  return picture(node, 'units', one, a, quantise(values, 'range'));
}

/** The filters of a call that has a kernel of a convolution. */
function filtersPicture(pass: Pass, call: Call, { cells }: Detail): Picture | undefined {
  const index = kernelOf(pass.program, call);
  const kernel = index === undefined ? undefined : pass.weights.get(index);
  if (!kernel) return undefined;
  const [rows = 1, columns = 1, inputs = 1, filters = 1] = kernel.shape;
  const made = filterCells(kernel.dataSync(), [rows, columns, inputs, filters], cells);
  return picture(call.path, 'filters', made, filters, quantise(made.values, 'zero'));
}

/** A convolution's kernel among a call's weights, by index. */
function kernelOf({ weights }: Program, call: Call): number | undefined {
  return Object.values(call.weights).find((at) => weights[at]?.role === 'kernel' && weights[at].shape.length === 4);
}

/** Filters are evidence by themselves where they look at the picture: one channel, or three in colour. */
const showsFilters = ({ program }: Pass, call: Call): boolean => {
  const kernels = Object.values(call.weights).map((at) => program.weights[at]);
  return kernels.some((w) => w?.role === 'kernel' && w.shape.length === 4 && [1, 3].includes(w.shape[2] ?? 0));
};

/** What a node on the canvas shows: one picture, by its layer's own wish. */
export function nodePicture(pass: Pass, path: string, detail: Detail): Picture | undefined {
  const call = pass.program.calls.find((one) => one.path === path);
  if (call?.layer.picture === 'filters' && showsFilters(pass, call)) return filtersPicture(pass, call, detail);
  if (call && call.layer.picture === undefined) return undefined;
  const value = tapOf(pass, path);
  return value && valuePicture(path, value, detail);
}

/** Everything that can be seen of a node. */
export function nodePictures(pass: Pass, path: string, detail: Detail): Picture[] {
  const call = pass.program.calls.find((one) => one.path === path);
  const filters = call && filtersPicture(pass, call, detail);
  const value = tapOf(pass, path);
  const maps = value && valuePicture(path, value, detail);
  return [filters, maps].filter((one) => one !== undefined);
}

/** A node's first result, of a block its first output. */
function resultOf({ taps }: Program, path: string): ValueId | undefined {
  for (const [tap, id] of taps) {
    if (tap.startsWith(`${path}.`) && !tap.slice(path.length + 1).includes('/')) return id;
  }
  return undefined;
}

export function tapOf({ program, values }: Pass, path: string): Tensor | undefined {
  const id = resultOf(program, path);
  return id === undefined ? undefined : values.get(id);
}

/** A sample's field as it is before preparation: a picture in its own range. */
export function fieldPicture(node: string, field: Field, values: Float32Array): Picture | undefined {
  if (field.shape.length !== 3) return undefined;
  const [rows = 1, columns = 1, depth = 1] = field.shape;
  if (depth === 3) {
    const cells = { values, count: 1, rows, columns, channels: 3 };
    return picture(node, 'input', cells, 1, quantise(values, field.range ?? 'range'));
  }
  const cells = mapCells(values, [rows, columns, depth], depth, Math.max(rows, columns));
  return picture(node, 'input', cells, depth, quantise(cells.values, field.range ?? 'range'));
}
