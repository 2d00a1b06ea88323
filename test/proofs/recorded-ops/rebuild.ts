import * as tf from '@tensorflow/tfjs-core';
import { ElementType, elementTypeOf, type NativeBackend, type OpAttribute } from '../../../engine/native/binding';
import { type ResidentFunctions, residentFunctions } from '../../../engine/native/functions';
import type { ResultSpec } from '../../../engine/native/graph-def';
import { recording } from '../../../engine/native/record';
import type { TracedFunction } from '../../../engine/native/trace';
import { TraceError } from '../../../engine/native/trace-error';
import { atOnce, whole } from '../../../engine/train/pieces';

/** What became of the runs of one op. */
export interface Rebuilt {
  readonly executed: number;
  /** Bit for bit what the op gave. */
  readonly equal: number;
  /** Within 1e-5 of it. */
  readonly close: number;
  /** Why others were not rebuilt, or what was wrong → how often, and the first test where. */
  readonly others: Readonly<Record<string, { readonly count: number; readonly test: string }>>;
}

interface Value {
  readonly shape: number[];
  readonly type: number;
  readonly data: ArrayLike<number>;
}
interface Execution {
  readonly op: string;
  readonly attributes: OpAttribute[];
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Most values of a list of axes or sizes. */
const MOST_STATED = 64;
/** Sessions that are kept for the next op of the same form. */
const SESSIONS = 400;
/** tfjs can make tensors of these; the first is what it calls them. */
const PLAIN: ReadonlyMap<number, tf.DataType> = new Map([
  [ElementType.float32, 'float32'],
  [ElementType.int32, 'int32'],
  [ElementType.bool, 'bool'],
]);
/** Whole numbers that tfjs cannot make: they are fed as int32 and cast in the graph. */
const CAST: ReadonlySet<number> = new Set([ElementType.uint8, ElementType.int64]);

/**
 * Watches the ops that a backend executes, and builds each again as a graph by the code that records nets. The graph
 * is fed what the op read, and gives what it gave.
 */
export class Rebuilder {
  private readonly pending: Execution[] = [];
  private readonly found = new Map<string, Mutable<Rebuilt>>();
  private readonly sessions = new Map<string, ResidentFunctions>();
  private ignored = new Map<string, Map<string, number>>();
  private resting = false;

  constructor(private readonly backend: NativeBackend) {}

  /** From now on every op is kept until `rebuildAll`. */
  watch(): void {
    // The prototype's methods: recordings put own ones in front of them.
    const doors = Object.getPrototypeOf(this.backend) as NativeBackend;
    const { executeSingleOutput, executeMultipleOutputs } = doors;
    const keep = this.keep.bind(this);
    doors.executeSingleOutput = function (op, attributes, inputs) {
      const result = executeSingleOutput.call(this, op, attributes, inputs);
      keep(op, attributes, inputs as tf.Tensor[], [result]);
      return result;
    };
    doors.executeMultipleOutputs = function (op, attributes, inputs, count) {
      const results = executeMultipleOutputs.call(this, op, attributes, inputs, count);
      keep(op, attributes, inputs as tf.Tensor[], results);
      return results;
    };
  }

  private keep(
    op: string,
    attributes: OpAttribute[],
    inputs: readonly tf.Tensor[],
    outputs: readonly tf.Tensor[],
  ): void {
    if (this.resting) return;
    const value = (x: tf.Tensor): Value | string => {
      const type = elementTypeOf(this.backend, x);
      if (!PLAIN.has(type) && !CAST.has(type)) return `it has an element type that no net has (${type})`;
      return { shape: [...x.shape], type, data: Array.from(this.backend.readSync(x.dataId), Number) };
    };
    const [read, given] = [inputs.map(value), outputs.map(value)];
    const odd = [...read, ...given].find((one) => typeof one === 'string');
    if (odd !== undefined) this.count(op, odd as string);
    else this.pending.push({ op, attributes, inputs: read as Value[], outputs: given as Value[] });
  }

  private count(op: string, why: string): void {
    const all = this.ignored.get(op) ?? new Map<string, number>();
    all.set(why, (all.get(why) ?? 0) + 1);
    this.ignored.set(op, all);
  }

  /** Rebuilds what has been executed since the last call. */
  async rebuildAll(test: string): Promise<void> {
    this.resting = true;
    try {
      for (const [op, reasons] of this.ignored) {
        for (const [why, times] of reasons) for (let i = 0; i < times; i++) this.note(op, test, why);
      }
      this.ignored = new Map();
      for (const execution of this.pending.splice(0)) this.note(execution.op, test, await this.rebuild(execution));
    } finally {
      this.resting = false;
    }
  }

