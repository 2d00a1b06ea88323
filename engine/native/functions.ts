import type { Tensor } from '@tensorflow/tfjs-core';
import { isOutOfMemory } from '../train/memory/out-of-memory';
import { Slices } from '../train/pieces';
import { elementTypeOf, type NativeBackend } from './binding';
import { GraphBuilder, nodeOf, type Ref, type TensorValue } from './graph-def';
import { Pace } from './pace';
import type { Leaf } from './record';
import { addResident, inChunks, type Resident, type ResidentSpec } from './resident';
import { openGraph } from './session';
import { addingFunction, type Signature } from './signature';
import type { Threads } from './threads';
import type { TracedFunction } from './trace';
import { TraceError } from './trace-error';
import { tensorValue } from './values';

/** Functions that TensorFlow runs, each in one native call, over variables that stay with it between the calls. */
export interface ResidentFunctions {
  /**
   * Inputs in the order of the traced function, of any batch size; they stay as they are until it is answered. `outputs`
   * chooses among its results by index, in any order; an input that none of them needs may then be undefined.
   */
  run(
    name: string,
    inputs: readonly (Tensor | TensorValue | undefined)[],
    outputs?: readonly number[],
  ): Promise<TensorValue[]>;
  /** Adds a function to those that are there; it has the same variables. */
  add(name: string, traced: TracedFunction): Promise<void>;
  /** Sets every variable, in order. */
  load(values: readonly (Tensor | TensorValue)[]): Promise<void>;
  /** The present value of every variable, in order, or of those at `indices`. */
  read(indices?: readonly number[]): Promise<TensorValue[]>;
  /** Frees everything, once the calls under way have ended. */
  dispose(): void;
}

export interface ResidentOptions {
  /** By function, inputs that are rows of tables which stay with TensorFlow: it is fed row numbers, int32 [N]. */
  readonly gathered?: Readonly<Record<string, Gathered>>;
  readonly threads?: Threads;
  /** May give the opening up. */
  readonly slices?: Slices;
  /** Called when TensorFlow has taken over variable `index`: its tensor may be disposed before the next is copied. */
  readonly taken?: (index: number) => void;
}

/** Index of the input → its table, [rows, …]; several may share one. */
export type Gathered = ReadonlyMap<number, TensorValue>;

/**
 * Puts traced functions into one session, where they share `variables`, loaded with what the tensors hold now. A call
 * reads every variable before it assigns any, and has assigned all when it is answered; the caller sees to it that
 * calls do not overlap.
 */
export async function residentFunctions(
  backend: NativeBackend,
  functions: Readonly<Record<string, TracedFunction>>,
  variables: readonly Leaf[],
  { gathered = {}, threads, slices = new Slices(), taken = () => {} }: ResidentOptions = {},
): Promise<ResidentFunctions> {
  const specs = variables.map(({ name, tensor }): ResidentSpec => {
    return { name, dtype: elementTypeOf(backend, tensor), shape: [...tensor.shape] };
  });
  const graph = new GraphBuilder();
  const residents: Resident[] = [];
  for (const spec of specs) {
    residents.push(addResident(graph, 'variables', spec));
    await slices.pause();
  }
  const tables = new Map(
    [...new Set(Object.values(gathered).flatMap((inputs) => [...inputs.values()]))].map((table, at) => [
      table,
      addResident(graph, 'tables', { name: `data/${at}`, dtype: table.dtype, shape: table.shape }),
    ]),
  );
  const signatures = new Map<string, Signature>();
  for (const [name, traced] of Object.entries(functions)) {
    const sources = [...(gathered[name] ?? [])];
    const own = new Map(sources.map(([input, table]) => [input, tables.get(table) as Resident]));
    signatures.set(name, await slices.do(addingFunction(graph, name, traced, residents, own)));
  }
  const session = await refusable(openGraph(backend, graph.nodes, threads, slices));
  const pace = new Pace();
  const value = (x: Tensor | TensorValue): TensorValue => ('dataId' in x ? tensorValue(backend, x) : x);
  /** Calls that set variables, each with as much as goes over at once. */
  function* loading(pairs: readonly (readonly [Resident, Tensor | TensorValue])[]) {
    for (const chunk of inChunks(pairs, ([{ bytes }]) => bytes)) {
      yield {
        feeds: chunk.map(([{ feed }, x]) => [feed, value(x)] as const),
        targets: chunk.map(([{ load }]) => nodeOf(load)),
      };
    }
  }
  const filling = [...tables].map(([table, resident]) => [resident, table] as const);
  try {
    for (const chunk of inChunks([...residents.keys()], (at) => (residents[at] as Resident).bytes)) {
      const pairs = chunk.map((at) => [residents[at] as Resident, (variables[at] as Leaf).tensor] as const);
      await slices.pause();
      for (const call of loading(pairs)) await session.run(call);
      for (const at of chunk) taken(at);
    }
    for (const call of loading(filling)) await session.run(call);
    await slices.pause();
  } catch (error) {
    session.dispose();
    throw error;
  }
  return {
    async load(values) {
      if (values.length !== residents.length) throw new RangeError(`${residents.length} variables take as many values`);
      const pairs = values.map((x, at) => [residents[at] as Resident, x] as const);
      for (const call of loading(pairs)) await session.run(call);
    },
    async run(name, inputs, outputs) {
      const signature = signatures.get(name);
      if (!signature) throw new RangeError(`There is no function ${name}`);
      if (inputs.length !== signature.feeds.length)
        throw new RangeError(`${name} takes ${signature.feeds.length} inputs`);
      const feeds = inputs.flatMap((input, i) => (input ? [[signature.feeds[i] as Ref, value(input)] as const] : []));
      const { targets } = signature;
      const fetches = outputs?.map((output) => signature.fetches[output] as Ref) ?? signature.fetches;
      if (outputs?.length === 0) return [];
      const call = { feeds, fetches, targets };
      const size = feeds.reduce((sum, [, { data }]) => sum + data.length, 0);
      const key = `${name} ${outputs}`;
      return pace.run(
        key,
        size,
        () => session.runNow(call),
        () => session.run(call),
      );
    },
    async add(name, traced) {
      const more = new GraphBuilder();
      const own = specs.map((spec) => addResident(more, `${name}/variables`, spec));
      const signature = await new Slices().do(addingFunction(more, name, traced, own, new Map()));
      await refusable(session.extend(more.nodes));
      signatures.set(name, signature);
    },
    async read(indices = [...residents.keys()]) {
      const values: TensorValue[] = [];
      const wanted = indices.map((index) => residents[index] as Resident);
      for (const chunk of inChunks(wanted, ({ bytes }) => bytes)) {
        values.push(...(await session.run({ feeds: [], fetches: chunk.map(({ value: ref }) => ref) })));
      }
      return values;
    },
    dispose: session.dispose,
  };
}

/**
 * TensorFlow checks a graph when it takes it; what it refuses is told in its own words. A want of memory is nothing
 * against the graph, and op by op it would take more.
 */
async function refusable<T>(handed: Promise<T>): Promise<T> {
  try {
    return await handed;
  } catch (error) {
    const { code, message } = error as { code?: unknown; message: string };
    if (typeof code !== 'string' || isOutOfMemory(error)) throw error;
    throw new TraceError('graph', `TensorFlow refuses it: ${message.split('\n')[0]}`);
  }
}
