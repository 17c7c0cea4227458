// A report's file: whole or not there, and one clear sentence when it cannot be written.

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmod,
  link,
  lstat,
  mkdtemp,
  mkdir,
  open,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LaunchwallError } from '../../src/domain/errors.ts';
import { reportFileName } from '../../src/report/file-name.ts';
import { targetOf, type TargetRules } from '../../src/report/target.ts';
import { writeReport } from '../../src/report/write.ts';
import { boardFixture } from '../support/board-fixture.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'launchwall-report-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(path: string, text: string, rules: Partial<TargetRules> = {}): Promise<void> {
  const place = await targetOf(path, { force: true, kept: [], ...rules });
  if (place.kind === 'stdout') return expect.fail(`${path} is stdout`);
  await writeReport(place, text);
}

function refusalOf(path: string, rules: Partial<TargetRules> = {}): Promise<string> {
  return write(path, 'x', rules).then(
    () => 'nothing was refused',
    (error: unknown) => (error instanceof LaunchwallError ? error.shortMessage : 'another error'),
  );
}

const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o7777).toString(8);

test('writes, replaces, and leaves nothing beside', async () => {
  const path = join(folder, 'report.md');
  await write(path, 'one');
  await write(path, 'two');
  expect(await readFile(path, 'utf8')).toBe('two');
  expect(await readdir(folder)).toEqual(['report.md']);
});

test('whoever reads meanwhile sees the old text or the new one, whole', async () => {
  const path = join(folder, 'report.md');
  const texts = ['a', 'b'].map((letter) => letter.repeat(200_000));
  await write(path, 'a'.repeat(200_000));
  const seen = new Set<string>();
  const stop = new AbortController();
  const reader = (async () => {
    while (!stop.signal.aborted) seen.add(await readFile(path, 'utf8'));
  })();
  for (let round = 0; round < 10; round++) await write(path, texts[round % 2] ?? '');
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
  const error: unknown = await write(path, 'x').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(LaunchwallError);
  expect(String(error)).toBe(`LaunchwallError: the report cannot be written to ${path}: ${reason}`);
  expect(await readdir(folder)).toEqual(before);
});

test('what is there is written over only when that is said, and a file of the profile never', async () => {
  const path = join(folder, 'p.yaml');
  await writeFile(path, 'mine');
  await symlink(path, join(folder, 'link'));
  await link(path, join(folder, 'twin'));
  for (const name of ['p.yaml', 'link', 'twin']) {
    const file = join(folder, name);
    expect(await refusalOf(file, { force: false })).toBe(
      `the report cannot be written to ${file}: it is there already`,
    );
    expect(await refusalOf(file, { kept: [path] })).toBe(
      `the report cannot be written to ${file}: it belongs to the profile`,
    );
  }
  expect(await readFile(path, 'utf8')).toBe('mine');
});

test('a link stays one, and what it leads to is written', async () => {
  const real = join(folder, 'real.md');
  const chain = join(folder, 'chain.md');
  await symlink('real.md', join(folder, 'link.md'));
  await symlink(join(folder, 'link.md'), chain);
  for (const text of ['new', 'over what is there']) {
    await write(chain, text);
    expect((await lstat(chain)).isSymbolicLink()).toBe(true);
    expect(await readFile(real, 'utf8')).toBe(text);
  }
  const twin = join(folder, 'twin.md');
  await link(real, twin);
  await write(chain, 'both names');
  expect(await readFile(twin, 'utf8')).toBe('both names');
});

test('a link in a folder that a link leads to starts where that folder is', async () => {
  await mkdir(join(folder, 'real/sub'), { recursive: true });
  await mkdir(join(folder, 'real/out'));
  await mkdir(join(folder, 'out'));
  await symlink('real/sub', join(folder, 'sub'));
  await symlink('../out/r.md', join(folder, 'real/sub/link'));
  await write(join(folder, 'sub/link'), 'x');
  expect(await readdir(join(folder, 'out'))).toEqual([]);
  expect(await readFile(join(folder, 'real/out/r.md'), 'utf8')).toBe('x');
});

test('a folder that is not there makes no file of its name', async () => {
  const path = `${join(folder, 'out')}/`;
  expect(await refusalOf(path)).toBe(
    `the report cannot be written to ${path}: the folder does not exist (ENOENT)`,
  );
});

