import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** What a contender can be told to do; one at a time. */
export type Command =
  /** Builds the net and takes the first `steps` training steps; `steps` 0: only looked at. */
  | { readonly do: 'open'; readonly steps: number }
  /** Takes at least `steps` more steps. */
  | { readonly do: 'train'; readonly steps: number }
  /** Answers `steps` batches of `batch` samples. */
  | { readonly do: 'infer'; readonly steps: number; readonly batch: number }
  | { readonly do: 'memory' };

/** What it answers, each as far as it was asked. */
export interface Answer {
  /** Of the first steps. */
  readonly losses?: readonly number[];
  /** Seconds from the start of building to the end of the first step, library and data being loaded. */
  readonly firstStep?: number;
  /** Seconds of `open` after its first step. */
  readonly rest?: number;
  /** Of a window. */
  readonly seconds?: number;
  readonly steps?: number;
  /** Most bytes of memory that the process has had. */
  readonly peak?: number;
  /** First logits of the first sample. */
  readonly logits?: readonly number[];
  readonly error?: string;
}

export interface Contender {
  open(steps: number): Promise<Answer>;
  train(steps: number): Promise<Answer>;
  infer(batch: number, steps: number): Promise<Answer>;
}

/** What tells an answer from other lines on stdout. */
export const ANSWER = 'answer ';

/** Answers commands, JSON lines on stdin, until there are no more. A failure is answered and ends the process. */
export async function serve(contender: Contender): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const command = JSON.parse(line) as Command;
    let answer: Answer;
    try {
      answer = await obey(contender, command);
    } catch (error) {
      answer = { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
    process.stdout.write(`${ANSWER}${JSON.stringify(answer)}\n`);
    if (answer.error !== undefined) break;
  }
  process.exit();
}

async function obey(contender: Contender, command: Command): Promise<Answer> {
  if (command.do === 'open') return contender.open(command.steps);
  if (command.do === 'train') return contender.train(command.steps);
  if (command.do === 'infer') return contender.infer(command.batch, command.steps);
  return { peak: peakMemory() };
}

/** Linux counts it for the program; elsewhere the process's own figure serves. */
function peakMemory(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  const [, kilobytes] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}
