import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProgramOutput } from '../../../engine/compile/program';
import { answerOf } from '../../../engine/inspect/answers';
import { filterCells, mapCells } from '../../../engine/inspect/cells';
import { lookAtNodes, lookInside, predict } from '../../../engine/inspect/look';
import { ON_NODES, valuePicture, WHOLE } from '../../../engine/inspect/pictures';
import { quantise } from '../../../engine/inspect/quantise';
import { type SampleValues, sampleValues } from '../../../engine/inspect/sample';
import { silentOf, silentUnits } from '../../../engine/inspect/silent';
import { histogram, reportWeight } from '../../../engine/inspect/weights';
import { losses } from '../../../engine/losses/contract/registry';
import { openDevice } from '../../../engine/session/device';
import { type Opened, openSubject } from '../../../engine/session/subjects';
import { updateRatio } from '../../../engine/train/update-ratio';
import { template } from '../session/window';

describe('bytes', () => {
  it('put 0 in the middle for weights, and keep it in the range for maps', () => {
    expect(quantise([-0.5, 0, 1], 'zero')).toEqual({ low: -1, high: 1, cells: Uint8Array.of(64, 128, 255) });
    expect(quantise([2, 4], 'range')).toEqual({ low: 0, high: 4, cells: Uint8Array.of(128, 255) });
    expect(quantise([0, 255, 300], [0, 255])).toEqual({ low: 0, high: 255, cells: Uint8Array.of(0, 255, 255) });
  });

  it('survive a constant and values that are no numbers', () => {
    expect([...quantise([0, 0], 'range').cells]).toEqual([0, 0]);
    expect([...quantise([Number.NaN, 1], 'range').cells]).toEqual([0, 255]);
    expect([...quantise([Number.POSITIVE_INFINITY, 1], 'range').cells]).toEqual([255, 255]);
  });
});

describe('cells', () => {
  it('take channels apart, the first so many', () => {
    // Two by two places of three channels.
    const values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    const maps = mapCells(values, [2, 2, 3], 2, 64);
    expect(maps).toMatchObject({ count: 2, rows: 2, columns: 2, channels: 1 });
    expect([...maps.values]).toEqual([1, 4, 7, 10, 2, 5, 8, 11]);
  });

  it('are averaged where a map is larger than what is drawn, edges over what is there', () => {
    const maps = mapCells([1, 2, 3, 4, 5, 6, 7, 8, 9], [3, 3, 1], 1, 2);
    expect(maps).toMatchObject({ rows: 2, columns: 2 });
    expect([...maps.values]).toEqual([3, 4.5, 7.5, 9]);
  });

  it('show a filter in colour over three channels, and the mean over others', () => {
    // One place, three inputs, two filters.
    const colour = filterCells([1, 2, 3, 4, 5, 6], [1, 1, 3, 2], 50);
    expect(colour).toMatchObject({ count: 2, channels: 3 });
    expect([...colour.values]).toEqual([1, 3, 5, 2, 4, 6]);
    const mean = filterCells([1, 2, 3, 4], [1, 1, 2, 2], 50);
    expect([...mean.values]).toEqual([2, 3]);
  });
});

describe('statistics of weights', () => {
  const weight = { name: 'a.kernel', shape: [4], init: 'zeros', role: 'kernel', trainable: true, stream: 1 } as const;

  it('count in bins that span now and the start', () => {
    expect(histogram([0, 0.5, 1, 1], 0, 1, 2)).toEqual([1, 3]);
    const report = reportWeight(weight, [1, 2, 3, 4], [0, 0, 0, 0], 0.01);
    expect(report).toMatchObject({ mean: 2.5, low: 0, high: 4, updateToWeight: 0.01 });
    expect(report.deviation).toBeCloseTo(Math.sqrt(1.25), 6);
    expect(report.startBins[0]).toBe(4);
    expect(report.bins.reduce((a, b) => a + b)).toBe(4);
    const constant = reportWeight(weight, [2, 2], [2, 2], undefined);
    expect([constant.low, constant.high]).toEqual([1.5, 2.5]);
  });

  it('compare a step with what it changes', () => {
    expect(updateRatio([1, -1], [1.5, -0.5])).toBe(0.5);
    expect(updateRatio([0], [1])).toBeUndefined();
    // Two samples of three units: the first never answers.
    expect(silentUnits([0, 1, -1, -2, 0, 3], 3)).toBe(1);
  });
});

