import { afterEach, describe, expect, it } from 'vitest';
import { openWindow, template, temporaryFolder, type Window } from './window';

/** Milliseconds within which an engine answers, whatever it computes. */
const SOON = 100;
/** Samples of a step of LeNet's that takes more than a second on two cores. */
const LARGE_BATCH = 6000;

let window: Window;
afterEach(() => window.session.close());

async function timed<T>(ask: () => Promise<T>): Promise<number> {
  const started = performance.now();
  await ask();
  return performance.now() - started;
}

describe('while a step takes long', () => {
  it('every command is answered soon', async () => {
    window = openWindow();
    const { client } = window;
    const project = await template('lenet', (lenet) => ({
      ...lenet,
      training: { epochs: 1, batch: LARGE_BATCH, seed: 1, optimizer: { kind: 'sgd' } },
    }));
    const answer = await client.ask('train', { project, runsFolder: await temporaryFolder() });
    if (!answer.ok) throw new Error(answer.problems[0]?.message);
    await window.when('points');
    const started = performance.now();
    const seen = window.of('points').length;
    const pings: number[] = [];
    while (window.of('points').length === seen) {
      pings.push(await timed(() => client.ask('ping', {})));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const step = performance.now() - started;
    expect(step).toBeGreaterThan(500);
    expect(pings.length).toBeGreaterThan(5);
    expect(Math.max(...pings)).toBeLessThan(SOON);

    expect(await timed(() => client.ask('setLearningRate', { rate: 0.5 }))).toBeLessThan(SOON);
    expect(await timed(() => client.ask('pause', {}))).toBeLessThan(SOON);
    const paused = await window.when('progress', ({ state }) => state === 'paused');
    expect(paused.learningRate).toBe(0.5);
    await client.ask('go', {});
    expect(await timed(() => client.ask('stop', {}))).toBeLessThan(SOON);
    expect(await window.when('done')).toMatchObject({ state: 'stopped', problems: [] });
  }, 120_000);
});
