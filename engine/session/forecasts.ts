import { ranOut } from '../compile/ran-out';
import type { PreparedData } from '../data/parts/prepared';
import { DEFAULT_TRAINING, type Project } from '../graph/document';
import { fail, type Problem, type Result, succeed } from '../graph/problem';
import { problem } from '../graph/problems';
import { type Forecast, forecast } from '../train/forecast';
import { loadOf } from '../train/load';
import { checkShapes, noMemory } from '../train/memory/check';
import { freeMemory } from '../train/memory/free-memory';
import { isOutOfMemory } from '../train/memory/out-of-memory';
import { graphHash } from '../train/run/hashes';
import { compileForTraining } from './analyse';
import { nodeDataIo, sourceTimes } from './data-io';
import type { Device } from './device';

/** Forecasts that are remembered. */
const KEPT = 32;
/** A refusal no longer counts where so many times the memory is free. */
const MARGIN = 1.05;
const REFUSALS = { 'train/no-memory': true, 'train/measured-no-memory': true };

/** What was found out: what training takes, or why it was refused and what was free then. */
type Known = { ok: true; forecast: Forecast } | { ok: false; problem: Problem; free: number };

interface ForecastOrder {
  readonly project: Project;
  readonly projectPath?: string | undefined;
}

/** Measures what training takes, one project at a time, and remembers it. A run that begins comes first. */
export class Forecasts {
  private readonly known = new Map<string, Known>();
  private current: { readonly controller: AbortController; readonly ended: Promise<unknown> } | undefined;

  /** Counts what was asked for: only the newest is measured. */
  private latest = 0;

  /**
   * @param dataOf the data of a project, which are kept at hand
   * @param isBusy whether a run is under way, beside which nothing can be measured
   * @param freeToRun bytes that a run can have, for which a net that has been trained gives way
   */
  constructor(
    private readonly dataOf: (
      project: Project,
      path: string | undefined,
      device: Device,
    ) => Promise<Result<PreparedData>>,
    private readonly isBusy: () => boolean,
    private readonly freeToRun: () => number = freeMemory,
  ) {}

  /** Undefined where it was given up: for a run, or for a later order. */
  async of(order: ForecastOrder, device: Device): Promise<Result<Forecast> | undefined> {
    this.latest++;
    const number = this.latest;
    const key = await keyOf(order);
    const known = this.known.get(key);
    if (known?.ok) return succeed(known.forecast);
    await this.stop();
    if (number !== this.latest || this.isBusy()) return undefined;
    const controller = new AbortController();
    const free = freeMemory();
    const measured = this.measure(order, device, controller.signal).catch((error) => brokenOff(error, order.project));
    this.current = { controller, ended: measured };
    const result = await measured;
    this.current = undefined;
    if (result?.ok) this.remember(key, { ok: true, forecast: result.value });
    const refused = result && !result.ok ? result.problems.find(({ code }) => code in REFUSALS) : undefined;
    if (refused) this.remember(key, { ok: false, problem: refused, free });
    return result;
  }

  /** Gives up what is asked for. Resolves when its memory is free again, after the step that is under way. */
  async giveUp(): Promise<void> {
    this.latest++;
    await this.stop();
  }

  private async stop(): Promise<void> {
    this.current?.controller.abort();
    await this.current?.ended;
  }

  /** Why a project that was measured before does not fit into the memory that is free now. */
  async refusal(order: ForecastOrder): Promise<Problem | undefined> {
    const known = this.known.get(await keyOf(order));
    if (!known) return undefined;
    if (!known.ok) return this.freeToRun() <= known.free * MARGIN ? known.problem : undefined;
    // What the process holds already counts as free: most of it gives way to the run.
    const [needs, limit] = [known.forecast.memory, freeMemory() + process.memoryUsage.rss()];
    if (needs <= limit) return undefined;
    const { training = DEFAULT_TRAINING } = order.project;
    return noMemory(training, needs, limit, {
      fixed: needs - known.forecast.added,
      perSample: known.forecast.added / training.batch,
    });
  }

  private async measure(
    { project, projectPath }: ForecastOrder,
    device: Device,
    signal: AbortSignal,
  ): Promise<Result<Forecast> | undefined> {
    const compiled = await compileForTraining(project, nodeDataIo(projectPath));
    if (!compiled.ok) return compiled;
    const { training = DEFAULT_TRAINING } = project;
    // Before the data are read: what the shapes tell takes no time.
    const tooLarge = checkShapes(compiled.value.program, training, freeMemory());
    if (tooLarge) return fail(tooLarge);
    const data = await this.dataOf(project, projectPath, device);
    if (!data.ok || signal.aborted) return data.ok ? undefined : data;
    const { program, analysis } = compiled.value;
    const threads = device.threadsFor(loadOf(program, analysis.totals, training));
    return forecast({ program, training, data: data.value, device, threads, signal });
  }

  private remember(key: string, value: Known): void {
    this.known.set(key, value);
    const [oldest] = this.known.keys();
    if (this.known.size > KEPT && oldest !== undefined) this.known.delete(oldest);
  }
}

function brokenOff(error: unknown, { training = DEFAULT_TRAINING }: Project): Result<Forecast> {
  if (isOutOfMemory(error)) return fail(ranOut(training));
  return fail(problem('train/not-measured', { why: error instanceof Error ? error.message : String(error) }));
}

/** Everything that decides what training takes in this process. */
async function keyOf({ project, projectPath }: ForecastOrder): Promise<string> {
  const { epochs: _, ...training } = project.training ?? DEFAULT_TRAINING;
  return JSON.stringify([
    graphHash(project),
    training,
    project.data,
    projectPath,
    await sourceTimes(project.data, projectPath),
  ]);
}
