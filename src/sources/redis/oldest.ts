// The age of the oldest entry, where Redis, BullMQ or the entry itself tells when it was put in. Nothing there: age 0.

import { amount } from '../../domain/amount.ts';
import type { Answer, Reading } from '../../domain/answer.ts';
import { assert } from '../../domain/errors.ts';
import type { Instant, Milliseconds } from '../../domain/clock.ts';
import { gap } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import { isMarker } from './bullmq.ts';
import { countOf, isArray, type RedisCommand, type Replies } from './commands.ts';
import { instantOf, instantInJson } from './instants.ts';
import { groupFacts } from './group-facts.ts';
import type { CompiledRead } from './compiled-read.ts';
import type { OldestRead } from './options.ts';

/** Prioritised jobs are not kept in order of age, so each is looked at, up to this many. */
const prioritizedJobsMax = 500;

/** How far ahead of our clock an entry may seem to be before one of the two clocks must be wrong. */
const aheadMax: Milliseconds = 5_000;

/** When entries were put in; empty where there are none. A gap where that cannot be told. */
type Instants = Answer<readonly Instant[]>;

export function oldestReading(read: OldestRead, prefix: string): CompiledRead {
  if ('list' in read) {
    assert(read.field !== undefined, 'the schema lets no list without a field through');
    return listReading(read.list, read.field);
  }
  if ('zset' in read) return zsetReading(read.zset);
  if ('bullmq' in read) return queueReading(`${prefix}:${read.bullmq}`);
  return read.group === undefined ? streamReading(read.stream) : groupReading(read.stream, read.group);
}

/** A list is filled at one end, and the oldest element lies at one of the two. */
function listReading(key: string, field: string): CompiledRead {
  const commands = endsOf(key);
  return {
    commands,
    result(replies, now) {
      const instants: Instant[] = [];
      for (const command of commands) {
        const element = replies.text(command);
        if (element.gap) return element;
        if (element.value === null) continue;
        const instant = instantInJson(element.value, field, `an element of list "${key}"`);
        if (instant.gap) return instant;
        instants.push(instant.value);
      }
      return age(instants, now, key);
    },
  };
}

function endsOf(list: string): [first: RedisCommand, last: RedisCommand] {
  return [
    ['lindex', list, '0'],
    ['lindex', list, '-1'],
  ];
}

/** A score is the time at which the entry is due or was put in; what is due later is not old: age 0. */
function zsetReading(key: string): CompiledRead {
  const command: RedisCommand = ['zrange', key, '0', '0', 'WITHSCORES'];
  return {
    commands: [command],
    result(replies, now) {
      const entry = replies.array(command);
      if (entry.gap) return entry;
      if (entry.value.length === 0) return age([], now, key);
      const [, score] = entry.value;
      if (typeof score !== 'string') return replies.unreadable(command);
      const instant = instantOf(score);
      if (instant === null)
        return {
          gap: gap(
            'wrong_type',
            `the lowest score of sorted set "${key}" is no time: ${plainText(score, 40)}`,
          ),
        };
      return age([Math.min(instant, now)], now, key);
    },
  };
}

function streamReading(key: string): CompiledRead {
  const command: RedisCommand = ['xrange', key, '-', '+', 'COUNT', '1'];
  return {
    commands: [command],
    result(replies, now) {
      const first = firstEntry(replies, command, key);
      return first.gap ? first : age(first.value, now, key);
    },
  };
}

/** The oldest entry that the group has not acknowledged: delivered and pending, or not delivered yet. */
function groupReading(key: string, group: string): CompiledRead {
  const groups: RedisCommand = ['xinfo', 'groups', key];
  const pending: RedisCommand = ['xpending', key, group];
  const undelivered = (replies: Replies): Answer<RedisCommand> => {
    const facts = groupFacts(replies, key, group);
    if (facts.gap) return facts;
    const last = facts.value.get('last-delivered-id');
    return typeof last === 'string'
      ? { value: ['xrange', key, `(${last}`, '+', 'COUNT', '1'] }
      : replies.unreadable(groups);
  };
  return {
    commands: [groups, pending],
    more(replies) {
      const command = undelivered(replies);
      return command.gap ? [] : [command.value];
    },
    result(replies, now) {
      const command = undelivered(replies);
      if (command.gap) return command;
      const summary = replies.array(pending);
      if (summary.gap) return summary;
      const waiting = firstEntry(replies, command.value, key);
      if (waiting.gap) return waiting;
      const count = countOf(summary.value[0]);
      if (count === null) return replies.unreadable(pending);
      if (count === 0n) return age(waiting.value, now, key);
      const [, first] = summary.value;
      if (typeof first !== 'string') return replies.unreadable(pending);
      const instant = instantOfId(first, key);
      return instant.gap ? instant : age([instant.value, ...waiting.value], now, key);
    },
  };
}

