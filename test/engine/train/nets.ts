import type { DataIo } from '../../../engine/data/contract/source';
import { DEFAULT_SPLIT, type GraphNode, type KindWithParams, type Project } from '../../../engine/graph/document';
import type { Problem } from '../../../engine/graph/problem';
import type { EpochPoint, Point, RunState } from '../../../engine/protocol';
import { compileForTraining } from '../../../engine/session/analyse';
import { nodeDataIo } from '../../../engine/session/data-io';
import { type Device, openDevice } from '../../../engine/session/device';
import type { LiveRun, RunEnd } from '../../../engine/train/run/live-run';
import { type Manifest, readManifest } from '../../../engine/train/run/manifest';
import { prepareRun } from '../../../engine/train/run/start';
import { disposeState } from '../../../engine/train/state';

/** Nodes one after another, from an input to an output; neither is in `nodes`. */
export function chain(nodes: readonly (Omit<GraphNode, 'id'> & { id?: string })[], output = 'crossEntropy') {
  const named: GraphNode[] = [
    { id: 'x', kind: 'input' },
    ...nodes.map((node, at) => ({ id: `${node.kind}${at + 1}`, ...node })),
    { id: 'y', kind: 'output', params: { loss: output } },
  ];
  return {
    nodes: named,
    edges: named.slice(1).map(({ id }, at) => ({
      from: [(named[at] as GraphNode).id, 'out'] as const,
      to: [id, 'in'] as const,
    })),
  };
}

/** A net with dropout and batch normalisation on the generated fish. */
export function fishNet(optimizer: KindWithParams, epochs = 2): Project {
  return {
    format: 'netloom',
    version: 1,
    title: 'Fish with everything',
    graph: chain([
      { kind: 'dense', params: { units: 8, activation: 'relu' } },
      { kind: 'batchNorm' },
      { kind: 'dropout', params: { rate: 0.25 } },
      { kind: 'dense', params: { units: 2 } },
    ]),
    data: {
      source: { kind: 'fish', params: { count: 120 } },
      split: { ...DEFAULT_SPLIT, validation: 0.2 },
      bind: { x: 'features', y: 'label' },
      prepare: [{ field: 'features', op: 'standardise' }],
    },
    training: { epochs, batch: 20, seed: 7, optimizer },
  };
}

export interface Trained {
  readonly run: LiveRun;
  readonly end: RunEnd;
  readonly points: Point[];
  readonly epochs: EpochPoint[];
  readonly states: RunState[];
  readonly notices: Problem[];
}

export interface Options {
  readonly folder: string;
  readonly resume?: Manifest;
  readonly steps?: number;
  readonly device?: Device;
  readonly io?: DataIo;
  readonly projectPath?: string;
  readonly memoryLimit?: number;
  /** Called between two steps with the run and the number of steps done. */
  readonly atStep?: (run: LiveRun, step: number) => void;
}

/** Prepares a run; throws where there are problems. */
export async function open(project: Project, options: Options): Promise<Omit<Trained, 'end'>> {
  const io = options.io ?? nodeDataIo();
  const compiled = await compileForTraining(project, io);
  if (!compiled.ok) throw new Error(compiled.problems.map(({ message }) => message).join(' '));
  const points: Point[] = [];
  const epochs: EpochPoint[] = [];
  const states: RunState[] = [];
  const notices: Problem[] = [];
  let run: LiveRun | undefined;
  const prepared = await prepareRun({
    project,
    compiled: compiled.value,
    io,
    device: options.device ?? (await openDevice()),
    folder: options.folder,
    projectPath: options.projectPath,
    resume: options.resume,
    stepLimit: options.steps,
    memoryLimit: options.memoryLimit,
    netloomVersion: '0.0.0',
    listeners: {
      state: (state) => states.push(state),
      point: (point) => points.push(point),
      epoch: (epoch) => epochs.push(epoch),
      notice: (notice) => notices.push(notice),
      step: () => run && options.atStep?.(run, run.loop.counters.step),
    },
  });
  if (!prepared.ok) throw new Error(prepared.problems.map(({ message }) => message).join(' '));
  run = prepared.value;
  return { run, points, epochs, states, notices };
}

/** Trains a project to its end. */
export async function trainWhole(project: Project, options: Options): Promise<Trained> {
  const opened = await open(project, options);
  return { ...opened, end: await opened.run.run() };
}

export async function manifestOf(folder: string): Promise<Manifest> {
  const manifest = await readManifest(folder);
  if (!manifest.ok) throw new Error(manifest.problems[0]?.message);
  return manifest.value;
}

/** Every tensor of a run's state as numbers. */
export async function numbersOf({ parts }: LiveRun): Promise<number[][]> {
  const state = await parts.executor.state();
  const numbers = [...state.weights, ...state.slots.flat()].map((x) => [...x.dataSync()]);
  disposeState(state);
  return numbers;
}
