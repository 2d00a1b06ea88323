import type { Problem } from '../graph/problem';

/** Where a command's words go. With `--json` stdout carries one JSON object a line and nothing else. */
export interface Terminal {
  /** For people: stdout, or stderr with `--json`. */
  say(line: string): void;
  /** For people, always on stderr. */
  note(line: string): void;
  /** One object for programs; nothing without `--json`. */
  json(value: unknown): void;
  readonly isJson: boolean;
  /** A line that is drawn over again: a progress bar. Nothing happens where no person watches. */
  redraw(line: string): void;
}

export interface Streams {
  readonly out: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number };
  readonly err: { write(text: string): unknown; readonly isTTY?: boolean };
}

export function makeTerminal({ out, err }: Streams, isJson: boolean): Terminal {
  let drawn = false;
  const clear = () => {
    if (drawn) err.write('\r\x1b[K');
    drawn = false;
  };
  return {
    isJson,
    say(line) {
      clear();
      (isJson ? err : out).write(`${line}\n`);
    },
    note(line) {
      clear();
      err.write(`${line}\n`);
    },
    json(value) {
      if (isJson) out.write(`${JSON.stringify(value)}\n`);
    },
    redraw(line) {
      if (!err.isTTY) return;
      err.write(`\r\x1b[K${line}`);
      drawn = line !== '';
    },
  };
}

/** `error graph/cycle: …` with its place and what could be done, a problem a line. */
export function printProblems(terminal: Terminal, problems: readonly Problem[]): void {
  for (const { severity, code, message, node, path, fixes = [] } of problems) {
    const place = node ?? path;
    terminal.note(`${severity} ${code}${place === undefined ? '' : ` (${place})`}: ${message}`);
    for (const { title } of fixes) terminal.note(`  cure: ${title}`);
  }
}
