// What the sql source reads from a real PostgreSQL: every type, every built-in read, and what to write instead.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { sqlSource } from '../../../src/sources/sql/kind.ts';
import { openSource, sentences, told } from '../../support/poll-source.ts';
import { describeWithPostgres, startPostgres, type PostgresServer } from '../../support/postgres.ts';
import { until } from '../../support/services.ts';

/** Long enough for a machine that does everything at once. */
const timeout = 20_000;

describeWithPostgres('what PostgreSQL is asked', () => {
  const cleanups: (() => Promise<void>)[] = [];
  let server: PostgresServer;

  beforeAll(async () => {
    server = await startPostgres({ atEnd: (end) => void cleanups.push(end) });
    await server.sql(`create table ledger (id int primary key, amount numeric not null);
      insert into ledger values (1, 0.1), (2, 0.2), (3, -0.3);
      create type mood as enum ('calm', 'busy');
      create domain cents as bigint`);
  }, 120_000);
  afterAll(async () => {
    for (const end of cleanups) await end();
  });

  const look = async (reads: Readonly<Record<string, unknown>>) => {
    const source = await openSource(sqlSource, { url: server.url() }, reads, { timeout });
    return source.look();
  };

  const query = (text: string, as?: string) => ({ query: text, ...(as !== undefined && { as }) });

  it.each<[string, string]>([
    ['select 7', '7'],
    ['select (-7)::smallint', '-7'],
    ['select 9223372036854775807', '9223372036854775807'],
    ['select count(*) from ledger', '3'],
    ['select sum(amount) from ledger', '0'],
    [
      "select '123456789012345678901234567890.000000000000000001'::numeric",
      '123456789012345678901234567890.000000000000000001',
    ],
    ['select 1::numeric / 3', '0.33333333333333333333'],
    ['select 1e100::numeric', `1${'0'.repeat(100)}`],
    ['select 0.1::float8', '0.1'],
    ['select 0.25::float4', '0.25'],
    ['select 1e300::float8', `1${'0'.repeat(300)}`],
    ['select true', 'true'],
    ['select 1 > 2', 'false'],
    ["select 'ready'", 'ready'],
    ["select E'a\\x1b[31mb\\nc'", 'a [31mb c'],
    ["select 'calm'::mood", 'calm'],
    ['select 5::cents', '5'],
    ["select '7c6e62a5-65a8-4d4e-8b0d-c2b6bb4f8a0f'::uuid", '7c6e62a5-65a8-4d4e-8b0d-c2b6bb4f8a0f'],
    ['show default_transaction_isolation', 'read committed'],
    ['with x as (values (1), (2)) select sum(column1) from x', '3'],
    ['values (4)', '4'],
    ['-- the answer\n/* to all */ (select 42)', '42'],
    ['select 42;', '42'],
  ])('%s', async (text, expected) => {
    expect(told(await look({ it: query(text) }))).toEqual({ it: expected });
  });

  it.each<[string, string, string]>([
    ["select interval '1 day 02:03:04.5'", 'duration', '93784500'],
    ["select interval '-1.5 seconds'", 'duration', '-1500'],
    ["select interval '1 microsecond'", 'duration', '0.001'],
    ["select interval '2 weeks'", 'duration', '1209600000'],
    ["select interval '0'", 'duration', '0'],
    ["select now() - interval '90 seconds 250 microseconds'", 'age', '90000.25'],
    ['select now()', 'age', '0'],
    ['select clock_timestamp()', 'age', '0'],
    [
      "select timestamptz '2000-01-01 00:00:00+05:30' + (now() - timestamptz '2000-01-01 00:00:00+05:30')",
      'age',
      '0',
    ],
  ])('%s as %s', async (text, as, expected) => {
    expect(told(await look({ it: query(text, as) }))).toEqual({ it: expected });
  });

  it('tells an age whatever time zone the database has', async () => {
    await server.sql("alter role watch set timezone = 'Asia/Kathmandu'");
    const far = "select now() - interval '400 days'";
    expect(told(await look({ it: query(far, 'age') }))).toEqual({ it: String(400 * 86_400_000) });
    await server.sql('alter role watch reset timezone');
  });

  it.each<[string, string, string, string?]>([
    ['select 1 where false', 'empty', 'gives no row'],
    ['select id from ledger', 'wrong_type', 'more than one row'],
    ['select * from ledger where id = 1', 'wrong_type', 'gives 2 columns (id, amount)'],
    ['select from ledger', 'wrong_type', 'no column'],
    ['select sum(amount) from ledger where false', 'empty', 'coalesce(…, 0)'],
    ["select 'NaN'::numeric", 'nan', 'gives NaN'],
    ["select '-Infinity'::numeric", 'nan', 'gives -Infinity'],
    ["select 'Infinity'::float8", 'nan', 'gives Infinity'],
    ["select 'NaN'::float8", 'nan', 'gives NaN'],
    ["select repeat('9', 1001)::numeric", 'too_large', '1,000 digits'],
    ['select now()', 'wrong_type', '`as: age`'],
    ['select now()::timestamp', 'wrong_type', "at time zone 'UTC'"],
    ['select current_date', 'wrong_type', 'gives date'],
    ["select interval '1 second'", 'wrong_type', '`as: duration`'],
    ["select '{}'::jsonb", 'wrong_type', "->> 'key'"],
    ["select '1'::money", 'wrong_type', '::numeric'],
    ['select array[1]', 'wrong_type', 'OID 1007'],
    ['select row(1, 2)', 'wrong_type', 'gives record'],
    ['select 1', 'wrong_type', '`as: duration` wants an interval', 'duration'],
    ["select interval '1 month'", 'wrong_type', 'instead of age(…)', 'duration'],
    ['select 1', 'wrong_type', 'timestamp with time zone', 'age'],
    ['select now()::timestamp', 'wrong_type', "at time zone 'UTC'", 'age'],
    ["select 'infinity'::timestamptz", 'nan', 'infinity', 'age'],
    ["select now() + interval '1 hour'", 'clock_skew', 'still to come', 'age'],
    ['select null::timestamptz', 'empty', 'gives null', 'age'],
  ])('%s is no value: %s', async (text, reason, words, as) => {
    const result = await look({ it: query(text, as) });
    expect(told(result)).toEqual({ it: `gap:${reason}` });
    expect(sentences(result)[0]).toContain(words);
  });

  it('takes no measured number where exactness is wanted', async () => {
    const source = await sqlSource.create({
      id: 'exact',
      options: { url: server.url() },
      reads: [
        { metric: 'float', read: query('select 0.1::float8'), exact: true },
        { metric: 'numeric', read: query('select 0.1::numeric'), exact: true },
      ],
      every: 5_000,
      timeout,
      clock: { now: Date.now, monotonic: () => performance.now(), scale: 1, after: () => () => undefined },
    });
    const result = await source.poll(AbortSignal.timeout(timeout));
    expect(told(result)).toEqual({ float: 'gap:wrong_type', numeric: '0.1' });
    await source.close();
  });

  it('tells what every server can tell of itself', async () => {
    const source = await openSource(
      sqlSource,
      { url: server.url() },
      {
        up: 'up',
        latency: 'latency',
        role: 'role',
        used: { connections: 'used' },
        max: { connections: 'max' },
        percent: { connections: 'percent' },
        lag: { replication: 'lag' },
        oldest: { oldest: 'transaction' },
        locks: { locks: 'waiting' },
      },
      { timeout },
    );
    // The sessions of the tests before are still on their way out.
    const result = await until(async () => {
      const found = await source.look();
      return told(found)['used'] === '1' ? found : null;
    }, 'other sessions to be gone');
    const { latency, ...rest } = told(result);
    // Twenty connections, three of them reserved for superusers.
    expect(rest).toEqual({
      up: 'true',
      role: 'primary',
      used: '1',
      max: '17',
      percent: '5.882352941176470588235294117647',
      lag: 'gap:not_configured',
      oldest: '0',
      locks: '0',
    });
    expect(Number(latency)).toBeGreaterThan(0);
    expect(result.latencyMs).toBe(Number(latency));
  });

  it('asks every query of a poll at one moment, in one read-only transaction', async () => {
    const text =
      "select now()::text || ' ' || current_setting('transaction_read_only') || current_setting('transaction_isolation')";
    const result = told(
      await look({
        first: query(text),
        second: query(`${text} `),
        slow: query(`select pg_sleep(0.05)::text || txid_current_if_assigned()`),
        third: query(`-- \n${text}`),
      }),
    );
    expect(result['first']).toMatch(/ onrepeatable read$/);
    expect(result['third']).toBe(result['first']);
  });

  it('reads through a Unix socket', async () => {
    const url = `postgres://watch@localhost:${server.port}/postgres?host=${server.folder}`;
    const source = await openSource(sqlSource, { url }, { up: 'up', role: 'role' }, { timeout });
    expect(told(await source.look())).toEqual({ up: 'true', role: 'primary' });
  });

  it('is idle between two polls, under its name, with one connection', async () => {
    const source = await openSource(
      sqlSource,
      { url: server.url(), applicationName: 'wall-7' },
      { one: query('select 1') },
      { timeout },
    );
    await source.look();
    const sessions =
      "select count(*), min(state), min(pid) from pg_stat_activity where application_name = 'wall-7'";
    const first = await server.sql(sessions);
    expect(first).toMatch(/^1\|idle\|/);
    await source.look();
    expect(await server.sql(sessions)).toBe(first);
  });
});
