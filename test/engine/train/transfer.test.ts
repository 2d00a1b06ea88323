import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Project } from '../../../engine/graph/document';
import { chooseCheckpoint } from '../../../engine/train/run/checkpoint';
import type { LiveRun } from '../../../engine/train/run/live-run';
import { disposeState } from '../../../engine/train/state';
import { temporaryFolder } from '../session/window';
import { fishNet, manifestOf, open, trainWhole } from './nets';

/** Two dense layers with batch normalisation and dropout between them. */
const NET = fishNet({ kind: 'adam' }, 2);

function moved(start: { run: string; except?: string[] }, frozen: readonly string[]): Project {
  const nodes = NET.graph.nodes.map((node) => (frozen.includes(node.id) ? { ...node, frozen: true } : node));
  const training = { ...NET.training, epochs: 2, batch: 20, seed: 99, optimizer: { kind: 'adam' }, start };
  return { ...NET, graph: { ...NET.graph, nodes }, training };
}

async function best(folder: string) {
  const checkpoint = await chooseCheckpoint(folder, 'best');
  if (!checkpoint.ok) throw new Error(checkpoint.problems[0]?.message);
  return checkpoint.value.values;
}

/** The weights of an opened run by name. */
async function weightsOf({ parts }: LiveRun): Promise<Record<string, number[]>> {
  const { weights, slots } = await parts.executor.state();
  const names = parts.executor.model.program.weights.map(({ name }) => name);
  const numbers = Object.fromEntries(weights.map((x, at) => [names[at] ?? '', [...x.dataSync()]]));
  disposeState({ weights, slots });
  return numbers;
}

describe('a run that begins with the weights of another', () => {
  it('takes them all but those of its head, and leaves frozen ones as they are, bit for bit', async () => {
    const folder = await temporaryFolder();
    const first = await trainWhole(NET, { folder });
    first.run.dispose();
    const trained = await best(folder);

    const project = moved({ run: folder, except: ['dense4'] }, ['dense1']);
    const { run } = await open(project, { folder: await temporaryFolder() });
    const begun = await weightsOf(run);
    for (const name of ['dense1.kernel', 'dense1.bias', 'batchNorm2.scale', 'batchNorm2.mean']) {
      expect(begun[name], name).toEqual([...(trained[name]?.values ?? [])]);
    }
    // The head is as a net with this seed draws it.
    const { start: _, ...alone } = project.training as NonNullable<Project['training']>;
    const fresh = await open({ ...project, training: alone }, { folder: await temporaryFolder() });
    expect(begun['dense4.kernel']).toEqual((await weightsOf(fresh.run))['dense4.kernel']);
    fresh.run.dispose();

    expect((await run.run()).state).toBe('finished');
    const after = await weightsOf(run);
    run.dispose();
    expect(after['dense1.kernel']).toEqual(begun['dense1.kernel']);
    expect(after['dense1.bias']).toEqual(begun['dense1.bias']);
    expect(after['dense4.kernel']).not.toEqual(begun['dense4.kernel']);
    expect(after['batchNorm2.scale']).not.toEqual(begun['batchNorm2.scale']);
  });

  it('finds it beside the project, draws what has another shape, and does not need it to go on', async () => {
    const folder = await temporaryFolder();
    (await trainWhole(NET, { folder })).run.dispose();
    const trained = await best(folder);
    const project = moved({ run: join('..', basename(folder)) }, []);
    const narrower = {
      ...project,
      graph: {
        ...project.graph,
        nodes: project.graph.nodes.map((node) => (node.id === 'dense1' ? { ...node, params: { units: 6 } } : node)),
      },
    };
    const projectPath = join(folder, '..', 'beside', 'fish.netloom');
    const { run } = await open(narrower, { folder: await temporaryFolder(), projectPath });
    const begun = await weightsOf(run);
    run.dispose();
    // Three features to six units in place of eight; of two classes the offsets alone still fit.
    expect(begun['dense1.kernel']).toHaveLength(18);
    expect(begun['dense4.bias']).toEqual([...(trained['dense4.bias']?.values ?? [])]);
    expect(begun['dense4.bias']).not.toEqual([0, 0]);

    const second = await temporaryFolder();
    const part = await trainWhole(project, { folder: second, projectPath, steps: 3 });
    part.run.dispose();
    await rm(folder, { recursive: true });
    const rest = await trainWhole(project, { folder: second, projectPath, resume: await manifestOf(second) });
    expect(rest.end.state).toBe('finished');
    rest.run.dispose();
  });

  it('says where there is no run, and where it has nothing that fits', async () => {
    const nowhere = await temporaryFolder();
    const into = { folder: await temporaryFolder() };
    await expect(open(moved({ run: nowhere }, []), into)).rejects.toThrow(`There is no run in ${nowhere}.`);
    const folder = await temporaryFolder();
    (await trainWhole(NET, { folder })).run.dispose();
    const none = moved({ run: folder, except: ['dense1', 'batchNorm2', 'dense4'] }, []);
    await expect(open(none, into)).rejects.toThrow(/nothing to begin with/);
  });
});
