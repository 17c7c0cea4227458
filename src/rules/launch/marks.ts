// What people, and the program itself, have said about a launch: an append-only list of entries, and what they come to.
// Plain data in, plain data out. Of one subject the last entry counts; entries of different subjects do not touch each other,
// and an entry that is told again changes nothing.

import type { Instant } from '../../domain/clock.ts';
import { noControls, type Ack, type Controls, type Mute } from './controls.ts';

interface EntryBase {
  readonly at: Instant;
  /** Who; empty where the program itself says it. */
  readonly by: string;
  /** A note, or the reason of a skip; may be empty. */
  readonly note: string;
  /** The id of the item, criterion or metric; empty for the launch itself. */
  readonly subject: string;
}

/** Something that is said, before it has its place in the list. */
export type Entry = EntryBase &
  (
    | {
        readonly kind: 't0';
        readonly t0: Instant;
        /** With a key at the moment itself, or with `--t0` when the program was started. */
        readonly origin: 'hand' | 'option';
      }
    | { readonly kind: 'untick' | 'unsign' }
    | {
        readonly kind: 'tick' | 'skip';
        /** Of the item's text as it was then; nothing where an earlier version did not keep it. */
        readonly digest?: string | null;
      }
    | {
        readonly kind: 'sign';
        /** Of the criterion's text as it was then; null where an earlier version did not keep it. */
        readonly digest: string | null;
      }
    /** Another note on an item that is ticked or skipped: who did that, and when, stays. */
    | { readonly kind: 'note' }
    | {
        readonly kind: 'latch';
        /** The item's condition as it was written then: another one has not passed. */
        readonly rule: string;
        /** `Relayer balance 0.42 ETH > 0.4 ETH`. */
        readonly sentence: string;
        /** By metric, what it read, as it was shown; nothing where an earlier version did not keep it. */
        readonly shown?: Readonly<Record<string, string>>;
        /** The T-0 that counted then; null where an earlier version did not keep it. */
        readonly t0: Instant | null;
      }
    | {
        readonly kind: 'ack';
        readonly until: Instant | null;
        /** How bad it was when it was acknowledged; null where nobody knew. */
        readonly severity: number | null;
      }
    | {
        readonly kind: 'unack';
        /** Ends only the acknowledgement of this instant; null: whichever is in force. */
        readonly of: Instant | null;
      }
    | { readonly kind: 'mute'; readonly until: Instant }
    | { readonly kind: 'unmute' }
  );

/** A manual item that is done, or that is left out with a reason. */
export interface Tick {
  readonly state: 'done' | 'skipped';
  readonly by: string;
  readonly at: Instant;
  readonly note: string;
  /** Of the text that it was given for; null where nobody knows. */
  readonly digest: string | null;
}

export type Signature = Omit<Tick, 'state'>;

/** An automatic item has passed in its phase. */
export interface Latch {
  readonly at: Instant;
  readonly rule: string;
  readonly sentence: string;
  /** By metric, what it read; null where nobody knows. */
  readonly shown: Readonly<Record<string, string>> | null;
  /** The T-0 by which it was judged; null where nobody knows. */
  readonly t0: Instant | null;
}

export interface SetT0 {
  readonly t0: Instant;
  readonly by: string;
  readonly at: Instant;
  readonly origin: 'hand' | 'option';
}

export interface Marks {
  /** T-0 as it was set last; null while only the profile names it. */
  readonly t0: SetT0 | null;
  /** By item. */
  readonly ticks: ReadonlyMap<string, Tick>;
  /** By criterion. */
  readonly signatures: ReadonlyMap<string, Signature>;
  /** By item, of its newest condition, in the order in which they were said: the first that counts is the one. */
  readonly latches: ReadonlyMap<string, readonly Latch[]>;
  readonly controls: Controls;
}

export const noMarks: Marks = {
  t0: null,
  ticks: new Map(),
  signatures: new Map(),
  latches: new Map(),
  controls: noControls,
};

/** What a list of entries comes to, from nothing or from what earlier entries came to. */
export function marksOf(entries: readonly Entry[], before: Marks = noMarks): Marks {
  if (entries.length === 0) return before;
  let { t0 } = before;
  const ticks = new Map(before.ticks);
  const signatures = new Map(before.signatures);
  const latches = new Map(before.latches);
  const acks = new Map(before.controls.acks.map((ack) => [ack.metric, ack]));
  const mutes = new Map(before.controls.mutes.map((mute) => [mute.metric, mute]));
  for (const entry of entries) {
    const { kind, subject, at, by, note } = entry;
    switch (kind) {
      case 't0':
        t0 = { t0: entry.t0, by, at, origin: entry.origin };
        break;
      case 'tick':
      case 'skip':
        ticks.set(subject, {
          state: kind === 'tick' ? 'done' : 'skipped',
          by,
          at,
          note,
          digest: entry.digest ?? null,
        });
        break;
      case 'note': {
        const tick = ticks.get(subject);
        if (tick) ticks.set(subject, { ...tick, note });
        break;
      }
      case 'untick':
        ticks.delete(subject);
        break;
      case 'sign':
        signatures.set(subject, { by, at, note, digest: entry.digest });
        break;
      case 'unsign':
        signatures.delete(subject);
        break;
      case 'latch':
        latches.set(subject, withLatch(latches.get(subject) ?? [], entry));
        break;
      case 'ack':
        acks.set(subject, ackOf(entry));
        break;
      case 'unack':
        if (entry.of === null || acks.get(subject)?.at === entry.of) acks.delete(subject);
        break;
      case 'mute':
        mutes.set(subject, muteOf(entry));
        break;
      case 'unmute':
        mutes.delete(subject);
        break;
    }
  }
  return {
    t0,
    ticks,
    signatures,
    latches,
    controls: { acks: [...acks.values()], mutes: [...mutes.values()] },
  };
}

function withLatch(before: readonly Latch[], entry: Extract<Entry, { kind: 'latch' }>): readonly Latch[] {
  const { at, rule, sentence, t0 } = entry;
  const same = before.filter((latch) => latch.rule === rule);
  return same.some((latch) => latch.at === at && latch.t0 === t0)
    ? before
    : [...same, { at, rule, sentence, shown: entry.shown ?? null, t0 }];
}

function ackOf({ subject, by, note, at, until, severity }: Extract<Entry, { kind: 'ack' }>): Ack {
  return { metric: subject, by, note, at, until, severity };
}

function muteOf({ subject, by, note, at, until }: Extract<Entry, { kind: 'mute' }>): Mute {
  return { metric: subject, by, note, at, until };
}

/** A tick counts for the text that it was given for; of one that an earlier version has kept nobody knows it. */
export function countsFor({ digest }: Tick, item: { readonly digest: string }): boolean {
  return digest === null || digest === item.digest;
}

/** The T-0 that counts: set last by hand or by `--t0`, else the profile's own. */
export function effectiveT0(planned: Instant | null, marks: Marks): Instant | null {
  return marks.t0?.t0 ?? planned;
}
