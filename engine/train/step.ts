import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { TrainingSettings } from '../graph/document';
import type { Params, Values } from '../layers/contract/params';
import type { Optimizer } from '../optimizers/contract/optimizer';
import type { Progress, ScheduleMemory } from '../schedules/contract/schedule';
import { type Keep, keeping, scoped } from './apart';
import { type AtCall, forwards, type Model } from './forward';
import { gradients } from './gradients';
import { type Measure, measuresOf } from './metric-names';
import { type BatchTensors, lossOf, measureOf, targetOf } from './objective';
import type { StepOps } from './ops/portable';
import type { Pieces } from './pieces';

/** Everything that a step reads. Tensors stay the caller's. */
export interface StepInput {
  /** In the order of `program.weights`. */
  readonly weights: readonly Tensor[];
  /** The optimizer's tensors for each weight, in its order; empty for weights that are not trained. */
  readonly slots: readonly (readonly Tensor[])[];
  readonly batch: BatchTensors;
  /** The learning rate. */
  readonly rate: Scalar;
  /** Counts from 1. */
  readonly step: Scalar;
  /** int32 [run seed, step]. */
  readonly seed: Tensor;
  /** Where the batch is a part of one: what it counts for. Figures and gradients are multiplied by it. */
  readonly share?: Tensor;
}

/** Everything that a step gives; the caller's to dispose of. */
export interface StepOutput {
  /** New values by index of the weight, only of those that changed. */
  readonly weights: ReadonlyMap<number, Tensor>;
  readonly slots: readonly (readonly Tensor[])[];
  /** float32 [1 + measures]: the total loss, then the batch's mean of every measure. */
  readonly figures: Tensor;
}

/** What a step works out before anything is updated; the caller's to dispose of. */
export interface StepGradients {
  /** By index of the weight, within the limits of clipping, for every trained one. */
  readonly gradients: ReadonlyMap<number, Tensor>;
  /** New running statistics by index of the weight. */
  readonly updates: ReadonlyMap<number, Tensor>;
  /** As in StepOutput. */
  readonly figures: Tensor;
}

/** The part of a step that no optimizer takes part in. */
export type GradientStep = (input: Pick<StepInput, 'weights' | 'batch' | 'seed' | 'share'>) => Pieces<StepGradients>;

/**
 * One training step as a plain function of tensors, in pieces, so that it can run as it is or be recorded and compiled.
 */
export type TrainStep = (input: StepInput) => Pieces<StepOutput>;

export interface StepSettings {
  readonly optimizer: Optimizer;
  readonly params: Values<Params>;
  readonly clip?: TrainingSettings['clip'];
  /** L2 penalty on trained kernels: ½ · decay · Σ w², whose gradient is decay · w. */
  readonly decay?: number;
  /** L1 penalty on trained kernels: sparsity · Σ |w|, whose gradient is sparsity · sign(w). */
  readonly sparsity?: number;
  /** What the learning rate is multiplied with; absent: 1. */
  readonly schedule?: (at: Progress) => number;
  /** What the schedule remembers after an epoch with this monitored figure, of which less is better. */
  readonly follow?: (figure: number, memory: ScheduleMemory | undefined) => ScheduleMemory;
}

/**
 * A step up to the update: forward, weighted losses and penalty, gradients, clipping. What a batch reports is worked
 * out from the values that the gradients were taken at. `at` follows the forward pass.
 */
