// Is it our own way out that fails? Then one banner says so instead of forty alarms (docs/judgement.md §8.1). In two grades:
//
//   certain   no interface with an address, no route, our resolver silent: nothing can be told from here, nothing new ripens
//   doubt     only connect time-outs: this machine's way out, or everything behind it; all is judged as without it
//
// It is told over the sources on other hosts that were looked at since the trouble began. What came back proves the way: a
// refusal, a reset, an answer of any kind.

import { isoInstant, type Instant } from '../../domain/clock.ts';
import type { Gap } from '../../domain/gap.ts';
import type { ObserverGrade, Transition } from '../board.ts';
import type { SourceHealth } from './input.ts';

/** From this many sources on, this share of them, at more than one host. */
const sourcesMin = 3;
const [shareOf, shareOutOf] = [4, 5];
const hostsMin = 2;

/** What a failed look says against our way: that there is none, or only that nothing came back. */
type Speaks = 'cut off' | 'silent';

interface Known {
  /** Since when each of its looks has spoken against our way; null while the newest does not. */
  failingSince: Instant | null;
  speaks: Speaks | null;
  /** Its name had an address in an earlier look. */
  resolved: boolean;
}

export class Observer {
  readonly #known = new Map<string, Known>();
  #grade: ObserverGrade | null = null;
  #since: Instant | null = null;

  get grade(): ObserverGrade | null {
    return this.#grade;
  }

  /** When the trouble began; null while there is none. */
  get since(): Instant | null {
    return this.#since;
  }

  /** Takes in how the sources stand: all that there are. */
  look(sources: readonly SourceHealth[], now: Instant): void {
    if (this.#known.size > sources.length) this.#forget(sources);
    const lost = lostNames(sources, this.#known);
    let failing = 0;
    for (const source of sources) if (this.#note(source, lost, now).failingSince !== null) failing++;
    const trouble = failing < sourcesMin ? null : this.#troubleOf(sources, now);
    this.#grade = trouble?.grade ?? null;
    this.#since = trouble && (this.#since ?? trouble.since);
  }

  /** In doubt, of this source nothing has come back either. */
  isInDoubt(source: string): boolean {
    return this.#grade === 'doubt' && (this.#known.get(source)?.failingSince ?? null) !== null;
  }

  /** Goes on where an earlier version of the profile left off. */
  takeUp(before: Observer): void {
    for (const [id, known] of before.#known) this.#known.set(id, { ...known });
    this.#grade = before.#grade;
    this.#since = before.#since;
  }

  /** Sources that a changed profile no longer has. */
  #forget(sources: readonly SourceHealth[]): void {
    const ids = new Set(sources.map(({ id }) => id));
    for (const id of this.#known.keys()) if (!ids.has(id)) this.#known.delete(id);
  }

  #note(source: SourceHealth, lost: ReadonlySet<string>, now: Instant): Known {
    let known = this.#known.get(source.id);
    if (!known) {
      known = { failingSince: null, speaks: null, resolved: false };
      this.#known.set(source.id, known);
    }
    const speaks = isElsewhere(source) ? speaksOf(source.gap, lost.has(source.id)) : null;
    known.failingSince = speaks === null ? null : (known.failingSince ?? beganAt(source, now));
    known.speaks = speaks;
    known.resolved ||= source.polls > 0 && (source.gap === null || (source.gap.reached ?? null) !== null);
    return known;
  }

  #troubleOf(
    sources: readonly SourceHealth[],
    now: Instant,
  ): { readonly grade: ObserverGrade; readonly since: Instant } | null {
    const elsewhere = sources.filter(isElsewhere);
    const failing = elsewhere.flatMap((source) => {
      const known = this.#known.get(source.id);
      return known && known.failingSince !== null
        ? [{ source, since: known.failingSince, speaks: known.speaks }]
        : [];
    });
    const since = failing.reduce((first, one) => Math.min(first, one.since), now);
    // One that was not asked yet is about to be: a few that fail first are not most.
    const looked = elsewhere.filter((source) => source.polls === 0 || beganAt(source, now) >= since);
    if (failing.length < sourcesMin || failing.length * shareOutOf < looked.length * shareOf) return null;
    if (hostsOf(failing.map(({ source }) => source)) < hostsMin) return null;
    // A single place without a route is a mistake in the profile as likely as a cable that was pulled.
    const cutOff = failing.filter(({ speaks }) => speaks === 'cut off').map(({ source }) => source);
    return { grade: hostsOf(cutOff) >= hostsMin ? 'certain' : 'doubt', since };
  }
}

function isElsewhere({ hosts }: SourceHealth): boolean {
  return hosts !== undefined && hosts.length > 0;
}

function hostsOf(sources: readonly SourceHealth[]): number {
  return new Set(sources.flatMap(({ hosts = [] }) => hosts)).size;
}

function beganAt({ lookedAt }: SourceHealth, now: Instant): Instant {
  return lookedAt === null ? now : Date.parse(lookedAt);
}

/** @param lost its name had an address before, and that of another place has none any more either. */
function speaksOf(gap: Gap | null, lost: boolean): Speaks | null {
  if (gap === null) return null;
  if (gap.way === 'ours' || lost) return 'cut off';
  // The name had an address, and then nothing came back.
  const unconnected = gap.way === 'unsaid' && gap.reason === 'timeout' && gap.reached === 'name';
  return unconnected ? 'silent' : null;
}

/** Sources whose names had addresses before and have none now, where there are two such names. */
function lostNames(sources: readonly SourceHealth[], known: ReadonlyMap<string, Known>): ReadonlySet<string> {
  const lost = sources.filter(
    ({ id, gap }) => gap !== null && gap.reason === 'dns' && known.get(id)?.resolved === true,
  );
  return hostsOf(lost) >= hostsMin ? new Set(lost.map(({ id }) => id)) : new Set();
}

const words: Readonly<Record<ObserverGrade | 'online', readonly [name: string, reason: string]>> = {
  certain: ['offline', 'this machine has no way out: no route, or no resolver, for nearly every source'],
  doubt: ['in doubt', "nearly every source is silent: either this machine's way out or everything behind it"],
  online: ['online', 'sources answer again'],
};

/** What a sentence says of what nothing comes back from, in doubt. */
export const doubtWords = "either this machine's way out or everything behind it";

export function observerTransition(
  from: ObserverGrade | null,
  to: ObserverGrade | null,
  at: Instant,
): Transition {
  const [name, reason] = words[to ?? 'online'];
  return {
    at: isoInstant(at),
    metric: 'observer',
    title: 'The watcher itself',
    kind: 'metric',
    from: words[from ?? 'online'][0],
    to: name,
    new: to !== null,
    reason,
  };
}
