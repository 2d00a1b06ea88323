import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import util from 'node:util';
import type { NativeBackend, SessionBinding } from './binding';
import { deterministicFlags, deviceStatus } from './device-status';
import { replaceKernels } from './kernels';
import { readSetUp } from './set-up';
import { cores, type Threads } from './threads';

/** Everything of `@tensorflow/tfjs-node-gpu`: tfjs whole, and `node` with the decoders of pictures. */
export type TensorFlow = typeof import('@tensorflow/tfjs-node-gpu');

export interface LoadOptions extends Partial<Threads> {
  /** `cpu` keeps TensorFlow from using a GPU that is there. */
  device?: 'gpu' | 'cpu';
}

/** TensorFlow, loaded, and what a run records of it. */
export interface Native {
  ok: true;
  tf: TensorFlow;
  backend: NativeBackend;
  /** Version of the library, such as `2.21.0`. */
  version: string;
  device: 'gpu' | 'cpu';
  /** `CPU, 2 cores`, or the GPU's name. */
  deviceName: string;
  /** Why no GPU is used; absent where one is. */
  whyNotGpu?: string;
  threads: Threads;
  /** oneDNN's kernels round otherwise than TensorFlow's own. */
  oneDnn: boolean;
  /** What a GPU's TensorFlow was told for the sake of the same bits; the person's own settings stay. */
  flags: Record<string, string>;
}

export type NativeResult = Native | { ok: false; reason: string };

let loaded: NativeResult | undefined;

/**
 * The one place that loads native TensorFlow. It can be loaded once in a process: later calls give the first result,
 * whatever they ask for. Where it cannot be had, the reason says so in words for the person, and the portable backend
 * (`@tensorflow/tfjs-backend-cpu`) serves. Takes about a second.
 */
export function loadNative(options: LoadOptions = {}): NativeResult {
  loaded ??= loadWith(createRequire(import.meta.url), options);
  return loaded;
}

/** What `require` has to find: the package and its folder. */
export interface PackageLoader {
  (name: string): unknown;
  resolve(name: string): string;
}

/** As loadNative, by a loader of one's own and without remembering the result. */
export function loadWith(require: PackageLoader, options: LoadOptions): NativeResult {
  try {
    const packageFolder = dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json'));
    const setUp = readSetUp(join(packageFolder, '..', '..'));
    if (setUp?.kind === 'portable') return { ok: false, reason: setUp.reason };
    const visible = process.env.CUDA_VISIBLE_DEVICES;
    const threads = setEnvironment(options);
    const facts = {
      asked: options.device,
      platform: process.platform,
      architecture: process.arch,
      visible,
      driver: process.platform === 'linux' ? existsSync(driverFolder) : undefined,
      library: setUp,
    };
    const flags = deterministicFlags(facts);
    for (const [name, value] of Object.entries(flags)) {
      process.env[name] ??= value;
      flags[name] = process.env[name];
    }
    restoreRemovedHelpers();
    const tf = require('@tensorflow/tfjs-node-gpu') as TensorFlow;
    const sessions = require(join(packageFolder, 'lib', 'napi-v8', 'netloom_session.node')) as SessionBinding;
    const backend = Object.assign(tf.backend() as unknown as NativeBackend, { sessions });
    replaceKernels(backend);
    const { device, whyNotGpu } = deviceStatus({ ...facts, found: backend.isUsingGpuDevice });
    return {
      ok: true,
      tf,
      backend,
      version: backend.binding.TF_Version,
      device,
      deviceName: device === 'gpu' ? gpuName() : `CPU, ${cores()} ${cores() === 1 ? 'core' : 'cores'}`,
      whyNotGpu,
      threads,
      oneDnn: process.env.TF_ENABLE_ONEDNN_OPTS !== '0',
      flags,
    };
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return { ok: false, reason: `TensorFlow could not be loaded: ${message}` };
  }
}

/** TensorFlow reads these once, when it is loaded. What the person set in the environment stays where we ask nothing. */
function setEnvironment({ intraOp, interOp, device }: LoadOptions): Threads {
  const { env } = process;
  // Warnings and errors only: stdout and stderr belong to the command line.
  env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  // Each session has threads of its own, not those of the one that came first.
  env.TF_OVERRIDE_GLOBAL_THREADPOOL = '1';
  // A GPU's memory is taken as it is needed, by eager ops too.
  env.TF_FORCE_GPU_ALLOW_GROWTH ??= 'true';
  if (device === 'cpu') env.CUDA_VISIBLE_DEVICES = '-1';
  return {
    intraOp: setThreads('TF_NUM_INTRAOP_THREADS', intraOp),
    interOp: setThreads('TF_NUM_INTEROP_THREADS', interOp),
  };
}

/**
 * A count below 1 never reaches TensorFlow: with -1 ops would run on the JavaScript thread, which does not flush
 * denormal numbers, and training slows down threefold after some hundred steps.
 */
function setThreads(variable: string, wanted: number | undefined): number {
  const inherited = Number(process.env[variable] ?? 0);
  const count = wanted ?? inherited;
  const valid = Number.isSafeInteger(count) && count >= 1 ? count : cores();
  process.env[variable] = String(valid);
  return valid;
}

/** Node 23 removed two helpers that tfjs-node calls. */
function restoreRemovedHelpers(): void {
  const helpers = util as unknown as Record<string, unknown>;
  helpers.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  helpers.isArray ??= Array.isArray;
}

const driverFolder = '/proc/driver/nvidia/gpus';

function gpuName(): string {
  try {
    const [first] = readdirSync(driverFolder);
    const model = /^Model:\s*(.+)$/m.exec(readFileSync(join(driverFolder, first ?? '', 'information'), 'utf8'));
    return model?.[1]?.trim() ?? 'GPU';
  } catch {
    return 'GPU';
  }
}