export function gradientStep(
  model: Model,
  ops: StepOps,
  settings: Pick<StepSettings, 'clip' | 'decay' | 'sparsity'>,
  at?: AtCall,
): GradientStep {
  const { program } = model;
  const measures = measuresOf(program, true);
  const trained = program.weights.flatMap(({ trainable }, index) => (trainable ? [index] : []));

  /** Total loss; `tell` is given the figures. */
  function* objective(input: Parameters<GradientStep>[0], tell: (figures: Tensor) => void): Pieces<Scalar> {
    const values = yield* forwards(ops, model, input.weights, input.batch, { training: true, seed: input.seed, at });
    const targets = new Map(program.outputs.map((output) => [output, targetOf(ops, model, output, input.batch)]));
    let total: Tensor = ops.scalar(0);
    for (const [output, target] of targets) {
      const mean = ops.mean(lossOf(ops, output, values, target));
      total = ops.add(total, output.weight === 1 ? mean : ops.mul(mean, ops.scalar(output.weight)));
    }
    if (settings.decay) total = ops.add(total, penalty(input.weights, ops.square, settings.decay / 2));
    if (settings.sparsity) total = ops.add(total, penalty(input.weights, ops.abs, settings.sparsity));
    const figure = (measure: Measure) =>
      ops.reshape(ops.mean(measureOf(ops, measure, values, targets.get(measure.output) as Tensor)), [1]);
    const { share } = input;
    const shared = (x: Tensor) => (share ? ops.mul(x, share) : x);
    tell(shared(ops.concat([ops.reshape(total, [1]), ...measures.map(figure)], 0)));
    return shared(total) as Scalar;
  }

  function penalty(weights: readonly Tensor[], size: (kernel: Tensor) => Tensor, share: number): Tensor {
    const kernels = trained.filter((index) => program.weights[index]?.role === 'kernel');
    const sizes = kernels.map((index) => ops.sum(size(weights[index] as Tensor)));
    const sum = sizes.reduce((a, b) => ops.add(a, b), ops.scalar(0) as Tensor);
    return ops.mul(sum, ops.scalar(share));
  }

  function* worked(input: Parameters<GradientStep>[0], keep: Keep): Pieces<Omit<StepGradients, 'updates'>> {
    let figures: Tensor | undefined;
    const loss = () =>
      objective(input, (told) => {
        figures = keep(told);
      });
    const xs = trained.map((index) => input.weights[index] as Tensor);
    const grads = yield* gradients(loss, xs);
    // A weight that no loss depends on has no gradient, which is 0: momentum and decay still act.
    const raw = xs.map((x, place) => grads[place] ?? ops.zerosLike(x));
    const limited = clipped(ops, raw, settings.clip);
    const byIndex = new Map(trained.map((index, place) => [index, keep(limited[place] as Tensor)]));
    return { gradients: byIndex, figures: figures as unknown as Tensor };
  }

  return function* gradientsOf(input) {
    const made = yield* keeping((keep) => scoped(worked(input, keep)));
    const indices = new Map(input.weights.map((weight, index) => [weight, index]));
    const updates = new Map<number, Tensor>();
    for (const { weight, value } of ops.takeUpdates()) {
      const index = indices.get(weight);
      if (index === undefined) throw new RangeError('A layer updated a tensor that is no weight of the net');
      // Shared statistics are updated by every twin in turn: the last one stands.
      updates.get(index)?.dispose();
      updates.set(index, value);
    }
    return { ...made, updates };
  };
}

/** The whole step of a net: gradients, then the optimizer's update of every trained weight. */
export function trainStep(model: Model, ops: StepOps, settings: StepSettings, at?: AtCall): TrainStep {
  const gradientsOf = gradientStep(model, ops, settings, at);

  function* updated({ weights, rate, step, ...input }: StepInput, { gradients: found }: StepGradients, keep: Keep) {
    const changed = new Map<number, Tensor>();
    const slots = input.slots.map((list) => [...list]);
    for (const [index, gradient] of found) {
      yield;
      const at = { weight: weights[index] as Tensor, gradient, slots: slots[index] ?? [], rate, step };
      const next = settings.optimizer.update(ops, at, settings.params);
      changed.set(index, keep(next.weight));
      slots[index] = next.slots.map(keep);
    }
    return { changed, slots };
  }

  return function* train(input) {
    const found = yield* gradientsOf(input);
    let isDone = false;
    try {
      const { changed, slots } = yield* keeping((keep) => scoped(updated(input, found, keep)));
      isDone = true;
      return { weights: new Map([...found.updates, ...changed]), slots, figures: found.figures };
    } finally {
      for (const gradient of found.gradients.values()) gradient.dispose();
      if (!isDone) for (const x of [...found.updates.values(), found.figures]) x.dispose();
    }
  };
}

/** Gradients within the limits: each value between −value and value, then all scaled to the global norm. */
function clipped(ops: StepOps, gradients: readonly Tensor[], clip: TrainingSettings['clip']): readonly Tensor[] {
  let result = gradients;
  if (clip?.value !== undefined) {
    const { value } = clip;
    result = result.map((gradient) => ops.clip(gradient, -value, value));
  }
  if (clip?.norm !== undefined && result.length > 0) {
    const squares = result.map((gradient) => ops.sum(ops.square(gradient)));
    const norm = ops.sqrt(squares.reduce((a, b) => ops.add(a, b)));
    const limit = ops.scalar(clip.norm);
    const scale = ops.div(limit, ops.maximum(norm, limit));
    result = result.map((gradient) => ops.mul(gradient, scale));
  }
  return result;
}
