import type { EngineExit, EngineMessage } from './bridge';

/** What the host needs of a child process; Electron's UtilityProcess fits. */
export interface EngineChild {
  readonly pid?: number | undefined;
  /** With `stdio: pipe`. */
  readonly stderr: NodeJS.ReadableStream | null;
  postMessage(message: unknown, transfer?: never[]): void;
  once(event: 'spawn', listener: () => void): unknown;
  once(event: 'exit', listener: (code: number) => void): unknown;
}

/** How the host touches the world. `P` is a port that can be handed to a process. */
export interface EngineWorld<P> {
  fork(): EngineChild;
  channel(): { port1: P; port2: P };
  /** To the page; `ports` holds one with `engine-port`. */
  tell(message: EngineMessage, ports: P[]): void;
  /** What the process really ended with: its own report may say 0 though a signal ended it. */
  trueExitCode(reported: number): Promise<number>;
  lowerPriority(pid: number): void;
  forceKill(pid: number): void;
  now(): number;
}

/** Keeps one engine process running and introduces the page to it; what they say passes main by. */
export interface EngineHost {
  start(): void;
  /** Gives the page a fresh port. */
  connect(): void;
  /** The page has gone: nobody to introduce until it calls `connect` again. */
  disconnect(): void;
  restart(): void;
  /** Resolves when the process has ended: by itself if it does so within `patience` ms. */
  stop(patience?: number): Promise<void>;
  pid(): number | undefined;
}

const MOST_RESTARTS = 3;
/** Milliseconds in which these count. */
const WINDOW = 60_000;
/** Milliseconds that the engine has to end by itself: time to write a checkpoint. */
const PATIENCE = 4000;
/** Characters kept of what the engine wrote last. */
const LAST_WORDS = 2000;

/** What a process that ended by a signal reports: the signal's number, alone or as shells do, plus 128. */
const SIGNALS: Readonly<Record<number, string>> = {
  4: 'SIGILL',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  15: 'SIGTERM',
};
export const signalOf = (exitCode: number): string | undefined => SIGNALS[exitCode > 128 ? exitCode - 128 : exitCode];

export function hostEngine<P>(world: EngineWorld<P>): EngineHost {
  let child: EngineChild | undefined;
  let connected = false;
  let stopping = false;
  let asked = false;
  let deaths: number[] = [];

  function start(restarted?: EngineExit): void {
    if (child || stopping) return;
    const started = world.fork();
    child = started;
    let lastWords = '';
    started.stderr?.setEncoding('utf8').on('data', (text: string) => {
      process.stderr.write(text);
      lastWords = (lastWords + text).slice(-LAST_WORDS);
    });
    started.once('spawn', () => {
      if (started.pid !== undefined) world.lowerPriority(started.pid);
    });
    started.once('exit', async (reported) => {
      if (child === started) child = undefined;
      const exitCode = await world.trueExitCode(reported);
      // Next turn: a message to a child from within an exit handler brings main down.
      setImmediate(onExit, { exitCode, signal: signalOf(exitCode), lastWords: lastWords || undefined });
    });
    if (connected) introduce(restarted);
  }

  function onExit(exit: EngineExit): void {
    if (stopping) return;
    const now = world.now();
    deaths = asked ? [] : [...deaths.filter((time) => now - time < WINDOW), now];
    const reason = asked ? { ...exit, asked } : exit;
    asked = false;
    if (deaths.length <= MOST_RESTARTS) start(reason);
    else if (connected) world.tell({ type: 'engine-down', reason }, []);
  }

  function introduce(restarted?: EngineExit): void {
    if (!child) return;
    const { port1, port2 } = world.channel();
    child.postMessage({ type: 'connect' }, [port2 as never]);
    world.tell({ type: 'engine-port', restarted }, [port1]);
  }

  /** Asks the engine to end, and ends it if it does not. */
  function end(victim: EngineChild, patience: number): Promise<void> {
    return new Promise((ended) => {
      const { pid } = victim;
      const force = setTimeout(() => pid !== undefined && world.forceKill(pid), patience);
      victim.once('exit', () => {
        clearTimeout(force);
        ended();
      });
      victim.postMessage({ type: 'end' });
    });
  }

  return {
    start: () => start(),
    connect() {
      connected = true;
      introduce();
    },
    disconnect() {
      connected = false;
    },
    restart() {
      asked = child !== undefined;
      if (child) void end(child, PATIENCE);
      else {
        deaths = [];
        start();
      }
    },
    async stop(patience = PATIENCE) {
      stopping = true;
      if (child) await end(child, patience);
    },
    pid: () => child?.pid,
  };
}
