// Makes a folder of the person's own.

import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes the folder and what is missing above it, for its owner alone.
 * @throws what the system says of the first one that cannot be made; Node's own recursion says of a read-only file system that it is not there.
 */
export function makeOwnFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return;
  const above = dirname(folder);
  if (above !== folder) makeOwnFolder(above);
  mkdirSync(folder, { mode: 0o700, recursive: above === folder });
}
