// From the rows of a query to one value: exact where PostgreSQL is exact, and a gap that says what to write instead where
// there is no one value.

import { amount, parseAmount } from '../../domain/amount.ts';
import type { Lacking, Reading } from '../../domain/answer.ts';
import { gap, remedy, type GapReason, type Remedy } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import { intervalMs, microsecondsOf } from './instants.ts';
import type { Column, Rows } from './statement.ts';
import { correctQuery } from '../remedies.ts';

/** A row whose time lies further ahead of the server's own than this was written by a wrong clock; in microseconds. */
const aheadMax = 5_000_000n;

/** The types by their OIDs, which are fixed; a domain answers with the type that it is made of. */
const types = {
  boolean: 16,
  interval: 1186,
  timestamptz: 1184,
  exact: new Set([20, 21, 23, 26, 28, 1700, 5069]),
  float: new Set([700, 701]),
  text: new Set([18, 19, 25, 705, 869, 1042, 1043, 2205, 2950, 4089]),
};

/** From here on types are the database's own: enumerations and those of extensions. */
const ownTypesFrom = 16_384;

/** Types that are no value here: what they are called, and what to write instead. */
const refused: ReadonlyMap<number, readonly [name: string, instead: string]> = new Map([
  [17, ['bytea', 'length(…)']],
  [114, ['json', "(… ->> 'key')::numeric"]],
  [3802, ['jsonb', "(… ->> 'key')::numeric"]],
  [790, ['money', '…::numeric']],
  [1082, ['date', 'current_date - … for the days since then']],
  [1083, ['time', 'an interval']],
  [1266, ['time with time zone', 'an interval']],
  [1114, ['timestamp', "… at time zone 'UTC' (or its zone), with `as: age`"]],
  [2249, ['record', 'one column of it']],
  [2278, ['void', 'a query that gives something']],
  [3220, ['pg_lsn', 'pg_wal_lsn_diff(…, …)']],
]);

export interface Wanted {
  readonly as: 'duration' | 'age' | null;
  /** Measured numbers are not taken. */
  readonly exact: boolean;
}

/** The one cell of an answer, as what is wanted of it. `now` is the server's, in microseconds since 1970. */
export function valueOf({ columns, rows }: Rows, wanted: Wanted, now: bigint | null): Reading {
  const [row, another] = rows;
  const [column, second] = columns;
  if (column === undefined) return lacking('wrong_type', 'the query gives no column: select one value');
  if (second !== undefined)
    return lacking(
      'wrong_type',
      `the query gives ${columns.length} columns (${shownNames(columns)}): select the one that is wanted`,
    );
  if (row === undefined)
    return lacking('empty', 'the query gives no row: an aggregate such as count(*) always gives one');
  if (another !== undefined)
    return lacking(
      'wrong_type',
      'the query gives more than one row: aggregate them, or write order by … limit 1',
    );
  const text = row[0] ?? null;
  if (text === null)
    return lacking(
      'empty',
      'the query gives null; where nothing means zero, write coalesce(…, 0): sum() and max() of no rows are null',
      remedy('Write coalesce(…, 0) where nothing means zero.'),
    );
  return cell(column, text, wanted, now);
}

function cell({ type }: Column, text: string, { as, exact }: Wanted, now: bigint | null): Reading {
  if (as === 'duration') return durationOf(type, text);
  if (as === 'age') return ageOf(type, text, now);
  if (type === types.boolean) return { value: text === 't' };
  if (types.exact.has(type)) return exactNumber(text);
  if (types.float.has(type)) return measured(text, exact);
  if (type === types.interval)
    return lacking('wrong_type', 'the query gives an interval: write `as: duration` beside it');
  if (type === types.timestamptz)
    return lacking('wrong_type', 'the query gives a time: write `as: age` beside it for the time since then');
  if (types.text.has(type) || (type >= ownTypesFrom && !refused.has(type))) return { value: plainText(text) };
  const [name, instead] = refused.get(type) ?? [`a type that is no value (OID ${type})`, '…::text'];
  return lacking('wrong_type', `the query gives ${name}: write ${instead}`);
}

function exactNumber(text: string): Reading {
  const value = parseAmount(text);
  if (value !== null) return { value };
  return /^-?(?:NaN|Infinity)$/.test(text)
    ? lacking('nan', `the query gives ${text}`)
    : lacking('too_large', 'the query gives a number of more than 1,000 digits');
}

function measured(text: string, exact: boolean): Reading {
  if (exact)
    return lacking(
      'wrong_type',
      'the query gives a double precision, which is not exact, for a metric that is: calculate with numeric',
    );
  const value = Number(text);
  return Number.isFinite(value) ? { value } : lacking('nan', `the query gives ${plainText(text, 20)}`);
}

function durationOf(type: number, text: string): Reading {
  if (type !== types.interval)
    return lacking('wrong_type', "`as: duration` wants an interval: now() - …, or … * interval '1 second'");
  const answer = intervalMs(text);
  if ('ms' in answer) return { value: answer.ms };
  return answer.problem === 'months'
    ? lacking(
        'wrong_type',
        'the query gives an interval with months, which have no one length: write now() - … instead of age(…)',
      )
    : lacking('nan', 'the query gives an infinite interval');
}

function ageOf(type: number, text: string, now: bigint | null): Reading {
  if (type !== types.timestamptz) {
    const instead = type === 1114 ? `: write ${refused.get(type)?.[1].replace(', with `as: age`', '')}` : '';
    return lacking('wrong_type', `\`as: age\` wants a timestamp with time zone${instead}`);
  }
  const then = microsecondsOf(text);
  if (then === null || now === null)
    return lacking('nan', `the query gives ${plainText(text, 40)}, which is no time between 0 and 9999`);
  if (then - now > aheadMax)
    return lacking('clock_skew', `the query gives ${plainText(text, 40)}, which is still to come`);
  // What was written after the poll's own instant has just been written.
  return { value: amount(then > now ? 0n : now - then, 1_000n) };
}

function shownNames(columns: readonly Column[]): string {
  const names = columns.slice(0, 4).map(({ name }) => plainText(name, 40));
  return columns.length > names.length ? `${names.join(', ')}, …` : names.join(', ');
}

function lacking(reason: GapReason, message: string, todo: Remedy | null = null): Lacking {
  // Any other reason lies in what the rows hold today.
  return { gap: gap(reason, message, reason === 'wrong_type' ? correctQuery : todo) };
}
