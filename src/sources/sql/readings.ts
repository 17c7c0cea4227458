// What each kind of read asks the server, and how the rows become a value.

import { amount, divideAmounts, multiplyAmounts, parseAmount } from '../../domain/amount.ts';
import type { Lacking, Reading } from '../../domain/answer.ts';
import { gap, remedy } from '../../domain/gap.ts';
import type { connectionFigures, SqlRead } from './options.ts';
import { shrinkingIn, type Shrinking } from './sight.ts';
import type { Rows } from './statement.ts';
import { valueOf } from './values.ts';

/** One read of a metric that asks a statement; `up` and `latency` ask none. */
export interface CompiledRead {
  readonly text: string;
  /** It needs the server's present. */
  readonly timed: boolean;
  /** What it looks into that a role may see only in part, without a word. */
  readonly shrinking: readonly Shrinking[];
  /** Pure, so that the same rows give the same value. `now` in microseconds since 1970. */
  result(rows: Rows, now: bigint | null): Reading;
}

/** The server's present: the instant at which the poll's transaction began. */
export const nowText = 'select pg_catalog.now()';

/** Other roles' sessions can be seen in full only with this right. */
const seesAll = "pg_catalog.pg_has_role(current_user, 'pg_read_all_stats', 'usage')";
const activity = 'pg_catalog.pg_stat_activity';

const texts = {
  role: "select case when pg_catalog.pg_is_in_recovery() then 'standby' else 'primary' end",
  // Reserved slots are not for the application; PostgreSQL 16 knows a second kind of them.
  connections: `select ${seesAll},
  (select count(*) from ${activity} where backend_type = 'client backend'),
  current_setting('max_connections')::bigint - current_setting('superuser_reserved_connections')::bigint
    - coalesce(current_setting('reserved_connections', true), '0')::bigint`,
  // A standby that has replayed all it was sent is not behind, however long ago the last transaction was; but only while it is
  // connected to its primary: one that is cut off has always replayed all that it was sent.
  lag: `select pg_catalog.pg_is_in_recovery(), ${seesAll},
  case when pg_catalog.pg_last_wal_receive_lsn() = pg_catalog.pg_last_wal_replay_lsn()
    and exists (select 1 from pg_catalog.pg_stat_wal_receiver where status = 'streaming') then 0
  else greatest(0, extract(epoch from pg_catalog.clock_timestamp() - pg_catalog.pg_last_xact_replay_timestamp()) * 1000)::numeric end`,
  oldest: `select ${seesAll}, greatest(0, coalesce(extract(epoch from pg_catalog.now() - least(
    (select min(xact_start) from ${activity} where backend_type = 'client backend' and pid <> pg_catalog.pg_backend_pid()),
    (select min(prepared) from pg_catalog.pg_prepared_xacts))) * 1000, 0))::numeric`,
  locks: 'select count(distinct pid) from pg_catalog.pg_locks where not granted',
};

/** @param exact the metric takes exact values only. */
export function readingOf(
  read: Exclude<SqlRead, 'up' | 'latency'>,
  { exact }: { readonly exact: boolean },
): CompiledRead {
  if (read === 'role') return plainReading(texts.role);
  if ('query' in read) {
    const wanted = { as: read.as ?? null, exact };
    return {
      text: read.query,
      timed: read.as === 'age',
      shrinking: shrinkingIn(read.query),
      result: (rows, now) => valueOf(rows, wanted, now),
    };
  }
  if ('connections' in read) return connectionsReading(read.connections);
  if ('replication' in read) return lagReading;
  if ('oldest' in read) return oldestReading;
  return plainReading(texts.locks);
}

function plainReading(text: string): CompiledRead {
  return {
    text,
    timed: false,
    shrinking: [],
    result: (rows) => valueOf(rows, { as: null, exact: false }, null),
  };
}

const blind: Lacking = {
  gap: gap(
    'denied',
    'the role sees only its own sessions: grant it pg_monitor (or pg_read_all_stats), which lets it read them',
    remedy('Grant the role pg_monitor, which lets it read the sessions of others.'),
  ),
};

const unreadable: Lacking = { gap: gap('parse', 'the server does not tell this as PostgreSQL does') };

function connectionsReading(figure: (typeof connectionFigures)[number]): CompiledRead {
  return {
    text: texts.connections,
    timed: false,
    shrinking: [],
    result({ rows }) {
      const [sees, usedText, maxText] = rows[0] ?? [];
      const used = parseAmount(usedText ?? '');
      const max = parseAmount(maxText ?? '');
      if (used === null || max === null) return unreadable;
      if (figure === 'max') return { value: max };
      if (sees !== 't') return blind;
      if (figure === 'used') return { value: used };
      const share = divideAmounts(used, max);
      return share === null ? unreadable : { value: multiplyAmounts(share, amount(100)) };
    },
  };
}

const lagReading: CompiledRead = {
  text: texts.lag,
  timed: false,
  shrinking: [],
  result({ rows }) {
    const [standby, sees, lag] = rows[0] ?? [];
    if (standby === 'f')
      return {
        gap: gap(
          'not_configured',
          'this server is no standby but a primary, which lags behind nobody: name a replica in the URL',
          remedy('Name a replica in the url.'),
        ),
      };
    if (sees !== 't') return blind;
    if (lag === null)
      return { gap: gap('unsettled', 'the standby has replayed no transaction since it was started') };
    const value = parseAmount(lag ?? '');
    return value === null ? unreadable : { value };
  },
};

const oldestReading: CompiledRead = {
  text: texts.oldest,
  timed: false,
  shrinking: [],
  result({ rows }) {
    const [sees, age] = rows[0] ?? [];
    if (sees !== 't') return blind;
    const value = parseAmount(age ?? '');
    return value === null ? unreadable : { value };
  },
};
