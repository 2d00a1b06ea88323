import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, type RunningApp, testFolder } from './app';

/** Stops of Tab between any two things of the window, at most. */
const MOST_STOPS = 80;

let app: RunningApp;
let folder: string;
beforeAll(async () => {
  app = await launch();
  folder = testFolder();
  // The system's dialogs cannot be reached from here, by mouse or by keyboard.
  await app.electron.evaluate(
    ({ dialog }, { path, parent }) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath: path });
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [parent] });
    },
    { path: join(folder, 'fish'), parent: folder },
  );
});
afterAll(() => app.close());

async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys) await app.page.keyboard.press(key);
}
const type = (text: string) => app.page.keyboard.type(text);
const hasFocus = (target: Locator) =>
  expect.poll(() => target.evaluate((element) => element === document.activeElement)).toBe(true);

/** Presses Tab, as one does, until `target` has the focus. */
async function tabTo(target: Locator, key = 'Tab'): Promise<void> {
  await target.waitFor();
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await press(key);
  }
  throw new Error(`${MOST_STOPS} presses of ${key} did not lead to ${target}`);
}

const button = (name: string | RegExp) => app.page.getByRole('button', { name });
const field = (name: string) => app.page.getByRole('spinbutton', { name, exact: true });
/** A node of the canvas by its name; what it says of itself is its accessible name. */
const node = (name: string) => app.page.getByRole('group', { name: new RegExp(`^[^,]+ ${name},`) });
const says = (name: string) => node(name).getAttribute('aria-label');

