import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { tensor, zeros } from '@tensorflow/tfjs-core';
import type { Part } from '../../../engine/data/contract/source';
import { fitSteps } from '../../../engine/data/parts/prepared';
import type { Project, TrainingSettings } from '../../../engine/graph/document';
import { threadsFor } from '../../../engine/native/threads';
import { openDevice } from '../../../engine/session/device';
import { applySteps } from '../../../engine/train/apply-steps';
import { fieldsOf } from '../../../engine/train/evaluate';
import type { Executor } from '../../../engine/train/executor';
import { disposeBatch } from '../../../engine/train/feed';
import { loadOf } from '../../../engine/train/load';
import { TrainingLoop } from '../../../engine/train/loop';
import { atOnce } from '../../../engine/train/pieces';
import { stepSettings } from '../../../engine/train/settings';
import { initialState } from '../../../engine/train/state';
import { compiled, readDescription, readPart } from '../work-folder';
import { type Contender, serve } from './serve';

/**
 * A run of ours: the compiled net, its data where a run keeps them, its threads, its loop with points, without folder
 * and checkpoints. Between windows the loop waits at a step's end, where a run saves its checkpoints.
 */
async function contender(folder: string): Promise<Contender> {
  const description = readDescription(folder);
  const project = JSON.parse(readFileSync(join(folder, 'project.json'), 'utf8')) as Project;
  const part = readPart(folder, description);
  const { name, batch, trainable } = description;
  const training = project.training as TrainingSettings;
  const fields = Object.values(part.columns).map(({ field }) => field);
  const { totals, program: learnt } = compiled({ name, project, trainable }, fields);
  const load = loadOf(learnt, totals, training);
  const device = await openDevice('cpu', threadsFor(load, availableParallelism()));
  const none: Part = { count: 0, columns: part.columns };
  const parts = { train: part, validation: none, test: none };
  let gate: Gate | undefined;
  let executor: Executor;

  /** Nets that answer, by samples at a time: their threads follow from that, as a run's from its batch. */
  const answering = new Map<number, Executor>();

  async function openNet(learns: boolean, samples = batch) {
    const { program } = compiled({ name, project, trainable }, fields);
    const ops = device.makeOps();
    const steps = atOnce(fitSteps(project.data?.prepare ?? [], fields, parts, applySteps(ops)));
    const update = stepSettings(training);
    if (!steps.ok || !update.ok) throw new Error('The project cannot be trained');
    const model = { program, steps: steps.value };
    const { optimizer } = update.value;
    const state = await initialState(program, learns ? optimizer : { ...optimizer, slots: [] }, training.seed);
    for (const [at, { shape, zeroed }] of description.weights.entries()) {
      if (!zeroed) continue;
      state.weights[at]?.dispose();
      state.weights[at] = zeros([...shape]);
    }
    const threads = device.threadsFor({ ...load, batch: samples });
    const request = { model, ops, fields, state, threads, ...(learns && { update: update.value, part }) };
    executor = await device.openNet(request, ({ message }) => {
      throw new Error(`It is not compiled: ${message}`);
    });
    return { program, update: update.value };
  }

  return {
    async open(steps) {
      const started = performance.now();
      const { update } = await openNet(steps > 0);
      if (steps === 0) return {};
      const run = new Gate();
      gate = run;
      const settings = { ...training, epochs: 1_000_000 };
      const loop = new TrainingLoop({ executor, parts, update, settings, events: run });
      const end = loop.run();
      end.then(({ problem }) => run.fail(problem?.message ?? 'The run ended'), run.fail);
      await run.pass(1);
      const firstStep = (performance.now() - started) / 1000;
      if (steps > 1) await run.pass(steps - 1);
      const rest = (performance.now() - started) / 1000 - firstStep;
      return { firstStep, rest, losses: run.losses.slice(0, steps) };
    },
    async train(steps) {
      if (!gate) throw new Error('It is not open for training');
      const started = performance.now();
      const taken = await gate.pass(steps);
      return { seconds: (performance.now() - started) / 1000, steps: taken };
    },
    async infer(size, steps) {
      if (!answering.has(size)) await openNet(false, size);
      const net = answering.get(size) ?? executor;
      answering.set(size, net);
      const [output] = net.model.program.outputs;
      const names = fieldsOf(net.model).filter((name) => name !== output?.field?.name);
      const columns = names.flatMap((name) => part.columns[name] ?? []);
      const rows = columns.map(({ field, values }) => {
        const each = values.length / part.count;
        return { field, values: Float32Array.from(values.subarray(0, each * size)) };
      });
      let logits: number[] = [];
      const started = performance.now();
      for (let step = 0; step < steps; step++) {
        const fed = Object.fromEntries(
          rows.map(({ field, values }) => [field.name, tensor(values, [size, ...field.shape], 'float32')]),
        );
        const [answer] = await net.values(fed, [output?.logits ?? 0]);
        const values = answer?.dataSync() ?? new Float32Array();
        if (step === 0) logits = [...values.subarray(0, 10)];
        answer?.dispose();
        disposeBatch(fed);
      }
      return { seconds: (performance.now() - started) / 1000, steps, logits };
    },
  };
}

/** Lets a loop take so many steps and holds it in between. */
class Gate {
  readonly losses: number[] = [];
  private taken = 0;
  private wanted = 0;
  private open: (() => void) | undefined;
  private reached: { resolve: (taken: number) => void; reject: (error: Error) => void } | undefined;
  private failure: Error | undefined;

  /** Resolves to the steps taken, once there are `count` more. */
  pass(count: number): Promise<number> {
    const before = this.taken;
    this.wanted = before + count;
    return new Promise<number>((resolve, reject) => {
      if (this.failure) return reject(this.failure);
      this.reached = { resolve: (taken) => resolve(taken - before), reject };
      this.open?.();
    });
  }

  readonly fail = (why: unknown): void => {
    this.failure = why instanceof Error ? why : new Error(String(why));
    this.reached?.reject(this.failure);
  };

  state = (): void => undefined;
  epoch = (): void => undefined;

  point = ({ loss }: { readonly loss: number }): void => {
    this.taken++;
    if (this.losses.length < 16) this.losses.push(loss);
  };

  boundary = (): Promise<undefined> => {
    if (this.taken < this.wanted) return PASSED;
    this.reached?.resolve(this.taken);
    return new Promise((resolve) => {
      this.open = () => {
        this.open = undefined;
        resolve(undefined);
      };
    });
  };
}

const PASSED = Promise.resolve(undefined);

await serve(await contender(process.argv[2] ?? ''));
