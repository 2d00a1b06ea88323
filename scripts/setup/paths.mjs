/**
 * Where the set-up keeps its things: the checkout, its state folder inside node_modules (so that `npm ci` clears it),
 * and the cache of large downloads, which all checkouts of a user share.
 */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout, without a trailing slash. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** Per-checkout state: native.json, electron.json, the Electron folder. */
export const stateFolder = join(root, 'node_modules', '.netloom');

/** The cache folder for this user; `NETLOOM_CACHE` overrides it, XDG_CACHE_HOME moves it on Linux. */
export function cacheFolder(environment = process.env, platform = process.platform, home = homedir()) {
  if (environment.NETLOOM_CACHE) return environment.NETLOOM_CACHE;
  if (environment.XDG_CACHE_HOME) return join(environment.XDG_CACHE_HOME, 'netloom');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'netloom');
  if (platform === 'win32') return join(environment.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'netloom', 'cache');
  return join(home, '.cache', 'netloom');
}
