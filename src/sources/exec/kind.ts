// The `exec` kind: a command and one run of it. Its client is loaded only when a profile uses it.

import { defineSource } from '../source.ts';
import { commandFacts, shownCommand } from './command-line.ts';
import { execOptions, execRead } from './options.ts';

export const execSource = defineSource({
  kind: 'exec',
  options: execOptions,
  read: execRead,
  defaults: { every: 60_000, timeout: 30_000 },
  place: ({ command }) => shownCommand(command),
  naturalUnit: (read) => (read === 'duration' ? 'ms' : null),
  valueKind: (read) => (read === 'ok' ? 'boolean' : null),
  neverNegative: (read) => read === 'duration' || (typeof read === 'object' && 'count' in read),
  rhythm: () => null,
  command: commandFacts,
  load: () => import('./client.ts'),
});
