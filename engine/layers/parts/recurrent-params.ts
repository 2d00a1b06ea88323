import type { Fault } from '../../graph/problems';
import { needsFloat, needsSequence } from '../contract/faults';
import { choice, int, type Params } from '../contract/params';
import { float, type Spec } from '../contract/spec';

/** Parameters that all recurrent layers have. */
export const RECURRENT = {
  units: int('Units', 32, { max: 1_000_000, help: 'How many numbers it remembers and gives.' }),
  gives: choice(
    'Gives',
    [
      { value: 'last', title: 'Last step' },
      { value: 'sequence', title: 'Every step' },
    ],
    'last',
    { help: 'Every step: a sequence, for a further recurrent layer or an answer at each step.' },
  ),
} as const satisfies Params;

/** [L, C] → [L, units] or [units], or what does not fit. */
export function recurrentShape(x: Spec, gives: 'last' | 'sequence', units: number): readonly Spec[] | Fault {
  if (x.dtype !== 'float32') return needsFloat(0, x);
  if (x.shape.length !== 3) return needsSequence(0, x);
  return [gives === 'sequence' ? float(Number(x.shape[1]), units) : float(units)];
}

/** Steps and channels of [L, C]. */
export const sequenceSizes = (x: Spec): readonly [number, number] => [Number(x.shape[1]), Number(x.shape[2])];
