import { env, setBackend, version_core } from '@tensorflow/tfjs-core';
import type { Problem } from '../graph/problem';
import type { Native } from '../native/load';
import { cores, type Threads, threadsFor } from '../native/threads';
import type { DeviceReport } from '../protocol';
import type { Executor, ExecutorRequest } from '../train/executor';
import type { Load } from '../train/load';
import type { StepOps } from '../train/ops/portable';

/** What computes in this process, ready to be used. */
export interface Device {
  readonly report: DeviceReport;
  /** TensorFlow's own kernels round otherwise with oneDNN than without: recorded with every run. */
  readonly oneDnn: boolean;
  /** Settings of the environment on which a GPU's bits depend; recorded as well. */
  readonly flags: Readonly<Record<string, string>>;
  /** Native TensorFlow itself, for exporting; absent on the portable backend. */
  readonly native?: Native;
  makeOps(): StepOps;
  /** The threads of a net's steps; recorded with a run and asked for again. */
  threadsFor(load: Load): Threads;
  /** Opens a net to train or to look into; `notice` is told where it cannot be compiled and runs op by op. */
  openNet(request: ExecutorRequest, notice?: (problem: Problem) => void): Promise<Executor>;
}

export type DeviceChoice = 'gpu' | 'cpu' | 'portable';

let opened: Promise<Device> | undefined;

/**
 * Loads TensorFlow, or the portable backend where it cannot be had or is asked for. A process has one device: later
 * calls give the first. Takes about a second.
 */
export function openDevice(choice?: DeviceChoice, threads?: Threads): Promise<Device> {
  opened ??= open(choice, threads);
  return opened;
}

async function open(choice: DeviceChoice | undefined, threads: Threads | undefined): Promise<Device> {
  // Silences the portable backend's banner and leaves out checks made for debugging.
  env().set('PROD', true);
  if (choice === 'portable') return openPortable('the portable backend was asked for');
  const { loadNative } = await import('../native/load');
  const native = loadNative({ ...(choice !== undefined && { device: choice }), ...threads });
  if (!native.ok) return openPortable(native.reason);
  const { nativeOps } = await import('../native/native-ops');
  const { openExecutor } = await import('../native/open-executor');
  return {
    report: {
      backend: 'native',
      name: native.deviceName,
      library: `TensorFlow ${native.version}`,
      threads: native.threads,
      ...(native.whyNotGpu !== undefined && { reason: native.whyNotGpu }),
    },
    oneDnn: native.oneDnn,
    flags: native.flags,
    native,
    makeOps: () => nativeOps(native.backend),
    threadsFor: (load) => threadsFor(load, cores()),
    openNet: (request, notice = () => {}) => openExecutor(native.backend, request, notice),
  };
}

async function openPortable(reason: string): Promise<Device> {
  // The whole of tfjs: its core alone has no gradients under Node.
  await import('@tensorflow/tfjs');
  await setBackend('cpu');
  const { portableOps } = await import('../train/ops/portable');
  const { plainExecutor } = await import('../train/plain-executor');
  return {
    report: {
      backend: 'portable',
      name: 'CPU, 1 core',
      library: `TensorFlow.js ${version_core}`,
      threads: { intraOp: 1, interOp: 1 },
      reason,
    },
    oneDnn: false,
    flags: {},
    makeOps: () => portableOps(),
    threadsFor: () => ({ intraOp: 1, interOp: 1 }),
    openNet: async (request) => plainExecutor(request),
  };
}
