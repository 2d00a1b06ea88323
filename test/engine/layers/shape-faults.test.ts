import { describe, expect, test } from 'vitest';
import { type Fault, isFault, problem } from '../../../engine/graph/problems';
import type { Layer } from '../../../engine/layers/contract/layer';
import { layers } from '../../../engine/layers/contract/registry';
import { float, type Spec } from '../../../engine/layers/contract/spec';
import { valuesOf } from './cases';

const layerOf = (kind: string) => layers.get(kind) as Layer;

/** What a kind says to inputs and parameters, and whether each cure that sets a parameter is taken. */
function said(kind: string, inputs: readonly Spec[], params: object) {
  const layer = layerOf(kind);
  const answer = layer.shape(inputs, valuesOf(layer, params));
  if (!isFault(answer)) throw new Error(`${kind} takes it`);
  const { message } = problem(answer.code, { node: 'here', from: 'before', ...answer.say });
  return { message, cures: answer.cures?.map(({ title }) => title), fault: answer };
}

function afterCure(kind: string, inputs: readonly Spec[], params: object, fault: Fault, title: string) {
  const cure = fault.cures?.find((one) => one.title === title);
  if (!cure || !('set' in cure)) throw new Error(`no cure ${title}`);
  return layerOf(kind).shape(inputs, valuesOf(layerOf(kind), { ...params, ...cure.set }));
}

describe('a mistake of form and its cures', () => {
  test.each([
    [
      'axes that are not those of the input',
      'permute',
      [float(4, 5, 3)],
      { axes: [2, 1] },
      'here needs each of the axes 1, 2, 3 once, and has 2, 1.',
      'Turn the order round',
      [float(3, 5, 4)],
    ],
    [
      'an axis that is not there',
      'slice',
      [float(4, 3)],
      { axis: 3 },
      'here cuts axis 3, but what comes in has the axes 1 to 2.',
      'Take the last axis',
      [float(4, 3)],
    ],
    [
      'a part beyond the end',
      'slice',
      [float(4, 3)],
      { begin: 2, size: 2 },
      'here needs at least 4×4, but before sends 4×3.',
      'Take the whole axis',
      [float(4, 3)],
    ],
    [
      'a cut behind the end',
      'split',
      [float(6)],
      { at: 6 },
      'here needs at least 7, but before sends 6.',
      'Cut in halves',
      [float(3), float(3)],
    ],
    [
      'values that do not fill the shape',
      'constant',
      [],
      { values: [1, 2, 3], shape: [2, 2] },
      'here has 3 values for a shape of 4.',
      'Fill it with the first',
      [float(2, 2)],
    ],
    [
      'as many numbers as a larger square kernel has',
      'filter2d',
      [float(9, 9, 1)],
      { values: Array<number>(25).fill(1) },
      'here has 25 values for a shape of 9.',
      'Make the kernel 5×5',
      [float(5, 5, 1)],
    ],
    [
      'fewer numbers than the kernel has places',
      'filter2d',
      [float(9, 9, 1)],
      { values: [1, 2, 3] },
      'here has 3 values for a shape of 9.',
      'Fill up with zeros',
      [float(7, 7, 1)],
    ],
    [
      'groups that do not divide the channels',
      'groupNorm',
      [float(8, 8, 48)],
      { groups: 32 },
      'here cannot cut 48 channels into 32 equal groups.',
      'Set the groups to 24',
      [float(8, 8, 48)],
    ],
  ] as const)('%s', (_name, kind, inputs, params, message, cure, outputs) => {
    const answer = said(kind, inputs, params);
    expect(answer.message).toBe(message);
    expect(answer.cures).toContain(cure);
    expect(afterCure(kind, inputs, params, answer.fault, cure)).toEqual(outputs);
  });

  test('three inputs for two', () => {
    const { message } = said('subtract', [float(2), float(2), float(2)], {});
    expect(message).toBe('here takes two inputs, but 3 are connected.');
  });

  test('a gate that fits neither the maps nor their channels', () => {
    const { message } = said('multiply', [float(4, 4, 8), float(7)], {});
    expect(message).toBe('here takes inputs of one shape, but before sends 7 beside 4×4×8.');
  });
});
