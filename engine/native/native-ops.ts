import { portableOps, type StepOps } from '../train/ops/portable';
import type { NativeBackend } from './binding';
import { activationOps } from './ops/activation';
import { constantOps } from './ops/constant';
import { convolutionOps } from './ops/convolution';
import { localResponseOps } from './ops/local-response';
import { lossOps } from './ops/loss';
import { normalisationOps } from './ops/normalisation';
import { poolingOps } from './ops/pooling';
import { productOps } from './ops/product';
import { randomOps } from './ops/random';
import { resizeOps } from './ops/resize';

/**
 * The ops of a step on native TensorFlow: the portable ones, except where TensorFlow has a better kernel than tfjs's
 * composition. Numbers and gradients are the same to within rounding, random numbers to the bit.
 */
export const nativeOps = (backend: NativeBackend): StepOps =>
  portableOps({
    ...constantOps(),
    ...randomOps(backend),
    ...productOps(backend),
    ...activationOps(backend),
    ...convolutionOps(backend),
    ...poolingOps(),
    ...resizeOps(backend),
    ...normalisationOps(backend),
    ...localResponseOps(backend),
    ...lossOps(backend),
  });
