// What is remembered between two starts: the last profile and the theme.

import Conf from 'conf';
import type { Context } from './context.ts';

export interface Preferences {
  lastProfile: string | null;
  theme: string | null;
}

export interface PreferenceStore {
  get(): Preferences;
  /** A folder that cannot be written to must not end a watch: the preference is then forgotten. */
  set(change: Partial<Preferences>): void;
}

export function openPreferences(context: Context): PreferenceStore {
  const defaults: Preferences = { lastProfile: null, theme: null };
  let current = defaults;
  let file: Conf<Preferences> | null = null;
  try {
    file = new Conf<Preferences>({
      cwd: context.configDir,
      configName: 'preferences',
      defaults,
      clearInvalidConfig: true,
    });
    current = { lastProfile: textOf(file.get('lastProfile')), theme: textOf(file.get('theme')) };
  } catch {
    // A home that cannot be read: the defaults stand.
  }
  return {
    get: () => current,
    set(change) {
      current = { ...current, ...change };
      try {
        file?.set(change);
      } catch {
        // A full or read-only disk: remembered until the program ends.
      }
    },
  };
}

/** The file may hold anything: a person, or another version, has written it. */
function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
