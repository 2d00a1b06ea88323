import type { Graph, Project } from './document';
import { problemsOf } from './issues';
import { type KEYS, unknownKeys } from './keys';
import { CURRENT_VERSION, migrate } from './migrate';
import { fail, type Problem, type Result, succeed } from './problem';
import { problem } from './problems';
import { LIMITS, scanJson } from './scan';
import { projectSchema } from './schema';
import { hostileValues, MOST_PROBLEMS } from './walk';

export interface Opened {
  readonly project: Project;
  /** Saved by a newer version: it can be looked at, and is not to be written back. */
  readonly readOnly: boolean;
  /** What people should know although the file opened. */
  readonly notices: readonly Problem[];
}

/**
 * Reads the text of a project file. It takes under half a second whatever the text is, and never throws: a text that
 * is no project gives coded problems with the path of the field at fault (`graph.nodes[3].id`).
 */
export function parseProject(text: string): Result<Opened> {
  const read = readJson(text);
  if (!read.ok) return read;
  const root = read.value;
  const foreign = foreignProblem(root);
  if (foreign) return fail(foreign);
  const document = root as Record<string, unknown>;
  const { version } = document;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 0) {
    return fail(problem('project/version', { got: JSON.stringify(version) ?? 'none' }, { path: 'version' }));
  }
  if (version > CURRENT_VERSION) return openNewer(document, version);
  const migrated = migrate(document);
  if ('problem' in migrated) return fail(migrated.problem);
  const parsed = projectSchema.safeParse(migrated.document);
  if (!parsed.success) return fail(...problemsOf(parsed.error, migrated.document));
  return succeed({ project: parsed.data, readOnly: false, notices: unknownFields(parsed.data) });
}

/** Plain JSON out of any text: looked over before and after parsing. */
export function readJson(text: string): Result<unknown> {
  const json = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (json.trim() === '') return fail(problem('project/empty'));
  const scanned = scanJson(json);
  if (scanned) return fail(scanned);
  let root: unknown;
  try {
    root = JSON.parse(json);
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 200) : 'it cannot be read';
    return fail(problem('project/not-json', { why }));
  }
  const count = countNodes(root);
  if (count > LIMITS.nodes) {
    return fail(problem('project/too-many', { got: count, what: 'nodes', expected: LIMITS.nodes }, { path: 'graph' }));
  }
  const hostile = hostileValues(root);
  return hostile.length > 0 ? fail(...hostile) : succeed(root);
}

/** What a newer version wrote is read as far as this one understands it. */
function openNewer(document: Record<string, unknown>, version: number): Result<Opened> {
  const parsed = projectSchema.safeParse({ ...document, version: CURRENT_VERSION });
  if (!parsed.success) return fail(problem('project/newer-unreadable', { got: version }, { path: 'version' }));
  const notice = problem('project/newer', { got: version }, { path: 'version' });
  return succeed({ project: parsed.data, readOnly: true, notices: [notice] });
}

/** Names what a file is that is JSON but no project. */
function foreignProblem(root: unknown): Problem | undefined {
  if (typeof root !== 'object' || root === null || Array.isArray(root)) {
    return problem('project/foreign', { what: 'JSON of another kind' });
  }
  const { format } = root as { format?: unknown };
  if (format === 'netloom') return undefined;
  if (format === 'netloom-clip') return problem('project/foreign', { what: 'copied nodes; paste them into a project' });
  if ('modelTopology' in root || 'weightsManifest' in root) {
    return problem('project/foreign', { what: 'a TensorFlow.js model' });
  }
  if ('class_name' in root) return problem('project/foreign', { what: 'a Keras model' });
  return problem('project/foreign', { what: 'JSON of another kind' });
}

function countNodes(root: unknown): number {
  const { graph, blocks } = (root ?? {}) as { graph?: unknown; blocks?: unknown };
  const inner = typeof blocks === 'object' && blocks !== null ? Object.values(blocks) : [];
  const graphs = [graph, ...inner.map((block) => (block as { graph?: unknown } | null)?.graph)];
  return graphs.reduce<number>((count, g) => {
    const nodes = (g as { nodes?: unknown } | null | undefined)?.nodes;
    return count + (Array.isArray(nodes) ? nodes.length : 0);
  }, 0);
}

/** Fields that this version does not know, which are kept: a slip of the pen would otherwise go unseen. */
function unknownFields(project: Project): Problem[] {
  const notices: Problem[] = [];
  const look = (value: object | undefined, part: keyof typeof KEYS, at: string) => {
    if (!value || notices.length >= MOST_PROBLEMS) return;
    for (const key of unknownKeys(value, part)) {
      const path = at === '' ? key : `${at}.${key}`;
      notices.push(problem('project/unknown-field', { path }, { path }));
    }
  };
  const lookGraph = (graph: Graph, at: string) => {
    look(graph, 'graph', at);
    graph.nodes.forEach((node, i) => {
      look(node, 'node', `${at}.nodes[${i}]`);
    });
    graph.edges.forEach((edge, i) => {
      look(edge, 'edge', `${at}.edges[${i}]`);
    });
  };
  look(project, 'project', '');
  lookGraph(project.graph, 'graph');
  for (const [id, block] of Object.entries(project.blocks ?? {})) {
    look(block, 'block', `blocks.${id}`);
    lookGraph(block.graph, `blocks.${id}.graph`);
  }
  project.notes?.forEach((note, i) => {
    look(note, 'note', `notes[${i}]`);
  });
  look(project.data, 'data', 'data');
  look(project.data?.source, 'source', 'data.source');
  look(project.data?.split, 'split', 'data.split');
  look(project.training, 'training', 'training');
  return notices.slice(0, MOST_PROBLEMS);
}