describe('answers', () => {
  const output = (change: Partial<ProgramOutput>) =>
    ({ id: 'y', activation: 'softmax', loss: losses.get('crossEntropy'), params: {}, ...change }) as ProgramOutput;
  const field = (classes: string[]) => ({ name: 'k', shape: [], dtype: 'int32', role: 'label', classes }) as const;

  it('name the class with its share, a number alone where there are none', () => {
    const three = output({ field: field(['a', 'b', 'c']) });
    expect(answerOf(three, Float32Array.of(0.25, 0.5, 0.25))).toMatchObject({ output: 'y', label: 'b', score: 0.5 });
    const raw = answerOf(output({ field: field(['a', 'b']), activation: 'linear' }), Float32Array.of(1.5, 0));
    expect([raw.label, raw.score]).toEqual(['a', undefined]);
    expect(answerOf(output({}), Float32Array.of(3))).toEqual({ output: 'y', values: Float32Array.of(3) });
  });

  it('read one value for two classes as a share, or as a distance with a margin', () => {
    const two = { field: field(['different', 'same']) };
    const sigmoid = output({ ...two, activation: 'sigmoid' });
    expect(answerOf(sigmoid, Float32Array.of(0.75))).toMatchObject({ label: 'same', score: 0.75 });
    expect(answerOf(sigmoid, Float32Array.of(0.25))).toMatchObject({ label: 'different', score: 0.75 });
    const distance = output({ ...two, activation: 'linear', loss: losses.get('contrastive'), params: { margin: 1 } });
    expect(answerOf(distance, Float32Array.of(0.25)).label).toBe('same');
    expect(answerOf(distance, Float32Array.of(0.75)).label).toBe('different');
    const similarity = output({ ...two, activation: 'linear', loss: losses.get('cosine'), params: { margin: -1 } });
    expect(answerOf(similarity, Float32Array.of(0.25)).label).toBe('same');
    expect(answerOf(similarity, Float32Array.of(-0.25)).label).toBe('different');
  });
});

