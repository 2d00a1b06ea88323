import { type PreparedData, prepareData } from '../data/parts/prepared';
import { classCounts, sampleCells } from '../data/parts/samples';
import type { Project } from '../graph/document';
import { fail, type Problem, type Result, succeed } from '../graph/problem';
import { problem } from '../graph/problems';
import { gradientNorms } from '../inspect/gradient-norms';
import type { Subject } from '../inspect/look';
import { lookInside } from '../inspect/look';
import { WHOLE } from '../inspect/pictures';
import { sampleValues } from '../inspect/sample';
import { silentOf } from '../inspect/silent';
import { reportWeight } from '../inspect/weights';
import type { Answer, Ask, WeightReport } from '../protocol';
import { applySteps } from '../train/apply-steps';
import type { Executor } from '../train/executor';
import { InTurn } from '../train/in-turn';
import { initialValues } from '../train/initial-values';
import { graphHash } from '../train/run/hashes';
import { readRun } from '../train/run/list';
import type { LiveRun } from '../train/run/live-run';
import { readManifest } from '../train/run/manifest';
import { nodeDataIo, sourceTimes } from './data-io';
import type { Device } from './device';
import { type Opened, openSubject } from './subjects';
import type { Training } from './training';

/** Weights of more values than this are reported without their beginning, which would have to be drawn again. */
const MOST_START_VALUES = 4_000_000;

/** Answers what the window asks about data and nets; keeps the last data set and the last net that it opened. */
export class Looking {
  private data: { key: string; value: PreparedData } | undefined;
  private opened: { key: string; value: Opened } | undefined;
  /** Looks one after another: the net of the one may be put away for that of the next. */
  private readonly looks = new InTurn();

  constructor(private readonly training: Training) {}

  async samples(ask: Ask<'samples'>, project: Project, device: Device): Promise<Answer<'samples'>> {
    const data = await this.dataOf(project, ask.projectPath, device);
    if (!data.ok) return data;
    const { parts } = data.value;
    const part = parts[ask.part];
    const rows: Extract<Answer<'samples'>, { ok: true }>['rows'] = [];
    for (let row = ask.from; row < Math.min(part.count, ask.from + ask.count); row++) {
      const cells = sampleCells(part, row, ask.part);
      if (!cells.ok) return cells;
      rows.push(cells.value);
    }
    const { train, validation, test } = parts;
    return {
      ok: true,
      counts: { train: train.count, validation: validation.count, test: test.count },
      classCounts: classCounts(part),
      rows,
    };
  }

  /** Where a net fails, as by want of memory, that is the answer. */
  async inspect(ask: Ask<'inspect'>, project: Project, device: Device): Promise<Answer<'inspect'>> {
    try {
      return await this.looks.run(() => this.look(ask, project, device));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return { ok: false, problems: [problem('inspect/failed', { why })] };
    }
  }

  /** As `inspect`: a net that fails is no failure of the engine. */
  async gradients(ask: Ask<'gradients'>, project: Project, device: Device): Promise<Answer<'gradients'>> {
    try {
      return await this.looks.run(async () => {
        const found = this.trained(ask.run, project) ?? (await this.open(ask, project, device));
        if ('ok' in found) return found;
        const norms = await gradientNorms(found.subject, found.data, ask);
        return norms.ok ? { ok: true, step: found.step, nodes: norms.value } : norms;
      });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return { ok: false, problems: [problem('inspect/failed', { why })] };
    }
  }

  dispose(): void {
    this.looks.close(() => this.opened?.value.dispose());
  }

  private async look(ask: Ask<'inspect'>, project: Project, device: Device): Promise<Answer<'inspect'>> {
    const { run, node, sample } = ask;
    const found = this.trained(run, project) ?? (await this.open(ask, project, device));
    if ('ok' in found) return found;
    const { subject, data, step, live } = found;
    const values = sampleValues(subject.model, data, sample);
    if (!values.ok) return values;
    const look = await lookInside(subject, values.value, node, WHOLE);
    const weights = await this.weights(subject, found.seed, node, live);
    const silent = node !== undefined && weights.length > 0 ? await silentOf(subject, data, node) : undefined;
    return { ok: true, step, ...look, weights, ...(silent && { silent }) };
  }

  /** The run of this session, where it is the one that is meant. */
  private trained(path: string | undefined, project: Project) {
    const { current } = this.training;
    if (!current) return undefined;
    const { run } = current;
    const isMeant = path !== undefined ? run.folder === path : graphHash(current.project) === graphHash(project);
    if (!isMeant) return undefined;
    const { executor, data } = run.parts;
    const live = current.isBusy ? run : undefined;
    return { subject: executor, data, step: run.loop.counters.step, seed: run.loop.settings.seed, live };
  }

  /** A run of before, or with none the net as it begins. */
  private async open(
    { run, projectPath }: Pick<Ask<'inspect'>, 'run' | 'projectPath'>,
    asked: Project,
    device: Device,
  ): Promise<
    | { subject: Executor; data: PreparedData; step: number; seed: number; live?: LiveRun }
    | { ok: false; problems: Problem[] }
  > {
    const source = run === undefined ? succeed({ project: asked, path: projectPath }) : await projectOfRun(run);
    if (!source.ok) return source;
    const { project, path } = source.value;
    const key = JSON.stringify([run, graphHash(project), project.data, path, project.training?.seed]);
    if (this.opened?.key !== key) {
      const data = await this.dataOf(project, path, device);
      if (!data.ok) return data;
      const opened = await openSubject({ project, projectPath: path, device, run, data: data.value });
      if (!opened.ok) return opened;
      this.opened?.value.dispose();
      this.opened = { key, value: opened.value };
    }
    const { subject, data, step } = (this.opened as { value: Opened }).value;
    return { subject, data, step, seed: project.training?.seed ?? 1 };
  }

  private async weights(
    subject: Subject,
    seed: number,
    node: string | undefined,
    live: LiveRun | undefined,
  ): Promise<WeightReport[]> {
    const { program } = subject.model;
    const calls = program.calls.filter(
      ({ path }) => node === undefined || path === node || path.startsWith(`${node}/`),
    );
    const indices = [...new Set(calls.flatMap(({ weights }) => Object.values(weights)))];
    live?.measureUpdates(indices);
    const tensors = await subject.weights(indices);
    const reports = indices.flatMap((index, at) => {
      const weight = program.weights[index];
      const values = tensors[at]?.dataSync();
      if (!weight || !values) return [];
      const start = values.length <= MOST_START_VALUES ? initialValues(weight, seed) : [];
      return [reportWeight(weight, values, start, live?.updateRatios.get(index))];
    });
    for (const x of tensors) x.dispose();
    return reports;
  }

  /** A project’s data; those asked for last are kept. */
  async dataOf(project: Project, path: string | undefined, device: Device): Promise<Result<PreparedData>> {
    const key = JSON.stringify([project.data, path, await sourceTimes(project.data, path)]);
    if (this.data?.key === key) return succeed(this.data.value);
    const data = await prepareData(nodeDataIo(path), project.data, applySteps(device.makeOps()));
    if (data.ok) this.data = { key, value: data.value };
    return data;
  }
}

async function projectOfRun(run: string): Promise<Result<{ project: Project; path: string | undefined }>> {
  const manifest = await readManifest(run);
  if (!manifest.ok) return manifest;
  const whole = await readRun(run);
  if (!whole.ok) return fail(...whole.problems);
  return succeed({ project: whole.value.project, path: manifest.value.projectPath });
}
