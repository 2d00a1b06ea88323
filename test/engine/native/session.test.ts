import { spawn } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ElementType, type SessionObject } from '../../../engine/native/binding';
import { attribute, GraphBuilder, nodeOf, type TensorValue } from '../../../engine/native/graph-def';
import { encodeConfig, encodeGraph } from '../../../engine/native/proto';
import { addResident } from '../../../engine/native/resident';
import { openGraph } from '../../../engine/native/session';
import { nativeForTests } from './native';

const { backend } = nativeForTests();
const { sessions } = backend;
const float = { T: attribute.type(ElementType.float32) };
const vector = (...values: number[]): TensorValue => ({
  dtype: ElementType.float32,
  shape: [values.length],
  data: Float32Array.from(values),
});

/** y = a + b, and a product that takes as long as `size` is large. */
function sums(size = 4) {
  const graph = new GraphBuilder();
  const fed = (name: string) =>
    graph.add('Placeholder', [], { dtype: float.T, shape: attribute.shape([null]) }, { name });
  const [a, b] = [fed('a'), fed('b')];
  const sum = graph.add('AddV2', [a, b], float, { name: 'layer/sum' });
  const one = graph.constant({ dtype: ElementType.float32, shape: [], data: Float32Array.of(1) });
  const index = { ...float, index_type: attribute.type(ElementType.int32) };
  let product = graph.add('Fill', [graph.ints([size, size]), one], index);
  const flags = { transpose_a: attribute.bool(false), transpose_b: attribute.bool(false) };
  // A number that only the run knows, so that no product is worked out before.
  product = graph.add('Mul', [product, graph.add('Max', [a, graph.ints([0])], reduced)], float);
  for (let at = 0; at < 4; at++) product = graph.add('MatMul', [product, product], { ...float, ...flags });
  const slow = graph.add('Max', [product, graph.ints([0, 1])], reduced, { name: 'slow' });
  const text = graph.add('AsString', [sum], asString, { name: 'text' });
  return { graph, a, b, sum, slow, text };
}
const reduced = { ...float, Tidx: attribute.type(ElementType.int32), keep_dims: attribute.bool(false) };
const asString = {
  ...float,
  precision: attribute.int(-1),
  scientific: attribute.bool(false),
  shortest: attribute.bool(false),
  width: attribute.int(-1),
  fill: attribute.string(''),
};