  private note(op: string, test: string, outcome: string): void {
    const entry = this.found.get(op) ?? { executed: 0, equal: 0, close: 0, others: {} };
    entry.executed++;
    if (outcome === 'equal') entry.equal++;
    else if (outcome === 'close') entry.close++;
    else {
      const { count, test: first } = entry.others[outcome] ?? { count: 0, test };
      entry.others = { ...entry.others, [outcome]: { count: count + 1, test: first } };
    }
    this.found.set(op, entry);
  }

  /** Axes, sizes and single numbers are fed too where that will do; `stated`: they are constants, as in the graphs of nets. */
  private async rebuild(execution: Execution, stated = false): Promise<string> {
    const { op, attributes, inputs, outputs } = execution;
    const { backend } = this;
    const feeds = inputs.map(({ data, shape, type }) => tf.tensor(Array.from(data), shape, PLAIN.get(type) ?? 'int32'));
    tf.engine().startScope();
    try {
      const isStated = ({ dtype, rank, size }: tf.Tensor) => size <= MOST_STATED && (dtype === 'int32' || rank === 0);
      const fed = feeds.filter((tensor) => !stated || !isStated(tensor));
      const leaves = fed.map((tensor, i) => ({ name: `input${i}`, tensor }));
      const run = () => {
        const read = feeds.map((tensor, i) => this.asType(tensor, inputs[i]?.type as number));
        return outputs.length === 1
          ? [backend.executeSingleOutput(op, attributes, read)]
          : backend.executeMultipleOutputs(op, attributes, read, outputs.length);
      };
      const recorded = atOnce(recording(backend, whole(run), leaves, []));
      // Sizes are left open, so that one session serves every size, as a net's serves every batch.
      const nodes = recorded.nodes.map((node) =>
        node.op === 'Input' ? { ...node, results: node.results.map(openSizes) } : { ...node, results: [] },
      );
      const traced = {
        nodes,
        inputs: [],
        outputs: recorded.outputs.map((ref, i) => ({ ref, shape: [], dtype: outputs[i]?.type as number })),
        assignments: [],
      };
      const results = await (await this.session(traced)).run('op', fed);
      if (outputs.some(({ shape }, i) => shape.join() !== results[i]?.shape.join())) return 'it gives another shape';
      const got = results.map(({ data }) => Array.from(data, Number));
      return compare(
        got,
        outputs.map(({ data }) => data),
      );
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      if (!stated && error instanceof TraceError && text.includes('depends on values')) {
        return await this.rebuild(execution, true);
      }
      return error instanceof TraceError ? text : `an error: ${text.split('\n')[0]}`;
    } finally {
      tf.engine().endScope();
      tf.dispose(feeds);
    }
  }

  private asType(tensor: tf.Tensor, type: number): tf.Tensor {
    if (PLAIN.has(type)) return tensor;
    const { binding } = this.backend;
    return this.backend.executeSingleOutput(
      'Cast',
      [
        { name: 'SrcT', type: binding.TF_ATTR_TYPE, value: ElementType.int32 },
        { name: 'DstT', type: binding.TF_ATTR_TYPE, value: type },
        { name: 'Truncate', type: binding.TF_ATTR_BOOL, value: false },
      ],
      [tensor],
    );
  }

  private async session(traced: TracedFunction): Promise<ResidentFunctions> {
    const key = JSON.stringify([traced.nodes, traced.outputs]);
    const known = this.sessions.get(key);
    if (known) return known;
    if (this.sessions.size >= SESSIONS) this.dispose();
    const opened = await residentFunctions(this.backend, { op: traced }, []);
    this.sessions.set(key, opened);
    return opened;
  }

  results(): Readonly<Record<string, Rebuilt>> {
    return Object.fromEntries([...this.found].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  dispose(): void {
    for (const session of this.sessions.values()) session.dispose();
    this.sessions.clear();
  }
}

/** Any size, but for int32: axes, sizes and paddings are constants of a net, which TensorFlow wants to know. */
const openSizes = ({ shape, dtype }: ResultSpec): ResultSpec => ({
  shape: dtype === ElementType.int32 ? shape : shape.map(() => null),
  dtype,
});

function compare(got: readonly (readonly number[])[], expected: readonly ArrayLike<number>[]): string {
  let outcome = 'equal';
  for (const [i, values] of got.entries()) {
    const aims = expected[i] ?? [];
    if (values.length !== aims.length) return 'it gives another number of values';
    for (const [k, value] of values.entries()) {
      const aim = aims[k] as number;
      if (Object.is(value, aim)) continue;
      if (!(Math.abs(value - aim) <= 1e-5 * Math.max(1, Math.abs(aim)))) return 'it gives other values';
      outcome = 'close';
    }
  }
  return outcome;
}
