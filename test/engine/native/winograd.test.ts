import { describe, expect, it } from 'vitest';
import { float } from '../../../engine/layers/contract/spec';
import { ElementType } from '../../../engine/native/binding';
import { attribute, GraphBuilder, nodeOf, type TensorValue } from '../../../engine/native/graph-def';
import { openGraph } from '../../../engine/native/session';
import type { TracedFunction } from '../../../engine/native/trace';
import { withWinograd } from '../../../engine/native/winograd';
import { Chain } from '../train/programs';
import { nativeForTests } from './native';
import { expectSameSteps, SGD } from './same-steps';

const { backend } = nativeForTests();
/** Where the processor lacks the instructions, the same checks hold TensorFlow's own convolutions against themselves. */
const { hasWinograd } = backend.sessions;

type Shape = readonly [number, number, number, number];
interface Case {
  readonly x: Shape;
  readonly kernel: Shape;
  readonly padding: 'SAME' | 'VALID' | 'EXPLICIT';
  /** Top, bottom, left, right. */
  readonly margins?: readonly [number, number, number, number];
  readonly threads?: number;
}

const type = attribute.type(ElementType.float32);
/** Noise within ±0.5, the same each time. */
const value = (shape: readonly number[], seed: number): TensorValue => {
  const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
  const noise = (at: number) => (43758.5453 * Math.abs(Math.sin(12.9898 * at + 78.233 * seed))) % 1;
  return { dtype: ElementType.float32, shape, data: data.map((_, at) => noise(at) - 0.5) };
};

/** The three passes of a convolution as a step has them, with three inputs: maps, kernel and the output's gradient. */
function passes({ x, kernel, padding, margins }: Case, more: Readonly<Record<string, number[]>> = {}) {
  const graph = new GraphBuilder();
  const size = kernel[0];
  const [top, bottom, left, right] = margins ?? Array<number>(4).fill(padding === 'SAME' ? (size - 1) / 2 : 0);
  const y = [
    x[0],
    x[1] + (top ?? 0) + (bottom ?? 0) - size + 1,
    x[2] + (left ?? 0) + (right ?? 0) - size + 1,
    kernel[3],
  ];
  const inputs = [x, kernel, y].map((shape, leaf) =>
    graph.add('Input', [], {}, { name: `in${leaf}`, leaf, results: [{ shape, dtype: ElementType.float32 }] }),
  );
  const [maps, weights, dy] = inputs as [string, string, string];
  const attributes = {
    ...{ T: type, data_format: attribute.string('NHWC'), padding: attribute.string(padding) },
    strides: attribute.ints(more.strides ?? [1, 1, 1, 1]),
    dilations: attribute.ints(more.dilations ?? [1, 1, 1, 1]),
    explicit_paddings: attribute.ints(margins ? [0, 0, ...margins, 0, 0] : []),
  };
  const result = (shape: readonly number[]) => ({ results: [{ shape, dtype: ElementType.float32 }] });
  const refs = [
    graph.add('Conv2D', [maps, weights], attributes, result(y)),
    graph.add('Conv2DBackpropInput', [graph.ints(x), weights, dy], attributes, result(x)),
    graph.add('Conv2DBackpropFilter', [maps, graph.ints(kernel), dy], attributes, result(kernel)),
  ];
  const shapes = [y, x, kernel];
  const outputs = refs.map((ref, at) => ({
    ref,
    ...(result(shapes[at] ?? []).results[0] as { shape: number[]; dtype: number }),
  }));
  const traced: TracedFunction = { nodes: graph.nodes, inputs: [], outputs, assignments: [] };
  return { traced, feeds: [x, kernel, y].map((shape, at) => value(shape, at + 1)) };
}

/** What TensorFlow works out of it. */
async function run({ nodes, outputs }: TracedFunction, feeds: readonly TensorValue[], threads = 1) {
  const fed = nodes.map((node) =>
    node.op === 'Input'
      ? { ...node, op: 'Placeholder', attributes: { dtype: type, shape: attribute.shape([]) } }
      : node,
  );
  const graph = fed.map((node) => {
    const shape = node.op === 'Placeholder' ? attribute.shape(node.results[0]?.shape ?? []) : undefined;
    return shape ? { ...node, attributes: { ...node.attributes, shape } } : node;
  });
  const session = await openGraph(backend, graph, { intraOp: threads, interOp: threads });
  try {
    const pairs = feeds.map((feed, at) => [`in${at}:0`, feed] as const);
    return await session.run({ feeds: pairs, fetches: outputs.map(({ ref }) => ref) });
  } finally {
    session.dispose();
  }
}

/** Largest difference, in parts of the largest value. */
function difference(a: TensorValue | undefined, b: TensorValue | undefined): number {
  if (!a || !b || a.data.length !== b.data.length) return Number.NaN;
  const [one, other] = [Array.from(a.data), Array.from(b.data)];
  const most = one.reduce((max, x) => Math.max(max, Math.abs(x)), 0);
  return one.reduce((max, x, at) => Math.max(max, Math.abs(x - (other[at] as number))), 0) / most;
}

const ops = ({ nodes }: TracedFunction) => nodes.flatMap(({ op }) => (/Conv2D/.test(op) ? [op] : []));

