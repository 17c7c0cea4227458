// The person's own folders are never one of the folder that we stand in: a repository is somebody else's.
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configDirOf, stateDirOf } from '../../src/cli/context.ts';

const { homedir } = userInfo();

test.each([
  [{ HOME: '/home/me' }, '/home/me/.config', '/home/me/.local/state'],
  [{ HOME: '/home/me', XDG_CONFIG_HOME: '/c', XDG_STATE_HOME: '/s' }, '/c', '/s'],
  [
    { HOME: '/home/me', XDG_CONFIG_HOME: '', XDG_STATE_HOME: '' },
    '/home/me/.config',
    '/home/me/.local/state',
  ],
  // The XDG specification says that a relative path is to be ignored.
  [
    { HOME: '/home/me', XDG_CONFIG_HOME: '.config', XDG_STATE_HOME: './s' },
    '/home/me/.config',
    '/home/me/.local/state',
  ],
  [{ HOME: '' }, join(homedir, '.config'), join(homedir, '.local/state')],
  [{ HOME: '.' }, join(homedir, '.config'), join(homedir, '.local/state')],
  [{}, join(homedir, '.config'), join(homedir, '.local/state')],
])('%j: %s, %s', (env, config, state) => {
  expect([configDirOf(env), stateDirOf(env)]).toEqual([
    join(config, 'launchwall'),
    join(state, 'launchwall'),
  ]);
});
