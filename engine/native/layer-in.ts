import type { Program } from '../compile/program';

/** The layer that a text speaks of by the names of its nodes in the graph, which hold its path; the longest. */
export function layerIn({ calls }: Program, text: string): string | undefined {
  const words = text.split(/[^A-Za-z0-9_.\-/]+/);
  const paths = calls.map(({ path }) => path).filter((path) => words.some((word) => `/${word}`.includes(`/${path}/`)));
  return paths.sort((a, b) => b.length - a.length)[0];
}
