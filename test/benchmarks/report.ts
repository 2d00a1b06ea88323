import { type Measured, nameOf, type Side } from './measure';
import type { NetResult, Results } from './results';
import { geometricMean, relativeDifference, type Spread, spread } from './statistics';

/** Largest relative difference of a first loss, or of a first answer, from ours. */
const TOLERANCE = 1e-3;

const SIDES: readonly Side[] = ['netloom', 'tfjs', 'keras', 'pytorch'];

/** A side's better variant for one kind of window. */
export interface Best {
  readonly measured: Measured;
  /** Samples a second. */
  readonly rate: Spread;
}

/** The variant with the higher median; undefined where none was measured. */
export function bestOf(result: NetResult, side: Side, task: string): Best | undefined {
  return result.measured
    .filter((measured) => measured.side === side && (measured.rates[task]?.length ?? 0) > 0)
    .map((measured) => ({ measured, rate: spread(measured.rates[task] as readonly number[]) }))
    .sort((a, b) => b.rate.median - a.rate.median)[0];
}

/** What is wrong with a result, a line each: contenders that failed, and numbers that are not ours. */
export function complaints({ measured }: NetResult): string[] {
  const ours = measured.find(({ side }) => side === 'netloom');
  return measured.flatMap((one) => {
    if (one.failure !== undefined) return [`${nameOf(one)} failed: ${why(one.failure)}`];
    if (one === ours || !ours) return [];
    const differs = difference(one, ours);
    if (differs === undefined || differs <= TOLERANCE) return [];
    const [name, theirs, own] = one.losses ? ['losses', one.losses, ours.losses] : ['answers', one.logits, ours.logits];
    const list = (values: readonly number[] = []) => values.slice(0, 3).map((value) => value.toPrecision(7));
    return [`${nameOf(one)}: ${name} ${list(theirs)} differ by ${differs.toExponential(1)} from ours, ${list(own)}`];
  });
}

/** The failure itself; what else was told stands in the results. Of a process that died, its last words too. */
function why(failure: string): string {
  const [first = '', ...told] = failure.split('\n');
  return first.startsWith('it ended') && told.length > 0 ? `${first}: ${told.at(-1)}` : first;
}

/** Relative difference of the first losses; of answers, by the largest of them. Undefined where there are none. */
function difference(one: Measured, ours: Measured): number | undefined {
  if (one.losses && ours.losses) return relativeDifference(one.losses, ours.losses);
  if (!one.logits || !ours.logits) return undefined;
  const most = Math.max(...ours.logits.map(Math.abs));
  const list = ours.logits;
  return Math.max(...one.logits.map((value, at) => Math.abs(value - (list[at] ?? Number.NaN)))) / most;
}

const digits = (value: number): string => (value >= 1000 ? value.toFixed(0) : value.toPrecision(3));
const megabytes = (bytes: number | undefined): string => (bytes === undefined ? '' : `${(bytes / 1e6).toFixed(0)} MB`);
const seconds = (value: number | undefined): string => (value === undefined ? '' : `${value.toFixed(2)} s`);

const HEAD = ['net', 'contender', 'samples/s', 'spread', 'ours ÷ it', 'peak', 'first step', 'from start', 'difference'];

/** Lines of a table, a contender each; `tasks` are the kinds of windows. */
export function tableOf(net: string, result: NetResult, tasks: readonly string[]): string[][] {
  const ours = result.measured.find(({ side }) => side === 'netloom');
  return tasks.flatMap((task) => {
    const own = bestOf(result, 'netloom', task);
    return result.measured.map((one) => {
      const rates = one.rates[task] ?? [];
      const rate = rates.length > 0 ? spread(rates) : undefined;
      const differs = ours && one !== ours ? difference(one, ours) : undefined;
      return [
        `${net}, ${task === 'train' ? result.batch : task}`,
        nameOf(one),
        rate ? digits(rate.median) : one.failure === undefined ? '' : 'failed',
        rate ? `${digits(rate.least)}–${digits(rate.most)}` : '',
        rate && own && one !== ours ? (own.rate.median / rate.median).toFixed(2) : '',
        megabytes(one.peak),
        seconds(one.firstStep),
        seconds(one.sinceStart),
        differs === undefined ? '' : differs.toExponential(1),
      ];
    });
  });
}

/** Cells under each other, the first two to the left. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const all = [HEAD, ...rows];
  const widths = HEAD.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) =>
    row
      .map((cell, at) => (at < 2 ? cell.padEnd(widths[at] as number) : cell.padStart(widths[at] as number)))
      .join('  ')
      .trimEnd(),
  );
}

/** Ours ÷ theirs, in the geometric mean over the nets that both have trained. */
export function meanRatio(results: Results, side: Side): number {
  const ratios = Object.entries(results).flatMap(([name, result]) => {
    const [own, theirs] = [bestOf(result, 'netloom', 'train'), bestOf(result, side, 'train')];
    return name.startsWith('training/') && own && theirs ? [own.rate.median / theirs.rate.median] : [];
  });
  return geometricMean(ratios);
}

type Figures = Record<string, number>;

/** The benchmark as one object: median samples a second, each side's better variant; memory in bytes, at the peak. */
export function objectOf(results: Results): {
  training: Record<string, Figures & { memory: Figures }>;
  inference: Record<string, Record<string, Figures>>;
} {
  const training: Record<string, Figures & { memory: Figures }> = {};
  const inference: Record<string, Record<string, Figures>> = {};
  for (const [name, result] of Object.entries(results)) {
    const [kind, net = ''] = name.split('/');
    const tasks = [...new Set(result.measured.flatMap(({ rates }) => Object.keys(rates)))];
    const rates = (task: string): [Side, Best][] =>
      SIDES.flatMap((side) => {
        const best = bestOf(result, side, task);
        return best ? [[side, best] as [Side, Best]] : [];
      });
    const figures = (task: string) => Object.fromEntries(rates(task).map(([side, { rate }]) => [side, rate.median]));
    if (kind === 'inference') {
      inference[net] = Object.fromEntries(tasks.map((task) => [task, figures(task)]));
    } else {
      const peaks = rates('train').flatMap(([side, { measured }]) =>
        measured.peak === undefined ? [] : [[side, measured.peak] as const],
      );
      training[net] = { ...figures('train'), memory: Object.fromEntries(peaks) } as Figures & { memory: Figures };
    }
  }
  return { training, inference };
}
