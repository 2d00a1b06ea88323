import type { ModelJson } from './tfjs-model-json';

/** The text of a `model.json` that we wrote. Throws with the reason where it is none. */
export function readModelJson(text: string): ModelJson {
  const json = JSON.parse(text) as Partial<ModelJson> | null;
  if (json?.format !== 'graph-model') throw new Error('model.json holds no graph model');
  if (!json.modelTopology || !json.signature || !Array.isArray(json.weightsManifest)) {
    throw new Error('model.json lacks its topology, signature or weights');
  }
  return json as ModelJson;
}

/** The weight files, in order. A path that leads out of the model's folder throws: it could name any file. */
export function weightPaths({ weightsManifest }: ModelJson): string[] {
  const paths = weightsManifest.flatMap((group) => group.paths);
  for (const path of paths) {
    if (!/^[\w-][\w.-]*$/.test(path)) throw new Error(`model.json names the weight file ${JSON.stringify(path)}`);
  }
  return paths;
}
