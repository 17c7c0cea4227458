// What is remembered between two starts: the last profile, the theme, and who is sitting here.
//
// Reading them must not cost the start of the wall: conf brings a validator of schemas that takes longer to load than all of
// Launchwall's rules. So the file is read here, and conf, which writes it safely, is loaded when there is something to write.

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../context.ts';

export interface Preferences {
  readonly lastProfile: string | null;
  readonly theme: string | null;
  /** Who ticks and signs here, where git does not know it. */
  readonly name: string | null;
}

export interface PreferenceStore {
  get(): Preferences;
  /** A folder that cannot be written to must not end a watch: the preference is then remembered until the program ends. */
  set(change: Partial<Preferences>): void;
  /** Resolves when all that was set has been written, or could not be. */
  written(): Promise<void>;
}

/** A larger file is none of ours. */
const fileBytesMax = 65_536;
/** Conf's file is `preferences.json` in the folder. */
const configName = 'preferences';
const nothing: Preferences = { lastProfile: null, theme: null, name: null };

export function openPreferences(context: Context): PreferenceStore {
  const folder = context.configDir;
  let current = readPreferences(folder);
  let writing: Promise<void> = Promise.resolve();
  return {
    get: () => current,
    set(change) {
      current = { ...current, ...change };
      writing = writing.then(() => writePreferences(folder, change)).catch(() => undefined);
    },
    written: () => writing,
  };
}

/** What is missing, broken or of another shape is not remembered. */
function readPreferences(folder: string): Preferences {
  try {
    if (!isUsable(folder)) return nothing;
    const json: unknown = JSON.parse(readFileSync(fileIn(folder), 'utf8'));
    return {
      lastProfile: textOf(json, 'lastProfile'),
      theme: textOf(json, 'theme'),
      name: textOf(json, 'name'),
    };
  } catch {
    return nothing;
  }
}

function textOf(json: unknown, key: string): string | null {
  if (typeof json !== 'object' || json === null) return null;
  const value: unknown = Object.getOwnPropertyDescriptor(json, key)?.value;
  return typeof value === 'string' && value !== '' ? value : null;
}

function fileIn(folder: string): string {
  return join(folder, `${configName}.json`);
}

/** Not there yet, or a file as we write them: a pipe would be waited for. */
function isUsable(folder: string): boolean {
  const about = statSync(fileIn(folder), { throwIfNoEntry: false });
  return about === undefined || (about.isFile() && about.size <= fileBytesMax);
}

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

async function writePreferences(folder: string, change: Partial<Preferences>): Promise<void> {
  if (!isUsable(folder)) return;
  const before = endingSignals.map((signal) => new Set(process.listeners(signal)));
  const { default: Conf } = await import('conf');
  // What conf brings (when-exit, by way of atomically) ends the process on a signal, whatever others make of the signal.
  for (const [index, signal] of endingSignals.entries())
    for (const listener of process.listeners(signal))
      if (before[index]?.has(listener) === false) process.removeListener(signal, listener);
  new Conf<Preferences>({
    cwd: folder,
    configName,
    defaults: nothing,
    clearInvalidConfig: true,
    configFileMode: 0o600,
  }).set(change);
}
