// What windows look back over, in a launch's file: a row for each write, and one for each minute once it is over (sooner where that is much).
//
// Each program writes rows of its own. At its start it takes over those of whoever wrote last: of two that watched at the same time
// only one is believed, or every look would count twice.

import type { DatabaseSync } from 'node:sqlite';
import { randomUUID } from 'node:crypto';
import type { Instant, Milliseconds } from '../domain/clock.ts';
import type { StoredLook } from '../domain/stored-look.ts';
import { packLooks, unpackLooks } from './look-codec.ts';

export const lookSchema = `
CREATE TABLE looks (seq INTEGER PRIMARY KEY AUTOINCREMENT, writer TEXT NOT NULL, at INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
CREATE INDEX looks_at ON looks (at);
`;

/** Rows of a minute become one: what is deflated together is a fifth as large. */
const foldAfter: Milliseconds = 60_000;
/** So many become one without waiting for the minute's end: all else stands still meanwhile. */
const foldedLooksMax = 5_000;
/** Half of what the file may have: marks must still go in. */
const bytesMaxDefault = 32 * 2 ** 20;

export interface Access {
  readonly database: DatabaseSync;
  /** Runs what writes, in a transaction. @throws LaunchwallError */
  write(work: () => void): void;
  /** Runs what reads. @throws LaunchwallError */
  read<T>(work: () => T): T;
  readonly bytesMax?: number;
}

export class LookTable {
  readonly #access: Access;
  #writer: string = randomUUID();
  /** What was written since the minute began, and when that was. */
  #minute: { readonly since: Instant; looks: readonly StoredLook[]; first: number | bigint } | null = null;

  #letGoAt: Instant = Number.NEGATIVE_INFINITY;

  constructor(access: Access) {
    this.#access = access;
  }

  /** What was kept since then by the program that wrote last, oldest first. @throws LaunchwallError */
  load(since: Instant): readonly StoredLook[] {
    const { database } = this.#access;
    const newest = this.#access.read(() =>
      database.prepare('SELECT writer FROM looks ORDER BY at DESC, seq DESC LIMIT 1').get(),
    );
    if (!newest) return [];
    const before = String(newest['writer']);
    this.#access.write(() => {
      database.prepare('UPDATE looks SET writer = ? WHERE writer = ?').run(this.#writer, before);
    });
    const rows = this.#access.read(() =>
      database
        .prepare('SELECT body FROM looks WHERE writer = ? AND at >= ? ORDER BY seq')
        .all(this.#writer, since),
    );
    const read = rows.map(({ body }) => unpackLooks(body));
    // What lies before a row that cannot be read would seem to go on after it.
    return read.slice(read.lastIndexOf(null) + 1).flatMap((looks) => looks ?? []);
  }

  /** @param since what is older is needed no more. @throws LaunchwallError: nothing has been kept then. */
  append(looks: readonly StoredLook[], at: Instant, since: Instant): void {
    if (looks.length === 0) return;
    const minute = this.#minute;
    const isOver =
      minute !== null &&
      (at - minute.since >= foldAfter || minute.looks.length + looks.length > foldedLooksMax);
    const rows = isOver ? [...minute.looks, ...looks] : looks;
    let seq: number | bigint = 0;
    this.#access.write(() => {
      const { database } = this.#access;
      if (isOver)
        database.prepare('DELETE FROM looks WHERE writer = ? AND seq >= ?').run(this.#writer, minute.first);
      seq = database
        .prepare('INSERT INTO looks (writer, at, body) VALUES (?, ?, ?)')
        .run(this.#writer, at, packLooks(rows)).lastInsertRowid;
      if (at - this.#letGoAt >= foldAfter) this.#letGo(at, since);
    });
    if (isOver) this.#minute = null;
    else if (minute === null) this.#minute = { since: at, looks, first: seq };
    else minute.looks = [...minute.looks, ...looks];
  }

  /** What is to be kept from now on has nothing to do with what was: nobody else will take it for ours. */
  beginAnew(): void {
    this.#writer = randomUUID();
    this.#minute = null;
  }

  /** What no window reaches any more, of whomever; and the oldest beyond the bound. */
  #letGo(at: Instant, since: Instant): void {
    this.#letGoAt = at;
    const { database, bytesMax = bytesMaxDefault } = this.#access;
    database.prepare('DELETE FROM looks WHERE at < ?').run(since);
    database
      .prepare(
        `DELETE FROM looks WHERE seq IN (
          SELECT seq FROM (SELECT seq, sum(length(body)) OVER (ORDER BY seq DESC) AS bytes FROM looks) WHERE bytes > ?
        )`,
      )
      .run(bytesMax);
  }
}
