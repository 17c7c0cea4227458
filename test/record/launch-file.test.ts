// A launch's file: what is appended is there, for this program and for others; what is wrong with a file is said, and it stays.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LaunchwallError } from '../../src/domain/errors.ts';
import { LaunchFile } from '../../src/record/launch-file.ts';
import type { Entry } from '../../src/rules/launch/marks.ts';
import { openFile, temporaryFolder, tick } from './support.ts';

function fileIn(folder = temporaryFolder()): string {
  return join(folder, 'shop', 'a.sqlite');
}

/** What it is refused with. */
function refused(work: () => unknown): LaunchwallError {
  try {
    work();
  } catch (error) {
    if (error instanceof LaunchwallError) return error;
    throw error;
  }
  return expect.fail('it was not refused');
}

const everyKind: readonly Entry[] = [
  tick('a', 1, 'in s3'),
  { kind: 'skip', subject: 'b', at: 2, by: 'bo', note: 'not here' },
  { kind: 'untick', subject: 'a', at: 3, by: 'bo', note: '' },
  { kind: 'sign', digest: 'sha256:c', subject: 'c', at: 4, by: 'ana', note: '' },
  { kind: 'unsign', subject: 'c', at: 5, by: 'ana', note: '' },
  { kind: 'latch', subject: 'd', at: 6, by: '', note: '', rule: 'm > 1', sentence: 'm 2 > 1', t0: 3 },
  { kind: 'ack', subject: 'm', at: 7, by: 'ana', note: 'on it', until: null, severity: 0 },
  { kind: 'unack', subject: 'm', at: 8, by: '', note: '', of: 7 },
  { kind: 'mute', subject: 'm', at: 9, by: 'ana', note: '', until: 99 },
  { kind: 'unmute', subject: 'm', at: 10, by: 'ana', note: '' },
  { kind: 't0', subject: '', at: 11, by: 'ana', note: '', t0: 12, origin: 'hand' },
];

