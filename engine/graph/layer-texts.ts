import { error, values } from './problem-text';

/** What layers and losses find wrong with what comes in and with their parameters; part of the texts in problems.ts. */
export const LAYER_TEXTS = {
  'shape/needs-vector': error((s) => `${s.node} takes a vector, but ${s.from} sends ${s.what}.`),
  'shape/needs-maps': error((s) => `${s.node} takes maps, but ${s.from} sends ${s.what}.`),
  'shape/needs-sequence': error((s) => `${s.node} takes a sequence, but ${s.from} sends ${s.what}.`),
  'shape/needs-volume': error((s) => `${s.node} takes a volume, but ${s.from} sends ${s.what}.`),
  'shape/needs-tokens': error((s) => `${s.node} takes class numbers, but ${s.from} sends numbers with a fraction.`),
  'shape/needs-steps': error((s) => `${s.node} is applied to every step, but ${s.from} sends ${s.what}.`),
  'shape/steps': error((s) => `${s.node} is applied to ${s.expected} steps, but ${s.from} sends ${s.got}.`),
  'shape/differ': error(
    (s) => `${s.node} takes inputs of one shape, but ${s.from} sends ${s.got} beside ${s.expected}.`,
  ),
  'shape/too-small': error((s) => `${s.node} needs at least ${s.expected}, but ${s.from} sends ${s.got}.`),
  'shape/size-differs': error((s) => `${s.node} makes ${s.count} values of ${s.got}; ${s.expected} do not fit.`),
  'shape/needs-float': error((s) => `${s.node} computes with fractions, but ${s.from} sends ${s.what}.`),
  'shape/groups': error((s) => {
    const what = Number(s.count) === 1 ? String(s.what).replace(/s$/, '') : s.what;
    return `${s.node} cannot cut ${s.count} ${what} into ${s.groups} equal groups.`;
  }),
  'shape/input-count': error((s) => `${s.node} takes ${s.expected} inputs, but ${s.got} are connected.`),
  'shape/two-free': error((s) => `${s.node} can work out one size by itself; only one may be -1.`),
  'shape/axes': error((s) => `${s.node} needs each of the axes ${s.expected} once, and has ${s.got}.`),
  'shape/axis': error((s) => `${s.node} cuts axis ${s.got}, but what comes in has the axes 1 to ${s.expected}.`),
  'param/formula': error((s) => `The formula of ${s.node} cannot be read at place ${s.at}, where ${s.got} stands.`),
  'param/formula-input': error(
    (s) => `The formula of ${s.node} names ${s.got}, and what is connected is ${s.expected}.`,
  ),
  'param/frequencies': error(
    (s) =>
      `${s.node} goes from ${s.got} Hz, which must rise and end at ${s.expected} Hz, half the sampling rate, at most.`,
  ),
  'param/values': error((s) => `${s.node} has ${values(s.got)} for a shape of ${s.expected}.`),
  'param/stride-and-dilation': error((s) => `${s.node} can skip positions or spread its kernel, not both at once.`),
  'param/padding-too-wide': error(
    (s) => `${s.node} pads by ${s.got}, so that a window of ${s.expected} could lie wholly outside.`,
  ),
  'param/output-padding': error((s) => `${s.node} needs an output padding below its stride of ${s.expected}.`),
  'param/amounts': error((s) => `${s.node} takes ${s.expected} amounts for what comes in, and ${s.got} are given.`),
  'shape/nothing-left': error((s) => `${s.node} cuts off all of the ${s.got} that ${s.from} sends.`),
  'loss/classes': error(
    (s) => `${s.node} has ${s.expected} classes to tell apart, but ${s.from} sends ${values(s.got)}.`,
  ),
  'loss/class-weights': error((s) => `${s.node} has ${s.got} class weights, but ${values(s.expected)} come in.`),
  'loss/shape': error(
    (s) => `${s.node} is compared with ${s.field}, whose shape is ${s.expected}, but ${s.from} sends ${s.got}.`,
  ),
  'loss/distance': error((s) => `${s.node} needs one distance for each pair, but ${s.from} sends ${values(s.got)}.`),
  'loss/distances': error(
    (s) => `${s.node} needs two distances for each triplet, but ${s.from} sends ${values(s.got)}.`,
  ),
  'loss/target': error((s) => `${s.node} cannot be compared with ${s.field}: ${s.loss} needs ${s.expected}.`),
  'shape/too-large': error((s) => `${s.node} makes ${s.count} values for each sample, more than a tensor can hold.`),
} as const;
