import { isBinding } from '../../engine/compile/values';
import type { BlockParam, Json, ProjectBlock } from '../../engine/graph/document';
import type { Edit, GraphAddress } from '../../engine/graph/edit';
import { blockIdOf, blockOf } from '../../engine/graph/graph-at';
import { keptName } from '../../engine/graph/names';
import type { Param, Params } from '../../engine/layers/contract/params';
import { type Kind, kindOf } from '../document/kinds';
import type { NodePlace } from '../document/node-at';

type Blocks = Parameters<typeof kindOf>[1];
/** Blocks in blocks are followed this far down: a file may say that one holds itself. */
const DEEPEST = 8;

const TYPES: Partial<Record<Param['type'], BlockParam['type']>> = {
  int: 'int',
  float: 'float',
  bool: 'bool',
  text: 'text',
  choice: 'text',
  activation: 'text',
  padding: 'text',
  pair: 'list',
  ints: 'list',
  numbers: 'list',
};

/** How a block would hold this parameter as its own; undefined for what cannot be offered to instances. */
const heldAs = (param: Param, value: Json): BlockParam['type'] | undefined =>
  param.type === 'padding' && typeof value !== 'string' ? undefined : TYPES[param.type];

/** A block's parameters with the controls and bounds of the inner parameters that follow them. */
export function shownParams(kind: Kind, project: Blocks, depth = 0): Params {
  const block = kind.projectBlock;
  if (!block || depth > DEEPEST) return kind.params;
  const shown = Object.entries(kind.params).map(([name, own]): [string, Param] => {
    const inner = firstFollower(block, name, project, depth);
    if (!inner) return [name, own];
    const form: Param =
      inner.type === 'padding'
        ? {
            type: 'choice',
            title: own.title,
            default: '',
            options: inner.modes.map((value) => ({ value, title: value })),
          }
        : inner;
    return [name, { ...form, title: own.title, default: own.default, advanced: false } as Param];
  });
  return Object.fromEntries(shown);
}

function firstFollower(block: ProjectBlock, name: string, project: Blocks, depth: number): Param | undefined {
  for (const node of block.graph.nodes) {
    const slot = Object.entries(node.params ?? {}).find(([, value]) => isBinding(value) && value.param === name)?.[0];
    const kind = slot === undefined ? undefined : kindOf(node.kind, project);
    const param = kind && slot !== undefined ? shownParams(kind, project, depth + 1)[slot] : undefined;
    if (param) return param;
  }
  return undefined;
}

/** What can be done with a parameter of a node inside a project block, for its menu. */
export interface Exposure {
  /** Offers it to instances under this name; undefined where it follows one already, or cannot be offered. */
  readonly expose?: { readonly name: string; readonly edits: readonly Edit[] };
  /** Lets it follow a parameter that the block has already. */
  readonly follow: readonly { readonly name: string; readonly title: string; readonly edits: readonly Edit[] }[];
  /** Takes a value of its own again; the block's parameter goes where nothing else follows it. */
  readonly release?: { readonly name: string; readonly edits: readonly Edit[] };
}

export function exposureOf(
  project: Blocks,
  { node, in: address }: NodePlace,
  slot: string,
  param: Param,
  value: Json,
): Exposure | undefined {
  const id = blockAt(address);
  const block = id === undefined ? undefined : blockOf(project, id);
  const type = heldAs(param, value);
  if (id === undefined || !block || !type || node.shares !== undefined) return undefined;
  const bind = (name: string): Edit => {
    return { type: 'setParam', in: address, id: node.id, param: slot, value: { param: name } };
  };
  const given = node.params?.[slot];
  if (isBinding(given)) {
    const own: Edit = { type: 'setParam', in: address, id: node.id, param: slot, value };
    const last = followers(block, given.param) < 2 && Object.hasOwn(block.params, given.param);
    const gone: Edit[] = last ? [{ type: 'setBlockParam', id, param: given.param, value: undefined }] : [];
    return { follow: [], release: { name: given.param, edits: [own, ...gone] } };
  }
  const name = keptName(slot, new Set(Object.keys(block.params)));
  const made: BlockParam = { type, default: value, title: param.title };
  const same = Object.entries(block.params).filter(([, other]) => other.type === type);
  return {
    expose: { name, edits: [{ type: 'setBlockParam', id, param: name, value: made }, bind(name)] },
    follow: same.map(([other, { title = other }]) => ({ name: other, title, edits: [bind(other)] })),
  };
}

const blockAt = ([kind]: GraphAddress): string | undefined => (kind === undefined ? undefined : blockIdOf(kind));

/** How many inner parameters follow one of the block's. */
const followers = ({ graph }: ProjectBlock, name: string): number =>
  graph.nodes
    .flatMap((node) => Object.values(node.params ?? {}))
    .filter((value) => isBinding(value) && value.param === name).length;
