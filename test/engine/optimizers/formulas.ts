interface State {
  w: number;
  slots: number[];
}
interface Formula {
  params: object;
  /** One step of one number in double precision: state, gradient, step from 1, parameters. */
  update(state: State, g: number, t: number, p: Record<string, number>): State;
}

const sgd: Formula['update'] = ({ w, slots: [v = 0] }, g, _t, { learningRate: rate = 0, momentum = 0, nesterov }) => {
  const next = momentum * v - rate * g;
  return { w: w + (nesterov ? momentum * next - rate * g : next), slots: [next] };
};

const rmsprop: Formula['update'] = (
  { w, slots: [s = 0, m = 0, v = 0] },
  g,
  _t,
  { learningRate: rate = 0, rho = 0, momentum = 0, epsilon = 0, centred },
) => {
  const square = rho * s + (1 - rho) * g * g;
  const mean = rho * m + (1 - rho) * g;
  const step = (rate * g) / Math.sqrt(square - (centred ? mean * mean : 0) + epsilon);
  const velocity = momentum * v + step;
  return { w: w - velocity, slots: [square, mean, velocity] };
};

const adam: Formula['update'] = (
  { w, slots: [m = 0, v = 0] },
  g,
  t,
  { learningRate: rate = 0, beta1 = 0, beta2 = 0, epsilon = 0 },
) => {
  const mean = beta1 * m + (1 - beta1) * g;
  const square = beta2 * v + (1 - beta2) * g * g;
  const corrected = (rate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t);
  return { w: w - (corrected * mean) / (Math.sqrt(square) + epsilon), slots: [mean, square] };
};

const adamW: Formula['update'] = (state, g, t, p) => {
  const { learningRate: rate = 0, decay = 0 } = p;
  return adam({ ...state, w: state.w * (1 - rate * decay) }, g, t, p);
};

const adagrad: Formula['update'] = ({ w, slots: [s = 0] }, g, _t, { learningRate: rate = 0, epsilon = 0 }) => {
  const square = s + g * g;
  return { w: w - (rate * g) / Math.sqrt(square + epsilon), slots: [square] };
};

const adadelta: Formula['update'] = (
  { w, slots: [s = 0, u = 0] },
  g,
  _t,
  { learningRate: rate = 0, rho = 0, epsilon = 0 },
) => {
  const square = rho * s + (1 - rho) * g * g;
  const move = (Math.sqrt(u + epsilon) / Math.sqrt(square + epsilon)) * g;
  return { w: w - rate * move, slots: [square, rho * u + (1 - rho) * move * move] };
};

const adamax: Formula['update'] = (
  { w, slots: [m = 0, u = 0] },
  g,
  t,
  { learningRate: rate = 0, beta1 = 0, beta2 = 0, epsilon = 0 },
) => {
  const mean = beta1 * m + (1 - beta1) * g;
  const largest = Math.max(beta2 * u, Math.abs(g));
  return { w: w - ((rate / (1 - beta1 ** t)) * mean) / (largest + epsilon), slots: [mean, largest] };
};

/** The optimizers again, number by number, from their papers; with the settings that are compared. */
export const FORMULAS: Readonly<Record<string, readonly Formula[]>> = {
  sgd: [
    { params: { learningRate: 0.1 }, update: sgd },
    { params: { learningRate: 0.1, momentum: 0.9 }, update: sgd },
    { params: { learningRate: 0.1, momentum: 0.9, nesterov: true }, update: sgd },
  ],
  rmsprop: [
    { params: { learningRate: 0.01 }, update: rmsprop },
    { params: { learningRate: 0.01, rho: 0.8, momentum: 0.5 }, update: rmsprop },
    { params: { learningRate: 0.01, centred: true, momentum: 0.9 }, update: rmsprop },
  ],
  adam: [
    { params: {}, update: adam },
    { params: { learningRate: 0.05, beta1: 0.8, beta2: 0.95, epsilon: 1e-3 }, update: adam },
  ],
  adamW: [
    { params: {}, update: adamW },
    { params: { learningRate: 0.1, decay: 0.5 }, update: adamW },
  ],
  adagrad: [
    { params: {}, update: adagrad },
    { params: { learningRate: 0.5, epsilon: 0.1 }, update: adagrad },
  ],
  adadelta: [
    { params: {}, update: adadelta },
    { params: { learningRate: 0.5, rho: 0.8, epsilon: 1e-3 }, update: adadelta },
  ],
  adamax: [
    { params: {}, update: adamax },
    { params: { learningRate: 0.05, beta1: 0.8, beta2: 0.95, epsilon: 1e-3 }, update: adamax },
  ],
};
