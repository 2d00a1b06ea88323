import type { Tensor } from '@tensorflow/tfjs-core';
import type { NativeBackend } from './binding';
import type { Ref } from './graph-def';
import { servingTag } from './proto';

/** What a SavedModel folder holds, as TensorFlow reads it. */
export interface SavedModelSession {
  /** Runs what `fetches` need, with `feeds` in place of the nodes that they name. The caller disposes the results. */
  run(feeds: readonly (readonly [Ref, Tensor])[], fetches: readonly Ref[]): Tensor[];
  /** Frees the graph and its variables; nothing may be run afterwards. */
  dispose(): void;
}

/** The session of a SavedModel folder, written by us or by others. */
export function openSavedModel(backend: NativeBackend, folder: string): SavedModelSession {
  let id: number | undefined = backend.loadSavedModelMetaGraph(folder, servingTag);
  return {
    run(feeds, fetches) {
      if (id === undefined) throw new Error('The session is disposed');
      const tensors = feeds.map(([, tensor]) => tensor);
      const names = feeds.map(([name]) => ({ name }));
      return backend.runSavedModel(id, tensors, names, [...fetches]);
    },
    dispose() {
      if (id !== undefined) backend.binding.deleteSavedModel(id);
      id = undefined;
    },
  };
}
