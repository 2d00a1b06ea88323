import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { ApplySteps } from '../data/parts/prepared';
import type { Ops } from '../layers/contract/ops';
import { prepareField } from './forward';

/** Preparations on raw values, with the same ops as the net: what a later step is fitted on. */
export const applySteps =
  (ops: Ops): ApplySteps =>
  (steps, field, values, count) =>
    tidy(() =>
      Float32Array.from(prepareField(ops, tensor(values, [count, ...field.shape], 'float32'), steps).dataSync()),
    );
