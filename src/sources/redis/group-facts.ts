// What XINFO GROUPS tells of one consumer group.

import { gap, type Gap } from '../../domain/gap.ts';
import { didYouMean } from '../../domain/nearest.ts';
import { plainText } from '../../domain/text.ts';
import { isArray, type Command, type Replies } from './commands.ts';

/** The group's facts by their name, or why there are none. */
export function groupFacts(
  replies: Replies,
  stream: string,
  group: string,
): ReadonlyMap<string, unknown> | Gap {
  const command: Command = ['xinfo', 'groups', stream];
  const rows = replies.array(command);
  if ('reason' in rows) {
    return rows.reason === 'not_found'
      ? gap('not_found', `stream "${stream}" does not exist, so it has no group "${group}"`)
      : rows;
  }
  const names: string[] = [];
  for (const row of rows) {
    if (!isArray(row)) return replies.unreadable(command);
    const facts = new Map<string, unknown>();
    for (let index = 0; index + 1 < row.length; index += 2) facts.set(String(row[index]), row[index + 1]);
    const name = facts.get('name');
    if (name === group) return facts;
    if (typeof name === 'string') names.push(name);
  }
  return gap('not_found', plainText(`stream "${stream}" has no group "${group}"${didYouMean(group, names)}`));
}
