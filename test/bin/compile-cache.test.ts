// Where the compile cache lies.
import { expect, test } from 'vitest';
import { compileCacheFolder } from '../../bin/compile-cache.js';

test.each([
  [{}, 'linux', '/home/me/.cache/launchwall/compile'],
  [{ XDG_CACHE_HOME: '/var/cache/me' }, 'linux', '/var/cache/me/launchwall/compile'],
  [{ XDG_CACHE_HOME: 'relative' }, 'linux', '/home/me/.cache/launchwall/compile'],
  [{}, 'darwin', '/home/me/Library/Caches/launchwall/compile'],
  [{ NODE_COMPILE_CACHE: '/elsewhere' }, 'linux', undefined],
])('%j on %s: %s', (environment, platform, folder) => {
  expect(compileCacheFolder(environment, platform, '/home/me')).toBe(folder);
});

test.each(['', '.', 'home/me'])(
  'a home folder that is %j is none: nothing is loaded from wherever we are',
  (home) => {
    expect(compileCacheFolder({}, 'linux', home)).toBeUndefined();
  },
);