test.runIf(process.platform === 'linux')('a file below /dev or /proc is a file as any other', async () => {
  const shared = await mkdtemp('/dev/shm/launchwall-report-');
  try {
    const path = join(shared, 'r.md');
    await writeFile(path, 'long text that was there');
    expect(await refusalOf(path, { force: false })).toMatch(/: it is there already$/);
    const byProc = `/proc/${process.pid}/root${path}`;
    expect(await refusalOf(byProc, { kept: [path] })).toMatch(/: it belongs to the profile$/);
    await write(path, 'x');
    expect(await readFile(path, 'utf8')).toBe('x');
  } finally {
    await rm(shared, { recursive: true });
  }
});

test.runIf(process.platform === 'linux')(
  'what is open elsewhere goes on behind what is in it, and is no way to the profile',
  async () => {
    const path = join(folder, 'log');
    await writeFile(path, 'before, ');
    const file = await open(path, 'r');
    const door = `/proc/self/fd/${file.fd}`;
    await write(door, 'after', { force: false });
    expect(await readFile(path, 'utf8')).toBe('before, after');
    expect(await refusalOf(door, { kept: [path] })).toMatch(/: it belongs to the profile$/);
    await file.close();
  },
);

test('a new file is for its owner alone, and one that is there keeps its mode', async () => {
  const path = join(folder, 'r.md');
  await write(path, 'x');
  expect(await modeOf(path)).toBe('600');
  for (const mode of [0o644, 0o664, 0o640]) {
    await chmod(path, mode);
    await write(path, 'y');
    expect(await modeOf(path)).toBe(mode.toString(8));
  }
});

test('a file with two names that finds no room keeps what it holds', async () => {
  const path = join(folder, 'one.md');
  await writeFile(path, 'mine');
  await link(path, join(folder, 'two.md'));
  const limited = spawnSync(
    '/bin/sh',
    [
      '-c',
      'ulimit -f 8; exec "$0" --disable-warning=ExperimentalWarning --input-type=module -e "$1"',
      process.execPath,
      `process.on('SIGXFSZ', () => {});
       const { targetOf } = await import(${JSON.stringify(new URL('../../src/report/target.ts', import.meta.url).href)});
       const { writeReport } = await import(${JSON.stringify(new URL('../../src/report/write.ts', import.meta.url).href)});
       const place = await targetOf(${JSON.stringify(path)}, { force: true, kept: [] });
       await writeReport(place, 'x'.repeat(100_000)).then(() => console.log('written'), () => console.log('refused'));`,
    ],
    { encoding: 'utf8' },
  );
  expect(limited.stdout).toBe('refused\n');
  expect(await readFile(path, 'utf8')).toBe('mine');
  expect(await readdir(folder)).toEqual(['one.md', 'two.md']);
});

test('a pipe is written into, and stays one', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const text = 'z'.repeat(200_000);
  expect(await refusalOf(pipe)).toMatch(/: nobody reads from this pipe \(ENXIO\)$/);
  const read = buffer(spawn('cat', [pipe]).stdout);
  // Until it has been opened there, too.
  await vi.waitFor(() => write(pipe, text), { timeout: 20_000 });
  expect((await read).toString()).toBe(text);
  expect((await lstat(pipe)).isFIFO()).toBe(true);
});

test('a device is written into, and stays one; a disk and a socket are not', async () => {
  await write('/dev/null', 'x');
  expect((await lstat('/dev/null')).isCharacterDevice()).toBe(true);
  const server = createServer();
  const path = join(folder, 's');
  await new Promise<void>((resolve) => server.listen(path, resolve));
  expect(await refusalOf(path)).toMatch(/: this is a socket$/);
  server.close();
});

test.each(['-', '/dev/stdout', '/dev/fd/1', '/proc/self/fd/1'])('%s is stdout', async (path) => {
  expect(await targetOf(path, { force: false, kept: [] })).toEqual({ kind: 'stdout' });
});

test('the name of a file when none is given', () => {
  const base = boardFixture();
  expect(reportFileName(base, 'md')).toBe('launchwall-sge-production-20261201T143207Z.md');
  const odd = boardFixture({ profile: { ...base.profile, name: '../../etc/passwd' } });
  expect(reportFileName(odd, 'json')).toBe('launchwall-etc-passwd-20261201T143207Z.json');
});
