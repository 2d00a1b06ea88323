/**
 * Weights [0.5, −1, 2] after five steps with the gradients [0.1·t, −0.2/t, 0.3·(−1)ᵗ], t from 1, by keras.optimizers
 * of Keras 3.15.
 */
export const KERAS: readonly { kind: string; params: object; after5: readonly number[] }[] = [
  { kind: 'sgd', params: { learningRate: 0.1 }, after5: [0.35, -0.954333, 2.03] },
  { kind: 'sgd', params: { learningRate: 0.1, momentum: 0.9 }, after5: [0.182969, -0.852141, 2.073983] },
  {
    kind: 'sgd',
    params: { learningRate: 0.1, momentum: 0.9, nesterov: true },
    after5: [0.064672, -0.821261, 2.096585],
  },
  { kind: 'rmsprop', params: { learningRate: 0.01 }, after5: [0.367724, -0.929981, 2.026465] },
  { kind: 'rmsprop', params: { learningRate: 0.01, rho: 0.8, momentum: 0.5 }, after5: [0.342986, -0.908253, 2.029799] },
  { kind: 'rmsprop', params: { learningRate: 0.01, centred: true }, after5: [0.349764, -0.923137, 2.028597] },
  { kind: 'adam', params: { learningRate: 0.01 }, after5: [0.451493, -0.955986, 2.014349] },
  {
    kind: 'adam',
    params: { learningRate: 0.05, beta1: 0.8, beta2: 0.95, epsilon: 1e-3 },
    after5: [0.256567, -0.789971, 2.066213],
  },
  { kind: 'adamW', params: { learningRate: 0.01, decay: 0.02 }, after5: [0.451012, -0.955006, 2.012341] },
  { kind: 'adadelta', params: {}, after5: [0.489218, -0.996116, 2.001434] },
  {
    kind: 'adadelta',
    params: { learningRate: 0.5, rho: 0.8, epsilon: 1e-3 },
    after5: [0.261474, -0.90347, 2.036569],
  },
  { kind: 'adamax', params: { learningRate: 0.01 }, after5: [0.46247, -0.967615, 2.014349] },
  {
    kind: 'adamax',
    params: { learningRate: 0.05, beta1: 0.8, beta2: 0.95, epsilon: 1e-3 },
    after5: [0.307224, -0.831724, 2.06685],
  },
  { kind: 'adagrad', params: { learningRate: 0.05, epsilon: 0.1 }, after5: [0.386212, -0.954114, 2.023961] },
  { kind: 'adagrad', params: { learningRate: 0.05 }, after5: [0.365854, -0.940549, 2.028835] },
];
