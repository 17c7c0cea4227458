// What sources hold between their looks, in a launch's file: the newest text of each, deflated, under the digest of how it is set up.

import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Instant, Milliseconds } from '../domain/clock.ts';
import type { Access } from './look-table.ts';

export const memorySchema = `
CREATE TABLE memories (source TEXT PRIMARY KEY, at INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
`;

/** No source looks back so far: those that are in no profile any more go. */
const keptFor: Milliseconds = 24 * 3_600_000;
/** An eighth of what the file may have. */
const bytesMaxDefault = 8 * 2 ** 20;
/** What unpacks to more was not written by us. */
const bodyBytesMax = 2 ** 20;

export class MemoryTable {
  readonly #access: Access;

  constructor(access: Access) {
    this.#access = access;
  }

  /** What was kept last under these digests; what was kept under none is left out. @throws LaunchwallError */
  load(digests: readonly string[]): ReadonlyMap<string, string> {
    const { database } = this.#access;
    return this.#access.read(() => {
      const get = database.prepare('SELECT body FROM memories WHERE source = ?');
      const texts = digests.flatMap((digest) => {
        const text = textOf(get.get(digest)?.['body']);
        return text === null ? [] : [[digest, text] as const];
      });
      return new Map(texts);
    });
  }

  /** Takes the place of what was kept under each digest; null takes it away. @throws LaunchwallError */
  save(memories: ReadonlyMap<string, string | null>, at: Instant): void {
    if (memories.size === 0) return;
    const { database, bytesMax = bytesMaxDefault } = this.#access;
    this.#access.write(() => {
      const put = database.prepare('REPLACE INTO memories (source, at, body) VALUES (?, ?, ?)');
      const drop = database.prepare('DELETE FROM memories WHERE source = ?');
      for (const [source, text] of memories)
        if (text === null) drop.run(source);
        else put.run(source, at, deflateRawSync(text, { level: 1 }));
      database.prepare('DELETE FROM memories WHERE at < ?').run(at - keptFor);
      database
        .prepare(
          `DELETE FROM memories WHERE source IN (
            SELECT source FROM
              (SELECT source, sum(length(body)) OVER (ORDER BY at DESC, source) AS bytes FROM memories)
            WHERE bytes > ?
          )`,
        )
        .run(bytesMax);
    });
  }
}

/** Null for what cannot be unpacked. */
function textOf(body: unknown): string | null {
  if (!(body instanceof Uint8Array)) return null;
  try {
    return inflateRawSync(body, { maxOutputLength: bodyBytesMax }).toString();
  } catch {
    return null;
  }
}
