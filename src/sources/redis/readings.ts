// What each kind of read asks the server, and how the replies become a value.

import {
  amount,
  amountFromNumber,
  multiplyAmounts,
  divideAmounts,
  parseAmount,
} from '../../domain/amount.ts';
import { gap, remedy } from '../../domain/gap.ts';
import { didYouMean } from '../../domain/nearest.ts';
import { plainText } from '../../domain/text.ts';
import { queueReading } from './bullmq.ts';
import { countOf, wholeNumber, type RedisCommand } from './commands.ts';
import { groupFacts } from './group-facts.ts';
import { oldestReading } from './oldest.ts';
import type { CompiledRead } from './compiled-read.ts';
import type { RedisRead } from './options.ts';
import { countsSinceStart } from './server-run.ts';

/** @param prefix of BullMQ's keys. */
export function readingOf(read: RedisRead, prefix: string): CompiledRead {
  if (read === 'memory') return memoryReading;
  if ('info' in read) return infoReading(read.info);
  if ('list' in read) return countReading(['llen', read.list]);
  if ('zset' in read) return countReading(['zcard', read.zset]);
  if ('bullmq' in read) return queueReading(`${prefix}:${read.bullmq}`, read.count);
  if ('oldest' in read) return oldestReading(read.oldest, prefix);
  const { stream, group, field } = read;
  if (group !== undefined && field !== undefined) return groupReading(stream, group, field);
  return countReading(['xlen', stream]);
}

/** Redis counts an absent key as 0: an empty queue has no key. */
function countReading(command: RedisCommand): CompiledRead {
  return {
    commands: [command],
    result(replies) {
      const reply = replies.get(command);
      if (reply.gap) return reply;
      const count = countOf(reply.value);
      return count === null ? replies.unreadable(command) : { value: amount(count) };
    },
  };
}

function groupReading(stream: string, group: string, field: 'lag' | 'pending'): CompiledRead {
  return {
    commands: [['xinfo', 'groups', stream]],
    result(replies) {
      const facts = groupFacts(replies, stream, group);
      if (facts.gap) return facts;
      const count = countOf(facts.value.get(field));
      if (count !== null) return { value: amount(count) };
      return {
        gap: gap(
          'unavailable',
          facts.value.has(field)
            ? `Redis cannot tell the ${field} of group "${group}": entries of stream "${stream}" were deleted or the group was set by hand`
            : `this Redis does not tell the ${field} of a group: it needs version 7.0`,
        ),
      };
    },
  };
}

function infoReading(field: string): CompiledRead {
  return {
    commands: [['info']],
    // How many keys a database holds is of the keys.
    isOwn: !/^db\d+$/.test(field),
    isCounter: countsSinceStart(field),
    result(replies) {
      const info = replies.info();
      if (info.gap) return info;
      const text = info.value.get(field);
      if (text === undefined)
        return {
          gap: gap(
            'not_found',
            plainText(`INFO of this Redis has no field "${field}"${didYouMean(field, info.value.keys())}`),
          ),
        };
      return { value: parseAmount(text.replace(/%$/, '')) ?? plainText(text) };
    },
  };
}

const hundred = amountFromNumber(100);

const memoryReading: CompiledRead = {
  commands: [['info']],
  isOwn: true,
  result(replies) {
    const info = replies.info();
    if (info.gap) return info;
    const used = wholeNumber(info.value.get('used_memory'));
    const most = wholeNumber(info.value.get('maxmemory'));
    if (used === null || most === null)
      return { gap: gap('not_found', 'INFO of this Redis does not tell used_memory and maxmemory') };
    const share = divideAmounts(amount(used), amount(most));
    if (share === null)
      return {
        gap: gap(
          'not_configured',
          'maxmemory of this Redis is 0, no limit: a share of it cannot be told. Read { info: used_memory } instead',
          remedy('Read { info: used_memory } instead, or set maxmemory.'),
        ),
      };
    return { value: multiplyAmounts(share, hundred) };
  },
};
