import * as tf from '@tensorflow/tfjs-core';
import type { Ops } from '../../layers/contract/ops';
import type { ActivationName } from '../../layers/contract/params';
import { ACTIVATE } from '../../train/ops/activations';
import { withGradient } from '../../train/ops/with-gradient';
import type { NativeBackend } from '../binding';
import { type OpAttributes, runOp } from '../run-op';
import { float } from './attributes';

/** An activation that TensorFlow has, with its gradient, as one op each. */
interface Kernel {
  readonly op: string;
  readonly attributes?: OpAttributes;
  /** What its gradient is worked out from; the result takes no further memory, as the next layer keeps it anyway. */
  readonly keeps: 'x' | 'y';
  /** In place of the op, which TensorFlow.js cannot run in a model that was exported. */
  readonly forward?: (x: tf.Tensor) => tf.Tensor;
  /** The kept value comes before dy. */
  readonly keptFirst?: boolean;
}

/** Their gradients are called after them: `ReluGrad`. At a kink it is 0 for all but ELU and leaky ReLU. */
const KERNELS: Partial<Readonly<Record<ActivationName, Kernel>>> = {
  relu: { op: 'Relu', keeps: 'y' },
  relu6: { op: 'Relu6', keeps: 'y' },
  leakyRelu: { op: 'LeakyRelu', keeps: 'y', attributes: { alpha: { f: 0.2 } } },
  elu: { op: 'Elu', keeps: 'y' },
  selu: { op: 'Selu', keeps: 'y' },
  softplus: { op: 'Softplus', keeps: 'x' },
  softsign: { op: 'Softsign', keeps: 'x', forward: ACTIVATE.softsign },
  sigmoid: { op: 'Sigmoid', keeps: 'y', keptFirst: true },
  tanh: { op: 'Tanh', keeps: 'y', keptFirst: true },
};

/** Activations that TensorFlow has as ops, with their gradients. */
export function activationOps(backend: NativeBackend): Partial<Ops> {
  const run = (x: tf.Tensor, { op, attributes, keeps, keptFirst, forward }: Kernel): tf.Tensor =>
    withGradient(
      [x],
      (save) => {
        const y = forward?.(x) ?? runOp(backend, op, [x], { T: float, ...attributes });
        save([keeps === 'x' ? x : y]);
        return y;
      },
      (dy, [kept]) => {
        const inputs = keptFirst ? [kept as tf.Tensor, dy] : [dy, kept as tf.Tensor];
        return [runOp(backend, `${op}Grad`, inputs, { T: float, ...attributes })];
      },
    );
  const named = (name: ActivationName) => (x: tf.Tensor) => run(x, KERNELS[name] as Kernel);
  const [sigmoid, tanh, softplus, relu6] = [named('sigmoid'), named('tanh'), named('softplus'), named('relu6')];
  /** Activations that are made of those. */
  const made: Partial<Record<ActivationName, (x: tf.Tensor) => tf.Tensor>> = {
    swish: (x) => tf.mul(x, sigmoid(x)),
    mish: (x) => tf.mul(x, tanh(softplus(x))),
    hardSigmoid: (x) => tf.div(relu6(tf.add(x, 3)), 6),
    hardSwish: (x) => tf.mul(x, tf.div(relu6(tf.add(x, 3)), 6)),
  };
  return {
    activation(x, name) {
      const kernel = KERNELS[name];
      return kernel ? run(x, kernel) : (made[name] ?? ACTIVATE[name])(x);
    },
  };
}
