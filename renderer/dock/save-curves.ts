import type { Bridge } from '../../electron/bridge';
import { csvOf, type Drawn } from '../charts/series';

/** Writes a run's numbers as a table, where the person says. Gives what went wrong, if anything did. */
export const saveCsv = (bridge: Bridge, run: Drawn): Promise<string | undefined> =>
  saveText(bridge, `${run.title}.csv`, csvOf(run));

/** Writes a text, where the person says. */
export async function saveText(bridge: Bridge, suggestedName: string, text: string): Promise<string | undefined> {
  return problemOf(await bridge.saveFile({ suggestedName, bytes: new TextEncoder().encode(text) }));
}

/** Writes a chart as a picture, where the person says. */
export async function savePng(bridge: Bridge, name: string, picture: Blob): Promise<string | undefined> {
  const bytes = new Uint8Array(await picture.arrayBuffer());
  return problemOf(await bridge.saveFile({ suggestedName: `${name}.png`, bytes }));
}

const problemOf = (saved: Awaited<ReturnType<Bridge['saveFile']>>): string | undefined =>
  saved && !saved.ok ? saved.problems[0]?.message : undefined;
