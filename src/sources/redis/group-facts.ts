// What XINFO GROUPS tells of one consumer group.

import type { Answer } from '../../domain/answer.ts';
import { gap } from '../../domain/gap.ts';
import { didYouMean } from '../../domain/nearest.ts';
import { plainText } from '../../domain/text.ts';
import { isArray, type RedisCommand, type Replies } from './commands.ts';

/** The group's facts by their name, or why there are none. */
export function groupFacts(
  replies: Replies,
  stream: string,
  group: string,
): Answer<ReadonlyMap<string, unknown>> {
  const command: RedisCommand = ['xinfo', 'groups', stream];
  const rows = replies.array(command);
  if (rows.gap) {
    return rows.gap.reason === 'not_found'
      ? { gap: gap('not_found', `stream "${stream}" does not exist, so it has no group "${group}"`) }
      : rows;
  }
  const names: string[] = [];
  for (const row of rows.value) {
    if (!isArray(row)) return replies.unreadable(command);
    const facts = new Map<string, unknown>();
    for (let index = 0; index + 1 < row.length; index += 2) facts.set(String(row[index]), row[index + 1]);
    const name = facts.get('name');
    if (name === group) return { value: facts };
    if (typeof name === 'string') names.push(name);
  }
  const hint = didYouMean(group, names);
  return { gap: gap('not_found', plainText(`stream "${stream}" has no group "${group}"${hint}`)) };
}
