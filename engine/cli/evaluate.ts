import { DEFAULT_TRAINING } from '../graph/document';
import { fail, type Result, succeed } from '../graph/problem';
import { problem } from '../graph/problems';
import { evaluate as evaluatePart } from '../train/evaluate';
import { figuresText } from './figures';
import { readOptions } from './options';
import { openRun } from './run-folder';
import { countText } from './table';
import type { Terminal } from './terminal';

/** `evaluate RUN [--best]`: loss and metrics of a run on the test part. */
export async function evaluate(args: readonly string[], terminal: Terminal): Promise<Result<boolean>> {
  const given = readOptions(args, { best: { type: 'boolean' } });
  if (!given.ok) return given;
  const [run, ...more] = given.value.positionals;
  if (run === undefined || more.length > 0) return fail(problem('cli/usage', { usage: 'evaluate RUN [--best]' }));
  const opened = await openRun(run, given.value.values.best === true ? 'best' : 'newest');
  if (!opened.ok) return opened;
  const { subject, data, step, project, dispose } = opened.value;
  const { test } = data.parts;
  const { batch } = project.training ?? DEFAULT_TRAINING;
  const figures = await evaluatePart(subject, test, batch, async () => true);
  dispose();
  if (!figures || !Object.values(figures).every(Number.isFinite)) {
    return fail(problem('train/evaluation-not-finite', { part: 'test' }));
  }
  terminal.json({ metrics: { test: figures } });
  if (!terminal.isJson) {
    terminal.say(`test, ${countText(test.count)} samples, after step ${countText(step)}: ${figuresText(figures)}`);
  }
  return succeed(true);
}
