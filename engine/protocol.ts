import { z } from 'zod';
import type { Project } from './graph/document';
import type { Problem } from './graph/problem';

/**
 * Everything that passes between the window and the engine, checked on both ends. A command is asked and answered
 * once; an event is told. Results that can fail are `{ ok: true, … } | { ok: false, problems }`, never throws.
 * Projects travel as JSON and are parsed again in the engine: the window is not trusted either.
 */
const problem = z.custom<Problem>((v) => typeof v === 'object' && v !== null && 'code' in v && 'message' in v);
const project = z.custom<Project>((v) => typeof v === 'object' && v !== null && 'graph' in v);
const failure = z.object({ ok: z.literal(false), problems: z.array(problem) });
const result = <T extends z.ZodRawShape>(shape: T) => z.union([z.object({ ok: z.literal(true), ...shape }), failure]);
const path = z.string().max(4096);
const bytes = z.instanceof(Uint8Array);
const floats = z.instanceof(Float32Array);
const numbers = z.record(z.string(), z.number());

/** What computes, and why not something faster. */
export const deviceReport = z.object({
  backend: z.enum(['native', 'portable']),
  /** `CPU, 2 cores` or the name of the GPU. */
  name: z.string(),
  library: z.string(),
  threads: z.object({ intraOp: z.number(), interOp: z.number(), parts: z.number().optional() }),
  /** Why not native, or why not CUDA. */
  reason: z.string().optional(),
});

const field = z.object({
  name: z.string(),
  shape: z.array(z.number()),
  dtype: z.enum(['float32', 'int32']),
  role: z.enum(['image', 'label', 'number', 'mask', 'boxes', 'series', 'text']),
  classes: z.array(z.string()).optional(),
  range: z.tuple([z.number(), z.number()]).optional(),
});

/** A sample to look at: a row of a part, or values of the person's own for each input field (a drawn digit). */
const sample = z.union([
  z.object({ part: z.enum(['train', 'validation', 'test']), row: z.number().int().min(0) }),
  z.object({ values: z.record(z.string(), floats) }),
]);

/** Values of one field of one sample; text for the label where there are classes. */
const cell = z.object({ field: z.string(), values: floats, shape: z.array(z.number()), label: z.string().optional() });

/** One picture on a node: cells of `rows` × `columns`, channel after channel, 0…255 between `low` and `high`. */
export const picture = z.object({
  node: z.string(),
  kind: z.enum(['filters', 'maps', 'units', 'input', 'answer']),
  rows: z.number().int(),
  columns: z.number().int(),
  /** 3: one colour picture a cell, interleaved; 1: grey or scale. */
  channels: z.number().int(),
  count: z.number().int(),
  /** Cells in the whole, of which the first `count` are here. */
  total: z.number().int(),
  low: z.number(),
  high: z.number(),
  cells: bytes,
});

const answer = z.object({
  output: z.string(),
  values: floats,
  classes: z.array(z.string()).optional(),
  label: z.string().optional(),
  score: z.number().optional(),
});

const point = z.object({
  step: z.number(),
  epoch: z.number(),
  loss: z.number(),
  learningRate: z.number(),
  metrics: numbers,
});
const epoch = z.object({
  epoch: z.number(),
  step: z.number(),
  train: numbers,
  validation: numbers.optional(),
  seconds: z.number(),
});

export const runState = z.enum([
  'preparing',
  'training',
  'paused',
  'validating',
  'testing',
  'finished',
  'stopped',
  'failed',
]);
const progress = z.object({
  run: z.string(),
  state: runState,
  step: z.number(),
  steps: z.number(),
  epoch: z.number(),
  epochs: z.number(),
  samplesPerSecond: z.number(),
  elapsed: z.number(),
  /** Seconds; undefined before it can be told. */
  left: z.number().optional(),
  learningRate: z.number(),
});

/** Samples of a step until memory ran out, and since. */
const smallerBatch = z.object({ before: z.number(), batch: z.number() });

/** Most bytes that the engine's process holds while it trains, and an epoch with its validation. */
const forecast = z.object({ memory: z.number(), secondsPerEpoch: z.number() });

const runSummary = z.object({
  path,
  title: z.string(),
  started: z.string(),
  state: runState,
  steps: z.number(),
  epochs: z.number(),
  seconds: z.number().optional(),
  device: z.string(),
  parameters: z.number(),
  metrics: z.object({ train: numbers.optional(), validation: numbers.optional(), test: numbers.optional() }),
  resumable: z.boolean(),
});

const weightReport = z.object({
  weight: z.string(),
  mean: z.number(),
  deviation: z.number(),
  /** Counts in equal bins from `low` to `high`, now and at the start. */
  low: z.number(),
  high: z.number(),
  bins: z.array(z.number()),
  startBins: z.array(z.number()),
  /** Mean size of the last update over mean size of the weights. */
  updateToWeight: z.number().optional(),
});

/** √Σ(d loss / d x)² of what a node gives, and of its trainable weights together; null where it is not finite. */
const gradientNorms = z.object({
  node: z.string(),
  output: z.number().nullable(),
  weights: z.number().nullable().optional(),
});

export const deviceChoice = z.enum(['gpu', 'cpu', 'portable']);
const none = z.object({});
const where = { project, projectPath: path.optional() };