const CASES: Record<string, Case> = {
  'a tile of sixteen channels': { x: [1, 4, 4, 16], kernel: [3, 3, 16, 16], padding: 'SAME' },
  'maps of an odd size': { x: [3, 13, 7, 32], kernel: [3, 3, 32, 48], padding: 'SAME' },
  'no margins': { x: [2, 9, 12, 16], kernel: [3, 3, 16, 32], padding: 'VALID' },
  'margins on two sides': { x: [2, 8, 9, 16], kernel: [3, 3, 16, 16], padding: 'EXPLICIT', margins: [0, 1, 2, 0] },
  'channels that leave lanes empty': { x: [2, 9, 9, 17], kernel: [3, 3, 17, 39], padding: 'SAME' },
  'a kernel of 5×5': { x: [2, 9, 11, 18], kernel: [5, 5, 18, 33], padding: 'SAME' },
  'a kernel of 5×5 without margins': { x: [5, 12, 12, 20], kernel: [5, 5, 20, 50], padding: 'VALID' },
  'more channels than tiles of a block': { x: [2, 24, 24, 160], kernel: [3, 3, 160, 96], padding: 'SAME', threads: 2 },
  'two threads': { x: [7, 16, 16, 32], kernel: [3, 3, 32, 32], padding: 'SAME', threads: 2 },
};

describe('convolution by minimal filtering', () => {
  it.each(Object.entries(CASES))('of %s is that of TensorFlow, in all three passes', async (_, one) => {
    const { traced, feeds } = passes(one);
    const own = withWinograd(backend, traced, one.threads ?? 1);
    expect(ops(own).every((op) => op.startsWith('Netloom'))).toBe(hasWinograd);
    const [expected, got] = [await run(traced, feeds), await run(own, feeds, one.threads)];
    for (const [at, value] of expected.entries()) expect(difference(value, got[at])).toBeLessThan(2e-5);
    // The same bits each time.
    const again = await run(own, feeds, one.threads);
    expect(again.map(({ data }) => data)).toEqual(got.map(({ data }) => data));
  });

  it('of an empty batch is nothing, and its gradient zero', async () => {
    const { traced, feeds } = passes({ x: [0, 8, 8, 16], kernel: [3, 3, 16, 16], padding: 'SAME' });
    const [y, dx, dKernel] = await run(withWinograd(backend, traced, 2), feeds, 2);
    expect([y?.data.length, dx?.data.length]).toEqual([0, 0]);
    expect(dKernel?.data).toEqual(new Float32Array(9 * 256));
  });

  it('leaves strides, dilation, other kernels and few channels to TensorFlow', () => {
    const x: Shape = [1, 16, 16, 16];
    const rest: [Case, Record<string, number[]>?][] = [
      [{ x, kernel: [3, 3, 16, 16], padding: 'SAME' }, { strides: [1, 2, 2, 1] }],
      [{ x, kernel: [3, 3, 16, 16], padding: 'SAME' }, { dilations: [1, 2, 2, 1] }],
      [{ x, kernel: [1, 1, 16, 16], padding: 'SAME' }],
      [{ x, kernel: [7, 7, 16, 16], padding: 'SAME' }],
      [{ x, kernel: [3, 5, 16, 16], padding: 'VALID' }],
      [{ x: [1, 16, 16, 8], kernel: [3, 3, 8, 16], padding: 'SAME' }],
      [{ x: [1, 16, 16, 32], kernel: [3, 3, 16, 32], padding: 'SAME' }],
      [{ x: [1, 4, 4, 512], kernel: [3, 3, 512, 512], padding: 'SAME' }],
    ];
    for (const [one, more] of rest) {
      const { traced } = passes(one, more);
      expect(withWinograd(backend, traced, 1).nodes).toEqual(traced.nodes);
    }
  });

  it('refuses what does not fit, as an error of the op', async () => {
    const { traced, feeds } = passes({ x: [2, 8, 8, 16], kernel: [3, 3, 16, 16], padding: 'SAME' });
    const own = withWinograd(backend, traced, 1);
    if (!hasWinograd) return expect(own.nodes).toEqual(traced.nodes);
    const broken = [
      { feeds: [value([2, 8, 8, 32], 1), feeds[1], feeds[2]], says: /as many channels/ },
      { feeds: [value([2, 8, 8, 16], 1), feeds[1], value([2, 7, 8, 16], 1)], says: /shape of the output/ },
      { feeds: [value([2, 8], 1), feeds[1], feeds[2]], says: /four axes/ },
      { feeds: [feeds[0], value([4, 4, 16, 16], 1), feeds[2]], says: /3 x 3 or 5 x 5/ },
    ];
    const open = {
      ...own,
      nodes: own.nodes.map((node) => ({ ...node, results: node.op === 'Input' ? free : node.results })),
    };
    for (const { feeds, says } of broken) {
      await expect(run(open, feeds as TensorValue[])).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        message: expect.stringMatching(says),
      });
    }
    const narrow = own.nodes.map((node) =>
      node.attributes.margins
        ? { ...node, attributes: { ...node.attributes, margins: attribute.ints([9, 0, 0, 0]) } }
        : node,
    );
    await expect(run({ ...own, nodes: narrow }, feeds)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(nodeOf(own.outputs[0]?.ref ?? '')).toBe('Conv2D');
  });

  it.each([1, 2])('trains as TensorFlow’s own do, with %i threads', async (threads) => {
    const chain = new Chain();
    const wide = chain.call('conv2d', [chain.input(float(12, 12, 16))], {
      ...{ filters: 24, kernel: [3, 3], padding: 'same', activation: 'relu' },
    });
    const wider = chain.call('conv2d', [wide], { filters: 16, kernel: [5, 5], padding: 'valid' });
    const net = { program: chain.end(chain.call('globalAveragePool2d', [wider])), fields: chain.fields };
    await expectSameSteps(net, { ...SGD, learningRate: 0.01 }, undefined, 1e-4, { intraOp: threads, interOp: threads });
  });
});

const free = [{ shape: [], dtype: ElementType.float32 }];
