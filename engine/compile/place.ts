import type { Field } from '../data/contract/field';
import type { GraphEdge, PortRef } from '../graph/document';
import type { Problem } from '../graph/problem';
import { type ProblemCode, problem } from '../graph/problems';
import type { WeightSpecs } from '../layers/contract/layer';
import type { Params, Values } from '../layers/contract/params';
import type { Spec } from '../layers/contract/spec';
import type { Kind } from './kinds';
import { type Entry, join, type Level } from './level';

/** One node at its place, with everything that is known of it. */
export interface Placed {
  readonly path: string;
  /** Path of the node whose weights it uses; differs from `path` for twins and for what is inside them. */
  readonly ownerPath: string;
  /** What the names of its weights begin with. */
  readonly weightPath: string;
  readonly entry: Entry;
  readonly level: Level;
  readonly kind: Kind | undefined;
  readonly params: Values<Params>;
  /** One for each arrival. */
  readonly inputs: readonly (Spec | undefined)[];
  readonly outputs: readonly (Spec | undefined)[];
  readonly weights: WeightSpecs;
  readonly macs: number;
  /** Weights are kept as they are: itself, its owner or a block around is frozen. */
  readonly frozen: boolean;
  /** Lengths of the axes that it goes over step by step, those of its level included. */
  readonly steps: readonly number[];
  readonly child?: PlacedLevel;
  /** The field that feeds it, or that it is compared with. */
  readonly field?: Field;
}

export interface PlacedLevel {
  readonly level: Level;
  /** Each after those that feed it; what stands on a cycle or behind one comes last. */
  readonly order: readonly Placed[];
  readonly byId: ReadonlyMap<string, Placed>;
  /** Nodes that an output (or a port of the block) depends on. */
  readonly taking: ReadonlySet<Placed>;
}

/** What the passes share while one project is compiled. */
export interface Inference {
  /** Fields after preparation; undefined where they are not known. */
  readonly fields: ReadonlyMap<string, Field> | undefined;
  readonly bind: Readonly<Record<string, string>>;
  readonly hasData: boolean;
  readonly problems: Problem[];
  /** Problems of a project block's own drawing, told for one instance only: the first that is drawn open, if any is. */
  readonly told: Map<string, { readonly made: Problem; readonly open: boolean }>;
  /** Nodes placed so far: blocks in blocks can make a small file boundless. */
  placed: number;
}

/** Most nodes that a project may have once all its blocks are opened. */
export const MOST_PLACED = 30_000;

type Say = Readonly<Record<string, string | number>>;
type Where = Omit<Partial<Problem>, 'code' | 'message' | 'severity' | 'node'>;

/** A problem at a node of a level. */
export function problemAt(level: Level, id: string, code: ProblemCode, say: Say = {}, where: Where = {}): Problem {
  const node = join(level.path, id);
  const outermost = level.path === '' ? undefined : node.split('/')[0];
  return problem(code, { node, ...say }, { node, ...(outermost && { outermost }), ...where });
}

/** Adds a problem of a level's drawing, once for all instances of the same project block: where it is seen. */
export function tell(inference: Inference, level: Level, key: string, made: Problem): void {
  // Twins have their owner's drawing and parameters.
  if (level.ownerPath !== level.path) return;
  if (!level.address?.length) {
    inference.problems.push(made);
    return;
  }
  const full = `${level.address[0]}\n${made.code}\n${key}`;
  const open = isOpen(level);
  const before = inference.told.get(full);
  if (before && (before.open || !open)) return;
  if (before) inference.problems[inference.problems.indexOf(before.made)] = made;
  else inference.problems.push(made);
  inference.told.set(full, { made, open });
}

/** Whether the blocks around a level are all drawn open. */
const isOpen = ({ within }: Level): boolean => !within || (within.entry.node.open === true && isOpen(within.level));

/** Where the edits of a level go, as the field of an edit; undefined where it cannot be edited. */
export const addressOf = ({ address }: Level): { in?: readonly [string] } | undefined =>
  address && (address.length > 0 ? { in: address as readonly [string] } : {});

/** JSON path of a node in the file, for a level that is in the file. */
export function filePath({ address }: Level, index: number): string | undefined {
  if (!address) return undefined;
  const graph = address[0] === undefined ? 'graph' : `blocks.${address[0].slice('block:'.length)}.graph`;
  return `${graph}.nodes[${index}]`;
}

export const plainEdge = ({ from, to }: GraphEdge): { from: PortRef; to: PortRef } => ({ from, to });
