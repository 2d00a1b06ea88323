import type { Cure, Fault } from '../../graph/problems';
import { type Flow, flowOf, type Spec, shapeText } from './spec';

/** What flows along a wire, as the object of "pool1 sends …". */
const SENDS: Readonly<Record<Flow, string>> = {
  maps: 'maps',
  vector: 'a vector',
  sequence: 'a sequence',
  volume: 'a volume',
  tokens: 'class numbers',
  number: 'a single number',
  unknown: 'a tensor of more axes',
};
export const sends = (spec: Spec): string => SENDS[flowOf(spec)];

/** A fault at one wire, with what its port takes and what it got; both also fill the text. */
function mismatch(
  code: Fault['code'],
  input: number,
  spec: Spec,
  expected: string,
  cures: readonly Cure[],
  say: Fault['say'] = {},
): Fault {
  const got = shapeText(spec);
  return { code, input, expected, got, say: { what: sends(spec), expected, got, ...say }, cures };
}

/** The layer takes [N, C] but got something else. */
export const needsVector = (input: number, spec: Spec, cures: readonly Cure[]): Fault =>
  mismatch('shape/needs-vector', input, spec, 'N', cures);

/** The layer takes [N, H, W, C] but got something else. A vector can be cut into square maps where its size allows. */
export function needsMaps(input: number, spec: Spec): Fault {
  const size = spec.shape.length === 2 ? Number(spec.shape[1]) : 0;
  const side = [1, 3].map((channels) => [Math.sqrt(size / channels), channels] as const);
  const square = side.find(([edge]) => edge > 1 && Number.isInteger(edge));
  const cures: Cure[] = square
    ? [
        {
          title: `Insert Reshape to ${square[0]}×${square[0]}×${square[1]}`,
          insert: { kind: 'reshape', params: { shape: [square[0], square[0], square[1]] } },
        },
      ]
    : [];
  return mismatch('shape/needs-maps', input, spec, 'H×W×C', cures);
}

/** The layer takes a sequence, [N, L, C], but got something else. A vector can stand as one of single numbers. */
export function needsSequence(input: number, spec: Spec): Fault {
  const shape = [Number(spec.shape[1]), 1];
  const cures: Cure[] =
    spec.shape.length === 2 && spec.dtype === 'float32'
      ? [{ title: `Insert Reshape to ${shape.join('×')}`, insert: { kind: 'reshape', params: { shape } } }]
      : [];
  return mismatch('shape/needs-sequence', input, spec, 'L×C', cures);
}

/** The layer takes a volume, [N, D, H, W, C], but got something else. */
export const needsVolume = (input: number, spec: Spec): Fault =>
  mismatch('shape/needs-volume', input, spec, 'D×H×W×C', []);

/** The layer computes with fractions but got class numbers. */
export const needsFloat = (input: number, spec: Spec): Fault =>
  mismatch('shape/needs-float', input, spec, 'numbers with a fraction', []);

/** Sizes below the least that the layer can take, such as a picture smaller than the kernel. */
export const tooSmall = (input: number, spec: Spec, least: string, cures: readonly Cure[]): Fault =>
  mismatch('shape/too-small', input, spec, least, cures);

/** Input `input` differs from the first where all must agree. */
export const differs = (input: number, first: Spec, spec: Spec, cures: readonly Cure[] = []): Fault =>
  mismatch('shape/differ', input, spec, shapeText(first), cures);

/** Most numbers that a cure writes down: nobody reads a longer list, and a vector may have two thousand million. */
const MOST_WRITTEN = 1024;

/** The cure of a list that is too short or too long: all its `count` numbers, where they are few enough to be read. */
export const inFull = (title: string, param: string, count: number, at: (index: number) => number): Cure[] =>
  count > MOST_WRITTEN ? [] : [{ title, set: { [param]: Array.from({ length: count }, (_, i) => at(i)) } }];
