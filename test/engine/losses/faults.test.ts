import { describe, expect, test } from 'vitest';
import { resolveParams } from '../../../engine/compile/values';
import type { Field } from '../../../engine/data/contract/field';
import { type Cure, type Fault, isFault, problem } from '../../../engine/graph/problems';
import { layers } from '../../../engine/layers/contract/registry';
import { float, type Spec } from '../../../engine/layers/contract/spec';
import type { Loss } from '../../../engine/losses/contract/loss';
import { losses } from '../../../engine/losses/contract/registry';
import { defaults } from '../layers/cases';

const digit: Field = { name: 'digit', shape: [], dtype: 'int32', role: 'label', classes: [...'0123456789'] };
const same: Field = { name: 'same', shape: [], dtype: 'int32', role: 'label', classes: ['different', 'same'] };
const price: Field = { name: 'price', shape: [1], dtype: 'float32', role: 'number' };
const marks: Field = { name: 'marks', shape: [4], dtype: 'float32', role: 'number' };
const mask: Field = { name: 'mask', shape: [8, 8], dtype: 'int32', role: 'mask', classes: ['ground', 'cell'] };
const picture: Field = { name: 'picture', shape: [8, 8, 1], dtype: 'float32', role: 'image' };
const grid: Field = { name: 'boxes', shape: [8, 8, 7], dtype: 'float32', role: 'number' };
const FIELDS = [digit, same, price, marks, mask, picture, grid];
const SPECS: readonly Spec[] = [
  float(),
  float(1),
  float(2),
  float(4),
  float(10),
  float(5, 3),
  float(8, 8, 1),
  float(8, 8, 2),
  float(8, 8, 3),
  { shape: [null, 10], dtype: 'int32' },
];

const checked = (loss: Loss, spec: Spec, field: Field) => loss.check(spec, field, defaults(loss.params));

/** What is still wrong once the cure is applied. */
function after(cure: Cure, loss: Loss, spec: Spec, field: Field): Fault | undefined {
  if ('set' in cure) {
    const other = losses.get(String(cure.set.loss));
    if (!other) throw new Error(`${cure.title} names the unknown loss ${cure.set.loss}`);
    return checked(other, spec, field);
  }
  if (!('insert' in cure)) throw new Error('an output cannot become something else');
  const layer = layers.get(cure.insert.kind);
  if (!layer) throw new Error(`${cure.title} names the unknown kind ${cure.insert.kind}`);
  const { values, faults } = resolveParams(layer.params, cure.insert.params);
  expect(faults).toEqual([]);
  const between = layer.shape([spec], values);
  return isFault(between) ? between : checked(loss, between[0] as Spec, field);
}

describe.each([...losses])('%s', (_kind, loss) => {
  const cases = SPECS.flatMap((spec) =>
    FIELDS.flatMap((field) => {
      const fault = checked(loss, spec, field);
      return fault ? [{ spec, field, fault }] : [];
    }),
  );

  test('says what does not fit in whole sentences', () => {
    expect(cases.length).toBeGreaterThan(0);
    for (const { fault } of cases) {
      const { message } = problem(fault.code, { node: 'answer', from: 'fc', ...fault.say });
      expect(message).toMatch(/^\S.*[.]$/);
      expect(message).not.toMatch(/undefined|null|NaN/);
    }
  });

  test('offers only cures that cure, or lead on to another fault', () => {
    for (const { spec, field, fault } of cases) {
      for (const cure of fault.cures ?? []) {
        const rest = after(cure, loss, spec, field);
        expect(rest?.code, `${cure.title} for ${JSON.stringify({ spec, field })}`).not.toBe(fault.code);
      }
    }
  });
});

