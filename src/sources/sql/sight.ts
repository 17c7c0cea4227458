// What of the server's own views a role does not see: without a right they have fewer rows, or null in them, and say so nowhere.
// What they give then is less than there is, so that a count of 0 means nothing.

import { gap, remedy, type Gap, type Remedy } from '../../domain/gap.ts';
import type { Rows } from './statement.ts';
import { tokensOf } from './tokens.ts';

/** The rights by which a role sees such a view whole, in the order of the columns that are asked. */
const rights = ['pg_read_all_stats', 'pg_read_all_settings', 'pg_read_all_data', 'superuser'] as const;
type Right = (typeof rights)[number];

/** Those that the role has. */
export type Sight = ReadonlySet<Right>;

export const sightText = `select ${rights
  .map((right) =>
    right === 'superuser'
      ? '(select rolsuper from pg_catalog.pg_roles where rolname = current_user)'
      : // PostgreSQL before version 14 knows no pg_read_all_data.
        `coalesce((select pg_catalog.pg_has_role(current_user, oid, 'usage') from pg_catalog.pg_roles where rolname = '${right}'), false)`,
  )
  .join(', ')}`;

export function sightIn({ rows }: Rows): Sight {
  return new Set(rights.filter((_, index) => rows[0]?.[index] === 't'));
}

/** Other roles' sessions, and what they do; the functions that the views are made of, too. */
const ofSessions =
  /^pg_stat_(?:activity|ssl|gssapi|replication|wal_receiver|statements|progress_\w+|get_(?:activity|wal_senders|wal_receiver|progress_info|backend_(?!idset$)\w+))$/;
/** What a role may not touch is not in them. */
const ofObjects = /^pg_(?:stats|stats_ext|stats_ext_exprs|sequences|sequence_last_value)$/;
/** Of information_schema those that hold whatever the role may SELECT; in the others there is only what it owns or may change. */
const readable: ReadonlySet<string> = new Set(['columns', 'schemata', 'sequences', 'tables', 'views']);

/** What a query looks into that shrinks, and the right that it takes to see all of it. */
export interface Shrinking {
  readonly name: string;
  readonly right: Right;
}

export function shrinkingIn(query: string): readonly Shrinking[] {
  const tokens = tokensOf(query) ?? [];
  return tokens.flatMap((token, index): Shrinking[] => {
    if (token.kind !== 'name') return [];
    const { text: name } = token;
    if (ofSessions.test(name)) return [{ name, right: 'pg_read_all_stats' }];
    if (name === 'pg_settings' || name === 'pg_show_all_settings')
      return [{ name, right: 'pg_read_all_settings' }];
    if (ofObjects.test(name)) return [{ name, right: 'pg_read_all_data' }];
    if (name !== 'information_schema') return [];
    const view = tokens[index + 2]?.text ?? '';
    return [{ name: `${name}.${view}`, right: readable.has(view) ? 'pg_read_all_data' : 'superuser' }];
  });
}

/** Why what the query gives may be less than there is; null where the role sees all of it. */
export function hiddenGap(views: readonly Shrinking[], sight: Sight): Gap | null {
  const hidden = views.find(({ right }) => !sight.has(right) && !sight.has('superuser'));
  if (!hidden) return null;
  const { name, right } = hidden;
  return gap(
    'denied',
    `${name} hides from the role what it has no right to, and says so nowhere: ${advice(right)}`,
    remedyFor(right),
  );
}

function remedyFor(right: Right): Remedy {
  if (right === 'superuser') return remedy('Ask pg_catalog.pg_class and its like, which hide nothing.');
  return remedy(`Grant the role ${right === 'pg_read_all_data' ? right : 'pg_monitor'}.`);
}

function advice(right: Right): string {
  switch (right) {
    case 'pg_read_all_stats':
    case 'pg_read_all_settings':
      return `grant it pg_monitor (or ${right})`;
    case 'pg_read_all_data':
      return `grant it ${right}, or ask pg_catalog.pg_class and its like, which hide nothing`;
    case 'superuser':
      return 'ask pg_catalog.pg_class and its like, which hide nothing';
  }
}
