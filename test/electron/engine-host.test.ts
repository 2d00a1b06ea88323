import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineMessage } from '../../electron/bridge';
import { type EngineChild, type EngineHost, hostEngine, signalOf } from '../../electron/engine-host';

/** Messages and endings of a process that is none. */
class FakeChild extends EventEmitter implements EngineChild {
  readonly stderr = new PassThrough();
  readonly messages: unknown[] = [];
  alive = true;
  constructor(
    readonly pid: number,
    readonly endsWhenAsked: boolean,
  ) {
    super();
  }
  postMessage(message: unknown): void {
    if (!this.alive) throw new Error('a message to a dead child brings main down');
    this.messages.push(message);
    const { type } = message as { type: string };
    if (type === 'end' && this.endsWhenAsked) this.die(0);
  }
  die(code: number): void {
    this.alive = false;
    this.emit('exit', code);
  }
}

let children: FakeChild[];
let told: EngineMessage[];
let lowered: number[];
let time: number;
let endsWhenAsked: boolean;
let trueExitCode: number | undefined;
let host: EngineHost;
const newest = () => {
  const child = children.at(-1);
  if (!child) throw new Error('no child');
  return child;
};
/** Lets the host's next turn come. */
const turn = () => new Promise<void>((done) => setImmediate(() => setImmediate(done)));

beforeEach(() => {
  children = [];
  told = [];
  lowered = [];
  time = 0;
  endsWhenAsked = true;
  trueExitCode = undefined;
  host = hostEngine<string>({
    fork: () => {
      children.push(new FakeChild(100 + children.length, endsWhenAsked));
      return newest();
    },
    channel: () => ({ port1: 'to page', port2: 'to engine' }),
    tell: (message) => told.push(message),
    trueExitCode: async (reported) => trueExitCode ?? reported,
    lowerPriority: (pid) => lowered.push(pid),
    forceKill: (pid) => children.find((child) => child.pid === pid)?.die(9),
    now: () => time,
  });
});

describe('introducing', () => {
  it('gives page and engine the two ends of a channel, each time the page asks', () => {
    host.start();
    expect(told).toEqual([]);
    host.connect();
    host.connect();
    expect(told).toEqual([{ type: 'engine-port' }, { type: 'engine-port' }]);
    expect(newest().messages).toEqual([{ type: 'connect' }, { type: 'connect' }]);
  });

  it('lowers the priority once the process runs', () => {
    host.start();
    expect(lowered).toEqual([]);
    newest().emit('spawn');
    expect(lowered).toEqual([100]);
  });
});

describe('when the engine dies', () => {
  it('starts another and tells how the first ended, with its last words', async () => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    host.start();
    host.connect();
    newest().stderr.write('OOM when allocating tensor');
    await turn();
    newest().die(134);
    await turn();
    write.mockRestore();
    expect(children).toHaveLength(2);
    expect(told[1]).toEqual({
      type: 'engine-port',
      restarted: { exitCode: 134, signal: 'SIGABRT', lastWords: 'OOM when allocating tensor' },
    });
    expect(newest().messages).toEqual([{ type: 'connect' }]);
  });

  it('believes the browser more than the process about how it ended', async () => {
    host.start();
    host.connect();
    trueExitCode = 9;
    newest().die(0);
    await turn();
    expect(told[1]).toMatchObject({ restarted: { exitCode: 9, signal: 'SIGKILL' } });
  });

  it('gives up at the fourth time in a minute, and tries anew when asked', async () => {
    host.start();
    host.connect();
    for (let death = 0; death < 4; death++) {
      time += 1000;
      newest().die(11);
      await turn();
    }
    expect(children).toHaveLength(4);
    expect(told.at(-1)).toEqual({
      type: 'engine-down',
      reason: { exitCode: 11, signal: 'SIGSEGV', lastWords: undefined },
    });
    host.connect();
    host.restart();
    expect(children).toHaveLength(5);
    expect(told.at(-1)).toEqual({ type: 'engine-port', restarted: undefined });
    newest().die(11);
    await turn();
    expect(children).toHaveLength(6);
  });

  it('goes on for ever when deaths are rare', async () => {
    host.start();
    for (let death = 0; death < 10; death++) {
      time += 21_000;
      newest().die(9);
      await turn();
    }
    expect(children).toHaveLength(11);
  });

  it('tells nobody while the page is gone', async () => {
    host.start();
    host.connect();
    host.disconnect();
    newest().die(9);
    await turn();
    expect(children).toHaveLength(2);
    expect(told).toHaveLength(1);
  });
});

describe('ending it', () => {
  it('restarts on demand, without counting it as a death', async () => {
    host.start();
    host.connect();
    for (let count = 0; count < 6; count++) {
      host.restart();
      await turn();
    }
    expect(children).toHaveLength(7);
    expect(told.at(-1)).toMatchObject({ type: 'engine-port', restarted: { exitCode: 0, asked: true } });
  });

  it('stops, and starts no other', async () => {
    host.start();
    await host.stop();
    await turn();
    expect(newest().alive).toBe(false);
    host.restart();
    expect(children).toHaveLength(1);
  });

  it('kills an engine that is deep in a native call', async () => {
    endsWhenAsked = false;
    host.start();
    await host.stop(20);
    expect(newest().alive).toBe(false);
  });

  it('has nothing to stop before it started', async () => {
    await host.stop();
  });
});

it.each([
  [9, 'SIGKILL'],
  [137, 'SIGKILL'],
  [6, 'SIGABRT'],
  [139, 'SIGSEGV'],
  [0, undefined],
  [1, undefined],
])('exit code %i is signal %s', (code, signal) => {
  expect(signalOf(code)).toBe(signal);
});
