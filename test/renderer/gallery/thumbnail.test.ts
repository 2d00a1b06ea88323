import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compile } from '../../../engine/compile/compile';
import { fieldsOf } from '../../../engine/compile/fields';
import { parseProject } from '../../../engine/graph/parse';
import { thumbnailOf, unpacked } from '../../../renderer/gallery/thumbnail';

const folder = join(import.meta.dirname, '../../../templates');
function drawn(name: string) {
  const parsed = parseProject(readFileSync(join(folder, name), 'utf8'));
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  const project = unpacked(parsed.value.project);
  return { project, drawing: thumbnailOf(project, compile(project, { fields: fieldsOf(project) ?? [] })) };
}

it('draws the fish net unit by unit: 3, 4 and 2', () => {
  const { drawing } = drawn('fish.json');
  expect(drawing.boxes.length).toBe(9);
  expect(drawing.lines.length).toBe(3 * 4 + 4 * 2);
});

it('draws twins one below the other, tied', () => {
  const { drawing } = drawn('siamese-mnist.json');
  expect(drawing.lines.filter((line) => line.twin).length).toBeGreaterThan(0);
});

it('draws a net of 600 blocks as a row of few columns, from its input to its output', () => {
  const { drawing } = drawn('resnet1202.json');
  const columns = new Set(drawing.boxes.map(({ x }) => x));
  expect(columns.size).toBe(28);
  expect(drawing.boxes.length).toBe(columns.size);
  expect(drawing.lines.length).toBe(columns.size - 1);
  expect(drawing.boxes.map(({ family }) => family).filter((family) => family === 'io').length).toBe(2);
});

it.each(readdirSync(folder).filter((name) => name.endsWith('.json')))('%s stays inside its frame', (name) => {
  const { drawing } = drawn(name);
  expect(drawing.boxes.length).toBeGreaterThan(0);
  for (const box of drawing.boxes) {
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.y).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(drawing.width + 0.01);
    expect(box.y + box.height).toBeLessThanOrEqual(drawing.height + 0.01);
  }
});
