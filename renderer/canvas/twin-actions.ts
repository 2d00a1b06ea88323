import type { Edit } from '../../engine/graph/edit';
import { formatCounted } from '../ui/format';
import { groupsOf, perform, targetsOf } from './actions';
import type { CanvasState } from './canvas-state.svelte';
import { idOf, pathOf } from './levels';

/** Nodes beside one that could own its weights: of its kind, with weights of their own. */
export function possibleOwners(canvas: CanvasState, path: string): string[] {
  const level = canvas.level(path);
  const node = canvas.node(path);
  if (!level?.address || !node) return [];
  const own = node.shares ?? node.id;
  return level.graph.nodes
    .filter(({ id, kind, shares }) => kind === node.kind && shares === undefined && id !== node.id && id !== own)
    .map(({ id }) => pathOf(level.path, id));
}

/** Lets a node use another's weights. */
export function shareWith(canvas: CanvasState, path: string, owner: string): boolean {
  const address = canvas.level(path)?.address;
  if (!address) return false;
  const edit: Edit = { type: 'share', in: address, id: idOf(path), owner: idOf(owner) };
  return perform(canvas, 'share weights', [edit], `${idOf(path)} uses the weights of ${idOf(owner)}`);
}

/** Several nodes selected use the weights of the first of them; one asks for its owner in a list. */
export function shareSelected(canvas: CanvasState): void {
  const targets = targetsOf(canvas);
  const [only] = targets;
  if (targets.length === 1 && only) {
    canvas.sharing = only;
    return;
  }
  const [group] = groupsOf(canvas, targets);
  if (!group) return;
  const chosen = new Set(group.ids);
  const nodes = canvas.level(pathOf(group.level, group.ids[0] as string))?.graph.nodes ?? [];
  const members = nodes.filter(({ id }) => chosen.has(id));
  const owner = members.find(({ shares }) => shares === undefined) ?? members[0];
  const edits = members
    .filter((node) => node !== owner)
    .map(({ id }): Edit => ({ type: 'share', in: group.address, id, owner: owner?.id }));
  perform(canvas, 'share weights', edits, `${formatCounted(members.length, 'node')} use the weights of ${owner?.id}`);
}

/** Gives selected twins weights of their own. */
export function separateSelected(canvas: CanvasState): void {
  const twins = targetsOf(canvas).filter((path) => canvas.node(path)?.shares !== undefined);
  const edits = groupsOf(canvas, twins).flatMap(({ address, ids }) =>
    ids.map((id): Edit => ({ type: 'share', in: address, id, owner: undefined })),
  );
  const [first] = twins;
  const who = twins.length === 1 && first ? `${idOf(first)} has` : `${formatCounted(twins.length, 'node')} have`;
  perform(canvas, 'separate', edits, `${who} weights of ${twins.length === 1 ? 'its' : 'their'} own now`);
}
