import type { Inside } from '../blocks/contract/block';
import { compile } from '../compile/compile';
import { fieldsOf } from '../compile/fields';
import { type Kind, kindOf } from '../compile/kinds';
import { join } from '../compile/level';
import type { Analysis } from '../compile/program';
import { resolveParams } from '../compile/values';
import type { Field } from '../data/contract/field';
import { atOneStep } from '../layers/contract/every-step';
import type { Params, Values } from '../layers/contract/params';
import type { Spec } from '../layers/contract/spec';
import type { BlockParam, Graph, GraphNode, Json, ParamValue, Project, ProjectBlock } from './document';
import type { GraphAddress } from './edit';
import { blockIdOf, blockOf, graphAt } from './graph-at';
import { isFault } from './problems';

/** Specs that arrive at the ports of a node, at one step of those that it goes over, as far as the compiler can tell. */
export type Arriving = (id: string) => readonly (Spec | undefined)[];

/**
 * What arrives at the nodes of a graph; inside a project block at those of its first instance. `fields` are the data's
 * where only the engine knows them. Compiles once, when it is first asked.
 */
export function arrivingAt(
  project: Project,
  address: GraphAddress | undefined,
  fields: readonly Field[] | undefined,
): Arriving {
  let known: Analysis['nodes'] | undefined;
  return (id) => {
    known ??= compile(project, { fields: fields ?? fieldsOf(project) ?? [] }).nodes;
    const around = address?.length ? [...known.values()].find(({ kind }) => kind === address[0])?.path : '';
    const report = around === undefined ? undefined : known.get(join(around, id));
    return (report?.inputs ?? []).map((spec) => atOneStep(spec, report?.steps.length ?? 0));
  };
}

/**
 * What is inside an instance, as a block of the project. Of a built-in block it has the form that the instance has
 * now; parameters that turn up inside unchanged (filters) stay parameters, found by trying another value and looking
 * what follows. Undefined where the node is no block, or cannot be opened.
 */
export function asProjectBlock(
  project: Project,
  address: GraphAddress | undefined,
  node: GraphNode,
  arriving: Arriving,
): ProjectBlock | undefined {
  const kind = kindOf(node.kind, project.blocks);
  if (!kind?.block) return kind?.projectBlock;
  const graph = graphAt(project, address);
  const owner = graph?.nodes.find((n) => n.id === node.shares) ?? node;
  const values = resolveParams(kind.params, owner.params, defaultsAround(project, address)).values;
  const specs = arriving(node.id);
  const opened = open(kind, values, specs);
  if (!opened) return undefined;
  const bound = new Map<string, string>();
  const params: Record<string, BlockParam> = {};
  for (const [name, param] of Object.entries(kind.params)) {
    const other = anotherValue(param, values[name]);
    if (other === undefined || (param.type !== 'int' && param.type !== 'float' && param.type !== 'bool')) continue;
    const slots = followers(
      opened,
      open(kind, { ...values, [name]: other } as Values<Params>, specs),
      values[name] as Json,
      other,
    );
    if (slots.length === 0) continue;
    for (const slot of slots) bound.set(slot, name);
    params[name] = { type: param.type, default: values[name] as Json, title: param.title };
  }
  return {
    title: kind.title,
    params,
    inputs: opened.inputs,
    outputs: opened.outputs,
    graph: withBindings(opened.graph, bound),
  };
}

const open = (kind: Kind, values: Values<Params>, specs: readonly (Spec | undefined)[]): Inside | undefined => {
  const opened = kind.block?.inside(values, specs);
  return opened && !isFault(opened) ? opened : undefined;
};

/** Inside a project block its parameters' defaults stand for what instances say. */
function defaultsAround(project: Project, address: GraphAddress | undefined): Values<Params> | undefined {
  const id = address?.[0] === undefined ? undefined : blockIdOf(address[0]);
  const block = id === undefined ? undefined : blockOf(project, id);
  return block && resolveParams(kindOf(address?.[0] ?? '', project.blocks)?.params ?? {}).values;
}

function anotherValue(param: Params[string], value: unknown): Json | undefined {
  if (param.type === 'bool') return value !== true;
  if (param.type !== 'int' && param.type !== 'float') return undefined;
  const number = Number(value);
  return number + 1 <= param.max ? number + 1 : number - 1;
}

const slotOf = (node: string, param: string): string => `${node}\n${param}`;

/** Inner parameters that had the block parameter's value and follow it; none where one follows in another way. */
function followers(before: Inside, after: Inside | undefined, value: Json, other: Json): string[] {
  const slots: string[] = [];
  for (const node of before.graph.nodes) {
    const twin = after?.graph.nodes.find((n) => n.id === node.id && n.kind === node.kind);
    for (const [param, given] of Object.entries(twin ? (node.params ?? {}) : {})) {
      const then = twin?.params?.[param];
      if (JSON.stringify(given) === JSON.stringify(then)) continue;
      if (given !== value || then !== other) return [];
      slots.push(slotOf(node.id, param));
    }
  }
  return slots;
}

function withBindings(graph: Graph, bound: ReadonlyMap<string, string>): Graph {
  const nodes = graph.nodes.map((node): GraphNode => {
    if (!node.params) return node;
    const params: Record<string, ParamValue> = {};
    for (const [param, value] of Object.entries(node.params)) {
      const name = bound.get(slotOf(node.id, param));
      params[param] = name === undefined ? value : { param: name };
    }
    return { ...node, params };
  });
  return { ...graph, nodes };
}

/** Whether two opened instances differ in nothing but parameters that both have. */
export const sameInside = (a: ProjectBlock, b: ProjectBlock): boolean =>
  JSON.stringify([a.graph, a.inputs, a.outputs, Object.keys(a.params)]) ===
  JSON.stringify([b.graph, b.inputs, b.outputs, Object.keys(b.params)]);
