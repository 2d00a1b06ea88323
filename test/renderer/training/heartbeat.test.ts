import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { listenForHeartbeat } from '../../../renderer/training/heartbeat';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An engine that answers when it is let. */
function engine() {
  const waiting: (() => void)[] = [];
  const ask = vi.fn(() => new Promise((answer) => waiting.push(() => answer({ time: 0 }))));
  return {
    client: { ask } as unknown as Parameters<typeof listenForHeartbeat>[0],
    ask,
    answer: () => waiting.splice(0).map((go) => go()),
  };
}

it('is content while the engine answers', async () => {
  const { client, ask, answer } = engine();
  const heard: (number | undefined)[] = [];
  const stop = listenForHeartbeat(client, (seconds) => heard.push(seconds));
  for (let i = 0; i < 10; i++) {
    await vi.advanceTimersByTimeAsync(5000);
    answer();
  }
  stop();
  expect(new Set(heard)).toEqual(new Set([undefined]));
  expect(ask).toHaveBeenCalledTimes(10);
});

it('tells of silence after 20 s, asks only once meanwhile, and takes it back with the first answer', async () => {
  const { client, ask, answer } = engine();
  const heard: (number | undefined)[] = [];
  const stop = listenForHeartbeat(client, (seconds) => heard.push(seconds));
  await vi.advanceTimersByTimeAsync(30_000);
  expect(heard).toEqual([undefined, undefined, undefined, 20, 25, 30]);
  expect(ask).toHaveBeenCalledTimes(1);
  answer();
  await vi.advanceTimersByTimeAsync(5000);
  expect(heard.at(-1)).toBeUndefined();
  stop();
  await vi.advanceTimersByTimeAsync(50_000);
  expect(ask).toHaveBeenCalledTimes(2);
});