describe('what is appended', () => {
  it('is read back in its order, of every kind, by the next program too', () => {
    const path = fileIn();
    const file = openFile(path);
    expect(file.poll()).toEqual([]);
    file.append(everyKind);
    expect(file.poll()).toEqual(everyKind);
    expect(file.poll()).toEqual([]);
    file.close();
    expect(openFile(path).poll()).toEqual(everyKind);
    expect(openFile(path, { access: 'read' }).poll()).toEqual(everyKind);
  });

  it('keeps any text as it is', () => {
    const path = fileIn();
    const file = openFile(path);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (subject, note) => {
        // SQLite ends a text at a NUL; none gets through plainText().
        const entry = tick(subject.replaceAll('\0', ''), 1, note.replaceAll('\0', ''));
        file.append([entry]);
        expect(file.poll()).toEqual([entry]);
      }),
      { numRuns: 30 },
    );
  });

  it('by several programs is seen by all, each in the same order, and nothing is overwritten', () => {
    const path = fileIn();
    const files = [openFile(path), openFile(path), openFile(path, { access: 'read' })] as const;
    const seen: Entry[][] = [[], [], []];
    for (let round = 0; round < 20; round++) {
      files[round % 2]?.append([tick(`item ${round}`, round)]);
      for (const [index, file] of files.entries())
        if (round % (index + 2) === 0) seen[index]?.push(...file.poll());
    }
    for (const [index, file] of files.entries()) seen[index]?.push(...file.poll());
    expect(seen[0]).toHaveLength(20);
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
  });

  it('is never changed or taken away, whoever tries', () => {
    const path = fileIn();
    openFile(path).append([tick('a')]);
    const other = new DatabaseSync(path);
    expect(() => other.exec("UPDATE entries SET by = 'eve'")).toThrow(/only appended/);
    expect(() => other.exec('DELETE FROM entries')).toThrow(/only appended/);
    other.close();
  });

  it('and cannot be read is passed over and counted', () => {
    const path = fileIn();
    const file = openFile(path);
    const other = new DatabaseSync(path);
    const insert = other.prepare('INSERT INTO entries (at, kind, subject, by, body) VALUES (1, ?, ?, ?, ?)');
    insert.run('tick', 'a', 'ana', 'no JSON');
    insert.run('dance', 'a', 'ana', '{"note":""}');
    insert.run('mute', 'a', 'ana', '{"note":"","until":"soon"}');
    insert.run('tick', 'b', 'ana', '{"note":""}');
    other.close();
    expect(file.poll()).toEqual([tick('b')]);
    expect(file.unreadable).toBe(3);
  });

  it.each(['read', 'write'] as const)('is no pipe, no device and no folder, to %s', (access) => {
    const path = fileIn();
    mkdirSync(dirname(path), { recursive: true });
    const pipe = `${path}.pipe`;
    execFileSync('mkfifo', [pipe]);
    for (const other of [pipe, '/dev/zero', dirname(path)])
      expect(() => LaunchFile.open(other, { access, busyMax: 1 })).toThrow(/no regular file/);
  });

  it.each(['read', 'write'] as const)('has no views, which may be without an end, to %s', (access) => {
    const path = fileIn();
    openFile(path).close();
    const other = new DatabaseSync(path);
    other.exec(`DROP TABLE checkpoint; CREATE VIEW checkpoint AS
      WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT id, id AS at, 'x' AS body FROM n`);
    other.close();
    expect(() => LaunchFile.open(path, { access, busyMax: 1 })).toThrow(/has views in it/);
  });

  it('outlives a program that is killed', () => {
    const path = fileIn();
    const url = new URL('../../src/record/launch-file.ts', import.meta.url).href;
    const script = `
      const { LaunchFile } = await import(${JSON.stringify(url)});
      const file = LaunchFile.open(${JSON.stringify(path)}, { access: 'write', busyMax: 1000 });
      file.append([{ kind: 'tick', subject: 'a', at: 1, by: 'ana', note: '' }]);
      file.keepCheckpoint({ at: 5, body: 'memory' });
      process.kill(process.pid, 'SIGKILL');`;
    const args = [
      '--experimental-strip-types',
      '--disable-warning=ExperimentalWarning',
      '--input-type=module',
      '-e',
      script,
    ];
    const { signal, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect({ signal, stderr }).toEqual({ signal: 'SIGKILL', stderr: '' });
    for (const access of ['read', 'write'] as const) {
      const file = openFile(path, { access });
      expect([file.poll(), file.checkpoint()]).toEqual([[tick('a')], { at: 5, body: 'memory' }]);
      file.close();
    }
  });
});

