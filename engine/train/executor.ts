import type { Tensor } from '@tensorflow/tfjs-core';
import type { ValueId } from '../compile/program';
import type { Field } from '../data/contract/field';
import type { Part } from '../data/contract/source';
import type { DeviceReport } from '../protocol';
import type { Model } from './forward';
import type { BatchTensors } from './objective';
import type { StepOps } from './ops/portable';
import type { TrainState } from './state';
import type { StepSettings } from './step';

/** What a step takes beside its batch. */
export interface StepAt {
  /** The learning rate. */
  readonly rate: number;
  /** Counts from 1. */
  readonly step: number;
  readonly seed: number;
}

export interface Gradients {
  readonly values: readonly (Tensor | undefined)[];
  /** By index of the weight. */
  readonly norms: Float32Array;
  /** Of every value that the loss depends on, asked for or not. */
  readonly valueNorms: ReadonlyMap<ValueId, number>;
}

/** What a net is opened with. The executor owns the state's tensors from then on. */
export interface ExecutorRequest {
  readonly model: Model;
  readonly ops: StepOps;
  /** Fields of the data, as they are before preparation. */
  readonly fields: readonly Field[];
  readonly state: TrainState;
  /** How it learns; absent where it is only looked at, and then there is no `step`. */
  readonly update?: StepSettings;
  /** What it learns from; where it fits, the compiled executor keeps it with TensorFlow. */
  readonly part?: Part;
  /** Threads of the compiled net; absent: the process' own. Sums depend on them in their last bits. */
  readonly threads?: DeviceReport['threads'];
  /** Gives the opening up, which then rejects with the signal's reason; the state is disposed of. */
  readonly signal?: AbortSignal;
}

/**
 * A net that computes: it holds the weights and, where it learns, the optimizer's slots, and runs batches through
 * them. Two implementations give the same numbers to within rounding: plain (tfjs, op by op) and compiled (one
 * TensorFlow graph a pass). Calls are answered in the order in which they were made, one after another, so that what is
 * read between two steps stands between them. A batch stays the caller's until its call is answered. A call that cannot
 * be answered rejects, as does every call after `dispose`.
 */
export interface Executor {
  readonly model: Model;
  readonly ops: StepOps;
  readonly isCompiled: boolean;
  /** The batch of a step holds, for each field, the numbers of the stored rows (int32 [N]) in place of their values. */
  readonly takesRows: boolean;
  /**
   * One training step; gives [1 + measures] figures: the total loss, then the batch's mean of every measure. Where a
   * figure is not finite, neither weights nor slots have changed.
   */
  step(batch: BatchTensors, at: StepAt): Promise<Float32Array>;
  /** A batch's sums as in evaluation, [1 + measures]: the loss over all outputs, then every measure. */
  sums(batch: BatchTensors): Promise<Float32Array>;
  /** Values of the program as in predicting, in the order of `ids`. The caller disposes them. */
  values(batch: BatchTensors, ids: readonly ValueId[]): Promise<Tensor[]>;
  /**
   * How the loss of a batch leans on what is inside the net as in predicting (see nodeGradients): d loss / d value in the
   * order of `ids`, undefined where the loss does not depend on it, and the norms of all gradients. The
   * first call makes it ready, which takes as long as opening did. The caller disposes the values.
   */
  gradients(batch: BatchTensors, ids: readonly ValueId[]): Promise<Gradients>;
  /** The weights as they are now, all or those at `indices`. The caller disposes them. */
  weights(indices?: readonly number[]): Promise<Tensor[]>;
  /** Weights and slots as they are now. The caller disposes them. */
  state(): Promise<TrainState>;
  /** Frees everything, once the calls made before are answered. */
  dispose(): void;
}
