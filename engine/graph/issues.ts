import type { z } from 'zod';
import type { Problem } from './problem';
import { type ProblemCode, problem } from './problems';
import { DUPLICATE_ISSUE, ID_ISSUE } from './schema';
import { MOST_PROBLEMS, pathText } from './walk';

type Issue = z.core.$ZodIssue;

/** What zod found in `root`, as problems that name the field. */
export function problemsOf(error: z.ZodError, root: unknown): Problem[] {
  return error.issues.slice(0, MOST_PROBLEMS).map((issue) => problemOf(issue, root));
}

function problemOf(issue: Issue, root: unknown): Problem {
  const path = pathText(issue.path) || 'The project';
  const value = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], root);
  const got = describe(value);
  const say = (code: ProblemCode, expected = '') => problem(code, { path, got, expected }, { path });
  if (issue.code === 'custom' && issue.message === ID_ISSUE) return say('project/id');
  if (issue.code === 'custom' && issue.message === DUPLICATE_ISSUE) return say('project/duplicate-id');
  if (issue.code === 'invalid_key') return problem('project/id', { path, got: String(issue.path.at(-1)) }, { path });
  const expected = expectation(issue);
  return say(value === undefined ? 'project/field-missing' : 'project/field', expected);
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  tuple: 'a list of two',
};

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? issue.expected;
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`
        : `at least ${issue.minimum} long`;
    case 'too_big':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`
        : `at most ${issue.maximum} long`;
    case 'invalid_value':
      return issue.values.map((value) => JSON.stringify(value)).join(' or ');
    case 'invalid_union':
      return issue.errors.map(([first]) => (first ? expectation(first) : '')).join(' or ');
    default:
      return 'something else';
  }
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
