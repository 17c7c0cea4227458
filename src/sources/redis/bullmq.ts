// How many jobs a queue of BullMQ holds, and what in its lists is no job.

import { amount } from '../../domain/amount.ts';
import type { Answer } from '../../domain/answer.ts';
import type { RedisCommand, Replies } from './commands.ts';
import type { CompiledRead } from './compiled-read.ts';
import type { bullmqCounts } from './options.ts';

/** How far into `active` is looked for a marker: later jobs push one that was left behind away from the end. */
const activeLookMax = 10;

/** BullMQ before version 5 keeps a marker in its lists, `0:0` or `0:TIME`, by which an idle worker wakes up. Later ones have a key for it. */
export function isMarker(id: string): boolean {
  return id.startsWith('0:');
}

/** BullMQ keeps what waits in three places: a prioritised job is not in `wait`, nor is any job of a paused queue. */
export function queueReading(queue: string, count: (typeof bullmqCounts)[number]): CompiledRead {
  switch (count) {
    case 'waiting':
      return jobsReading([`${queue}:wait`, `${queue}:paused`], [0, -1], [['zcard', `${queue}:prioritized`]]);
    case 'active':
      return jobsReading([`${queue}:active`], [...Array(activeLookMax).keys(), -1], []);
    case 'delayed':
    case 'failed':
      return jobsReading([], [], [['zcard', `${queue}:${count}`]]);
  }
}

/** @param places where in the lists a marker may be. */
function jobsReading(
  lists: readonly string[],
  places: readonly number[],
  others: readonly RedisCommand[],
): CompiledRead {
  const lengths = lists.map((list) => ({ list, command: ['llen', list] satisfies RedisCommand }));
  const looks = lists.flatMap((list) => places.map((place) => lookAt(list, place)));
  return {
    commands: [...lengths.map(({ command }) => command), ...others, ...looks],
    result(replies) {
      let total = 0n;
      for (const { list, command } of lengths) {
        const length = replies.count(command);
        if (length.gap) return length;
        const markers = markersIn(replies, list, places, length.value);
        if (markers.gap) return markers;
        // The list is looked at after it was counted.
        if (markers.value < length.value) total += length.value - markers.value;
      }
      for (const command of others) {
        const held = replies.count(command);
        if (held.gap) return held;
        total += held.value;
      }
      return { value: amount(total) };
    },
  };
}

function markersIn(
  replies: Replies,
  list: string,
  places: readonly number[],
  length: bigint,
): Answer<bigint> {
  const seen = new Set<bigint>();
  for (const place of places) {
    const found = replies.text(lookAt(list, place));
    if (found.gap) return found;
    if (found.value !== null && isMarker(found.value))
      seen.add(place < 0 ? length + BigInt(place) : BigInt(place));
  }
  return { value: BigInt(seen.size) };
}

function lookAt(list: string, place: number): RedisCommand {
  return ['lindex', list, String(place)];
}
