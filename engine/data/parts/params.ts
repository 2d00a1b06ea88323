import { resolveParams } from '../../compile/values';
import type { Json } from '../../graph/document';
import { fail, type Result, succeed } from '../../graph/problem';
import { problem } from '../../graph/problems';
import type { Params, Values } from '../../layers/contract/params';
import type { Source } from '../contract/source';

/** The source's parameters as the file gives them, defaults filled in; wrong ones are problems with their path. */
export function readParams(
  source: Source,
  given: Readonly<Record<string, Json>> | undefined,
  path = 'data.source.params',
): Result<Values<Params>> {
  const { values, faults } = resolveParams(source.params, given);
  if (faults.length === 0) return succeed(values);
  return fail(
    ...faults.map(({ param, expected, got }) =>
      problem('data/bad-param', { param, got }, { path: `${path}.${param}`, expected, got }),
    ),
  );
}
