// The launch's own file: an append-only list of what people and the program have said about it, in SQLite.
//
// Several programs may have it open at once: each appends, none changes what another has written, and each sees what the
// others appended when it looks next. What has been appended is on the disk when `append` returns.

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { closeSync, existsSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Milliseconds } from '../domain/clock.ts';
import { LaunchwallError } from '../domain/errors.ts';
import type { Entry } from '../rules/launch/marks.ts';
import { entryOf, rowOf } from './entry-schema.ts';
import { recordError } from './failure.ts';
import { LookTable, lookSchema, type Access } from './look-table.ts';
import { MemoryTable, memorySchema } from './memory-table.ts';
import { makeOwnFolder } from './own-folder.ts';
import { openDatabase } from './sqlite.ts';

/** "Lwal": tells our files from other databases. */
const applicationId = 0x4c77616c;
const schemaVersion = 2;
/** 64 MiB in pages of 4 KiB; a launch with a thousand marks has 200 KiB. */
const pagesMaxDefault = 16_384;

const schema = `
CREATE TABLE entries (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  by TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE TRIGGER entries_stay BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'entries are only appended'); END;
CREATE TRIGGER entries_remain BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'entries are only appended'); END;
CREATE TABLE checkpoint (id INTEGER PRIMARY KEY CHECK (id = 1), at INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
PRAGMA application_id = ${applicationId};
${lookSchema}
${memorySchema}
PRAGMA user_version = ${schemaVersion};
`;
/** What each version has more than the one before it. */
const additions: Readonly<Record<number, string>> = {
  1: `${lookSchema} ${memorySchema} PRAGMA user_version = 2;`,
};

export interface LaunchFileOptions {
  /** `read` opens only what is there, and writes nothing. */
  readonly access: 'read' | 'write';
  /** How long to wait for another program that is writing, in real milliseconds; everything else waits as well. */
  readonly busyMax: Milliseconds;
  readonly pagesMax?: number;
}

/** The judgement's memory as it was at an instant. */
export interface Checkpoint {
  readonly at: number;
  readonly body: string;
}

interface Statements {
  readonly version: StatementSync;
  readonly since: StatementSync;
  readonly append: StatementSync | null;
}

export class LaunchFile {
  readonly path: string;
  readonly looks: LookTable;
  readonly memories: MemoryTable;
  readonly #database: DatabaseSync;
  readonly #statements: Statements;
  readonly #inode: number;
  #seen = 0;
  #seenVersion: number | null = null;
  #unreadable = 0;

  private constructor(path: string, database: DatabaseSync, statements: Statements) {
    this.path = path;
    this.#database = database;
    this.#inode = statSync(path).ino;
    const access: Access = {
      database,
      write: (work) => this.#write('NORMAL', work),
      read: (work) => this.#read(work),
    };
    this.looks = new LookTable(access);
    this.memories = new MemoryTable(access);
    this.#statements = statements;
  }

  /**
   * Opens the file, and creates it when it is to be written.
   * @returns null when it is only to be read, and is not there or nothing has ever been written into it.
   * @throws LaunchwallError `record`, which names the file and what is wrong with it; the file stays as it is.
   */
  static open(path: string, options: LaunchFileOptions): LaunchFile | null {
    if (options.access === 'read' && !existsSync(path)) return null;
    let database: DatabaseSync | null = null;
    try {
      // SQLite would wait for ever for somebody who writes into a pipe.
      if (statSync(path, { throwIfNoEntry: false })?.isFile() === false)
        throw new Error('it is a pipe, a device or a folder, and no regular file');
      if (options.access === 'write') {
        makeOwnFolder(dirname(path));
        // SQLite would make one that everybody may read.
        closeSync(openSync(path, 'a', 0o600));
      }
      database = openDatabase(path, { readOnly: options.access === 'read' });
      // It was begun on a disk that was full.
      if (options.access === 'read' && isBlank(database)) {
        database.close();
        return null;
      }
      return new LaunchFile(path, database, prepare(database, path, options));
    } catch (error) {
      database?.close();
      throw recordError(path, 'opened', error);
    }
  }

  /** Entries that nobody can read, and that were passed over. */
  get unreadable(): number {
    return this.#unreadable;
  }