function firstEntry(replies: Replies, command: RedisCommand, key: string): Instants {
  const entries = replies.array(command);
  if (entries.gap) return entries;
  const [entry] = entries.value;
  if (entry === undefined) return { value: [] };
  const id: unknown = isArray(entry) ? entry[0] : entry;
  if (typeof id !== 'string') return replies.unreadable(command);
  const instant = instantOfId(id, key);
  return instant.gap ? instant : { value: [instant.value] };
}

/** An id that Redis made begins with the time: `1795323630500-0`. */
function instantOfId(id: string, key: string): Answer<Instant> {
  const value = instantOf(/^(\d+)-\d+$/.exec(id)?.[1]);
  if (value !== null) return { value };
  return { gap: gap('wrong_type', `the ids of stream "${key}" are no times: ${plainText(id, 40)}`) };
}

/** The oldest job that waits: at an end of `wait` or `paused`, or anywhere in `prioritized`. Its hash has the time. */
function queueReading(queue: string): CompiledRead {
  const ends = [`${queue}:wait`, `${queue}:paused`].flatMap((list) => endsBehindMarkers(list));
  const prioritized: RedisCommand = ['zrange', `${queue}:prioritized`, '0', String(prioritizedJobsMax)];
  const hash = (id: string): RedisCommand => ['hget', `${queue}:${id}`, 'timestamp'];
  return {
    commands: [...ends.flat(), prioritized],
    more(replies) {
      const ids = jobIds(replies, ends, prioritized);
      return ids.gap ? [] : ids.value.map(hash);
    },
    result(replies, now) {
      const ids = jobIds(replies, ends, prioritized);
      if (ids.gap) return ids;
      const instants: Instant[] = [];
      for (const id of ids.value) {
        const timestamp = replies.text(hash(id));
        if (timestamp.gap) return timestamp;
        const shown = plainText(id, 40);
        if (timestamp.value === null)
          return { gap: gap('torn', `job ${shown} of queue "${queue}" went away while it was looked at`) };
        const instant = instantOf(timestamp.value);
        if (instant === null)
          return { gap: gap('wrong_type', `the timestamp of job ${shown} of queue "${queue}" is no time`) };
        instants.push(instant);
      }
      return age(instants, now, queue);
    },
  };
}

/** Each end, and what lies behind it should a marker stand there. */
function endsBehindMarkers(list: string): readonly (readonly RedisCommand[])[] {
  const [first, last] = endsOf(list);
  return [
    [first, ['lindex', list, '1']],
    [last, ['lindex', list, '-2']],
  ];
}

function jobIds(
  replies: Replies,
  ends: readonly (readonly RedisCommand[])[],
  prioritized: RedisCommand,
): Answer<readonly string[]> {
  const ids = new Set<string>();
  for (const places of ends)
    for (const command of places) {
      const id = replies.text(command);
      if (id.gap) return id;
      if (id.value === null) break;
      if (isMarker(id.value)) continue;
      ids.add(id.value);
      break;
    }
  const urgent = replies.array(prioritized);
  if (urgent.gap) return urgent;
  if (urgent.value.length > prioritizedJobsMax)
    return {
      gap: gap(
        'too_large',
        `more than ${prioritizedJobsMax} prioritized jobs wait in ${prioritized[1]}: the oldest of them is not looked for`,
      ),
    };
  for (const id of urgent.value) {
    if (typeof id !== 'string') return replies.unreadable(prioritized);
    ids.add(id);
  }
  return { value: [...ids] };
}

function age(instants: readonly Instant[], now: Instant, key: string): Reading {
  if (instants.length === 0) return { value: amount(0) };
  const oldest = instants.reduce((left, right) => Math.min(left, right));
  if (oldest > now + aheadMax)
    return {
      gap: gap(
        'clock_skew',
        `the oldest entry of "${key}" is ${oldest - now}ms ahead of this machine's clock`,
      ),
    };
  return { value: amount(Math.max(0, now - oldest)) };
}