describe('a mistake and its cures', () => {
  const say = (kind: string, spec: Spec, field: Field) => {
    const fault = checked(losses.get(kind) as Loss, spec, field);
    if (!fault) return undefined;
    return {
      message: problem(fault.code, { node: 'answer', from: 'fc', ...fault.say }).message,
      cures: fault.cures?.map(({ title }) => title),
    };
  };

  test.each([
    [
      'too few units for the classes',
      'crossEntropy',
      float(4),
      digit,
      {
        message: 'answer has 10 classes to tell apart, but fc sends 4 values.',
        cures: ['Insert Dense with 10 units'],
      },
    ],
    [
      'maps for one class',
      'crossEntropy',
      float(8, 8, 2),
      digit,
      {
        message: 'answer takes a vector, but fc sends maps.',
        cures: ['Insert Flatten', 'Insert Global average'],
      },
    ],
    [
      'one number for two classes',
      'crossEntropy',
      float(1),
      same,
      {
        message: 'answer has 2 classes to tell apart, but fc sends 1 value.',
        cures: ['Use binary cross-entropy', 'Insert Dense with 2 units'],
      },
    ],
    [
      'classes wanted, a price given',
      'crossEntropy',
      float(10),
      price,
      {
        message: 'answer cannot be compared with price: cross-entropy needs classes.',
        cures: ['Use mean squared error'],
      },
    ],
    [
      'a mask of other classes',
      'crossEntropy',
      float(8, 8, 3),
      mask,
      {
        message: 'answer has 2 classes to tell apart, but fc sends 3 values.',
        cures: ['Insert a 1×1 convolution with 2 filters'],
      },
    ],
    [
      'ten numbers for one price',
      'meanSquaredError',
      float(10),
      price,
      {
        message: 'answer is compared with price, whose shape is 1, but fc sends 10.',
        cures: ['Insert Dense with 1 unit'],
      },
    ],
    [
      'digits as pairs',
      'contrastive',
      float(1),
      digit,
      {
        message: 'answer cannot be compared with digit: contrastive loss needs whether the two of a pair are the same.',
        cures: [],
      },
    ],
    [
      'a vector as a distance',
      'contrastive',
      float(4),
      same,
      {
        message: 'answer needs one distance for each pair, but fc sends 4 values.',
        cures: [],
      },
    ],
    [
      'a vector where a triplet has two distances',
      'triplet',
      float(4),
      same,
      {
        message: 'answer needs two distances for each triplet, but fc sends 4 values.',
        cures: [],
      },
    ],
    [
      'too few maps for a grid of boxes',
      'gridDetection',
      float(8, 8, 3),
      grid,
      {
        message: 'answer is compared with boxes, whose shape is 8×8×7, but fc sends 8×8×3.',
        cures: ['Insert a 1×1 convolution with 7 filters'],
      },
    ],
    [
      'a class where a grid of boxes is wanted',
      'gridDetection',
      float(8, 8, 3),
      digit,
      {
        message:
          'answer cannot be compared with digit: grid detection needs a grid of cells with 5 numbers and one for each class.',
        cures: [],
      },
    ],
  ] as const)('%s', (_name, kind, spec, field, expected) => {
    expect(say(kind, spec, field)).toEqual(expected);
  });

  test.each([
    ['crossEntropy', float(10), digit],
    ['crossEntropy', float(8, 8, 2), mask],
    ['crossEntropy', float(4), marks],
    ['meanSquaredError', float(10), digit],
    ['meanSquaredError', float(8, 8, 1), picture],
    ['meanSquaredError', float(1), price],
    ['binaryCrossEntropy', float(1), same],
    ['binaryCrossEntropy', float(4), marks],
    ['contrastive', float(1), same],
    ['cosine', float(1), same],
    ['triplet', float(2), same],
    ['dice', float(8, 8, 1), mask],
    ['dice', float(8, 8, 2), mask],
    ['kullbackLeibler', float(4), marks],
    ['huber', float(1), price],
    ['gridDetection', float(8, 8, 7), grid],
  ] as const)('%s takes what fits', (kind, spec, field) => {
    expect(say(kind, spec, field)).toBeUndefined();
  });
});

describe('class weights', () => {
  const loss = losses.get('crossEntropy') as Loss;
  const p = { ...defaults(loss.params), classWeights: [1, 2, 3] };

  test('must be as many as the classes; cures fill them up or take them away', () => {
    const fault = loss.check(float(10), digit, p);
    const said = problem(fault?.code ?? 'loss/shape', { node: 'answer', from: 'fc', ...fault?.say });
    expect(said.message).toBe('answer has 3 class weights, but 10 values come in.');
    expect(fault?.param).toBe('classWeights');
    const cures = (fault?.cures ?? []).flatMap((cure) => ('set' in cure ? [cure.set] : []));
    expect(cures).toEqual([{ classWeights: [] }, { classWeights: [1, 2, 3, 1, 1, 1, 1, 1, 1, 1] }]);
    for (const set of cures) expect(loss.check(float(10), digit, { ...p, ...set } as typeof p)).toBeUndefined();
  });

  test('are taken where they are', () => {
    expect(loss.check(float(3), { ...digit, classes: ['a', 'b', 'c'] }, p)).toBeUndefined();
  });

  test('must be numbers of at least 0', () => {
    const faulty = (classWeights: unknown) =>
      resolveParams(loss.params, { classWeights } as Parameters<typeof resolveParams>[1]).faults.map(
        ({ code, expected }) => [code, expected],
      );
    expect(faulty([1, 'two'])).toEqual([['param/type', 'a list of numbers']]);
    expect(faulty([1, -2])).toEqual([['param/range', 'from 0 to 1000000']]);
    expect(faulty([1, 0.5])).toEqual([]);
  });
});
