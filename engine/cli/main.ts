import { fail, type Problem, type Result } from '../graph/problem';
import { problem } from '../graph/problems';
import { check } from './check';
import { doctor } from './doctor';
import { evaluate } from './evaluate';
import { exportModel } from './export';
import { HELP } from './help';
import { predict } from './predict';
import { makeTerminal, printProblems, type Streams, type Terminal } from './terminal';
import { train } from './train';
import { NETLOOM_VERSION } from './version';

/** Answers whether all is well; false is the input's fault without a problem of its own. */
type Command = (args: readonly string[], terminal: Terminal) => Promise<Result<boolean>>;

const COMMANDS: Readonly<Record<string, Command>> = {
  check,
  train,
  evaluate,
  predict,
  export: exportModel,
  doctor,
};

const EXIT = { well: 0, input: 1, ours: 2 } as const;

/** Runs one command and gives its exit code: 0 when it worked, 1 when the input is at fault, 2 when we are. */
export async function main(args: readonly string[], streams: Streams): Promise<number> {
  const isJson = args.includes('--json');
  const terminal = makeTerminal(streams, isJson);
  // Libraries greet on stdout, which belongs to the lines of JSON.
  if (isJson) for (const name of ['log', 'info', 'debug'] as const) console[name] = console.error;
  const [name = '', ...rest] = args;
  if (name === '' || name === 'help' || args.includes('--help') || args.includes('-h')) {
    terminal.say(HELP);
    return name === '' ? EXIT.input : EXIT.well;
  }
  if (name === '--version') {
    terminal.say(NETLOOM_VERSION);
    return EXIT.well;
  }
  try {
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    const expected = Object.keys(COMMANDS).join(', ');
    const result = command ? await command(rest, terminal) : fail(problem('cli/command', { got: name, expected }));
    if (result.ok) return result.value ? EXIT.well : EXIT.input;
    tellProblems(terminal, result.problems);
    return EXIT.input;
  } catch (error) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    terminal.json({ event: 'error', message: detail.split('\n')[0] });
    terminal.note(`Netloom is at fault: ${detail}`);
    return EXIT.ours;
  }
}

function tellProblems(terminal: Terminal, problems: readonly Problem[]): void {
  terminal.json({ problems });
  printProblems(terminal, problems);
}
