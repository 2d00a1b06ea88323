import { resolve } from 'node:path';
import { formats } from '../formats/contract/registry';
import { fail, type Result, succeed } from '../graph/problem';
import { problem } from '../graph/problems';
import { openDevice } from '../session/device';
import { exportRun } from '../session/export-run';
import { choiceOption, readOptions, textOption } from './options';
import { countText } from './table';
import type { Terminal } from './terminal';

/** `export RUN --format F --out P`: the trained model, read back and compared with the live one. */
export async function exportModel(args: readonly string[], terminal: Terminal): Promise<Result<boolean>> {
  const given = readOptions(args, { format: { type: 'string' }, out: { type: 'string' } });
  if (!given.ok) return given;
  const format = choiceOption(given.value, 'format', [...formats.keys()]);
  if (!format.ok) return format;
  const [run, ...more] = given.value.positionals;
  const out = textOption(given.value, 'out');
  if (run === undefined || more.length > 0 || out === undefined || format.value === undefined) {
    const usage = `export RUN --format ${[...formats.keys()].join('|')} --out FOLDER`;
    return fail(problem('cli/usage', { usage }));
  }
  const exported = await exportRun({ run: resolve(run), format: format.value, out: resolve(out) }, await openDevice());
  if (!exported.ok) return exported;
  const { path, samples, maxDifference } = exported.value;
  terminal.json({ path, format: format.value, samples, maxDifference });
  if (!terminal.isJson) {
    terminal.say(`Written to ${path}`);
    terminal.say(
      `Read back and compared on ${countText(samples)} samples: largest difference ${maxDifference.toExponential(1)}`,
    );
  }
  return succeed(true);
}
