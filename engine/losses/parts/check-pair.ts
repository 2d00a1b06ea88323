import type { Field } from '../../data/contract/field';
import type { Fault } from '../../graph/problems';
import { type Spec, sampleSize, shapeText } from '../../layers/contract/spec';
import { wrongTarget } from './check';

/** Whether two are the same: one number or one of two classes. */
const isSameness = ({ shape, classes }: Field): boolean =>
  (shape.join() === '' || shape.join() === '1') && (classes === undefined || classes.length === 2);

/** One distance or similarity against whether the two of a pair are the same. */
export function checkPair(logits: Spec, target: Field, loss: string): Fault | undefined {
  if (!isSameness(target)) return wrongTarget(target, loss, 'whether the two of a pair are the same');
  const got = sampleSize(logits);
  if (got === 1) return undefined;
  return { code: 'loss/distance', input: 0, expected: '1', got: shapeText(logits), say: { got }, cures: [] };
}

/** Two distances against whether the first is the one of two that are the same. */
export function checkDistances(logits: Spec, target: Field, loss: string): Fault | undefined {
  if (!isSameness(target)) return wrongTarget(target, loss, 'whether the first two of a triplet are the same');
  const got = sampleSize(logits);
  if (logits.shape.length === 2 && got === 2) return undefined;
  return { code: 'loss/distances', input: 0, expected: '2', got: shapeText(logits), say: { got }, cures: [] };
}
