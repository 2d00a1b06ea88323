import { loadNative, type Native } from '../../../engine/native/load';

/** Native TensorFlow for tests; a machine without it fails them with the reason. */
export function nativeForTests(): Native {
  const native = loadNative();
  if (!native.ok) throw new Error(native.reason);
  return native;
}
