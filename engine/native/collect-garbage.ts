import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Below this, JavaScript's own time for collecting is early enough. */
const LARGE = 64 * 2 ** 20;

let collect: (() => void) | undefined;

/**
 * Has JavaScript give back `bytes` of typed arrays that nobody holds any more, if they are many: left to itself it would
 * keep the first values of a large net beside TensorFlow's until long after the first step. Takes about 20 ms.
 */
export function collectGarbage(bytes: number): void {
  if (bytes < LARGE) return;
  if (!collect) {
    setFlagsFromString('--expose-gc');
    const found: unknown = runInNewContext('typeof gc === "function" ? gc : undefined');
    collect = typeof found === 'function' ? () => void found() : () => {};
  }
  collect();
}
