// A report's file: whole or not there, and one clear sentence when it cannot be written.

import { mkdtemp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LaunchwallError } from '../../src/domain/errors.ts';
import { reportFileName } from '../../src/report/file-name.ts';
import { writeReport } from '../../src/report/write.ts';
import { boardFixture } from '../support/board-fixture.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'launchwall-report-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('writes, replaces, and leaves nothing beside', async () => {
  const path = join(folder, 'report.md');
  expect(await writeReport(path, 'one')).toBe(path);
  await writeReport(path, 'two');
  expect(await readFile(path, 'utf8')).toBe('two');
  expect(await readdir(folder)).toEqual(['report.md']);
});

test('whoever reads meanwhile sees the old text or the new one, whole', async () => {
  const path = join(folder, 'report.md');
  const texts = ['a', 'b'].map((letter) => letter.repeat(200_000));
  await writeReport(path, 'a'.repeat(200_000));
  const seen = new Set<string>();
  const stop = new AbortController();
  const reader = (async () => {
    while (!stop.signal.aborted) seen.add(await readFile(path, 'utf8'));
  })();
  for (let round = 0; round < 10; round++) await writeReport(path, texts[round % 2] ?? '');
  stop.abort();
  await reader;
  expect(seen.size).toBeGreaterThan(0);
  for (const text of seen) expect(texts.includes(text)).toBe(true);
});

test.each<readonly [string, (folder: string) => Promise<string>, string]>([
  ['a missing folder', async (at) => join(at, 'no/report.md'), 'the folder does not exist (ENOENT)'],
  [
    'a folder',
    async (at) => {
      await mkdir(join(at, 'there/x'), { recursive: true });
      return join(at, 'there');
    },
    'this is a folder (EISDIR)',
  ],
  [
    'a file for a folder',
    async (at) => {
      await writeFile(join(at, 'f'), '');
      return join(at, 'f/report.md');
    },
    'a part of the path is a file, not a folder (ENOTDIR)',
  ],
  [
    'a link in a circle',
    async (at) => {
      await symlink(join(at, 'l'), join(at, 'l'));
      return join(at, 'l/report.md');
    },
    'the system refused (ELOOP)',
  ],
])('%s', async (_name, prepare, reason) => {
  const path = await prepare(folder);
  const before = await readdir(folder);
  const error: unknown = await writeReport(path, 'x').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(LaunchwallError);
  expect(String(error)).toBe(`LaunchwallError: the report cannot be written to ${path}: ${reason}`);
  expect(await readdir(folder)).toEqual(before);
});

test('the name of a file when none is given', () => {
  const base = boardFixture();
  expect(reportFileName(base, 'md')).toBe('launchwall-sge-production-20261201T143207Z.md');
  const odd = boardFixture({ profile: { ...base.profile, name: '../../etc/passwd' } });
  expect(reportFileName(odd, 'json')).toBe('launchwall-etc-passwd-20261201T143207Z.json');
});
