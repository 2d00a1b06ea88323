/** Everything that decides what computes, as it was found. */
export interface DeviceFacts {
  /** What the person asked for; undefined: whatever is best. */
  readonly asked?: 'gpu' | 'cpu';
  readonly platform: NodeJS.Platform;
  readonly architecture: string;
  /** CUDA_VISIBLE_DEVICES as the person set it. */
  readonly visible?: string;
  /** Whether NVIDIA's driver answers; undefined where it cannot be told. */
  readonly driver?: boolean;
  /** What the set-up left behind: whether the library has CUDA kernels, and why not; undefined where none has run. */
  readonly library?: { readonly cuda: boolean; readonly reason: string };
  /** TensorFlow, loaded, has found a GPU and uses it. */
  readonly found: boolean;
}

export type DeviceStatus =
  | { readonly device: 'gpu'; readonly whyNotGpu?: undefined }
  | { readonly device: 'cpu'; readonly whyNotGpu: string };

/** What computes, and why it is no GPU where it is none: the first cause that a person can do something about. */
export function deviceStatus(facts: DeviceFacts): DeviceStatus {
  if (facts.found) return { device: 'gpu' };
  const why = whyNone(facts);
  return { device: 'cpu', whyNotGpu: facts.asked === 'gpu' ? `a GPU was asked for, but ${why}` : why };
}

/**
 * What TensorFlow has to be told before it is loaded, so that the same seed gives the same bits on a GPU: cuDNN and its
 * own kernels then choose none whose sums come out in any order. A CPU needs none of it, and keeps the bits it has.
 */
export const deterministicFlags = ({
  asked,
  visible,
  driver,
  library,
}: Omit<DeviceFacts, 'found'>): Record<string, string> =>
  asked === 'cpu' || hidesAll(visible) || driver === false || library?.cuda === false
    ? {}
    : { TF_DETERMINISTIC_OPS: '1', TF_CUDNN_DETERMINISTIC: '1' };

function whyNone({ asked, platform, architecture, visible, driver, library }: DeviceFacts): string {
  if (asked === 'cpu') return 'the CPU was asked for';
  // TensorFlow is made with CUDA for this system alone; set-up cannot add it elsewhere.
  if (!library?.cuda && (platform !== 'linux' || architecture !== 'x64')) {
    return `TensorFlow uses GPUs on Linux with an x64 processor only, and this is ${platform} on ${architecture}`;
  }
  if (hidesAll(visible)) return 'CUDA_VISIBLE_DEVICES hides every GPU';
  if (driver === false) return 'no NVIDIA driver answers on this machine';
  if (library && !library.cuda) {
    return library.reason || 'the TensorFlow library was set up without CUDA; `npm run setup -- --gpu` adds it';
  }
  return 'TensorFlow found no GPU that it can use: its driver may be too old, or hold no GPU';
}

/** CUDA reads the list up to the first entry that names no GPU. */
const hidesAll = (visible: string | undefined): boolean =>
  visible !== undefined && /^(-|$|NoDevFiles)/.test(visible.trim());
