import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { enginePid, launch, type RunningApp, testFolder } from './app';
import { openFile } from './screen';

const TEXT = readFileSync(join(import.meta.dirname, '../../templates/lenet.json'), 'utf8');
const LENET = JSON.parse(TEXT);

let app: RunningApp;
afterEach(() => app.close());

function file(name: string, text: string): string {
  const path = join(testFolder(), name);
  writeFileSync(path, text);
  return path;
}
const button = (name: string | RegExp) => app.page.getByRole('button', { name });
const opened = (title: string) => button(`${title}, rename`).waitFor();
const says = (text: string | RegExp) => app.page.getByRole('alert').getByText(text).waitFor();
/** The window works: a network can be begun, which also takes the message away. */
async function isUsable(): Promise<void> {
  await app.page.keyboard.press('Control+N');
  await opened('Untitled');
  await button('Add a layer').waitFor();
}

describe('a project file', () => {
  it('of a newer Netloom, named at the start, is shown and cannot be changed', async () => {
    app = await launch({ files: [file('newer.netloom', JSON.stringify({ ...LENET, version: 99 }))] });
    await opened(LENET.title);
    await says(/saved by a newer Netloom \(version 99\)/);
    await app.page.locator('.svelte-flow__node', { hasText: 'conv1' }).first().click();
    await app.page.keyboard.press('Delete');
    expect(await app.page.locator('.svelte-flow__node').count()).toBe(LENET.graph.nodes.length);
    await isUsable();
  });

  it('that cannot be read says why, and the window goes on', async () => {
    app = await launch({ files: [file('empty.netloom', '')] });
    await says('The file is empty.');
    await isUsable();
    const unreadable: [name: string, text: string, message: string | RegExp][] = [
      ['broken.netloom', TEXT.replace(':', ' '), /not a Netloom project/],
      ['cut.netloom', TEXT.slice(0, TEXT.length / 2), 'The file is cut off'],
      ['foreign.netloom', JSON.stringify({ cells: [], nbformat: 4 }), /not a Netloom project: it is/],
      ['unreadable.netloom', JSON.stringify({ format: 'netloom', version: 99, net: {} }), /this one cannot read it/],
      ['hostile.netloom', TEXT.replace('{', '{"__proto__": {"title": "Taken over"}, '), '__proto__'],
    ];
    for (const [name, text, message] of unreadable) {
      await openFile(app, file(name, text));
      await says(message);
      // What was open stays open, and nothing of the file has come in.
      await opened('Untitled');
    }
    await isUsable();
  });

  it('that was cut off since, opened from the recent ones, says so', async () => {
    const path = file('mine.netloom', TEXT);
    app = await launch({ files: [path] });
    await opened(LENET.title);
    await app.close();
    writeFileSync(path, TEXT.slice(0, 200));
    app = await launch({ data: app.data });
    await button(/^mine/).first().click();
    await says('The file is cut off');
    await button('New network').click();
    await opened('Untitled');
  });
});

it('LeNet whose engine is killed in mid-step goes on from its checkpoint with half its batch, and the person is told', async () => {
  const path = file('lenet.netloom', TEXT);
  const runs = join(path, '..', 'runs');
  const inRun = (...path: string[]): string => {
    const [run] = existsSync(runs) ? readdirSync(runs) : [];
    return join(runs, run ?? '', ...path);
  };
  const metrics = () => {
    if (!existsSync(inRun('metrics.jsonl'))) return [];
    const lines = readFileSync(inRun('metrics.jsonl'), 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'step');
  };
  /** Checkpoints beside that of the first weights, which every run begins with. */
  const checkpoints = () =>
    existsSync(inRun('checkpoints'))
      ? readdirSync(inRun('checkpoints')).filter((name) => name.endsWith('.json') && !name.includes('-00000000.'))
          .length
      : 0;
  const last = (): number => metrics().at(-1)?.step ?? 0;
  const reaches = (step: number) => expect.poll(last, { timeout: 60_000 }).toBeGreaterThan(step);

  app = await launch({ files: [path] });
  await opened(LENET.title);
  await button(/^Train/)
    .and(app.page.locator(':not([aria-disabled="true"])'))
    .click();
  await reaches(10);
  // A pause writes a checkpoint; by itself the first one comes after half a minute.
  await button('Pause').first().click();
  await expect.poll(checkpoints, { timeout: 30_000 }).toBeGreaterThan(0);
  await button('Go on').first().click();
  await reaches(last() + 5);
  const killed = await enginePid(app);
  process.kill(killed, 'SIGKILL');
  const before = last();
  await app.page.getByRole('tab', { name: /Problems/ }).click();
  const notice = app.page
    .getByRole('tabpanel')
    .getByText(/SIGKILL/)
    .first();
  // The system kills whoever takes the most when memory runs out: the run goes on with half its batch.
  expect(await notice.textContent()).toMatch(
    /The run went on from its last checkpoint with batches of 32 in place of 64\./,
  );
  await reaches(before + 10);
  expect(await enginePid(app)).not.toBe(killed);
  expect(readdirSync(runs)).toHaveLength(1);
  expect(JSON.parse(readFileSync(inRun('run.json'), 'utf8')).batches).toMatchObject([{ before: 64, batch: 32 }]);
  // The one run has every step: what was computed twice is told twice or once, but nothing is left out.
  const steps = [...new Set(metrics().map(({ step }) => step as number))].sort((a, b) => a - b);
  expect(steps).toEqual(steps.map((_, index) => (steps[0] ?? 0) + index));
  await button('Pause').first().waitFor();
});
