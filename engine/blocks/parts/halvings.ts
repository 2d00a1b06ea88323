import type { Fault } from '../../graph/problems';
import { tooSmall } from '../../layers/contract/faults';
import type { Spec } from '../../layers/contract/spec';

/** Maps that cannot be halved so many times; undefined where they can, or where something else than maps arrives. */
export function halvingFault(input: number, spec: Spec | undefined, stages: number): Fault | undefined {
  if (spec?.shape.length !== 4) return undefined;
  const [, height, width, channels] = spec.shape.map(Number);
  const most = Math.floor(Math.log2(Math.min(height ?? 1, width ?? 1)));
  if (stages <= most) return undefined;
  const least = 2 ** stages;
  const cures = most > 0 ? [{ title: most === 1 ? 'Use one stage' : `Use ${most} stages`, set: { stages: most } }] : [];
  return tooSmall(input, spec, `${least}×${least}×${channels}`, cures);
}
