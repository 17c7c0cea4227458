// Folders of the person's own: made with what is missing above them, and what the system says where that cannot be.
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeOwnFolder } from '../../src/record/own-folder.ts';
import { temporaryFolder } from './support.ts';

test('is made with what is missing above it, for its owner alone; what is there stays as it is', () => {
  const there = join(temporaryFolder(), 'there');
  mkdirSync(there, { mode: 0o755 });
  const folder = join(there, 'a/b');
  makeOwnFolder(folder);
  makeOwnFolder(folder);
  const modes = [there, join(there, 'a'), folder].map((one) => statSync(one).mode & 0o777);
  expect(modes).toEqual([0o755, 0o700, 0o700]);
});

test('says what the system says of the first one that cannot be made', () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  expect(() => makeOwnFolder(join(file, 'a/b'))).toThrow(/EEXIST: .*file'$/);
  // As it is with a read-only file system, the system itself refuses.
  expect(() => makeOwnFolder('/sys/launchwall/a')).toThrow(
    /(?:EPERM|EROFS|EACCES|ENOENT).*'\/sys\/launchwall'/,
  );
});
