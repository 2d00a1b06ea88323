import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ANSWER, type Answer, type Command } from './contenders/serve';

/** How a contender is started. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** Longest that one command may take: a compiler warms up within it. */
const MOST_MILLISECONDS = 20 * 60_000;

/** Lines of what a contender told that are kept for when it fails. */
const KEPT_CHARACTERS = 4000;

/** One contender, alive until it is stopped. Commands are given one at a time. */
export class ContenderProcess {
  private readonly child: ChildProcess;
  private readonly started = performance.now();
  private waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;
  private told = '';
  private gone: string | undefined;

  constructor({ command, args, environment }: Launch) {
    const env = { ...process.env, ...environment };
    this.child = spawn(command, [...args], { stdio: ['pipe', 'pipe', 'pipe'], env });
    const keep = (text: string): void => {
      this.told = (this.told + text).slice(-KEPT_CHARACTERS);
    };
    this.child.stderr?.setEncoding('utf8').on('data', keep);
    if (this.child.stdout) {
      createInterface({ input: this.child.stdout }).on('line', (line) => {
        if (line.startsWith(ANSWER)) this.answered(JSON.parse(line.slice(ANSWER.length)) as Answer);
        else keep(`${line}\n`);
      });
    }
    this.child.stdin?.on('error', () => undefined);
    this.child.on('error', (error) => this.end(error.message));
    this.child.on('close', (code, signal) => this.end(`it ended (${signal ?? code})`));
  }

  /** Seconds since it was started. */
  get age(): number {
    return (performance.now() - this.started) / 1000;
  }

  /** Rejects where the contender fails, dies or does not answer. */
  async ask(command: Command): Promise<Answer> {
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Answer>((resolve, reject) => {
        this.waiting = { resolve, reject };
        if (this.gone !== undefined) return this.end(this.gone);
        timer = setTimeout(() => this.end('it does not answer'), MOST_MILLISECONDS);
        this.child.stdin?.write(`${JSON.stringify(command)}\n`);
      });
    } finally {
      clearTimeout(timer);
      this.waiting = undefined;
    }
  }

  /** Ends the process; resolves when it is gone. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null || this.child.pid === undefined) return;
    const closed = new Promise((resolve) => this.child.once('close', resolve));
    this.child.kill('SIGKILL');
    await closed;
  }

  private answered(answer: Answer): void {
    if (answer.error !== undefined) this.end(answer.error);
    else this.waiting?.resolve(answer);
  }

  private end(why: string): void {
    this.gone ??= why;
    this.waiting?.reject(new Error(`${this.gone}\n${this.told.trim()}`.trim()));
  }
}
