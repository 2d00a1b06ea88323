import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Packages of a peer, pinned, in the steps in which pip takes them, and a line of Python that needs them. */
interface Peer {
  readonly name: 'keras' | 'pytorch';
  readonly installs: readonly (readonly string[])[];
  readonly check: string;
}

const TORCH = 'torch==2.13.0';

const PEERS: readonly Peer[] = [
  {
    name: 'keras',
    installs: [['tensorflow-cpu==2.21.0', 'keras==3.15.0']],
    check: 'import keras, tensorflow',
  },
  {
    // Alone, with what it imports: on Linux its dependencies name gigabytes of CUDA, which the CPU does not need.
    name: 'pytorch',
    installs: [
      ['numpy', 'filelock', 'typing-extensions', 'sympy', 'networkx', 'jinja2', 'fsspec', 'setuptools'],
      ['--no-deps', TORCH],
    ],
    check: 'import numpy, torch, torch._dynamo',
  },
];

/** Peers that can be run, and why others cannot. */
export interface Peers {
  readonly python: string;
  readonly ready: readonly Peer['name'][];
  readonly missing: readonly string[];
}

/**
 * A Python environment of the benchmark's own in `folder`, filled on first use. A peer that cannot be had is named with
 * the reason; the benchmark goes on without it.
 */
export async function providePeers(
  folder: string,
  wanted: readonly Peer['name'][],
  note: (text: string) => void,
): Promise<Peers> {
  const chosen = PEERS.filter(({ name }) => wanted.includes(name));
  const windows = process.platform === 'win32';
  const python = windows ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
  const missing: string[] = [];
  const made = join(folder, 'made');
  if (!existsSync(made)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    try {
      await run(windows ? 'python' : 'python3', ['-m', 'venv', folder]);
      writeFileSync(made, '');
    } catch (error) {
      const why = `Python 3 with the module venv was not found (${lastLine(error)})`;
      return { python, ready: [], missing: chosen.map(({ name }) => `${name}: ${why}`) };
    }
  }
  const ready: Peer['name'][] = [];
  for (const peer of chosen) {
    const mark = join(folder, `${peer.name}.ready`);
    try {
      if (!existsSync(mark)) {
        note(`fetching ${peer.name} into ${folder}, once`);
        await install(python, peer);
        writeFileSync(mark, '');
      }
      ready.push(peer.name);
    } catch (error) {
      missing.push(`${peer.name}: pip could not install it (${lastLine(error)})`);
    }
  }
  return { python, ready, missing };
}

async function install(python: string, { name, installs, check }: Peer): Promise<void> {
  for (const packages of installs) await pip(python, packages);
  try {
    await run(python, ['-c', check]);
  } catch (error) {
    if (name !== 'pytorch') throw error;
    // A PyTorch that is built for CUDA does not even load without it.
    await pip(python, [TORCH]);
    await run(python, ['-c', check]);
  }
}

const pip = (python: string, packages: readonly string[]) =>
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages], { maxBuffer: 2 ** 26 });

function lastLine(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message?: string };
  return (
    (stderr || message || String(error))
      .trim()
      .split('\n')
      .filter((line) => !/^(WARNING|\[notice\])/.test(line))
      .at(-1) ?? 'no reason given'
  );
}
