import { fail, type Result, succeed } from '../graph/problem';
import { problem } from '../graph/problems';
import { predict as predictSamples } from '../inspect/look';
import type { OutputAnswer } from '../protocol';
import { readInput } from './inputs';
import { readOptions } from './options';
import { openRun } from './run-folder';
import type { Terminal } from './terminal';

const plain = ({ values, label, score }: OutputAnswer) => ({
  values: [...values],
  ...(label !== undefined && { label }),
  ...(score !== undefined && { score }),
});

function answerText({ output, values, label, score }: OutputAnswer): string {
  if (label === undefined) return `${output} ${[...values].map((value) => value.toFixed(4)).join(' ')}`;
  return `${output} ${label}${score === undefined ? '' : ` (${score.toFixed(4)})`}`;
}

/** `predict RUN INPUT…`: what a trained net answers, a line an input, in order. */
export async function predict(args: readonly string[], terminal: Terminal): Promise<Result<boolean>> {
  const given = readOptions(args, { best: { type: 'boolean' } });
  if (!given.ok) return given;
  const [run, ...inputs] = given.value.positionals;
  if (run === undefined || inputs.length === 0) return fail(problem('cli/usage', { usage: 'predict RUN INPUT…' }));
  const opened = await openRun(run, given.value.values.best === true ? 'best' : 'newest');
  if (!opened.ok) return opened;
  const { subject, data, device, dispose } = opened.value;
  let well = true;
  for (const input of inputs) {
    const sample = await readInput(input, subject.model, data, device);
    if (!sample.ok) {
      // One input that cannot be read costs its own line only.
      well = false;
      terminal.json({ input, problems: sample.problems });
      for (const { message } of sample.problems) terminal.note(message);
      continue;
    }
    const [answers = []] = await predictSamples(subject, [sample.value]);
    terminal.json({ input, outputs: Object.fromEntries(answers.map((answer) => [answer.output, plain(answer)])) });
    if (!terminal.isJson) terminal.say(`${input}: ${answers.map(answerText).join(', ')}`);
  }
  dispose();
  return succeed(well);
}
