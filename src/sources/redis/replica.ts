// Whether what lies in the keys is as it is now: a replica serves what it had when it last heard of its master (docs/judgement.md §8.1).

import type { Answer } from '../../domain/answer.ts';
import type { Instant, Milliseconds } from '../../domain/clock.ts';
import { exactDuration } from '../../domain/duration.ts';
import { usualStaleAfter } from '../../domain/freshness.ts';
import { gap } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import { wholeNumber, type RedisCommand, type Replies } from './commands.ts';

const info: RedisCommand = ['info'];
const replication: RedisCommand = ['info', 'replication'];

/** What the keys' values stand for. */
export interface Standing {
  /** The instant of which they are, or why they are of none. */
  readonly of: Answer<Instant>;
  /** What somebody should mend: it cannot be told whether this is a replica, or it is one that hears too seldom of its master. */
  readonly warning: string | null;
}

/** For how long a silence is remembered: a replica hears of an idle master in turns (`repl-ping-replica-period`, 10 s). */
const silenceMemory: Milliseconds = 60_000;

interface Pace {
  readonly every: Milliseconds;
  readonly timeout: Milliseconds;
}

export class ReplicaLink {
  readonly #pace: Pace;
  #heardAt: Instant | null = null;
  /** The longest silence that was seen lately. */
  #silence: { readonly ms: Milliseconds; readonly seenAt: Instant } | null = null;

  constructor(pace: Pace) {
    this.#pace = pace;
  }

  /** What goes along with these commands, in the same pipeline: nothing, where they ask for all of INFO anyway. */
  question(commands: readonly RedisCommand[]): readonly RedisCommand[] {
    return commands.some((command) => command[0] === 'info' && command.length === 1) ? [] : [replication];
  }

  /** @param now when the answers were there. */
  standing(replies: Replies, now: Instant): Standing {
    const fields = replies.info(replies.has(replication) ? replication : info);
    // What is no INFO in its place was the reply to another command, and so may be each of the others.
    if (fields.gap && fields.gap.reason === 'parse') return { of: fields, warning: null };
    const why = fields.gap ? fields.gap.message : noRole(fields.value);
    if (fields.gap || why !== null)
      return {
        of: { value: now },
        warning: `whether this is a replica that has lost its master is not told: ${why}`,
      };
    const of = this.#heardOf(fields.value, now);
    return { of, warning: of.gap ? null : this.#tooSeldom(now - of.value, now) };
  }

  /** A reading that is stale before the next look, as long as no metric says otherwise. */
  #tooSeldom(ms: Milliseconds, now: Instant): string | null {
    const { every, timeout } = this.#pace;
    const known = this.#silence;
    const isOver = known === null || now - known.seenAt > silenceMemory;
    if (isOver || ms >= known.ms) this.#silence = { ms, seenAt: now };
    const longest = this.#silence?.ms ?? 0;
    if (longest + every <= usualStaleAfter(every, timeout)) return null;
    const silent = `this replica has not heard of its master for ${exactDuration(longest)}`;
    return `${silent}: one with nothing to say pings every 10s, so its readings are stale before the next look; look \`every: 10s\`, or ask the master`;
  }

  #heardOf(info: ReadonlyMap<string, string>, now: Instant): Answer<Instant> {
    const link = info.get('master_link_status');
    const role = info.get('role') ?? '';
    if (link === undefined && role !== 'slave' && role !== 'replica') return { value: now };
    if (link !== 'up')
      return {
        gap: gap(
          'unavailable',
          plainText(
            `this is a replica, and its link to the master is ${link ?? 'not told'}: what it has may be old`,
          ),
        ),
      };
    const seconds = wholeNumber(info.get('master_last_io_seconds_ago'));
    if (seconds === null || seconds < 0n)
      return {
        gap: gap('unavailable', 'this is a replica, and does not tell when it last heard of its master'),
      };
    const told = now - Number(seconds) * 1_000;
    // It tells whole seconds: the same contact seems to be up to one earlier at a later look.
    const heardAt = this.#heardAt ?? told;
    this.#heardAt = told < heardAt && heardAt - told < 1_000 ? heardAt : told;
    return { value: this.#heardAt };
  }
}

function noRole(fields: ReadonlyMap<string, string>): string | null {
  return fields.has('role') || fields.has('master_link_status') ? null : 'INFO names no role';
}
