import { availableParallelism, cpus } from 'node:os';
import type { Load } from '../train/load';

/**
 * TensorFlow's threads. Each session has its own; what runs op by op has the process', which are read once, when the
 * library is loaded. Sums come out in another order with another number of threads within an op: a run records both
 * numbers, and resuming it asks for the same.
 */
export interface Threads {
  /** Threads that share one op's work. */
  intraOp: number;
  /** Ops that run side by side. */
  interOp: number;
  /** Parts of a batch that go through the net side by side; absent where it goes as a whole. */
  parts?: number;
}

/**
 * Multiply-adds of a step from which a part for each core pays, and from which threads that share each op do (measured
 * on two cores: a perceptron at a batch of 64, 5 M, goes 20 % slower in parts, at 128 up to 12 % faster).
 */
const WORTH_PARTS = 8e6;
const WORTH_THREADS = 40e6;
/** Samples that a part has at least: products of fewer rows leave a core half idle. */
const PART = 16;
/** More parameters than this make the sum of the parts' gradients, and the memory for them, worth naming. */
const LIGHT = 4e6;

/**
 * The threads for a net: decided by the graph and the batch alone and never by timing, so that a run can be repeated.
 * Parts of a batch side by side never wait for each other within an op; where a batch cannot be cut, or its gradients
 * are large, the threads share every op. `cores` is what the machine offers.
 */
export function threadsFor({ macs, parameters, batch, inParts }: Load, cores: number): Threads {
  const count = Math.max(1, Math.floor(cores));
  const work = macs * batch;
  if (count > 1 && inParts && parameters <= LIGHT && work >= WORTH_PARTS && batch >= PART * count) {
    return { intraOp: 1, interOp: count, parts: count };
  }
  return work < WORTH_THREADS ? { intraOp: 1, interOp: 1 } : { intraOp: count, interOp: count };
}

/** Processors that this process may use. */
export const cores = (): number => availableParallelism?.() ?? cpus().length;