export const commands = {
  /** Loads TensorFlow, on the device that is asked for if it is the first to ask, and says what runs where. */
  hello: { ask: z.object({ device: deviceChoice.optional() }), answer: deviceReport },
  ping: { ask: none, answer: z.object({ time: z.number() }) },
  /** Fields of a source whose file decides them. */
  fields: {
    ask: z.object({
      source: z.object({ kind: z.string(), params: z.record(z.string(), z.json()).optional() }),
      projectPath: path.optional(),
    }),
    answer: result({ fields: z.array(field) }),
  },
  /** Rows for the Data view and the picture picker, after the split and before preparation. */
  samples: {
    ask: z.object({
      ...where,
      part: z.enum(['train', 'validation', 'test']),
      from: z.number().int().min(0),
      count: z.number().int().min(1).max(200),
    }),
    answer: result({
      counts: z.object({ train: z.number(), validation: z.number(), test: z.number() }),
      classCounts: z.record(z.string(), z.array(z.number())).optional(),
      rows: z.array(z.array(cell)),
    }),
  },
  train: {
    ask: z.object({
      ...where,
      runsFolder: path,
      resume: path.optional(),
      /** Memory has run out: the run that is gone on with takes half its batch. */
      smallerBatch: z.boolean().optional(),
      device: deviceChoice.optional(),
    }),
    /** No `run`: it was stopped while it was being prepared, and nothing is left of it. */
    answer: result({ run: path.optional(), smaller: smallerBatch.optional() }),
  },
  /**
   * Measures what training takes, by a few steps of it. No `forecast`: given up, for a run that is under way or begins,
   * or for a later question.
   */
  forecast: {
    ask: z.object(where),
    answer: result({ forecast: forecast.optional() }),
  },
  pause: { ask: none, answer: none },
  go: { ask: none, answer: none },
  stop: { ask: none, answer: none },
  setLearningRate: { ask: z.object({ rate: z.number().positive() }), answer: none },
  /** Which pictures to send while training and after: of these nodes, for this sample, at most 4 times a second. */
  watch: { ask: z.object({ nodes: z.array(z.string()).max(2000), sample: sample.optional() }), answer: none },
  /** The window has drawn frame `frame`: the next may come. */
  drawn: { ask: z.object({ frame: z.number() }), answer: none },
  /**
   * Looks inside: the live run, a finished one (`run`), or with neither the untrained net.
   * `node` restricts maps to one node, all channels.
   */
  inspect: {
    ask: z.object({ ...where, run: path.optional(), sample, node: z.string().optional() }),
    answer: result({
      step: z.number(),
      pictures: z.array(picture),
      answers: z.array(answer),
      weights: z.array(weightReport),
      /** Units or filters of `node` that answer to none of some samples of the validation part. */
      silent: z.object({ units: z.number(), silent: z.number() }).optional(),
    }),
  },
  /**
   * How strongly the loss of `count` samples leans on each node, in order of depth: of the live run, a finished one
   * (`run`), or with neither of the untrained net. The first question of a net takes as long as opening it.
   */
  gradients: {
    ask: z.object({
      ...where,
      run: path.optional(),
      part: z.enum(['train', 'validation', 'test']),
      row: z.number().int().min(0),
      count: z.number().int().min(1).max(256),
    }),
    answer: result({ step: z.number(), nodes: z.array(gradientNorms) }),
  },
  runs: { ask: z.object({ folder: path }), answer: result({ runs: z.array(runSummary) }) },
  /** A run's whole curves, thinned to at most 2,000 points, and its project. */
  run: {
    ask: z.object({ path }),
    answer: result({ summary: runSummary, points: z.array(point), epochs: z.array(epoch), project }),
  },
  deleteRun: { ask: z.object({ path }), answer: result({}) },
  formats: { ask: none, answer: z.array(z.object({ kind: z.string(), title: z.string(), summary: z.string() })) },
  export: {
    ask: z.object({ run: path, format: z.string(), out: path }),
    answer: result({ path, format: z.string(), samples: z.number(), maxDifference: z.number() }),
  },
} as const;

export const events = {
  /** State of the run, at each change and at most 4 times a second. */
  progress,
  /** Every metric point, in order, several at a time; none is ever lost. */
  points: z.object({ run: z.string(), points: z.array(point) }),
  epoch: z.object({ run: z.string(), ...epoch.shape }),
  /** The newest pictures; one that the window did not get to is dropped in favour of the next. */
  frame: z.object({ frame: z.number(), step: z.number(), pictures: z.array(picture), answers: z.array(answer) }),
  done: z.object({
    run: z.string(),
    state: runState,
    metrics: runSummary.shape.metrics,
    seconds: z.number(),
    samplesPerSecond: z.number(),
    best: z.object({ epoch: z.number(), step: z.number() }).optional(),
    problems: z.array(problem),
  }),
  /** Something that people should know: a restart, a full disk. */
  notice: z.object({ problem }),
} as const;

export type Commands = typeof commands;
export type Events = typeof events;
export type CommandName = keyof Commands;
export type EventName = keyof Events;
export type Ask<K extends CommandName> = z.input<Commands[K]['ask']>;
export type Answer<K extends CommandName> = z.infer<Commands[K]['answer']>;
export type EventData<K extends EventName> = z.infer<Events[K]>;

export type DeviceReport = z.infer<typeof deviceReport>;
export type Picture = z.infer<typeof picture>;
export type OutputAnswer = z.infer<typeof answer>;
export type SampleRef = z.infer<typeof sample>;
export type SampleCell = z.infer<typeof cell>;
export type Forecast = z.infer<typeof forecast>;
export type Point = z.infer<typeof point>;
export type EpochPoint = z.infer<typeof epoch>;
export type Progress = z.infer<typeof progress>;
export type RunState = z.infer<typeof runState>;
export type RunSummary = z.infer<typeof runSummary>;
export type GradientNorms = z.infer<typeof gradientNorms>;
export type WeightReport = z.infer<typeof weightReport>;
