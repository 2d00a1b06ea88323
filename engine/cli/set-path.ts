import type { Json, Project } from '../graph/document';
import { type Opened, parseProject } from '../graph/parse';
import { fail, type Result } from '../graph/problem';
import { problem } from '../graph/problems';

type Loose = { [key: string]: unknown };
const isLoose = (value: unknown): value is Loose => typeof value === 'object' && value !== null;

/** A value as it stands on the command line: JSON where it is any, a text otherwise. */
function readValue(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** `nodes.conv1.filters` names a parameter of a node; every other path is a path of the file. */
function filePath(document: Loose, path: string): string[] {
  const keys = path.split('.');
  if (keys[0] !== 'nodes' || keys.length < 3) return keys;
  const { nodes = [] } = (isLoose(document.graph) ? document.graph : {}) as { nodes?: { id: string }[] };
  const index = nodes.findIndex(({ id }) => id === keys[1]);
  return index < 0 ? keys : ['graph', 'nodes', `${index}`, 'params', ...keys.slice(2)];
}

/**
 * The project with each `path=value` put in. What results is read again as a file is, so that a wrong value is the
 * same problem as in a file.
 */
export function setPaths(project: Project, settings: readonly string[]): Result<Opened> {
  const document = JSON.parse(JSON.stringify(project)) as Loose;
  for (const setting of settings) {
    const cut = setting.indexOf('=');
    if (cut < 1) return fail(problem('cli/set', { got: setting }));
    const keys = filePath(document, setting.slice(0, cut));
    if (keys.some((key) => key === '' || key === '__proto__' || key === 'constructor' || key === 'prototype')) {
      return fail(problem('cli/set', { got: setting }));
    }
    let at: Loose = document;
    for (const [depth, key] of keys.slice(0, -1).entries()) {
      const inner = Object.hasOwn(at, key) ? at[key] : undefined;
      if (Array.isArray(at) && inner === undefined)
        return fail(problem('cli/set-path', { path: setting.slice(0, cut) }));
      if (depth === 0 && inner === undefined && !['data', 'training'].includes(key)) {
        return fail(problem('cli/set-path', { path: setting.slice(0, cut) }));
      }
      if (inner !== undefined && !isLoose(inner)) return fail(problem('cli/set-path', { path: setting.slice(0, cut) }));
      const next: Loose = inner ?? {};
      at[key] = next;
      at = next;
    }
    at[keys.at(-1) as string] = readValue(setting.slice(cut + 1));
  }
  return parseProject(JSON.stringify(document));
}
