// What the wall's keys say of a launch: with the name of who is sitting here, to the session that is watched then.

import { LaunchwallError } from '../../domain/errors.ts';
import type { Instant } from '../../domain/clock.ts';
import type { Mark } from '../../rules/launch/mark-check.ts';
import type { MarkControls } from '../../ui/controls.ts';
import type { Context } from '../context.ts';
import type { PreferenceStore } from '../kept/preferences.ts';

interface Marked {
  now(): Instant;
  mark(mark: Mark): Promise<void>;
}

/** Who somebody is is asked when they first say something, not at the start. */
const loadWho = () => import('../kept/who.ts');

type Without<Whole, Key extends PropertyKey> = Whole extends unknown ? Omit<Whole, Key> : never;

/** @param session the session that is watched at the moment of the request. */
export function markControls(
  session: () => Marked,
  context: Context,
  preferences: PreferenceStore,
): MarkControls {
  // One answer for all who ask: what is said second must not overtake the first while git is asked for a name.
  let answer: Promise<string | null> | null = null;
  const find = async (): Promise<string | null> => {
    const { knownName } = await loadWho();
    const found = await knownName(context, preferences);
    // Somebody may have a name by the next time.
    if (found === null) answer = null;
    return found;
  };
  const name = (): Promise<string | null> => (answer ??= find());
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
      const told = cleanName(given, 'your name');
      answer = Promise.resolve(told);
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
