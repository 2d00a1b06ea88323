import type { Program, ValueId } from '../compile/program';
import { NetError } from '../train/net-error';
import { layerIn } from './layer-in';

/**
 * TensorFlow's errors have a code, and most name the nodes at which they came up. Where one does not, as its executor
 * for one thread never does, the layers are tried in turn (`values`).
 */
export async function netError(
  program: Program,
  error: unknown,
  values: ((ids: readonly ValueId[]) => Promise<unknown>) | undefined,
): Promise<unknown> {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code !== 'string' || typeof message !== 'string') return error;
  const node = layerIn(program, message) ?? (values && (await firstRefused(program, values)));
  return new NetError(`${code}: ${message}`, node);
}

async function firstRefused(
  { calls }: Program,
  values: (ids: readonly ValueId[]) => Promise<unknown>,
): Promise<string | undefined> {
  for (const { path, results } of calls) {
    try {
      await values(results);
    } catch {
      return path;
    }
  }
  return undefined;
}
