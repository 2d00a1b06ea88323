import { type Handlers, type Port, serve, type Tell } from '../../engine/link';
import type { Answer, Ask, Progress } from '../../engine/protocol';

/** Two ends of a line in memory; messages arrive in order, each in a task of its own. */
function line(): { window: Port; engine: Port } {
  const end = (): Port => ({ onmessage: null, postMessage: () => {} });
  const [window, engine] = [end(), end()];
  const to = (other: Port) => (message: unknown) => {
    const data = structuredClone(message);
    setTimeout(() => other.onmessage?.({ data }), 0);
  };
  window.postMessage = to(engine);
  engine.postMessage = to(window);
  return { window, engine };
}

/** Everything that has been sent has arrived, and what it caused as well. */
export const settle = () => new Promise((done) => setTimeout(done, 20));

const RUN = {
  title: 'Net',
  started: '2026-01-01T00:00:00Z',
  state: 'training' as const,
  steps: 0,
  epochs: 0,
  device: 'CPU',
  parameters: 1,
  metrics: {},
  resumable: true,
};

/** An engine that writes down what it is asked and tells what a test wants. */
export class FakeEngine {
  readonly port: Port;
  readonly tell: Tell;
  readonly asked: { [K in keyof Handlers]?: Ask<K>[] } = {};
  /** Why `train` is refused; otherwise it goes to a new folder or the one that is resumed. */
  refuse: Extract<Answer<'train'>, { ok: false }> | undefined;
  /** What `forecast` answers; a promise keeps the window waiting. */
  forecast: Answer<'forecast'> | Promise<Answer<'forecast'>> = { ok: true };
  /** What `run` finds. */
  points: { step: number; epoch: number; loss: number; learningRate: number; metrics: Record<string, number> }[] = [];
  runs: string[] = [];
  /** What `gradients` answers. */
  gradients: Answer<'gradients'> = { ok: true, step: 0, nodes: [] };

  constructor() {
    const { window, engine } = line();
    this.port = window;
    const note = <K extends keyof Handlers>(name: K, ask: Ask<K>) => {
      const list = (this.asked[name] ?? []) as Ask<K>[];
      list.push(ask);
      this.asked[name] = list as never;
    };
    const plain = <K extends 'pause' | 'go' | 'stop' | 'setLearningRate' | 'watch' | 'drawn'>(name: K) => {
      return (ask: Ask<K>) => {
        note(name, ask);
        return {};
      };
    };
    const handlers: Handlers = {
      hello: (ask) => {
        note('hello', ask);
        return { backend: 'native', name: 'CPU, 2 cores', library: 'TensorFlow', threads: { intraOp: 1, interOp: 1 } };
      },
      ping: () => ({ time: 0 }),
      fields: () => ({ ok: true, fields: [] }),
      samples: () => ({ ok: true, counts: { train: 1, validation: 0, test: 0 }, rows: [] }),
      train: (ask) => {
        note('train', ask);
        const smaller = ask.smallerBatch ? { smaller: { before: 64, batch: 32 } } : {};
        return this.refuse ?? { ok: true, run: ask.resume ?? `${ask.runsFolder}/1`, ...smaller };
      },
      forecast: (ask) => {
        note('forecast', ask);
        return this.forecast;
      },
      pause: plain('pause'),
      go: plain('go'),
      stop: plain('stop'),
      setLearningRate: plain('setLearningRate'),
      watch: plain('watch'),
      drawn: plain('drawn'),
      inspect: () => ({ ok: true, step: 0, pictures: [], answers: [], weights: [] }),
      gradients: (ask) => {
        note('gradients', ask);
        return this.gradients;
      },
      runs: ({ folder }) => ({ ok: true, runs: this.runs.map((name) => ({ ...RUN, path: `${folder}/${name}` })) }),
      run: (ask) => {
        note('run', ask);
        const project = { format: 'netloom', version: 1, title: 'Net', graph: { nodes: [], edges: [] } } as const;
        return { ok: true, summary: { ...RUN, path: ask.path }, points: this.points, epochs: [], project };
      },
      deleteRun: (ask) => {
        note('deleteRun', ask);
        this.runs = this.runs.filter((name) => !ask.path.endsWith(`/${name}`));
        return { ok: true };
      },
      formats: () => [],
      export: () => ({ ok: true, path: '', format: '', samples: 0, maxDifference: 0 }),
    };
    this.tell = serve(engine, handlers);
  }

  progress(run: string, state: Progress['state'], more: Partial<Progress> = {}): void {
    const steps = { step: 1, steps: 10, epoch: 1, epochs: 2, samplesPerSecond: 1, elapsed: 1, learningRate: 0.1 };
    this.tell('progress', { run, state, ...steps, ...more });
  }
}

export const point = (step: number) => ({ step, epoch: 1, loss: step, learningRate: 0.1, metrics: {} });
