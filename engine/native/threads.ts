import { availableParallelism, cpus } from 'node:os';

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
}

/** Below this many multiply-adds a step, handing work to a second thread costs more than it saves (measured). */
const multiplyAddsForSecondThread = 40e6;

/**
 * The threads for a net: decided by the graph and the batch alone and never by timing, so that a run can be repeated.
 * `macs` are the forward multiply-adds of one sample, `cores` what the machine offers.
 */
export function threadsFor(macs: number, batch: number, cores: number): Threads {
  const count = macs * batch < multiplyAddsForSecondThread ? 1 : Math.max(1, Math.floor(cores));
  return { intraOp: count, interOp: count };
}

/** Processors that this process may use. */
export const cores = (): number => availableParallelism?.() ?? cpus().length;
