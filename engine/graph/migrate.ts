import type { Problem } from './problem';
import { problem } from './problems';

/** The version that this Netloom writes. */
export const CURRENT_VERSION = 1;

type Loose = Readonly<Record<string, unknown>>;
/** Turns a document of one version into one of the next. */
export type Migration = (older: Loose) => Loose;

/** By the version that they start from. Version 1 is the first there was, so none is needed yet. */
const MIGRATIONS: ReadonlyMap<number, Migration> = new Map();

/** Brings a document of an older version up to `current`, one version at a time. */
export function migrate(
  document: Loose,
  migrations = MIGRATIONS,
  current = CURRENT_VERSION,
): { document: Loose } | { problem: Problem } {
  let migrated = document;
  for (let version = Number(document.version); version < current; version++) {
    const step = migrations.get(version);
    if (!step) return { problem: problem('project/version', { got: version }, { path: 'version' }) };
    migrated = { ...step(migrated), version: version + 1 };
  }
  return { document: migrated };
}
