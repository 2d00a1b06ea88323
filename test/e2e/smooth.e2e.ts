import { afterEach, expect, it } from 'vitest';
import { launch, type RunningApp } from './app';

/*
 * What is aimed at, and what is asserted: the machines that run tests have two cores, which TensorFlow, the window, its
 * software rendering and whatever else runs there share. The figures themselves are printed.
 */
/** No task of the window's thread over 50 ms while training. Asserted: none over 100 ms, and few over 50. */
const LONG = { aim: 50, most: 100, few: 3 };
/** A click is answered within 100 ms. */
const ANSWER = { aim: 100, most: 250 };
/** Warm start, from the creation of the process: the window can be used in 3 s, the engine is ready in 2. */
const USABLE = { aim: 3000, most: 6000 };
const READY = { aim: 2000, most: 4000 };
/** How long the window is watched while it trains, ms. */
const WATCHED = 8000;

let app: RunningApp;
afterEach(() => app.close());

const tell = (what: string, figure: string, aim: number) => console.log(`${what}: ${figure} (aim: ${aim} ms)`);
const engineReady = () =>
  app.page
    .getByRole('contentinfo')
    .getByRole('button', { name: /^(CPU|GPU)/ })
    .waitFor();

/** What the page writes down about itself. */
interface Watch {
  longTasks: { start: number; duration: number }[];
  answers: number[];
}

/** Writes down tasks over 50 ms, and how long each press on a node takes until the node is drawn as chosen. */
async function watch(): Promise<void> {
  await app.page.evaluate(() => {
    const found: Watch = { longTasks: [], answers: [] };
    Object.assign(window, { watch: found });
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) found.longTasks.push({ start: startTime, duration });
    }).observe({ type: 'longtask' });
    let pressed: { node: Element; at: number } | undefined;
    window.addEventListener(
      'pointerdown',
      ({ target, timeStamp }) => {
        const node = target instanceof Element ? target.closest('.svelte-flow__node') : null;
        pressed = node ? { node, at: timeStamp } : undefined;
      },
      true,
    );
    new MutationObserver(() => {
      if (!pressed?.node.classList.contains('selected')) return;
      const { at } = pressed;
      pressed = undefined;
      requestAnimationFrame(() => found.answers.push(performance.now() - at));
    }).observe(document.body, { subtree: true, attributeFilter: ['class'] });
  });
}

it('is usable, and its engine ready, soon after a warm start', async () => {
  app = await launch();
  await engineReady();
  await app.close();
  app = await launch({ data: app.data });
  const created = (await app.electron.evaluate(() => process.getCreationTime())) ?? Number.NaN;
  const since = async (appeared: Promise<void>) => {
    await appeared;
    return Math.round(Date.now() - created);
  };
  const [usable, ready] = await Promise.all([
    since(app.page.getByRole('button', { name: 'LeNet on MNIST' }).waitFor()),
    since(engineReady()),
  ]);
  tell('Window usable after', `${usable} ms`, USABLE.aim);
  tell('Engine ready after', `${ready} ms`, READY.aim);
  expect(usable).toBeLessThanOrEqual(USABLE.most);
  expect(ready).toBeLessThanOrEqual(READY.most);
});

it('stays smooth and answers clicks while LeNet trains', async () => {
  app = await launch();
  await engineReady();
  await app.page.getByRole('button', { name: 'LeNet on MNIST' }).click();
  const train = app.page.getByRole('button', { name: /^Train/ });
  await train.and(app.page.locator(':not([aria-disabled="true"])')).click();
  await app.page
    .getByRole('banner')
    .getByText(/^Epoch 1 of 3/)
    .waitFor();
  await app.page.waitForTimeout(1000);
  await watch();
  const begun = Date.now();
  const nodes = ['conv1', 'pool1', 'fc1', 'conv2', 'pool2', 'flatten'];
  for (const name of nodes) {
    await app.page
      .locator('.svelte-flow__node', { hasText: name })
      .first()
      .click({ position: { x: 60, y: 16 } });
    await app.page.waitForTimeout(500);
  }
  await app.page.waitForTimeout(Math.max(0, WATCHED - (Date.now() - begun)));
  expect(await app.page.getByRole('button', { name: 'Pause' }).count()).toBeGreaterThan(0);
  const { longTasks, answers } = await app.page.evaluate(() => (window as unknown as { watch: Watch }).watch);
  const durations = longTasks.map(({ duration }) => Math.round(duration));
  tell(
    `Tasks over 50 ms in ${WATCHED / 1000} s of training`,
    durations.length ? `${durations.join(', ')} ms` : 'none',
    LONG.aim,
  );
  tell('Clicks answered after', `${answers.map(Math.round).join(', ')} ms`, ANSWER.aim);
  expect(Math.max(0, ...durations)).toBeLessThanOrEqual(LONG.most);
  expect(durations.length).toBeLessThanOrEqual(LONG.few);
  expect(answers).toHaveLength(nodes.length);
  expect(Math.max(...answers)).toBeLessThanOrEqual(ANSWER.most);
});
