import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the set-up left behind (scripts/setup/native.mjs): which library it found, or why none. */
export interface SetUp {
  kind: 'native' | 'portable';
  /** Whether the library has kernels for NVIDIA GPUs. */
  cuda: boolean;
  /** Why the backend is portable, or why CUDA is not used; empty when nothing was refused. */
  reason: string;
}

/** Reads `.netloom/native.json` in a folder of packages; undefined where no set-up has run. Throws where it is damaged. */
export function readSetUp(packages: string): SetUp | undefined {
  const file = join(packages, '.netloom', 'native.json');
  if (!existsSync(file)) return undefined;
  const { kind, cuda, reason } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  return {
    kind: kind === 'portable' ? 'portable' : 'native',
    cuda: cuda === true,
    reason: typeof reason === 'string' ? reason : '',
  };
}
