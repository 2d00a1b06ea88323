import type { Field } from '../../data/contract/field';
import type { Cure, Fault } from '../../graph/problems';
import { needsVector } from '../../layers/contract/faults';
import { type Spec, sampleShape, sampleSize, shapeText, sizeOf } from '../../layers/contract/spec';

const fieldText = (field: Field): string => field.shape.join('×') || '1';

/** The target holds class numbers. */
export const isLabel = (target: Field): boolean => target.dtype === 'int32';

/** What the net gives does not have the form of what it is compared with. */
function wrongShape(logits: Spec, target: Field, cures: readonly Cure[] = []): Fault {
  const expected = fieldText(target);
  const got = shapeText(logits);
  return { code: 'loss/shape', input: 0, expected, got, say: { field: target.name, expected, got }, cures };
}

/** The loss cannot be compared with this field at all. */
export const wrongTarget = (target: Field, loss: string, needs: string, cures: readonly Cure[] = []): Fault => ({
  code: 'loss/target',
  say: { field: target.name, loss, expected: needs },
  cures,
});

/** Something else than a vector where each sample has one answer. */
const notOneRow = (logits: Spec): Fault =>
  needsVector(0, logits, [
    { title: 'Insert Flatten', insert: { kind: 'flatten' } },
    ...(logits.shape.length === 4
      ? [{ title: 'Insert Global average', insert: { kind: 'globalAveragePool2d' } } satisfies Cure]
      : []),
  ]);

/**
 * Class numbers against one value for each class: axes before the last must be those of the target, and the last must
 * have `classes` values where their number is known. `alsoOne` lets a single value pass.
 */
export function checkLabels(logits: Spec, target: Field, alsoOne: boolean): Fault | undefined {
  const before = sampleShape(logits).slice(0, -1);
  if (alsoOne && target.shape.length === 0 && sampleSize(logits) === 1) return undefined;
  if (target.shape.length === 0 && logits.shape.length !== 2) return notOneRow(logits);
  if (before.join() !== target.shape.join()) return wrongShape(logits, target);
  const got = sampleShape(logits).at(-1) ?? 1;
  const classes = target.classes?.length;
  if (classes === undefined || got === classes || (alsoOne && got === 1)) return undefined;
  const expected = `${classes}`;
  const cure: Cure =
    before.length === 0
      ? { title: `Insert Dense with ${classes} units`, insert: { kind: 'dense', params: { units: classes } } }
      : {
          title: `Insert a 1×1 convolution with ${classes} filters`,
          insert: { kind: 'conv2d', params: { filters: classes, kernel: [1, 1] } },
        };
  return {
    code: 'loss/classes',
    input: 0,
    expected,
    got: shapeText(logits),
    say: { expected: classes, got },
    cures: [cure],
  };
}

/** Numbers against numbers: the same shape, or a single value on both sides. */
export function checkNumbers(logits: Spec, target: Field): Fault | undefined {
  const size = sizeOf(target.shape);
  if (sampleShape(logits).join() === target.shape.join() || (size === 1 && sampleSize(logits) === 1)) return undefined;
  if (target.shape.length > 1) return wrongShape(logits, target);
  if (logits.shape.length !== 2) return notOneRow(logits);
  const title = `Insert Dense with ${size} ${size === 1 ? 'unit' : 'units'}`;
  return wrongShape(logits, target, [{ title, insert: { kind: 'dense', params: { units: size } } }]);
}
