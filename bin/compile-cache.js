// Where Node keeps the program's compiled code between two starts.

import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * The user's cache folder on this platform; undefined leaves the choice to Node, which looks at NODE_COMPILE_CACHE.
 * @param {NodeJS.ProcessEnv} environment
 * @param {string} platform
 */
export function compileCacheFolder(environment, platform, home = homedir()) {
  if (environment.NODE_COMPILE_CACHE) return undefined;
  // With an empty HOME it would be a folder of wherever we are: somebody else's code.
  if (!isAbsolute(home)) return undefined;
  return join(cacheHome(environment, platform, home), 'launchwall', 'compile');
}

/**
 * @param {NodeJS.ProcessEnv} environment
 * @param {string} platform
 * @param {string} home
 */
function cacheHome(environment, platform, home) {
  // The XDG specification says that a relative path is to be ignored.
  if (environment.XDG_CACHE_HOME && isAbsolute(environment.XDG_CACHE_HOME)) return environment.XDG_CACHE_HOME;
  if (platform === 'darwin') return join(home, 'Library', 'Caches');
  if (platform === 'win32') return environment.LOCALAPPDATA || join(home, 'AppData', 'Local');
  return join(home, '.cache');
}
