import { dirname, join, resolve } from 'node:path';
import { DEFAULT_TRAINING, type Project } from '../graph/document';
import { fail, type Problem, type Result, succeed } from '../graph/problem';
import { problem } from '../graph/problems';
import { cores, threadsFor } from '../native/threads';
import type { EpochPoint, Point } from '../protocol';
import { compileForTraining } from '../session/analyse';
import { nodeDataIo } from '../session/data-io';
import { type DeviceChoice, openDevice } from '../session/device';
import { loadOf } from '../train/load';
import type { LiveRun, RunEnd } from '../train/run/live-run';
import { isAlive, type Manifest, PROJECT, readManifest } from '../train/run/manifest';
import { runThrough, type WithoutMemory } from '../train/run/run-through';
import { freeRunFolder } from '../train/run/run-writer';
import { prepareRun } from '../train/run/start';
import { figuresText } from './figures';
import { tellForecast } from './forecast';
import { choiceOption, countOption, type Given, listOption, readOptions, textOption } from './options';
import { barLine } from './progress-bar';
import { openProject } from './project-file';
import { setPaths } from './set-path';
import { countText, timeText } from './table';
import { printProblems, type Terminal } from './terminal';
import { NETLOOM_VERSION } from './version';

const OPTIONS = {
  epochs: { type: 'string' },
  steps: { type: 'string' },
  batch: { type: 'string' },
  seed: { type: 'string' },
  device: { type: 'string' },
  out: { type: 'string' },
  resume: { type: 'string' },
  set: { type: 'string', multiple: true },
} as const;

/** What the command line asks for, read and checked. */
interface Order {
  readonly project: Project;
  readonly projectPath?: string;
  readonly folder: string;
  readonly resume?: Manifest;
  readonly stepLimit?: number;
  readonly device?: DeviceChoice;
}

/** `train FILE` or `train --resume RUN`. */
export async function train(args: readonly string[], terminal: Terminal): Promise<Result<boolean>> {
  const given = readOptions(args, OPTIONS);
  if (!given.ok) return given;
  const order = await readOrder(given.value, terminal);
  if (!order.ok) return order;
  const { project, projectPath, folder, resume, stepLimit, device: choice } = order.value;
  const io = nodeDataIo(projectPath);
  const compiled = await compileForTraining(project, io);
  if (!compiled.ok) return compiled;
  const { program, analysis } = compiled.value;
  const load = loadOf(program, analysis.totals, project.training ?? DEFAULT_TRAINING);
  // The whole process has the run's threads, also where a net cannot be compiled.
  const threads = resume?.device.threads ?? threadsFor(load, cores());
  const device = await openDevice(choice, threads);
  const { reason } = device.report;
  terminal.say(`Training on ${device.report.name} with ${device.report.library}${reason ? ` (${reason})` : ''}`);

  // Programs wait for no forecast; a run that cannot fit is refused by its shapes all the same.
  const data = terminal.isJson ? undefined : await tellForecast(terminal, { project, program, io, device, resume });
  if (data && !data.ok) return data;

  let live: LiveRun | undefined;
  const prepare = (manifest: Manifest | undefined, smallerBatch: boolean) =>
    prepareRun({
      project,
      ...(data && { data: data.value }),
      ...(projectPath !== undefined && { projectPath }),
      compiled: compiled.value,
      io,
      device,
      folder,
      resume: manifest,
      smallerBatch,
      stepLimit,
      netloomVersion: NETLOOM_VERSION,
      listeners: {
        state: () => {},
        point: (point) => tellPoint(terminal, live, project, point),
        epoch: (epoch) => tellEpoch(terminal, epoch),
        notice: (notice) => printProblems(terminal, [notice]),
      },
    });
  const prepared = await prepare(resume, false);
  if (!prepared.ok) return prepared;
  live = prepared.value;
  const end = await runInterruptible(live, terminal, {
    async prepare() {
      const manifest = await readManifest(folder);
      return manifest.ok ? prepare(manifest.value, true) : manifest;
    },
    smaller(smaller, change) {
      live = smaller;
      printProblems(terminal, [problem('train/smaller-batch', change)]);
    },
  });
  return finish(terminal, end, folder);
}

