import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Closable, guardClosing } from '../../electron/close-guard';
import { fileInArguments, keepStartFiles } from '../../electron/start-files';
import { type CarrierPort, steadyPort } from '../../electron/steady-port';
import { placeWindow } from '../../electron/window-place';

const MAIN = { x: 0, y: 24, width: 1920, height: 1056 };
const SECOND = { x: 1920, y: 0, width: 1280, height: 1024 };

describe('the place of the window', () => {
  it('is the usual size at first, smaller on a small screen, never under the least', () => {
    expect(placeWindow(undefined, [MAIN])).toEqual({ width: 1440, height: 900 });
    expect(placeWindow(undefined, [{ x: 0, y: 0, width: 1024, height: 700 }])).toEqual({ width: 1024, height: 700 });
    expect(placeWindow(undefined, [{ x: 0, y: 0, width: 640, height: 480 }])).toEqual({ width: 800, height: 560 });
  });

  it('is where it was, also on the second screen', () => {
    const remembered = { x: 2000, y: 100, width: 1000, height: 700 };
    expect(placeWindow(remembered, [MAIN, SECOND])).toEqual(remembered);
  });

  it('is the middle of the main screen once the second is unplugged', () => {
    expect(placeWindow({ x: 2000, y: 100, width: 1000, height: 700 }, [MAIN])).toEqual({ width: 1440, height: 900 });
  });

  it('is pushed back so that its bar can be reached', () => {
    expect(placeWindow({ x: -400, y: -50, width: 1000, height: 700 }, [MAIN])).toEqual({
      x: 0,
      y: 24,
      width: 1000,
      height: 700,
    });
  });
});

describe('closing', () => {
  function window(hearing = 10_000) {
    let listener = (_event: { preventDefault(): void }) => {};
    const seen = { closed: 0, asked: 0, personAsked: 0, personSays: false };
    const close = () => {
      let prevented = false;
      listener({
        preventDefault: () => {
          prevented = true;
        },
      });
      if (!prevented) seen.closed++;
    };
    const closable: Closable = {
      on: (_name, given) => {
        listener = given;
      },
      close,
    };
    const guard = guardClosing(
      closable,
      {
        askPage: () => {
          seen.asked++;
        },
        askPerson: async () => {
          seen.personAsked++;
          return seen.personSays;
        },
      },
      hearing,
    );
    return { guard, seen, close };
  }

  it('is free until the page wants to be asked', () => {
    const { seen, close } = window();
    close();
    expect(seen).toMatchObject({ closed: 1, asked: 0 });
  });

  it('asks the page and does as it says', () => {
    const { guard, seen, close } = window();
    guard.set(true);
    close();
    guard.answer('heard');
    expect(seen).toMatchObject({ closed: 0, asked: 1 });
    guard.answer('stay');
    close();
    guard.answer('heard');
    guard.answer('close');
    expect(seen).toMatchObject({ closed: 1, asked: 2 });
  });

  it('asks the person when the page is hung', async () => {
    const { guard, seen, close } = window(20);
    guard.set(true);
    close();
    close();
    await setTimeout(60);
    expect(seen).toMatchObject({ closed: 0, asked: 1, personAsked: 1 });
    seen.personSays = true;
    close();
    await setTimeout(60);
    expect(seen).toMatchObject({ closed: 1, personAsked: 2 });
  });

  it('asks the person when the page breaks while deciding', async () => {
    const { guard, seen, close } = window();
    seen.personSays = true;
    guard.set(true);
    close();
    guard.answer('heard');
    guard.answer('failed');
    await setTimeout(0);
    expect(seen).toMatchObject({ closed: 1, personAsked: 1 });
  });

  it('leaves the person alone while the page shows its own question', async () => {
    const { guard, seen, close } = window(20);
    guard.set(true);
    close();
    guard.answer('heard');
    await setTimeout(60);
    expect(seen).toMatchObject({ closed: 0, personAsked: 0 });
  });

  it('is free again after the page has gone', () => {
    const { guard, seen, close } = window();
    guard.set(true);
    guard.set(false);
    close();
    expect(seen.closed).toBe(1);
  });
});

describe('files to open', () => {
  it('wait for the page, then reach it at once', () => {
    const told: string[] = [];
    const files = keepStartFiles((path) => told.push(path));
    files.offer('/a.netloom');
    files.offer('/b.netloom');
    expect(files.take()).toBe('/b.netloom');
    expect(files.take()).toBeNull();
    files.offer('/c.netloom');
    expect(told).toEqual(['/c.netloom']);
  });

  it.each([
    [['nets/a.netloom'], '/home/ada/nets/a.netloom'],
    [['.', '--flag', '/x/lenet.json'], '/x/lenet.json'],
    [['--trace=x.json', '.'], undefined],
    [['picture.png'], undefined],
    [[], undefined],
  ])('are found in %j', (words, path) => {
    expect(fileInArguments(words, '/home/ada')).toBe(path);
  });
});

describe('the port that outlives windows', () => {
  function carrier() {
    let hear = (_event: { data: unknown }) => {};
    const got: unknown[] = [];
    const port: CarrierPort & { closed?: boolean } = {
      postMessage: (message) => got.push(message),
      on: (_event, listener) => {
        hear = listener;
      },
      start: () => {},
      close: () => {
        port.closed = true;
      },
    };
    return { port, got, say: (data: unknown) => hear({ data }) };
  }

  it('carries questions, answers and events, and gives ids back', () => {
    const { port, use } = steadyPort();
    const heard: { id: number; ask?: string }[] = [];
    port.onmessage = ({ data }) => heard.push(data as { id: number });
    const window = carrier();
    use(window.port);
    window.say({ id: 41, ask: 'ping', with: {} });
    port.postMessage({ tell: 'progress', data: 1 });
    port.postMessage({ id: heard[0]?.id, answer: 'pong' });
    expect(heard[0]).toMatchObject({ ask: 'ping' });
    expect(window.got).toEqual([
      { tell: 'progress', data: 1 },
      { id: 41, answer: 'pong' },
    ]);
  });

  it('never gives a new window the answer of an old one', () => {
    const { port, use } = steadyPort();
    const ids: number[] = [];
    port.onmessage = ({ data }) => ids.push((data as { id: number }).id);
    const [first, second] = [carrier(), carrier()];
    use(first.port);
    first.say({ id: 0, ask: 'samples' });
    use(second.port);
    expect(first.port.closed).toBe(true);
    second.say({ id: 0, ask: 'ping' });
    first.say({ id: 1, ask: 'too late' });
    port.postMessage({ id: ids[0], answer: 'of the old window' });
    port.postMessage({ id: ids[1], answer: 'of the new window' });
    expect(first.got).toEqual([]);
    expect(second.got).toEqual([{ id: 0, answer: 'of the new window' }]);
    expect(ids).toHaveLength(2);
  });

  it('drops what is said while nobody listens', () => {
    const { port } = steadyPort();
    port.postMessage({ tell: 'progress', data: 1 });
  });
});
