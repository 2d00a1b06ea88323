import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { NativeBackend } from './binding';
import type { GraphNode, Ref } from './graph-def';
import { encodeSavedModel, servingTag } from './proto';

/** A graph that TensorFlow holds, with variables of its own. One native call a run. */
export interface GraphSession {
  /** Runs what `fetches` need, with `feeds` in place of the nodes that they name. The caller disposes the results. */
  run(feeds: readonly (readonly [Ref, Tensor])[], fetches: readonly Ref[]): Tensor[];
  /** Frees the graph and its variables; nothing may be run afterwards. */
  dispose(): void;
}

/**
 * Hands a graph to TensorFlow. The binding's only door to a session is a SavedModel on disk, so the graph passes
 * through a temporary folder, which is gone when this returns. Throws with TensorFlow's own words where the graph is
 * not valid.
 */
export function openGraph(backend: NativeBackend, nodes: readonly GraphNode[]): GraphSession {
  const folder = mkdtempSync(join(tmpdir(), 'netloom-graph-'));
  try {
    writeFileSync(join(folder, 'saved_model.pb'), encodeSavedModel(nodes, {}, backend.binding.TF_Version));
    return openSavedModel(backend, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The session of a SavedModel folder, written by us or by others. */
export function openSavedModel(backend: NativeBackend, folder: string): GraphSession {
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
