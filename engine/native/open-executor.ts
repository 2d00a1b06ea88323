import type { Problem } from '../graph/problem';
import { problem } from '../graph/problems';
import type { Executor, ExecutorRequest } from '../train/executor';
import { plainExecutor } from '../train/plain-executor';
import { disposeState } from '../train/state';
import type { NativeBackend } from './binding';
import { compiledExecutor } from './compiled-executor';
import { layerIn } from './layer-in';
import { TraceError } from './trace-error';

/**
 * Opens a net compiled, piece by piece, so that commands are heard meanwhile. Where it cannot be compiled, `notice` is
 * told why, by the layer where that is known, and the net runs op by op.
 */
export async function openExecutor(
  backend: NativeBackend,
  request: ExecutorRequest,
  notice: (problem: Problem) => void,
): Promise<Executor> {
  let place: string | undefined;
  const follower = {
    at: (path: string | undefined) => {
      place = path;
    },
    place: () => place,
  };
  try {
    return await compiledExecutor(backend, request, follower);
  } catch (error) {
    if (!(error instanceof TraceError)) {
      disposeState(request.state);
      throw error;
    }
    const { op, why } = error;
    const node = place ?? layerIn(request.model.program, `${op} ${why}`);
    notice(problem('train/not-compiled', { op, why, at: node ?? op }, node === undefined ? {} : { node }));
    return plainExecutor(request);
  }
}