describe('a file', () => {
  it('that is only read is not made', () => {
    const path = fileIn();
    expect(LaunchFile.open(path, { access: 'read', busyMax: 0 })).toBeNull();
  });

  it('is for its owner alone, with what SQLite keeps beside it', () => {
    const path = fileIn();
    const file = openFile(path);
    file.append([tick('a')]);
    const names = readdirSync(dirname(path));
    expect(names.length).toBeGreaterThan(1);
    for (const name of names) expect(statSync(join(dirname(path), name)).mode & 0o777).toBe(0o600);
  });

  it('that was begun and never written has nothing in it to read, and is gone on with', () => {
    const path = fileIn();
    mkdirSync(dirname(path), { recursive: true });
    const begun = new DatabaseSync(path);
    begun.exec('PRAGMA journal_mode = WAL');
    begun.close();
    expect(LaunchFile.open(path, { access: 'read', busyMax: 0 })).toBeNull();
    openFile(path).append([tick('a')]);
    expect(openFile(path, { access: 'read' }).poll()).toEqual([tick('a')]);
  });

  it('of a newer Launchwall is left alone', () => {
    const path = fileIn();
    openFile(path).close();
    const other = new DatabaseSync(path);
    other.exec('PRAGMA user_version = 3');
    other.close();
    for (const access of ['read', 'write'] as const) {
      const error = refused(() => openFile(path, { access }));
      expect(error).toMatchObject({ kind: 'record', hint: expect.stringContaining('--launch') });
      expect(error.shortMessage).toBe(
        `the launch's file ${path} was written by a newer Launchwall (version 3; this one knows 2)`,
      );
    }
  });

  it.each([
    ['no database', 'this is no database at all, but it is long enough to be read as one. '.repeat(20), 26],
    ['half of one', null, 11],
  ])('that is %s is named, and stays as it is', (_name, text, code) => {
    const path = fileIn();
    const file = openFile(path);
    file.append(Array.from({ length: 400 }, (_, index) => tick(`item ${index}`)));
    file.close();
    const bytes = text === null ? readFileSync(path).fill(0xff, 4_096) : Buffer.from(text);
    writeFileSync(path, bytes);
    const error = refused(() => openFile(path).poll());
    expect(error.kind).toBe('record');
    expect(error.shortMessage).toContain(path);
    expect(error.shortMessage).toContain(`(SQLite ${code})`);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('that is another program’s database is left alone', () => {
    const path = fileIn();
    mkdirSync(join(path, '..'), { recursive: true });
    const other = new DatabaseSync(path);
    other.exec('CREATE TABLE theirs (x)');
    other.close();
    const bytes = readFileSync(path);
    expect(refused(() => openFile(path)).shortMessage).toBe(
      `${path} is a database, but no launch of Launchwall's`,
    );
    expect(readFileSync(path).equals(bytes)).toBe(true);
    const again = new DatabaseSync(path);
    expect(again.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()?.['tables']).toBe(1);
    again.close();
  });

  it.each([1, 2])('of version %i that lacks its list is named, and stays as it is', (version) => {
    const path = fileIn();
    openFile(path).close();
    const other = new DatabaseSync(path);
    other.exec(`PRAGMA journal_mode = DELETE; DROP TABLE entries; PRAGMA user_version = ${version}`);
    if (version === 1) other.exec('DROP TABLE looks; DROP TABLE memories');
    other.close();
    const bytes = readFileSync(path);
    expect(refused(() => openFile(path)).shortMessage).toContain('no such table: entries');
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('that cannot be had says why', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'shop'), '');
    expect(refused(() => openFile(fileIn(folder))).shortMessage).toMatch(
      /cannot be opened: a part of its path is a file, not a folder/,
    );
  });

  it('that is full refuses, and what was there stays', () => {
    const path = fileIn();
    const file = openFile(path, { pagesMax: 12 });
    const long = 'x'.repeat(3_000);
    let kept = 0;
    const error = refused(() => {
      for (; kept < 1_000; kept++) file.append([tick('a', kept, long)]);
    });
    expect(error.kind).toBe('record');
    expect(error.shortMessage).toMatch(
      /cannot be written to: the disk is full, or the file has reached its limit/,
    );
    expect(kept).toBeGreaterThan(0);
    expect(file.poll()).toHaveLength(kept);
  });

  it('that another program holds refuses, and takes it again afterwards', () => {
    const path = fileIn();
    const file = openFile(path, { busyMax: 1 });
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    expect(refused(() => file.append([tick('a')])).shortMessage).toMatch(/another program holds it/);
    expect(file.poll()).toEqual([]);
    other.exec('ROLLBACK');
    other.close();
    file.append([tick('a')]);
    expect(file.poll()).toEqual([tick('a')]);
  });

  it('that was taken away or replaced under us is not written into nothing', () => {
    const path = fileIn();
    const file = openFile(path);
    renameSync(path, `${path}.away`);
    expect(refused(() => file.append([tick('a')])).shortMessage).toMatch(/it has been taken away/);
    writeFileSync(path, '');
    expect(refused(() => file.append([tick('a')])).shortMessage).toMatch(/has been replaced by another one/);
  });
});

it('Node’s warning of its SQLite is held back, and no other', () => {
  const url = new URL('../../src/record/sqlite.ts', import.meta.url).href;
  const script = `
    const { openDatabase } = await import(${JSON.stringify(url)});
    openDatabase(':memory:', { readOnly: false }).close();
    process.emitWarning('another one');`;
  // The flag that lets Node 22 read TypeScript has a warning of its own.
  const args = ['--experimental-strip-types', '--input-type=module', '-e', script];
  const { stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(stderr).toContain('Warning: another one');
  expect(stderr).not.toContain('SQLite');
});
