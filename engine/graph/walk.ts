import { RESERVED_KEYS } from './names';
import type { Problem } from './problem';
import { problem } from './problems';

/** How many problems of one file are told: the rest seldom says more. */
export const MOST_PROBLEMS = 20;

/** `graph.nodes[3].params.units`, as people write it. */
export const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  );

/**
 * Refuses keys that JavaScript would take for something else, and numbers that JSON writes but floats cannot hold
 * (`1e999`), anywhere in a parsed JSON value.
 */
export function hostileValues(root: unknown): Problem[] {
  const problems: Problem[] = [];
  const path: PropertyKey[] = [];
  const visit = (value: unknown): void => {
    if (problems.length >= MOST_PROBLEMS) return;
    if (typeof value === 'number' && !Number.isFinite(value)) {
      const at = pathText(path);
      problems.push(problem('project/number', { path: at }, { path: at }));
    } else if (Array.isArray(value)) {
      value.forEach((item, i) => {
        path.push(i);
        visit(item);
        path.pop();
      });
    } else if (typeof value === 'object' && value !== null) {
      for (const key of Object.keys(value)) {
        path.push(key);
        if (RESERVED_KEYS.has(key)) problems.push(problem('project/key', { key }, { path: pathText(path) }));
        else visit((value as Record<string, unknown>)[key]);
        path.pop();
      }
    }
  };
  visit(root);
  return problems;
}
