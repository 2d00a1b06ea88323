import type { BlockParam, DataSettings, Graph, Project, ProjectBlock } from './document';
import type { Clip } from './edit';
import { KEYS } from './keys';

/** Objects and lists that fit into so many columns stand on one line. */
const COLUMNS = 120;

/**
 * The text of a project file: fields in a fixed order, a node or wire a line, so that two versions compare well.
 * Opening it gives the same document.
 */
export function projectText(project: Project): string {
  return `${format(inOrderOf(project), '')}\n`;
}

/** Copied nodes as text for the clipboard. */
export function clipText({ format: name, version, graph, blocks }: Clip): string {
  return `${format({ format: name, version, graph: ordered(graph, 'graph', graphParts), blocks: blocks && mapValues(blocks, orderedBlock) }, '')}\n`;
}

type Loose = Readonly<Record<string, unknown>>;

function inOrderOf(project: Project): unknown {
  return ordered(project, 'project', {
    graph: (graph) => ordered(graph as Graph, 'graph', graphParts),
    blocks: (blocks) => mapValues(blocks as Record<string, ProjectBlock>, orderedBlock),
    notes: (notes) => (notes as object[]).map((note) => ordered(note, 'note')),
    data: (data) =>
      ordered(data as DataSettings, 'data', {
        source: (source) => ordered(source as object, 'source'),
        split: (split) => ordered(split as object, 'split'),
      }),
    training: (training) => ordered(training as object, 'training'),
  });
}

const graphParts = {
  nodes: (nodes: unknown) => (nodes as object[]).map((node) => ordered(node, 'node')),
  edges: (edges: unknown) => (edges as object[]).map((edge) => ordered(edge, 'edge')),
};

const orderedBlock = (block: ProjectBlock): unknown =>
  ordered(block, 'block', {
    params: (params) => mapValues(params as Record<string, BlockParam>, (param) => ordered(param, 'blockParam')),
    graph: (graph) => ordered(graph as Graph, 'graph', graphParts),
  });

/** Known fields first in their order, then the others as they come. The order of records (ports) has a meaning. */
function ordered(
  value: object,
  part: keyof typeof KEYS,
  inner: Readonly<Record<string, (value: unknown) => unknown>> = {},
): Loose {
  const loose = value as Loose;
  const known: readonly string[] = KEYS[part];
  const names = [...known.filter((key) => key in value), ...Object.keys(value).filter((key) => !known.includes(key))];
  const pairs = names
    .filter((name) => loose[name] !== undefined)
    .map((name) => [name, inner[name] ? inner[name](loose[name]) : loose[name]] as const);
  return Object.fromEntries(pairs);
}

const mapValues = <T>(record: Readonly<Record<string, T>>, map: (value: T) => unknown): Loose =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));

/** JSON.stringify forgets the sign of -0, which JSON can write. */
const scalar = (value: unknown): string => (Object.is(value, -0) ? '-0' : JSON.stringify(value));

function format(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return scalar(value);
  const deeper = `${indent}  `;
  const isList = Array.isArray(value);
  const entries = isList ? value : Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return isList ? '[]' : '{}';
  const line = onOneLine(value);
  if (line !== undefined && indent !== '' && deeper.length + line.length <= COLUMNS) return line;
  const lines = isList
    ? value.map((item) => deeper + format(item, deeper))
    : (entries as [string, unknown][]).map(([key, item]) => `${deeper}${JSON.stringify(key)}: ${format(item, deeper)}`);
  const [open, close] = isList ? '[]' : '{}';
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}

/** Undefined where a list of objects is inside: each of those gets a line of its own. */
function onOneLine(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return scalar(value);
  if (Array.isArray(value)) {
    if (value.some((item) => typeof item === 'object' && item !== null && !Array.isArray(item))) return undefined;
    const items = value.map(onOneLine);
    return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
  }
  const parts: string[] = [];
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const text = onOneLine(item);
    if (text === undefined) return undefined;
    parts.push(`${JSON.stringify(key)}: ${text}`);
  }
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}
