import { afterEach, expect, it } from 'vitest';
import type { Project } from '../../../engine/graph/document';
import { openDevice } from '../../../engine/session/device';
import { Forecasts } from '../../../engine/session/forecasts';
import { fish, openWindow, template, temporaryFolder, type Window } from './window';

let window: Window;
afterEach(() => window.session.close());

const forecastOf = async (project: Project) => {
  const answer = await window.client.ask('forecast', { project });
  if (!answer.ok) throw new Error(answer.problems[0]?.message);
  return answer.forecast;
};

it('is near what then happens, and is remembered', async () => {
  window = openWindow();
  const project = await fish(40, 2000);
  const forecast = await forecastOf(project);
  if (!forecast) throw new Error('It was given up');
  // A process with TensorFlow in it.
  expect(forecast.memory).toBeGreaterThan(1e8);
  expect(forecast.memory).toBeLessThan(4e9);
  const started = performance.now();
  // How many epochs there are makes no difference.
  expect(await forecastOf(await fish(3, 2000))).toEqual(forecast);
  expect(performance.now() - started).toBeLessThan(500);

  const trained = await window.client.ask('train', { project, runsFolder: await temporaryFolder() });
  expect(trained.ok).toBe(true);
  await window.when('done');
  const seconds = window.of('epoch').map((epoch) => epoch.seconds);
  const [median = 0] = seconds.sort((a, b) => a - b).slice(seconds.length / 2);
  // Loosely: others compute on the machine as well. The proof has the figures.
  expect(forecast.secondsPerEpoch).toBeGreaterThan(median / 4);
  expect(forecast.secondsPerEpoch).toBeLessThan(median * 4);
  expect(process.memoryUsage.rss()).toBeLessThan(forecast.memory * 1.5);
  expect(window.bad).toEqual([]);
}, 120_000);

it('is given up for a run, which starts as ever', async () => {
  window = openWindow();
  const project = await template('lenet', (p) => ({ ...p, training: p.training && { ...p.training, epochs: 1 } }));
  const small = await fish(2);
  const asked = window.client.ask('forecast', { project });
  const trained = await window.client.ask('train', { project: small, runsFolder: await temporaryFolder() });
  expect(trained.ok).toBe(true);
  expect(await asked).toEqual({ ok: true });
  // Beside a run nothing is measured.
  expect(await forecastOf(project)).toBeUndefined();
  await window.when('done', ({ state }) => state === 'finished');
});

it('gives way to the next that is asked for', async () => {
  window = openWindow();
  const first = window.client.ask('forecast', { project: await fish(1, 400) });
  const second = window.client.ask('forecast', { project: await fish(1, 300) });
  expect(await first).toEqual({ ok: true });
  expect(await second).toMatchObject({ ok: true, forecast: { memory: expect.any(Number) } });
});

/** A net that no machine has the memory for. */
const tooLarge = (): Promise<Project> =>
  template('lenet', (p) => ({
    ...p,
    training: p.training && { ...p.training, batch: 65_536 },
    graph: {
      ...p.graph,
      nodes: p.graph.nodes.map((node) =>
        node.id === 'conv2' ? { ...node, params: { ...node.params, filters: 200_000 } } : node,
      ),
    },
  }));

it('refuses what no machine has the memory for, before anything is built, and so does training', async () => {
  window = openWindow();
  const project = await tooLarge();
  const started = performance.now();
  const refused = await window.client.ask('forecast', { project });
  const problem = refused.ok ? undefined : refused.problems[0];
  expect(problem?.code).toBe('train/no-memory');
  const runsFolder = await temporaryFolder();
  const trained = await window.client.ask('train', { project, runsFolder });
  expect(trained.ok ? undefined : trained.problems[0]?.code).toBe('train/no-memory');
  expect(performance.now() - started).toBeLessThan(5000);
});

it('of a net with errors says them', async () => {
  window = openWindow();
  const loose = await template('fish', (p) => ({ ...p, graph: { ...p.graph, edges: p.graph.edges.slice(1) } }));
  const refused = await window.client.ask('forecast', { project: loose });
  expect(refused.ok ? [] : refused.problems.map(({ severity }) => severity)).toContain('error');
});

it('a refusal no longer counts where the net of the last run gives way and leaves more than was free', async () => {
  window = openWindow();
  const order = { project: await tooLarge() };
  let freeToRun = 0;
  const forecasts = new Forecasts(
    () => Promise.reject(new Error('Nothing is read')),
    () => false,
    () => freeToRun,
  );
  await forecasts.of(order, await openDevice());
  expect(await forecasts.refusal(order)).toMatchObject({ code: 'train/no-memory' });
  freeToRun = Number.POSITIVE_INFINITY;
  expect(await forecasts.refusal(order)).toBeUndefined();
});

it('a run that is refused leaves the net of the last one to be looked into; one that begins takes its place', async () => {
  window = openWindow();
  const runsFolder = await temporaryFolder();
  const project = await fish(1, 200);
  await window.client.ask('train', { project, runsFolder });
  await window.when('done');
  const run = window.of('done')[0]?.run ?? '';
  const look = () => window.client.ask('inspect', { project, run, sample: { part: 'test', row: 0 } });
  const before = await look();
  expect(before.ok).toBe(true);
  expect((await window.client.ask('train', { project: await tooLarge(), runsFolder })).ok).toBe(false);
  expect(await look()).toEqual(before);
  expect((await window.client.ask('train', { project, runsFolder })).ok).toBe(true);
  await window.when('done', (done) => done.run !== run);
  // Read from its folder by now.
  expect((await look()).ok).toBe(true);
}, 60_000);
