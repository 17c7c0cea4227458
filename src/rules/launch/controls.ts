// What people have said about metrics: acknowledged (I know, I am on it) and muted (do not count it for a while).
// Both are inputs of the judgement; neither changes what is judged. An acknowledged red still blocks the gate.

import { clockTime, type Instant } from '../../domain/clock.ts';
import { severity } from '../../domain/status.ts';
import type { MetricState } from '../board.ts';

export interface Ack {
  readonly metric: string;
  readonly by: string;
  readonly note: string;
  readonly at: Instant;
  /** Null: until it ends by itself, by getting worse or by recovering. */
  readonly until: Instant | null;
  /** How bad it was then (`severity()`); null: as bad as when it is first looked at. */
  readonly severity: number | null;
}

export interface Mute {
  readonly metric: string;
  readonly by: string;
  readonly note: string;
  readonly at: Instant;
  readonly until: Instant;
}

export interface Controls {
  readonly acks: readonly Ack[];
  readonly mutes: readonly Mute[];
}

export const noControls: Controls = { acks: [], mutes: [] };

/** Plain data. Once ended, the same acknowledgement never counts again. */
interface AckMemory {
  readonly ack: Ack;
  /** How bad it was when it was acknowledged. */
  readonly severity: number;
  readonly ended: boolean;
}

/** An acknowledgement or a mute is over: what was held back is said now. */
export interface ControlEnd {
  readonly metric: string;
  readonly what: 'acknowledged' | 'muted';
  readonly at: Instant;
  readonly reason: string;
}

export class ControlBook {
  #controls: Controls = noControls;
  #acks = new Map<string, AckMemory>();
  #reviewedAt: Instant = Number.NEGATIVE_INFINITY;

  /** Keeps what another book knows: the same people have said the same of a changed profile. */
  takeUp(before: ControlBook): void {
    this.#controls = before.#controls;
    this.#acks = new Map(before.#acks);
    this.#reviewedAt = before.#reviewedAt;
  }

  /**
   * Holds what people have said against what has been judged.
   * @returns what has ended only because its time was up; a change of the status speaks for itself.
   */
  review(
    controls: Controls,
    judged: ReadonlyMap<string, { readonly memory: Pick<MetricState, 'status' | 'detail' | 'was'> }>,
    now: Instant,
  ): ControlEnd[] {
    this.#controls = controls;
    const ends: ControlEnd[] = [];
    const acks = new Map<string, AckMemory>();
    for (const ack of newestOf(controls.acks, now)) {
      const metric = judged.get(ack.metric)?.memory;
      if (!metric) continue;
      const known = this.#acks.get(ack.metric);
      const rank = severity(metric.status, metric.was);
      const memory =
        known && isSame(known.ack, ack) ? known : { ack, severity: ack.severity ?? rank, ended: false };
      // After a restart nothing has been read yet: that is neither a recovery nor a change for the worse.
      const unread = metric.status === 'unknown' && metric.detail === 'warming';
      const settled =
        !unread && (metric.status === null || metric.status === 'green' || rank < memory.severity);
      const expired = ack.until !== null && now >= ack.until;
      acks.set(ack.metric, { ...memory, ack, ended: memory.ended || settled || expired });
      if (memory.ended || settled || !expired || memory !== known) continue;
      ends.push({
        metric: ack.metric,
        what: 'acknowledged',
        at: ack.until ?? now,
        reason: `acknowledged by ${ack.by}, and that time is over`,
      });
    }
    for (const mute of controls.mutes)
      if (this.#reviewedAt < mute.until && mute.until <= now && mute.at < mute.until)
        ends.push(muteEnd(mute));
    this.#acks = acks;
    this.#reviewedAt = now;
    return ends.filter(({ metric, what }) => {
      const status = judged.get(metric)?.memory.status ?? null;
      const again = what === 'muted' && this.muteOf(metric, now) !== null;
      return status !== null && status !== 'green' && !again;
    });
  }

  /** Acknowledgements that have ended by themselves: nothing brings them back. */
  get ended(): readonly Ack[] {
    return [...this.#acks.values()].filter((memory) => memory.ended).map(({ ack }) => ack);
  }

  /** The acknowledgement in force. */
  ackOf(metric: string): Ack | null {
    const memory = this.#acks.get(metric);
    return memory && !memory.ended ? memory.ack : null;
  }

  /** The mute in force at `now`: the one that ends last. */
  muteOf(metric: string, now: Instant): Mute | null {
    let latest: Mute | null = null;
    for (const mute of this.#controls.mutes)
      if (mute.metric === metric && mute.at <= now && now < mute.until)
        if (latest === null || mute.until > latest.until) latest = mute;
    return latest;
  }
}

/** `muted by ana until 15:30:00: maintenance`. */
export function mutedWords({ by, until, note }: Mute): string {
  return `muted by ${by} until ${clockTime(until)}${note === '' ? '' : `: ${note}`}`;
}

function muteEnd({ metric, by, until }: Mute): ControlEnd {
  return { metric, what: 'muted', at: until, reason: `muted by ${by}, and that time is over` };
}

/** The newest acknowledgement of each metric that has been given by now. */
function newestOf(acks: readonly Ack[], now: Instant): Iterable<Ack> {
  const newest = new Map<string, Ack>();
  for (const ack of acks) {
    const other = newest.get(ack.metric);
    if (ack.at <= now && (!other || ack.at >= other.at)) newest.set(ack.metric, ack);
  }
  return newest.values();
}

function isSame(left: Ack, right: Ack): boolean {
  return left.at === right.at && left.by === right.by && left.note === right.note;
}
