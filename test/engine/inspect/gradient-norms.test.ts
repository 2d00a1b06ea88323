import { afterEach, describe, expect, it } from 'vitest';
import type { GradientNorms } from '../../../engine/protocol';
import { openWindow, template, temporaryFolder, type Window } from '../session/window';

let window: Window;
afterEach(() => window.session.close());

async function norms(name: string, more: { count?: number; row?: number } = {}): Promise<GradientNorms[]> {
  const project = await template(name);
  const answer = await window.client.ask('gradients', { project, part: 'test', row: 0, count: 8, ...more });
  if (!answer.ok) throw new Error(answer.problems[0]?.message);
  return answer.nodes;
}

/** The weights' gradient of the first layer that learns over that of the last. */
function reach(nodes: readonly GradientNorms[]): number {
  const learnt = nodes.flatMap(({ weights }) => weights ?? []);
  return (learnt[0] ?? Number.NaN) / (learnt.at(-1) ?? Number.NaN);
}

describe('gradients by depth', () => {
  it('vanish through sigmoids, less through ReLUs, and not along shortcuts', async () => {
    window = openWindow();
    const [sigmoid, relu, residual] = [
      reach(await norms('vanishing-sigmoid')),
      reach(await norms('vanishing-relu')),
      reach(await norms('vanishing-residual')),
    ];
    // A sigmoid's slope is a quarter at most: ten layers and more leave less than a millionth.
    expect(sigmoid).toBeLessThan(1e-6);
    expect(relu).toBeGreaterThan(1000 * sigmoid);
    expect(residual).toBeGreaterThan(relu);
    expect(residual).toBeGreaterThan(0.1);
  }, 60_000);

  it('are of every node in order, of the live net while it trains and of its last step after', async () => {
    window = openWindow();
    const project = await template('fish', (fish) => ({
      ...fish,
      training: fish.training && { ...fish.training, epochs: 2 },
    }));
    const ask = { project, part: 'train' as const, row: 3, count: 20 };
    const untrained = await window.client.ask('gradients', ask);
    expect(untrained).toMatchObject({ ok: true, step: 0 });
    if (!untrained.ok) return;
    expect(untrained.nodes.map(({ node, weights }) => [node, weights !== undefined])).toEqual([
      ['hidden', true],
      ['score', true],
    ]);
    await window.client.ask('train', { project, runsFolder: await temporaryFolder() });
    await window.when('done');
    const trained = await window.client.ask('gradients', ask);
    expect(trained.ok && trained.step).toBeGreaterThan(0);
    expect(trained.ok && trained.nodes).not.toEqual(untrained.nodes);
    expect(await window.client.ask('gradients', { ...ask, row: 100_000 })).toMatchObject({
      ok: false,
      problems: [{ code: 'data/no-row' }],
    });
    expect(window.bad).toEqual([]);
  }, 60_000);
});