async function readOrder(given: Given, terminal: Terminal): Promise<Result<Order>> {
  const counts = {
    epochs: countOption(given, 'epochs'),
    steps: countOption(given, 'steps'),
    batch: countOption(given, 'batch'),
    seed: countOption(given, 'seed', 0),
  };
  for (const count of Object.values(counts)) if (!count.ok) return count;
  const value = (name: keyof typeof counts) => (counts[name].ok ? counts[name].value : undefined);
  const device = choiceOption(given, 'device', ['gpu', 'cpu', 'portable']);
  if (!device.ok) return device;
  const run = textOption(given, 'resume');
  const common = { stepLimit: value('steps'), device: device.value };
  if (run !== undefined) {
    const fixed = ['batch', 'seed', 'out', 'set'].find((name) => given.values[name] !== undefined);
    if (fixed !== undefined) return fail(problem('cli/resume-fixed', { option: `--${fixed}` }));
    const resumed = await readRun(resolve(run), value('epochs'));
    return resumed.ok ? succeed({ ...resumed.value, ...common }) : resumed;
  }
  const [path, ...more] = given.positionals;
  if (path === undefined || more.length > 0) {
    return fail(problem('cli/usage', { usage: 'train FILE [options], or train --resume RUN' }));
  }
  const opened = await openProject(path);
  if (!opened.ok) return opened;
  const settings = [
    ...(['epochs', 'batch', 'seed'] as const).flatMap((name) =>
      value(name) === undefined ? [] : [`training.${name}=${value(name)}`],
    ),
    ...listOption(given, 'set'),
  ];
  const { training = DEFAULT_TRAINING } = opened.value.project;
  const changed = setPaths({ ...opened.value.project, training }, settings);
  if (!changed.ok) return changed;
  printProblems(terminal, opened.value.notices);
  const { project } = changed.value;
  const out = textOption(given, 'out');
  const folder = out === undefined ? freeRunFolder(join(dirname(resolve(path)), 'runs'), project.title) : resolve(out);
  return succeed({ project, projectPath: resolve(path), folder, ...common });
}

/** A run that is there, with more epochs where they are asked for. */
async function readRun(folder: string, epochs: number | undefined) {
  const manifest = await readManifest(folder);
  if (!manifest.ok) return manifest;
  if (isAlive(manifest.value)) return fail(problem('run/in-use', { path: folder }));
  const opened = await openProject(join(folder, PROJECT));
  if (!opened.ok) return opened;
  const { training = DEFAULT_TRAINING } = opened.value.project;
  const project: Project = { ...opened.value.project, training: { ...training, epochs: epochs ?? training.epochs } };
  if (manifest.value.epochs >= (project.training ?? training).epochs) {
    return fail(problem('run/complete', { path: folder }));
  }
  const { projectPath } = manifest.value;
  return succeed({ project, folder, resume: manifest.value, ...(projectPath !== undefined && { projectPath }) });
}

/** The first Ctrl+C ends the run with a checkpoint at the next step; the second ends the program. */
async function runInterruptible(first: LiveRun, terminal: Terminal, without: WithoutMemory): Promise<RunEnd> {
  let live = first;
  const interrupt = () => {
    terminal.note('Stopping after this step. Press Ctrl+C once more to end at once.');
    process.off('SIGINT', interrupt);
    live.loop.stop();
  };
  const terminate = () => live.loop.stop();
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', terminate);
  try {
    return await runThrough(first, {
      ...without,
      smaller(smaller, change) {
        live = smaller;
        without.smaller(smaller, change);
      },
    });
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', terminate);
    live.dispose();
  }
}

let drawn = 0;
function tellPoint(terminal: Terminal, live: LiveRun | undefined, project: Project, point: Point): void {
  terminal.json({ event: 'step', ...point });
  const now = performance.now();
  if (!live || now - drawn < 100) return;
  drawn = now;
  const { epochs } = project.training ?? DEFAULT_TRAINING;
  const { steps, secondsLeft } = live.loop;
  const { step, epoch, loss } = point;
  terminal.redraw(barLine({ step, steps, epoch, epochs, loss, left: secondsLeft }));
}

function tellEpoch(terminal: Terminal, epoch: EpochPoint): void {
  terminal.json({ event: 'epoch', ...epoch });
  if (terminal.isJson) return;
  const validation = epoch.validation ? `  |  validation ${figuresText(epoch.validation)}` : '';
  terminal.say(`epoch ${epoch.epoch}: ${figuresText(epoch.train)}${validation}  (${timeText(epoch.seconds)})`);
}

function finish(
  terminal: Terminal,
  { state, problem: failed, metrics, manifest }: RunEnd,
  run: string,
): Result<boolean> {
  const { steps, epochs, samplesPerSecond, device } = manifest;
  if (failed) return fail(failed as Problem);
  terminal.json({
    event: 'done',
    run,
    state,
    metrics,
    steps,
    epochs,
    best: manifest.best ?? null,
    samplesPerSecond,
    device: device.name,
  });
  if (!terminal.isJson) {
    if (metrics.test) terminal.say(`test: ${figuresText(metrics.test)}`);
    const speed = `${countText(samplesPerSecond)} samples a second`;
    terminal.say(`${state === 'stopped' ? 'Stopped' : 'Finished'} after ${countText(steps)} steps, ${speed}: ${run}`);
  }
  if (state === 'stopped') terminal.note(`Go on with: netloom train --resume ${run}`);
  return succeed(true);
}
