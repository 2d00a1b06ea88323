import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { launch, type RunningApp, testFolder } from './app';
import { openFile, resize, settled, violations } from './screen';

const RESULTS = process.env.NETLOOM_RESULTS ?? testFolder();
const TEMPLATES = join(import.meta.dirname, '../../templates');

let app: RunningApp;
beforeEach(async () => {
  app = await launch();
  await button('New network').waitFor();
  await resize(app, { width: 1440, height: 900 });
});
afterEach(() => app.close());

const button = (name: string | RegExp) => app.page.getByRole('button', { name });
const key = (keys: string) => app.page.keyboard.press(keys);
async function command(title: string): Promise<void> {
  await key('Control+K');
  await app.page.getByRole('combobox', { name: /Search commands/ }).fill(title);
  await key('Enter');
}
async function template(title: RegExp): Promise<void> {
  await button(title).first().click();
  await app.page.locator('.svelte-flow__node').first().waitFor();
}
async function picture(name: string): Promise<void> {
  await settled(app);
  await app.page.screenshot({ path: join(RESULTS, `analysis-${name}.png`) });
}

describe('the table of costs', () => {
  it('follows every edit, sorts, leads to the node, heats the canvas and compares', async () => {
    await template(/LeNet on MNIST/);
    await command('Analysis');
    const table = app.page.getByRole('grid', { name: 'Costs' });
    const rowOf = (name: string) => table.getByRole('row').filter({ hasText: name });
    await expect.poll(() => rowOf('Whole model').textContent()).toContain('431,080');
    expect(await rowOf('conv2').textContent()).toContain('14×14');

    await table.getByRole('button', { name: 'Parameters' }).click();
    expect(await table.locator('tbody tr').first().textContent()).toContain('fc1');
    await table.locator('tbody tr').first().focus();
    await key('ArrowDown');
    await key('Enter');
    await app.page.locator('.svelte-flow__node.selected', { hasText: 'conv2' }).waitFor();

    await button(/^Heat on the canvas/).click();
    await app.page.getByRole('menuitemcheckbox', { name: 'Parameters' }).click();
    await expect.poll(() => app.page.locator('.svelte-flow__node', { hasText: 'fc1' }).textContent()).toContain('93');

    await app.page.locator('.svelte-flow__node', { hasText: 'fc1' }).click();
    await key('Delete');
    await expect.poll(() => table.textContent()).not.toContain('400,500');
    await key('Control+Z');
    await expect.poll(() => rowOf('Whole model').textContent()).toContain('431,080');

    await button('Compare').click();
    await app.page.getByRole('menuitemcheckbox', { name: 'A small residual net' }).click();
    const sums = app.page.getByRole('table', { name: 'Sums of both models' });
    expect(await sums.getByRole('row').filter({ hasText: 'Parameters' }).textContent()).toMatch(/431,080\s*78,426/);
    await picture('compared');
    expect(await violations(app)).toEqual([]);

    await button('Copy the table as CSV').click();
    const copied = await app.electron.evaluate(({ clipboard }) => clipboard.readText());
    expect(copied).toContain('fc1,Dense,500,400500,400500,400000,2000,28×28,0×0,0.929062');
  });
});

describe('words and frames', () => {
  it('are added, written, moved and deleted by keys, and undone', async () => {
    await template(/LeNet on MNIST/);
    await app.page.locator('.svelte-flow__node', { hasText: 'conv1' }).click();
    await key('Shift+N');
    await app.page.keyboard.type('What the eye sees');
    await key('Enter');
    const frame = app.page.getByRole('group', { name: 'Frame: What the eye sees' });
    await frame.waitFor();
    const left = () => frame.evaluate((element) => Number.parseInt(element.style.left, 10));
    const before = await left();
    await frame.focus();
    await key('Alt+ArrowLeft');
    await expect.poll(left).toBe(before - 8);
    // The node within came along, and both go back in one step.
    await key('Control+Z');
    await expect.poll(left).toBe(before);
    await app.page.getByRole('main').click({ position: { x: 600, y: 600 } });
    await key('n');
    await app.page.keyboard.type('Small features first.');
    await key('Control+Enter');
    const note = app.page.getByRole('group', { name: 'Note: Small features first.' });
    await note.waitFor();
    await picture('notes');
    expect(await violations(app, { part: 'main' })).toEqual([]);
    await note.focus();
    await key('Delete');
    await expect.poll(() => note.count()).toBe(0);
  });
});

describe('a net of 1,202 layers', () => {
  it('opens with every block open, and takes a click from afar', async () => {
    const template = JSON.parse(readFileSync(join(TEMPLATES, 'resnet1202.json'), 'utf8'));
    const nodes = template.graph.nodes.map((node: { kind: string }) =>
      node.kind === 'residual' ? { ...node, open: true } : node,
    );
    const path = join(testFolder(), 'opened.netloom');
    writeFileSync(path, JSON.stringify({ ...template, title: 'Opened', graph: { ...template.graph, nodes } }));
    const start = Date.now();
    await openFile(app, path);
    await app.page.locator('svg .wire').first().waitFor({ state: 'attached' });
    await settled(app);
    // 2 s on a quiet machine of two cores.
    expect(Date.now() - start).toBeLessThan(10_000);
    expect(await app.page.locator('.svelte-flow__node').count()).toBeLessThan(10);
    await picture('resnet1202');
    const stage = await app.page.locator('.svelte-flow__pane').boundingBox();
    await app.page.mouse.click((stage?.x ?? 0) + 200, (stage?.y ?? 0) + (stage?.height ?? 0) / 2);
    await expect.poll(() => app.page.locator('.svelte-flow__node.selected').count()).toBe(1);
  });
});
