import type { z } from 'zod';
import { problemsOf } from './issues';
import { isId } from './names';
import type { Problem } from './problem';
import { problem } from './problems';
import { hostileValues } from './walk';

/** Why a name cannot be given; undefined when it can. */
export function invalidName(id: string, taken: ReadonlySet<string>): Problem | undefined {
  if (!isId(id)) return problem('edit/name', { got: id.slice(0, 60) });
  return taken.has(id) ? problem('edit/name-taken', { node: id }) : undefined;
}

/** Why a value cannot stand in the document: what `schema` says of it, or a number that JSON cannot hold. */
export function invalidValue(schema: z.ZodType, value: unknown, node?: string): Problem | undefined {
  const [hostile] = hostileValues(value);
  if (hostile) return { ...hostile, node };
  const parsed = schema.safeParse(value);
  const [first] = parsed.success ? [] : problemsOf(parsed.error, value);
  return first && { ...first, node };
}