it('a network is drawn, trained, saved, looked at and exported without a mouse', async () => {
  const { page } = app;

  // A new network; its first layers come from the palette.
  await button('New network').waitFor();
  await press('Control+n');
  await button('Untitled, rename').waitFor();
  await press('/');
  await hasFocus(page.getByRole('searchbox', { name: 'Find a layer' }));
  await type('number input');
  await press('ArrowDown');
  await hasFocus(button('Number input'));
  await press('Enter');
  await node('numbers').waitFor();
  await press('/');
  await type('dense');
  await press('Enter');
  await node('dense1').waitFor();
  expect(await page.getByRole('img', { name: 'Wire from numbers to dense1' }).count()).toBe(1);

  // Ctrl+F leads to the canvas; Shift+A adds after the focused node, A anywhere.
  await press('Control+f');
  await type('dense');
  await press('Enter');
  await hasFocus(node('dense1'));
  await press('Shift+A');
  await hasFocus(page.getByRole('combobox', { name: 'Add a layer after dense1' }));
  await type('dense');
  await press('Enter');
  await hasFocus(node('dense2'));
  await press('a');
  await hasFocus(page.getByRole('combobox', { name: 'Add a layer', exact: true }));
  await type('output');
  await press('Enter');
  await hasFocus(node('output'));

  // Wiring mode.
  await press('Shift+C');
  await hasFocus(page.getByRole('combobox', { name: 'Connect output from' }));
  await press('Escape');
  await press('Control+f');
  await type('dense2');
  await press('Enter');
  await hasFocus(node('dense2'));
  await press('c');
  await hasFocus(page.getByRole('combobox', { name: 'Connect dense2 to' }));
  await type('output');
  expect(await page.getByRole('listbox', { name: 'Connect dense2 to' }).getByRole('option').count()).toBe(1);
  await press('Enter');
  await page.getByRole('img', { name: 'Wire from dense2 to output' }).waitFor();
  await hasFocus(node('dense2'));

  // Parameters: Enter goes to the inspector.
  await press('Enter');
  await tabTo(field('Units'));
  await type('2');
  await press('Enter');
  await expect.poll(() => says('dense2')).toContain('2 units');
  await press('Control+f');
  await type('dense1');
  await press('Enter', 'Enter');
  await tabTo(field('Units'));
  await type('4');
  await press('Enter');
  await tabTo(page.getByRole('combobox', { name: 'Activation' }));
  await press('Enter');
  await type('tanh');
  await press('Enter');
  await expect.poll(() => says('dense1')).toContain('4 units, tanh');

  // Data.
  await press('Control+1');
  await tabTo(button(/^Sea bass and salmon/));
  await press('Enter');
  await expect.poll(() => page.getByRole('combobox', { name: 'numbers' }).textContent()).toContain('features');
  await expect.poll(() => page.getByRole('combobox', { name: 'output' }).textContent()).toContain('label');
  // What is measured is standardised from the start; the step can be taken out and put back.
  await tabTo(button('Remove Standardise of features'));
  await press('Enter');
  await tabTo(button('Add a preparation'));
  await press('Enter');
  await hasFocus(page.getByRole('menuitem').first());
  await type('standardise');
  await hasFocus(page.getByRole('menuitem', { name: 'Standardise features' }));
  await press('Enter');
  await page.getByRole('button', { name: 'Remove Standardise of features' }).waitFor();
  await press('Control+2');
  await expect.poll(() => says('numbers')).toContain('output 3');
  await expect.poll(() => says('dense1')).toContain('16 parameters');
  await expect.poll(() => says('dense2')).toContain('10 parameters');

  // Training to the end, as set in the project's inspector.
  await press('Control+f');
  await type('dense1');
  await press('Enter', 'Escape');
  await tabTo(field('Learning rate'));
  await type('0.01');
  await tabTo(field('Epochs'));
  await type('20');
  await press('Control+Enter');
  const accuracy = page.getByRole('definition').filter({ hasText: /^\s*\d+(\.\d+)?\s%\s*$/ });
  await page.getByText('Test accuracy').waitFor({ timeout: 40_000 });
  expect(Number.parseFloat((await accuracy.first().textContent()) ?? '')).toBeGreaterThan(90);

  // Saving.
  await press('Control+s');
  await expect.poll(() => existsSync(join(folder, 'fish.netloom'))).toBe(true);
  const saved = JSON.parse(readFileSync(join(folder, 'fish.netloom'), 'utf8'));
  expect(saved.graph.edges).toEqual([
    { from: ['numbers', 'out'], to: ['dense1', 'in'] },
    { from: ['dense1', 'out'], to: ['dense2', 'in'] },
    { from: ['dense2', 'out'], to: ['output', 'in'] },
  ]);
  expect(saved.data.bind).toEqual({ numbers: 'features', output: 'label' });

  // The outline reads the net.
  await press('Control+Shift+O');
  const rows = page.getByRole('tree', { name: 'Outline' }).getByRole('treeitem');
  await hasFocus(rows.first());
  const names = await rows.evaluateAll((items) => items.map((item) => item.getAttribute('aria-label')));
  expect(names).toHaveLength(4);
  expect(names[1]).toMatch(/^Dense dense1, output .*4, from numbers$/);

  // Undo and redo: removed in the outline, and back.
  await press('ArrowDown', 'Delete');
  await node('dense1').waitFor({ state: 'detached' });
  await press('Control+z');
  await node('dense1').waitFor();
  await press('Control+y');
  await node('dense1').waitFor({ state: 'detached' });
  await press('Control+Shift+Z');
  expect(await node('dense1').count()).toBe(0);
  await press('Control+z');
  await node('dense1').waitFor();

  // The command palette goes to a node, from another view too.
  await press('Control+4', 'Control+k');
  await hasFocus(page.getByRole('combobox', { name: 'Search commands, nodes and layers' }));
  await type('dense1');
  await press('Enter');
  await hasFocus(node('dense1'));

  // The run is in the list.
  await press('Control+4');
  const runs = page.getByRole('grid', { name: 'Runs' }).getByRole('row').filter({ hasText: 'Untitled' });
  await expect.poll(() => runs.count()).toBe(1);
  await tabTo(runs.first());
  await press('Enter');
  expect(await runs.first().textContent()).toContain('Finished');

  // Taking the model away.
  await press('Control+e');
  const dialog = page.getByRole('dialog', { name: 'Export the trained model' });
  await dialog.waitFor();
  await tabTo(dialog.getByRole('combobox', { name: 'Format' }));
  await press('Enter');
  await page.getByRole('option', { name: /^TensorFlow.js/ }).waitFor();
  await type('tensorflow.js');
  await press('Enter');
  await expect.poll(() => dialog.getByRole('combobox', { name: 'Format' }).textContent()).toContain('TensorFlow.js');
  await tabTo(dialog.getByRole('button', { name: 'Choose a folder…' }));
  await press('Enter');
  const receipt = page.getByRole('dialog', { name: 'Exported' });
  await receipt.waitFor();
  const facts = await receipt.getByRole('definition').allTextContents();
  expect(facts[0]?.startsWith(folder)).toBe(true);
  expect(existsSync(join(facts[0] ?? '', 'model.json'))).toBe(true);
  expect(Number(facts[2])).toBeLessThan(1e-4);
  await press('Enter');
  await receipt.waitFor({ state: 'detached' });
});