  /** What has been appended since the last look, by whomever; the first look gives everything. @throws LaunchwallError */
  poll(): readonly Entry[] {
    try {
      const version = Number(this.#statements.version.get()?.['data_version']);
      if (version === this.#seenVersion) return [];
      const rows = this.#statements.since.all(this.#seen);
      this.#seenVersion = version;
      this.#seen = Number(rows.at(-1)?.['seq'] ?? this.#seen);
      const entries = rows.map(entryOf);
      this.#unreadable += entries.filter((entry) => entry === null).length;
      return entries.filter((entry) => entry !== null);
    } catch (error) {
      throw recordError(this.path, 'read', error);
    }
  }

  /** The next look gives everything again. */
  rewind(): void {
    this.#seen = 0;
    this.#seenVersion = null;
    this.#unreadable = 0;
  }

  /** All of them or none. @throws LaunchwallError: nothing has been written then. */
  append(entries: readonly Entry[]): void {
    this.#write('FULL', () => {
      const { append } = this.#statements;
      if (!append) throw new LaunchwallError('internal', 'a file that is only read is written to');
      for (const { at, kind, subject, by, body } of entries.map(rowOf))
        append.run(at, kind, subject, by, body);
    });
    // Our own entries are read back in their place among those of others.
    this.#seenVersion = null;
  }

  checkpoint(): Checkpoint | null {
    return this.#read(() => {
      const row = this.#database.prepare('SELECT at, body FROM checkpoint WHERE id = 1').get();
      return row ? { at: Number(row['at']), body: String(row['body']) } : null;
    });
  }

  /** Replaces the last one. It outlives this program's end at once, a power cut within seconds. @throws LaunchwallError */
  keepCheckpoint({ at, body }: Checkpoint): void {
    this.#write('NORMAL', () => {
      this.#database.prepare('REPLACE INTO checkpoint (id, at, body) VALUES (1, ?, ?)').run(at, body);
    });
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #read<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw recordError(this.path, 'read', error);
    }
  }

  #write(synchronous: 'FULL' | 'NORMAL', work: () => void): void {
    try {
      // What is written to a file that has been removed is lost, and nobody would be told.
      if (statSync(this.path).ino !== this.#inode)
        throw new LaunchwallError(
          'record',
          `the launch's file ${this.path} has been replaced by another one`,
        );
      this.#database.exec(`PRAGMA synchronous = ${synchronous}`);
      inTransaction(this.#database, work);
    } catch (error) {
      throw recordError(this.path, 'written to', error);
    }
  }
}

/** A file is changed only once it is known to be ours, and to hold what each version has. */
function prepare(
  database: DatabaseSync,
  path: string,
  { access, busyMax, pagesMax }: LaunchFileOptions,
): Statements {
  database.exec(`PRAGMA busy_timeout = ${busyMax}`);
  if (access === 'write' && isBlank(database)) {
    database.exec('PRAGMA journal_mode = WAL');
    inTransaction(database, () => {
      if (isBlank(database)) database.exec(schema);
    });
  }
  const version = versionOf(database);
  if (numberOf(database, 'application_id') !== applicationId)
    throw new LaunchwallError('record', `${path} is a database, but no launch of Launchwall's`);
  if (version > schemaVersion)
    throw new LaunchwallError(
      'record',
      `the launch's file ${path} was written by a newer Launchwall (version ${version}; this one knows ${schemaVersion})`,
      { hint: 'use that Launchwall, or begin another launch: --launch NAME' },
    );
  // We make none, and one may go on without an end.
  if (hasViews(database))
    throw new LaunchwallError(
      'record',
      `the launch's file ${path} has views in it: it is not as it was written`,
    );
  const statements = statementsOf(database, access);
  if (access === 'write') {
    bringUp(database);
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA max_page_count = ${pagesMax ?? pagesMaxDefault}`);
  }
  return statements;
}

function statementsOf(database: DatabaseSync, access: LaunchFileOptions['access']): Statements {
  return {
    version: database.prepare('PRAGMA data_version'),
    since: database.prepare(
      'SELECT seq, at, kind, subject, by, body FROM entries WHERE seq > ? ORDER BY seq',
    ),
    append:
      access === 'read'
        ? null
        : database.prepare('INSERT INTO entries (at, kind, subject, by, body) VALUES (?, ?, ?, ?, ?)'),
  };
}

/** A file of an earlier version gets what it lacks; what it has stays as it is. */
function bringUp(database: DatabaseSync): void {
  if (additions[versionOf(database)] === undefined) return;
  inTransaction(database, () => {
    for (let more = additions[versionOf(database)]; more !== undefined; more = additions[versionOf(database)])
      database.exec(more);
  });
}

/** Takes the lock for writing at once: two programs that both begin by reading could not both go on to write. */
function inTransaction(database: DatabaseSync, work: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    work();
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function versionOf(database: DatabaseSync): number {
  return numberOf(database, 'user_version');
}

/** Nobody has written into it. */
function isBlank(database: DatabaseSync): boolean {
  return versionOf(database) === 0 && tablesIn(database) === 0;
}

function hasViews(database: DatabaseSync): boolean {
  return database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'view' LIMIT 1").get() !== undefined;
}

function tablesIn(database: DatabaseSync): number {
  return Number(database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()?.['tables']);
}

function numberOf(database: DatabaseSync, pragma: string): number {
  return Number(database.prepare(`PRAGMA ${pragma}`).get()?.[pragma]);
}
