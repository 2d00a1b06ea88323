import { dirname, resolve } from 'node:path';
import type { Program } from '../../compile/program';
import type { TrainingSettings } from '../../graph/document';
import { fail, type Result, succeed } from '../../graph/problem';
import { problem } from '../../graph/problems';
import type { StateValues } from '../state';
import { chooseCheckpoint } from './checkpoint';
import { readManifest } from './manifest';

/**
 * The weights that a new run takes from another (`training.start`): those of its best checkpoint that have a name and
 * a shape in common with the net's. Nothing where the settings name no run.
 */
export async function startingWeights(
  program: Program,
  { start }: TrainingSettings,
  projectPath?: string,
): Promise<Result<StateValues>> {
  if (!start) return succeed({});
  const folder = resolve(projectPath === undefined ? '.' : dirname(projectPath), start.run);
  const manifest = await readManifest(folder);
  if (!manifest.ok) return manifest;
  const trained = await chooseCheckpoint(folder, 'best');
  if (!trained.ok) return trained;
  const isDrawn = (name: string) => start.except?.some((id) => name.startsWith(`${id}.`) || name.startsWith(`${id}/`));
  const taken: Record<string, StateValues[string]> = {};
  for (const { name, shape } of program.weights) {
    const value = trained.value.values[name];
    if (value && value.shape.join() === shape.join() && !isDrawn(name)) taken[name] = value;
  }
  if (Object.keys(taken).length === 0) return fail(problem('run/nothing-in-common', { path: folder }));
  return succeed(taken);
}
