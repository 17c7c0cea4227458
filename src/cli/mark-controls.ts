// What the wall's keys say of a launch: with the name of who is sitting here, to the session that is watched then.

import { LaunchwallError } from '../domain/errors.ts';
import type { Instant } from '../domain/clock.ts';
import type { Mark } from '../rules/mark-check.ts';
import type { MarkControls } from '../ui/controls.ts';
import type { Context } from './context.ts';
import type { PreferenceStore } from './preferences.ts';

interface Marked {
  now(): Instant;
  mark(mark: Mark): Promise<void>;
}

/** Who somebody is is asked when they first say something, not at the start. */
const loadWho = () => import('./who.ts');

type Without<Whole, Key extends PropertyKey> = Whole extends unknown ? Omit<Whole, Key> : never;

/** @param session the session that is watched at the moment of the request. */
export function markControls(
  session: () => Marked,
  context: Context,
  preferences: PreferenceStore,
): MarkControls {
  let told: string | null = null;
  const name = async (): Promise<string | null> => {
    if (told === null) {
      const { knownName } = await loadWho();
      told = await knownName(context, preferences);
    }
    return told;
  };
  const sayNow = async (watched: Marked, mark: Without<Mark, 'by'>): Promise<void> => {
    const by = await name();
    if (by === null) throw new LaunchwallError('usage', 'say who you are first: nobody’s name is known here');
    await watched.mark({ ...mark, by });
  };
  // In the order of the keys: while git is asked for a name, a second one must not overtake the first.
  let turn: Promise<void> = Promise.resolve();
  const say = (mark: Without<Mark, 'by'>): Promise<void> => {
    // A switch meanwhile must not carry the mark into another launch.
    const watched = session();
    const said = turn.then(() => sayNow(watched, mark));
    turn = said.catch(() => undefined);
    return said;
  };
  return {
    name,
    setName: async (given) => {
      const { cleanName } = await loadWho();
      told = cleanName(given, 'your name');
      preferences.set({ name: told });
      await preferences.written();
    },
    tick: (subject, note) => say({ kind: 'tick', subject, note }),
    note: (subject, note) => say({ kind: 'note', subject, note }),
    skip: (subject, note) => say({ kind: 'skip', subject, note }),
    untick: (subject) => say({ kind: 'untick', subject, note: '' }),
    sign: (subject, note) => say({ kind: 'sign', subject, note }),
    unsign: (subject) => say({ kind: 'unsign', subject, note: '' }),
    ack: (subject, note, until) => say({ kind: 'ack', subject, note, until }),
    unack: (subject) => say({ kind: 'unack', subject, note: '', of: null }),
    mute: (subject, note, until) => say({ kind: 'mute', subject, note, until }),
    unmute: (subject) => say({ kind: 'unmute', subject, note: '' }),
    setT0Now: () => say({ kind: 't0', subject: '', note: '', t0: session().now(), origin: 'hand' }),
  };
}
