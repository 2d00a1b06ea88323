import type { Block } from '../blocks/contract/block';
import { blocks } from '../blocks/contract/registry';
import type { ProjectBlock } from '../graph/document';
import { blockIdOf } from '../graph/graph-at';
import type { Layer, Port } from '../layers/contract/layer';
import type { Param, Params } from '../layers/contract/params';
import { layers } from '../layers/contract/registry';

/** What a node's kind is: a primitive, a built-in block, or a block of the project. All have ports and parameters. */
export interface Kind {
  readonly kind: string;
  readonly title: string;
  /** What a new node is called, before its number. */
  readonly name: string;
  readonly params: Params;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly role?: 'input' | 'output';
  readonly layer?: Layer;
  readonly block?: Block;
  readonly projectBlock?: ProjectBlock;
}

const primitives = new Map<string, Kind>();
const composites = new WeakMap<ProjectBlock, Kind>();

/** The kind by its name; undefined where neither the registries nor the project know it. */
export function kindOf(name: string, projectBlocks: Readonly<Record<string, ProjectBlock>> | undefined) {
  const id = blockIdOf(name);
  if (id === undefined) return builtIn(name);
  const block = projectBlocks && Object.hasOwn(projectBlocks, id) ? projectBlocks[id] : undefined;
  return block && composite(name, block);
}

function builtIn(name: string): Kind | undefined {
  const known = primitives.get(name);
  if (known) return known;
  const layer = layers.get(name);
  const block = layer ? undefined : blocks.get(name);
  const found: Layer | Block | undefined = layer ?? block;
  if (!found) return undefined;
  const { kind, title, params, inputs, outputs } = found;
  const named = found.name ?? kind;
  const made: Kind = { kind, title, name: named, params, inputs, outputs, role: layer?.role, layer, block };
  primitives.set(name, made);
  return made;
}

function composite(name: string, block: ProjectBlock): Kind {
  const known = composites.get(block);
  if (known?.kind === name) return known;
  const made: Kind = {
    kind: name,
    title: block.title,
    name: blockIdOf(name) ?? name,
    params: Object.fromEntries(Object.entries(block.params).map(([key, p]) => [key, paramOf(key, p)])),
    inputs: Object.keys(block.inputs).map((port) => ({ name: port })),
    outputs: Object.keys(block.outputs).map((port) => ({ name: port })),
    projectBlock: block,
  };
  composites.set(block, made);
  return made;
}

/** A project block's parameter as the inspector and the checks know parameters. */
function paramOf(name: string, { type, default: value, title = name }: ProjectBlock['params'][string]): Param {
  if (type === 'bool') return { type, title, default: value === true };
  if (type === 'text') return { type, title, default: typeof value === 'string' ? value : '' };
  if (type === 'list') {
    const numbers = Array.isArray(value) ? value.filter((each): each is number => typeof each === 'number') : [];
    return { type: 'numbers', title, default: numbers, min: -1e30, max: 1e30 };
  }
  const number = typeof value === 'number' ? value : 0;
  return {
    type,
    title,
    default: number,
    min: type === 'int' ? -(2 ** 31) : -1e30,
    max: type === 'int' ? 2 ** 31 - 1 : 1e30,
  };
}
