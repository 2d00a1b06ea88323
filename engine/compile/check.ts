import type { GraphEdge } from '../graph/document';
import { blockIdOf } from '../graph/graph-at';
import { edgeKey } from '../graph/ports';
import type { Fix } from '../graph/problem';
import type { ProblemCode } from '../graph/problems';
import { cyclesOf } from './cycles';
import { fixes } from './fixes';
import { type Entry, hasPort, join, type Level } from './level';
import { addressOf, type Inference, plainEdge, problemAt, tell } from './place';

/** What is wrong with a drawing before any shape is known: names, kinds, wires, cycles, shares, ports of the block. */
export function checkLevel(
  level: Level,
  entries: ReadonlyMap<string, Entry>,
  circular: readonly Entry[],
  inference: Inference,
): void {
  checkNodes(level, entries, inference);
  checkWires(level, entries, inference);
  checkShares(level, entries, inference);
  checkBlockPorts(level, entries, inference);
  for (const cycle of cyclesOf(circular)) {
    const path = [...cycle.names, cycle.names[0]].map((id) => join(level.path, id as string)).join(' → ');
    const where = { edge: plainEdge(cycle.edge), fixes: fixes(deletion(level, cycle.edge)) };
    tell(inference, level, path, problemAt(level, cycle.edge.to[0], 'graph/cycle', { path }, where));
  }
}

function checkNodes(level: Level, entries: ReadonlyMap<string, Entry>, inference: Inference): void {
  const { nodes } = level.graph;
  if (entries.size < nodes.length) {
    const seen = new Set<string>();
    for (const { id } of nodes) {
      if (seen.has(id)) tell(inference, level, id, problemAt(level, id, 'graph/duplicate-id', {}));
      seen.add(id);
    }
  }
  const at = addressOf(level);
  for (const { node, kind } of entries.values()) {
    const fix: Fix | undefined = at && {
      title: `Delete ${node.id}`,
      edits: [{ type: 'removeNodes', ...at, ids: [node.id], heal: true }],
    };
    if (!kind) {
      const name = blockIdOf(node.kind);
      const code: ProblemCode = name === undefined ? 'node/unknown-kind' : 'block/unknown';
      const say = { kind: node.kind, name: name ?? '' };
      tell(inference, level, node.id, problemAt(level, node.id, code, say, { fixes: fixes(fix) }));
    } else if (kind.role && level.within) {
      tell(inference, level, node.id, problemAt(level, node.id, 'node/end-inside', {}, { fixes: fixes(fix) }));
    } else if (node.everyStep && (kind.role || kind.inputs.length === 0)) {
      const once: Fix | undefined = at && {
        title: 'Apply it once',
        edits: [{ type: 'setFlag', ...at, ids: [node.id], flag: 'everyStep', value: false }],
      };
      tell(inference, level, node.id, problemAt(level, node.id, 'node/no-steps', {}, { fixes: fixes(once) }));
    }
  }
}

function checkWires(level: Level, entries: ReadonlyMap<string, Entry>, inference: Inference): void {
  const seen = new Set<string>();
  const taken = new Map<string, string>();
  for (const refs of Object.values(level.entries)) {
    for (const [id, port] of refs) taken.set(`${id}\n${port}`, 'what enters the block');
  }
  for (const edge of level.graph.edges) {
    const key = edgeKey(edge);
    const found = wireProblem(edge, entries, seen.has(key), taken);
    seen.add(key);
    if (!found) continue;
    const say = { from: join(level.path, edge.from[0]), port: edge.to[1], ...found.say };
    const where = { port: found.port, edge: plainEdge(edge), fixes: fixes(deletion(level, edge)) };
    tell(inference, level, `${found.id}\n${key}`, problemAt(level, found.id, found.code, say, where));
  }
}

interface WireProblem {
  readonly code: ProblemCode;
  readonly id: string;
  readonly port: string;
  readonly say?: Readonly<Record<string, string>>;
}

function wireProblem(
  { from, to }: GraphEdge,
  entries: ReadonlyMap<string, Entry>,
  again: boolean,
  taken: Map<string, string>,
): WireProblem | undefined {
  const [source, target] = [entries.get(from[0]), entries.get(to[0])];
  if (!source) return { code: 'wire/unknown-node', id: to[0], port: to[1], say: { node: from[0] } };
  if (!target) return { code: 'wire/unknown-node', id: from[0], port: from[1], say: { node: to[0] } };
  if (!hasPort(source, 'outputs', from[1])) {
    return { code: 'wire/unknown-port', id: from[0], port: from[1], say: { port: from[1] } };
  }
  if (!hasPort(target, 'inputs', to[1])) return { code: 'wire/unknown-port', id: to[0], port: to[1] };
  if (again) return { code: 'wire/duplicate', id: to[0], port: to[1] };
  if (target.kind?.inputs.find(({ name }) => name === to[1])?.variadic || !target.kind) return undefined;
  const key = `${to[0]}\n${to[1]}`;
  if (taken.has(key)) return { code: 'wire/taken', id: to[0], port: to[1] };
  taken.set(key, from[0]);
  return undefined;
}

function deletion(level: Level, edge: GraphEdge): Fix | undefined {
  const at = addressOf(level);
  const title = `Delete the wire from ${edge.from[0]} to ${edge.to[0]}`;
  return at && { title, edits: [{ type: 'disconnect', ...at, edge: plainEdge(edge) }] };
}

function checkShares(level: Level, entries: ReadonlyMap<string, Entry>, inference: Inference): void {
  const at = addressOf(level);
  for (const { node } of entries.values()) {
    if (node.shares === undefined) continue;
    const owner = entries.get(node.shares)?.node;
    const code: ProblemCode | undefined =
      !owner || owner === node
        ? 'share/unknown'
        : owner.shares !== undefined
          ? 'share/chain'
          : owner.kind !== node.kind
            ? 'share/kind'
            : undefined;
    if (!code) continue;
    const fix = at && {
      title: `Give ${node.id} its own weights`,
      edits: [{ type: 'share', ...at, id: node.id, owner: undefined } as const],
    };
    const say = { owner: join(level.path, node.shares) };
    tell(inference, level, node.id, problemAt(level, node.id, code, say, { fixes: fixes(fix) }));
  }
}

function checkBlockPorts(level: Level, entries: ReadonlyMap<string, Entry>, inference: Inference): void {
  const { within } = level;
  if (!within) return;
  const name = within.entry.kind?.title ?? within.entry.node.kind;
  const missing = (side: 'inputs' | 'outputs', port: string, [id, inner]: readonly [string, string]) => {
    const entry = entries.get(id);
    if (entry && hasPort(entry, side, inner)) return;
    const made = problemAt(within.level, within.entry.node.id, 'block/port', { name, port, inner: `${id}.${inner}` });
    tell(inference, level, port, { ...made, port });
  };
  for (const [port, refs] of Object.entries(level.entries)) for (const ref of refs) missing('inputs', port, ref);
  for (const [port, ref] of Object.entries(level.exits)) missing('outputs', port, ref);
}
