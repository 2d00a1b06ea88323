import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { GraphNode, Project } from '../../engine/graph/document';
import { netloom } from '../engine/cli/command';
import { temporaryFolder } from '../engine/session/window';

/** Each draw is other pictures and other first weights. */
const DRAWS = 10;

let template: Project;
let folder: string;
beforeAll(async () => {
  template = JSON.parse(await readFile('templates/transfer-digits.json', 'utf8')) as Project;
  folder = await temporaryFolder();
});

/** Trains a project by the command line in a run of this name; answers the accuracy on the test part. */
async function accuracyOf(project: Project, name: string): Promise<number> {
  const file = join(folder, `${name}.netloom`);
  await writeFile(file, JSON.stringify(project));
  const { code, last, err } = await netloom('train', file, '--json', '--out', join(folder, name));
  expect(code, err).toBe(0);
  return (last.metrics as { test: { accuracy: number } }).test.accuracy;
}

/** Steps 2 to 4 of the template's note: two pictures of each other digit, 200 epochs. */
function ofFewPictures(
  draw: number,
  begin: Partial<Project['training']>,
  change: (node: GraphNode) => GraphNode,
): Project {
  const { data, training, graph } = template;
  if (!data || !training) throw new Error('The template has no data or no training');
  const source = { kind: 'mnist', params: { digits: [5, 6, 7, 8, 9], each: 2, seed: draw } };
  return {
    ...template,
    data: { ...data, source, split: { ...data.split, validation: 0 } },
    training: { ...training, batch: 10, epochs: 200, seed: draw, ...begin },
    graph: { ...graph, nodes: graph.nodes.map(change) },
  };
}

const FROZEN = new Set(['conv1', 'conv2']);
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

it('what a net learnt of some digits helps it with others, as the template says', async () => {
  const first = await accuracyOf(template, 'first');
  const start = { run: join(folder, 'first'), except: ['head'] };
  const [moved, fresh]: [number[], number[]] = [[], []];
  for (let draw = 1; draw <= DRAWS; draw++) {
    const frozen = (node: GraphNode) => (FROZEN.has(node.id) ? { ...node, frozen: true } : node);
    moved.push(await accuracyOf(ofFewPictures(draw, { start }, frozen), `moved-${draw}`));
    fresh.push(
      await accuracyOf(
        ofFewPictures(draw, {}, (node) => node),
        `fresh-${draw}`,
      ),
    );
  }
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
  process.stderr.write(`first ${percent(first)}, moved ${percent(mean(moved))}, fresh ${percent(mean(fresh))}\n`);
  expect(template.description).toContain(`${Math.round(100 * mean(moved))} % right`);
  expect(template.description).toContain(`tells ${Math.round(100 * mean(fresh))} %`);
  expect(mean(moved)).toBeGreaterThan(mean(fresh));
});