describe('a session', () => {
  it('gives the same at once and later, and has copied what it was fed', async () => {
    const { graph, a, b, sum } = sums();
    const session = await openGraph(backend, graph.nodes);
    const left = vector(1, 2);
    const call = { feeds: [[a, left] as const, [b, vector(10, 20)] as const], fetches: [sum] };
    const later = session.run(call);
    left.data.fill(99);
    expect(await later).toEqual([vector(11, 22)]);
    expect(session.runNow(call)).toEqual([vector(109, 119)]);
    session.dispose();
  });

  it('copies large values, in and out, bit for bit', async () => {
    const { graph, a, b, sum } = sums();
    const session = await openGraph(backend, graph.nodes);
    const large = Float32Array.from({ length: 2 ** 19 + 3 }, (_, i) => i);
    const call = {
      feeds: [[a, vector(0.5)] as const, [b, { ...vector(), shape: [large.length], data: large }] as const],
    };
    const [later] = await session.run({ ...call, fetches: [sum] });
    const [now] = session.runNow({ ...call, fetches: [sum] });
    expect(later?.data).toEqual(large.map((x) => x + 0.5));
    expect(now?.data).toEqual(later?.data);
    session.dispose();
  });

  it('leaves this thread free while it runs, and is put away only when the run has ended', async () => {
    const before = sessions.count();
    const { graph, a, slow } = sums(900);
    const session = await openGraph(backend, graph.nodes);
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const running = session.run({ feeds: [[a, vector(0)]], fetches: [slow] });
    session.dispose();
    session.dispose();
    expect(sessions.count()).toBe(before + 1);
    await expect(session.run({ feeds: [], fetches: [slow] })).rejects.toThrow('The session is closed');
    expect(await running).toEqual([{ dtype: ElementType.float32, shape: [], data: Float32Array.of(0) }]);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
    expect(sessions.count()).toBe(before);
  });

  it('shares variables with a graph that is added later, and runs nodes for their own sake', async () => {
    const graph = new GraphBuilder();
    const spec = { name: 'w', dtype: ElementType.float32, shape: [2] };
    const { feed, load } = addResident(graph, 'variables', spec);
    const session = await openGraph(backend, graph.nodes);
    expect(session.runNow({ feeds: [[feed, vector(3, 4)]], targets: [nodeOf(load)] })).toEqual([]);
    const more = new GraphBuilder();
    const { value } = addResident(more, 'later', spec);
    const square = more.add('Square', [value], float, { name: 'square' });
    await session.extend(more.nodes);
    expect(session.runNow({ feeds: [], fetches: [square] })).toEqual([vector(9, 16)]);
    session.dispose();
  });

  it('tells what TensorFlow refuses, with its code', async () => {
    const { graph, a, b, sum } = sums();
    const session = await openGraph(backend, graph.nodes);
    const call = { feeds: [[a, vector(1, 2)] as const, [b, vector(1, 2, 3)] as const], fetches: [sum] };
    await expect(session.run(call)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringMatching(/\[2\] vs\. \[3\][\s\S]*layer\/sum/),
    });
    expect(() => session.runNow(call)).toThrow('layer/sum');
    const unknown = { name: 'x', op: 'NoSuchOp', inputs: [], attributes: {}, results: [] };
    await expect(session.extend([unknown])).rejects.toThrow('NoSuchOp');
    session.dispose();
    await expect(session.extend([])).rejects.toThrow('The session is closed');
  });

  it('takes nothing that it cannot read', async () => {
    const { graph, sum, text } = sums();
    const session = await sessions.open(encodeGraph(graph.nodes), encodeConfig({ intraOp: 1, interOp: 1 }));
    const run = (...args: unknown[]) => (sessions.runNow as (...args: unknown[]) => unknown)(session, ...args);
    const values = new Float32Array(2);
    const wrong: [unknown[], string][] = [
      [[], 'argument is missing'],
      [[1, [], []], 'A list'],
      [[[], ['nothing:0'], []], 'no node nothing'],
      [[[], [`${nodeOf(sum)}:7`], []], 'no result'],
      [[[], ['a:'], []], 'number is expected'],
      [[[], ['a:x'], []], 'number is expected'],
      [[[], [5], []], 'A name'],
      [[[], [text], []], 'no form in JavaScript'],
      [[[], [], ['nothing']], 'no node'],
      [[[['a', 1, [2]]], [], []], 'A feed is'],
      [[[['a', 7, [2], values]], [], []], 'element type 7'],
      [[[['a', 1, [3], values]], [], []], 'another number'],
      [[[['a', 1, [-2], values]], [], []], 'out of bounds'],
      [[[['a', 1, [2 ** 40, 2 ** 40], values]], [], []], 'out of bounds'],
      [[[['a', 1, ['2'], values]], [], []], 'A number'],
      [[[['a', 3, [2], values]], [], []], 'not of the element type'],
      [[[['a', 1, [2], [1, 2]]], [], []], 'typed array'],
      [[[['a', 3, [2], new Int32Array(2)]], [sum], []], 'to be float'],
    ];
    for (const [args, message] of wrong) expect(() => run(...args)).toThrow(message);
    for (const other of [{}, null, 5, new Map(), backend.binding]) {
      expect(() => sessions.close(other as unknown as SessionObject)).toThrow('no session');
    }
    await expect(sessions.open(new Uint8Array([1, 2, 3]), new Uint8Array(0))).rejects.toThrow();
    await expect(sessions.open(encodeGraph(graph.nodes), new Uint8Array([255, 255]))).rejects.toThrow();
    expect(() => sessions.open('graph' as unknown as Uint8Array, new Uint8Array(0))).toThrow('Uint8Array');
    sessions.close(session);
    expect(() => run([], [], [])).toThrow('The session is closed');
  });
});

describe('an environment that ends while a run is under way', () => {
  it.each([
    ['a worker', 'worker.terminate().then(() => console.log("ended"))'],
    ['a process', 'console.log("ended"), process.exit(0)'],
  ])(
    '%s ends in peace',
    async (_, end) => {
      const { graph, a, slow } = sums(1500);
      const folder = await mkdtemp(join(tmpdir(), 'netloom-session-'));
      await writeFile(join(folder, 'graph'), encodeGraph(graph.nodes));
      const require = createRequire(import.meta.url);
      const library = join(
        dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json')),
        'lib/napi-v8/netloom_session.node',
      );
      const run = `
      const sessions = require(${JSON.stringify(library)});
      const graph = require('fs').readFileSync(${JSON.stringify(join(folder, 'graph'))});
      const began = sessions.open(graph, new Uint8Array(0)).then((session) => {
        void sessions.run(session, [['${a}', 1, [1], new Float32Array(1)]], ['${slow}'], []);
      });`;
      const code = end.includes('worker')
        ? `const { Worker } = require('worker_threads');
         const worker = new Worker(${JSON.stringify(`${run} began.then(() => require('worker_threads').parentPort.postMessage(1))`)}, { eval: true });
         worker.once('message', () => ${end});`
        : `${run} began.then(() => setTimeout(() => { ${end} }, 20))`;
      const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'ignore'] });
      let output = '';
      child.stdout.on('data', (data) => {
        output += data;
      });
      const [exit, signal] = await new Promise<[number | null, string | null]>((resolve) =>
        child.once('exit', (...how) => resolve(how)),
      );
      expect([exit, signal, output.trim()]).toEqual([0, null, 'ended']);
    },
    60_000,
  );
});
