// A small file for each profile's file, readable by its owner alone, and written in whole or not at all: whoever changes that of
// another profile at the same moment takes nothing from it. They are read anew whenever they are asked for.

import { createHash, randomUUID } from 'node:crypto';
import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type * as z from 'zod';
import { LaunchwallError } from '../../domain/errors.ts';
import { messageOf } from '../../domain/thrown.ts';
import { makeOwnFolder } from '../../record/own-folder.ts';
import { readRegularFile } from '../../sources/regular-file.ts';

/** A larger one is none of ours. */
const fileBytesMax = 1_048_576;

/** What is kept of one profile, with the path of its file, absolute. */
interface OfPath {
  readonly path: string;
}

export class PathFiles<Entry extends OfPath> {
  readonly folder: string;
  readonly #schema: z.ZodType<Entry>;
  readonly #what: string;

  /** @param what is kept, as the beginning of a sentence: `what is trusted`. */
  constructor(folder: string, schema: z.ZodType<Entry>, what: string) {
    this.folder = folder;
    this.#schema = schema;
    this.#what = what;
  }

  fileOf(path: string): string {
    const name = createHash('sha256').update(path).digest('hex').slice(0, 32);
    return join(this.folder, `${name}.json`);
  }

  /** Null where nothing is kept; a file that is broken, of another shape or another profile's keeps nothing. */
  async get(path: string): Promise<Entry | null> {
    const entry = await this.#read(this.fileOf(path));
    return entry?.path === path ? entry : null;
  }

  /** Of each path, by path. */
  async all(): Promise<readonly Entry[]> {
    const names = await readdir(this.folder).catch(() => []);
    const files = names.filter((name) => name.endsWith('.json')).map((name) => join(this.folder, name));
    const entries = await Promise.all(files.map(async (file) => [file, await this.#read(file)] as const));
    return entries
      .flatMap(([file, entry]) => (entry && this.fileOf(entry.path) === file ? [entry] : []))
      .sort((one, other) => (one.path < other.path ? -1 : 1));
  }

  /** @throws LaunchwallError `usage` when it cannot be kept: what is not kept must not look as if it were. */
  async put(entry: Entry): Promise<void> {
    const file = this.fileOf(entry.path);
    const fresh = `${file}.${randomUUID()}`;
    await this.#keeping(file, async () => {
      try {
        makeOwnFolder(dirname(file));
        await writeFile(fresh, `${JSON.stringify(entry, null, 2)}\n`, { mode: 0o600 });
        await rename(fresh, file);
      } catch (error) {
        await rm(fresh, { force: true }).catch(() => undefined);
        throw error;
      }
    });
  }

  /** @throws LaunchwallError `usage` when it cannot be taken away. */
  async remove(path: string): Promise<void> {
    const file = this.fileOf(path);
    await this.#keeping(file, () => rm(file, { force: true, recursive: true }));
  }

  async #read(file: string): Promise<Entry | null> {
    const read = await readRegularFile(file, fileBytesMax);
    if (!read.ok) return null;
    try {
      return this.#schema.safeParse(JSON.parse(read.bytes.toString('utf8'))).data ?? null;
    } catch {
      return null;
    }
  }

  async #keeping(file: string, change: () => Promise<void>): Promise<void> {
    try {
      await change();
    } catch (error) {
      throw new LaunchwallError('usage', `${this.#what} cannot be remembered in ${file}`, {
        details: [messageOf(error)],
        cause: error,
      });
    }
  }
}
