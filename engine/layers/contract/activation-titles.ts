import type { ActivationName } from './params';

/** Names as the inspector writes them. */
export const ACTIVATION_TITLES: Readonly<Record<ActivationName, string>> = {
  linear: 'None',
  relu: 'ReLU',
  relu6: 'ReLU6',
  leakyRelu: 'Leaky ReLU',
  elu: 'ELU',
  selu: 'SELU',
  gelu: 'GELU',
  swish: 'Swish',
  mish: 'Mish',
  sigmoid: 'Sigmoid',
  hardSigmoid: 'Hard sigmoid',
  hardSwish: 'Hard swish',
  tanh: 'Tanh',
  softplus: 'Softplus',
  softsign: 'Softsign',
  softmax: 'Softmax',
  logSoftmax: 'Log softmax',
  exponential: 'Exponential',
};

/** `, ReLU` or `, softmax` at the end of a summary; nothing for none. */
export function activationSummary(name: ActivationName): string {
  if (name === 'linear') return '';
  const title = ACTIVATION_TITLES[name];
  return `, ${/^\w+[A-Z]/.test(title) ? title : title[0]?.toLowerCase() + title.slice(1)}`;
}
