import { readdirSync, readFileSync } from 'node:fs';
import { compile } from '../../../engine/compile/compile';
import { fieldsOf } from '../../../engine/compile/fields';
import type { Analysis } from '../../../engine/compile/program';
import type { Project } from '../../../engine/graph/document';
import { parseProject } from '../../../engine/graph/parse';

const FOLDER = new URL('../../../templates/', import.meta.url);

/** Names of all templates, without `.json`. */
export const templateNames = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length));

export const textOf = (name: string): string => readFileSync(new URL(`${name}.json`, FOLDER), 'utf8');

export function templateOf(name: string): Project {
  const parsed = parseProject(textOf(name));
  if (!parsed.ok) throw new Error(`${name}: ${parsed.problems[0]?.message}`);
  return parsed.value.project;
}

export function analysisOf(name: string): Analysis {
  const project = templateOf(name);
  return compile(project, { fields: fieldsOf(project) ?? [] });
}
