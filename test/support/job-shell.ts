// A real shell with job control on a terminal, in which the program is a job as it is for people.
import { existsSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { root } from './built.ts';
import { spawnOnPty, type PtyProgram } from './pty.ts';

const bash = '/bin/bash';

export const hasJobShell = existsSync(bash);

/** Its prompt is `shell> `. */
export function jobShell(): PtyProgram {
  const program = spawnOnPty(bash, ['--norc', '--noprofile', '-i'], {
    columns: 120,
    rows: 36,
    cwd: root,
    env: { PS1: 'shell> ', HISTFILE: '' },
  });
  onTestFinished(program.dispose);
  return program;
}
