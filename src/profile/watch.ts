// Watches the files that a profile is made of, and loads it anew when what they hold has changed.

import { watch, type FSWatcher } from 'node:fs';
import { dirname } from 'node:path';
import type { Cancel, Clock, Milliseconds } from '../domain/clock.ts';
import { loadWithFiles, type LoadOptions } from './load.ts';
import { fingerprintOf, readText, type FileText } from './read/files.ts';
import type { Profile, ProfileResult } from './profile.ts';

/** Real time between a sign of change and the look at the files: an editor writes, renames and touches in one go. */
const settleTime: Milliseconds = 100;
/** Real time between two looks when no sign came: network folders and containers send none. */
const pollTime: Milliseconds = 2_000;

export interface WatchOptions extends LoadOptions {
  readonly clock: Clock;
  /** The profile that is running: a change between its load and the beginning of the watch is reported as well. */
  readonly running: Profile;
  /** The new result, valid or not, each time the files' content has changed. */
  readonly onChange: (result: ProfileResult) => void;
}

export interface ProfileWatch {
  /** Ends the watch; nothing is reported afterwards. */
  close(): void;
}

export function watchProfile(nameOrPath: string, options: WatchOptions): ProfileWatch {
  const watching = new Watching(nameOrPath, options);
  watching.start();
  return { close: () => watching.close() };
}

class Watching {
  readonly #name: string;
  readonly #options: WatchOptions;
  readonly #folders = new Map<string, FSWatcher>();
  #files: readonly string[];
  /** What the files held at the last load. */
  #seen: string;
  #timer: Cancel = () => undefined;
  #closed = false;
  #busy = false;
  /** A sign came during a look: what was read may be old already. */
  #again = false;

  constructor(name: string, options: WatchOptions) {
    this.#name = name;
    this.#options = options;
    this.#files = options.running.files;
    this.#seen = options.running.content;
  }

  start(): void {
    this.#watchFolders();
    this.#look();
  }

  close(): void {
    this.#closed = true;
    this.#timer();
    for (const watcher of this.#folders.values()) watcher.close();
    this.#folders.clear();
  }

  /** In real time: a drill's clock runs faster, a disk does not. */
  #lookAfter(delay: Milliseconds): void {
    this.#timer();
    if (!this.#closed)
      this.#timer = this.#options.clock.after(delay * this.#options.clock.scale, () => this.#look());
  }

  #sign(): void {
    if (this.#busy) this.#again = true;
    else this.#lookAfter(settleTime);
  }

  #look(): void {
    if (this.#busy || this.#closed) return;
    this.#busy = true;
    void this.#compare().finally(() => {
      this.#busy = false;
      const soon = this.#again;
      this.#again = false;
      this.#lookAfter(soon ? settleTime : pollTime);
    });
  }

  async #compare(): Promise<void> {
    const found = await fingerprint(this.#files);
    if (found === this.#seen) return;
    const { result, files, content } = await loadWithFiles(this.#name, this.#options);
    // While a file is away between two steps of an editor nothing else may be forgotten.
    if (content !== null) this.#follow(files);
    this.#seen = content ?? found;
    if (!this.#closed) this.#options.onChange(result);
  }

  #follow(files: readonly string[]): void {
    this.#files = files;
    this.#watchFolders();
  }

  /** Folders, not files: an editor that replaces a file by renaming leaves a watch on the file behind. */
  #watchFolders(): void {
    if (this.#closed) return;
    const wanted = new Set(this.#files.map((file) => dirname(file)));
    for (const [folder, watcher] of this.#folders)
      if (!wanted.has(folder)) {
        watcher.close();
        this.#folders.delete(folder);
      }
    for (const folder of wanted) if (!this.#folders.has(folder)) this.#watchFolder(folder);
  }

  #watchFolder(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, () => this.#sign());
      // A folder that vanishes, or too many watches: the poll goes on, and opens the watch again with the next change.
      watcher.on('error', () => {
        watcher.close();
        this.#folders.delete(folder);
      });
      this.#folders.set(folder, watcher);
    } catch {
      // No watch here; the poll sees changes too, only later.
    }
  }
}

async function fingerprint(files: readonly string[]): Promise<string> {
  const texts: [string, FileText][] = [];
  for (const file of files) texts.push([file, await readText(file)]);
  return fingerprintOf(texts);
}