describe('LeNet', () => {
  let opened: Opened;
  let sample: SampleValues;
  beforeAll(async () => {
    const device = await openDevice();
    const found = await openSubject({ project: await template('lenet'), device });
    if (!found.ok) throw new Error(found.problems[0]?.message);
    opened = found.value;
    const values = sampleValues(opened.subject.model, opened.data, { part: 'test', row: 0 });
    if (!values.ok) throw new Error(values.problems[0]?.message);
    sample = values.value;
  });
  afterAll(() => opened.dispose());

  it('shows on the canvas filters of the first convolution, maps of the second, units and the picture', async () => {
    const nodes = ['picture', 'conv1', 'conv2', 'pool1', 'fc1', 'flatten', 'digit'];
    const { pictures, answers } = await lookAtNodes(opened.subject, sample, nodes, ON_NODES);
    expect(pictures.map(({ node, kind, count, rows, columns }) => [node, kind, count, rows, columns])).toEqual([
      ['picture', 'input', 1, 28, 28],
      ['conv1', 'filters', 20, 5, 5],
      ['conv2', 'maps', 50, 8, 8],
      ['pool1', 'maps', 20, 12, 12],
      ['fc1', 'units', 500, 1, 1],
    ]);
    for (const { cells, count, rows, columns, channels } of pictures) {
      expect(cells).toHaveLength(count * rows * columns * channels);
    }
    expect(answers[0]?.values).toHaveLength(10);
    expect([...(answers[0]?.values ?? [])].reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    // The first test picture is a seven: ink in the middle, none at the edge.
    expect(pictures[0]?.cells[0]).toBe(0);
    expect(Math.max(...(pictures[0]?.cells ?? []))).toBe(255);
  });

  it('shows all of one node in the Inspect view, filters and maps', async () => {
    const { pictures } = await lookInside(opened.subject, sample, 'conv2', WHOLE);
    expect(pictures.map(({ kind, total }) => [kind, total])).toEqual([
      ['filters', 50],
      ['maps', 50],
    ]);
    const all = (await lookInside(opened.subject, sample, undefined, WHOLE)).pictures;
    expect(new Set(all.map(({ node }) => node)).size).toBe(8);
  });

  it('has maps whose bytes are the convolution itself', async () => {
    // A map of conv1 by hand: filter 3 at place (10, 12) of the picture, ReLU after it.
    const { pictures } = await lookInside(opened.subject, sample, 'conv1', WHOLE);
    const maps = pictures.find(({ kind }) => kind === 'maps');
    const { program } = opened.subject.model;
    const weightsOf = async (name: string) => {
      const at = program.weights.findIndex((weight) => weight.name === name);
      const [weight] = (await opened.subject.weights([at])) as [Tensor];
      return weight.dataSync();
    };
    const [kernel, bias] = [await weightsOf('conv1.kernel'), await weightsOf('conv1.bias')];
    const image = sample.get('image')?.values as Float32Array;
    let sum = bias[3] as number;
    for (let row = 0; row < 5; row++) {
      for (let column = 0; column < 5; column++) {
        const pixel = (image[(10 + row) * 28 + 12 + column] as number) / 255;
        sum += pixel * (kernel[(row * 5 + column) * 20 + 3] as number);
      }
    }
    const activation = program.calls.find(({ path }) => path === 'conv1')?.activation?.name;
    const expected = activation === 'relu' ? Math.max(0, sum) : sum;
    const { low = 0, high = 0, cells } = maps ?? {};
    const got = low + ((cells?.[(3 * 24 + 10) * 24 + 12] as number) * (high - low)) / 255;
    expect(Math.abs(got - expected)).toBeLessThanOrEqual((high - low) / 255);
  });

  it('answers a drawn picture, and refuses one of another size', async () => {
    const { model } = opened.subject;
    const drawn = sampleValues(model, opened.data, { values: { image: new Float32Array(784).fill(255) } });
    if (!drawn.ok) throw new Error(drawn.problems[0]?.message);
    const [[first] = [], [second] = []] = await predict(opened.subject, [drawn.value, sample]);
    expect(first?.classes).toHaveLength(10);
    expect(second?.values).not.toEqual(first?.values);
    const small = sampleValues(model, opened.data, { values: { image: new Float32Array(100) } });
    expect(!small.ok && small.problems[0]?.message).toBe('image takes 784 values, and 100 were given.');
    const none = sampleValues(model, opened.data, { part: 'test', row: 10_000 });
    expect(!none.ok && none.problems[0]?.code).toBe('data/no-row');
  });

  it('counts the filters that are silent', async () => {
    const silent = await silentOf(opened.subject, opened.data, 'conv1');
    expect(silent?.units).toBe(20);
    expect(silent?.silent).toBeLessThan(20);
    expect(await silentOf(opened.subject, opened.data, 'nothing')).toBeUndefined();
  });

  it('thins what the canvas does not draw', () => {
    const large = tensor(new Float32Array(128 * 128 * 60), [1, 128, 128, 60]);
    expect(valuePicture('n', large, ON_NODES)).toMatchObject({ count: 50, total: 60, rows: 64, columns: 64 });
    large.dispose();
  });
});

describe('a net of blocks and twins', () => {
  it('shows a block by its output, an inner node by its path, and a twin by the owner’s filters', async () => {
    const device = await openDevice();
    const found = await openSubject({ project: await template('siamese-mnist'), device });
    if (!found.ok) throw new Error(found.problems[0]?.message);
    const { subject, data, dispose } = found.value;
    const values = sampleValues(subject.model, data, { part: 'test', row: 0 });
    if (!values.ok) throw new Error(values.problems[0]?.message);
    const look = await lookAtNodes(subject, values.value, ['tower', 'tower/conv1', 'twin/conv1', 'twin'], ON_NODES);
    expect(look.pictures.map(({ node, kind }) => [node, kind])).toEqual([
      ['tower', 'units'],
      ['tower/conv1', 'filters'],
      ['twin/conv1', 'filters'],
      ['twin', 'units'],
    ]);
    expect(look.pictures[1]?.cells).toEqual(look.pictures[2]?.cells);
    dispose();
  });
});
