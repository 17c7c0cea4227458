// What a role may do here, told as a warning; and that the least rights of docs/sources-sql.md are enough for every read.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { sqlSource } from '../../../src/sources/sql/kind.ts';
import { openSource, sentences, told } from '../../support/poll-source.ts';
import {
  describeWithPostgres,
  publishedGrants,
  startPostgres,
  type PostgresServer,
} from '../../support/postgres.ts';

const timeout = 20_000;

describeWithPostgres('rights in PostgreSQL', () => {
  const cleanups: (() => Promise<void>)[] = [];
  let server: PostgresServer;

  beforeAll(async () => {
    server = await startPostgres({ atEnd: (end) => void cleanups.push(end) });
    await server.sql(`create schema shop; create table shop."Order lines" (id int, note text);
      create table shop.ledger (amount numeric); insert into shop.ledger values (1), (-1);
      create schema ledger; create table ledger.entries (amount numeric); create sequence shop.ids;
      create role boss superuser; create foreign data wrapper w; create server far foreign data wrapper w`);
  }, 120_000);
  afterAll(async () => {
    for (const end of cleanups) await end();
  });

  it.each<[string, string, string | null]>([
    ['reads', 'grant usage on schema shop to who; grant select on all tables in schema shop to who', null],
    ['superuser', 'alter role who superuser', 'the role is a superuser: it has more rights than it needs'],
    ['inserts', 'grant insert on shop."Order lines" to who', 'the role may write, in shop."Order lines": '],
    [
      'a_column',
      'grant update (note) on shop."Order lines" to who',
      'the role may write, in shop."Order lines": ',
    ],
    ['truncates', 'grant truncate on shop.ledger to who', 'the role may write, in shop.ledger: '],
    ['writes_all', 'grant pg_write_all_data to who', 'the role is a member of pg_write_all_data: '],
    ['signals', 'grant pg_signal_backend to who', 'the role is a member of pg_signal_backend: '],
    [
      'runs',
      'grant pg_execute_server_program, pg_read_server_files to who',
      'the role is a member of pg_execute_server_program, pg_read_server_files: ',
    ],
    ['becomes', 'alter role who noinherit; grant boss to who', 'the role may become a superuser, boss: '],
    ['makes_roles', 'alter role who createrole createdb', 'the role has CREATEROLE, CREATEDB: '],
    ['replicates', 'alter role who replication', 'the role has REPLICATION: '],
    ['counts_on', 'grant usage on sequence shop.ids to who', 'the role may write, in shop.ids: '],
    ['asks_far', 'grant usage on foreign server far to who', 'the role may ask other servers, by far: '],
    [
      'creates_tables',
      'grant create on schema shop to who',
      'the role may create tables in the schema shop: ',
    ],
    [
      'creates_schemas',
      'grant create on database postgres to who',
      'the role may create schemas in this database: ',
    ],
  ])('the role that %s', async (role, grants, expected) => {
    await server.sql(
      `create role ${role} login password 'hunter2hunter2'; ${grants.replaceAll('who', role)}`,
    );
    const source = await openSource(
      sqlSource,
      { url: server.url(role, 'hunter2hunter2') },
      { up: 'up' },
      { timeout },
    );
    for (let look = 0; look < 2; look++) {
      const { warning, gap } = await source.look();
      expect([warning, gap]).toEqual([
        expected === null ? undefined : expect.stringContaining(expected),
        null,
      ]);
    }
  });

  it('sees no other sessions without pg_monitor, and says so', async () => {
    await server.sql("create role blind login password 'hunter2hunter2'");
    const reads = {
      used: { connections: 'used' },
      percent: { connections: 'percent' },
      oldest: { oldest: 'transaction' },
      max: { connections: 'max' },
      locks: { locks: 'waiting' },
      role: 'role',
    };
    const source = await openSource(sqlSource, { url: server.url('blind', 'hunter2hunter2') }, reads, {
      timeout,
    });
    expect(told(await source.look())).toEqual({
      used: 'gap:denied',
      percent: 'gap:denied',
      oldest: 'gap:denied',
      max: '17',
      locks: '0',
      role: 'primary',
    });
  });

  it.each([
    ['select count(*) from pg_stat_activity where state = $$idle$$', 'pg_monitor'],
    ['select count(*) from pg_stat_ssl s join pg_stat_activity a using (pid) where not s.ssl', 'pg_monitor'],
    ['select count(*) from pg_catalog."pg_stat_gssapi"', 'pg_monitor'],
    ['select count(*) from pg_stat_replication', 'pg_read_all_stats'],
    ['select count(status) from PG_STAT_WAL_RECEIVER', 'pg_monitor'],
    ['select count(relid) from pg_stat_progress_vacuum', 'pg_monitor'],
    ['select count(*) from pg_stat_get_activity(null)', 'pg_monitor'],
    ['select count(*) from pg_settings where name = $$data_directory$$', 'pg_monitor'],
    ['select count(*) from pg_stats', 'pg_read_all_data'],
    ['select count(*) from pg_sequences where last_value is not null', 'pg_read_all_data'],
    // Null without the right from PostgreSQL 17 on.
    ['select count(pg_sequence_last_value(oid)) from pg_class where relkind = $$S$$', 'pg_read_all_data'],
    ['select count(*) from information_schema.tables', 'pg_read_all_data'],
    ['select count(*) from information_schema . "columns"', 'pg_read_all_data'],
    ['select count(*) from information_schema.triggers', null],
  ])('what a role without a right sees only in part is a gap that names it: %s', async (query, grant) => {
    const role = `part_${grant ?? 'none'}`;
    await server.sql(`drop role if exists ${role}; create role ${role} login password 'hunter2hunter2'`);
    const url = server.url(role, 'hunter2hunter2');
    const reads = { read: { query }, other: { query: 'select 1' } };
    const source = await openSource(sqlSource, { url }, reads, { timeout });
    const result = await source.look();
    expect(told(result)).toEqual({ read: 'gap:denied', other: '1' });
    const [sentence] = sentences(result);
    expect(sentence).toContain(grant ?? 'pg_catalog.pg_class');
    if (grant !== null) await server.sql(`grant ${grant} to ${role}`);
    else await server.sql(`alter role ${role} superuser`);
    expect(told(await source.look())).toEqual({ read: expect.stringMatching(/^\d+$/), other: '1' });
  });

  it.each([
    'select count(*) from pg_stat_database',
    'select count(*) from pg_locks',
    "select count(*) from pg_class where relname = 'pg_stat_activity'",
    'select 1 -- of pg_stat_ssl',
  ])('what everybody sees whole needs no right: %s', async (query) => {
    await server.sql("drop role if exists plain; create role plain login password 'hunter2hunter2'");
    const url = server.url('plain', 'hunter2hunter2');
    const source = await openSource(sqlSource, { url }, { read: { query } }, { timeout });
    expect(told(await source.look())).toEqual({ read: expect.stringMatching(/^\d+$/) });
  });

  it('rows that a policy hides are a gap, and no smaller number', async () => {
    await server.sql(`create role tenant login password 'hunter2hunter2'; create table shop.stuck (owner text);
      insert into shop.stuck values ('a'), ('b'); alter table shop.stuck enable row level security;
      create policy own on shop.stuck using (owner = current_user); create view shop.all_stuck as select * from shop.stuck;
      grant usage on schema shop to tenant; grant select on shop.stuck, shop.all_stuck to tenant`);
    const url = server.url('tenant', 'hunter2hunter2');
    const reads = {
      stuck: { query: 'select count(*) from shop.stuck' },
      whole: { query: 'select count(*) from shop.all_stuck' },
    };
    const source = await openSource(sqlSource, { url }, reads, { timeout });
    const result = await source.look();
    expect(told(result)).toEqual({ stuck: 'gap:denied', whole: '2' });
    expect(sentences(result)[0]).toMatch(/^a policy hides rows from the role: .* BYPASSRLS: .*"stuck"/);
    await server.sql('alter role tenant bypassrls');
    expect(told(await source.look())).toEqual({ stuck: '2', whole: '2' });
  });

  it('a quote ends where the check of the query has seen it end, whatever the role is set to', async () => {
    await server.sql('alter role watch set standard_conforming_strings = off');
    const read = { query: String.raw`select length('a\') + length($$','$$)` };
    const source = await openSource(sqlSource, { url: server.url() }, { read }, { timeout });
    expect(told(await source.look())).toEqual({ read: '5' });
  });

  it('needs no more than the documented grants', async () => {
    await server.sql(publishedGrants({ everyTable: false }));
    const url = server.url('launchwall', 'PASSWORD');
    const reads = {
      sum: { query: 'select coalesce(sum(amount), 0) from ledger.entries' },
      used: { connections: 'used' },
      oldest: { oldest: 'transaction' },
    };
    const result = await (await openSource(sqlSource, { url }, reads, { timeout })).look();
    expect(told(result)).toEqual({
      sum: '0',
      used: expect.stringMatching(/^\d+$/),
      oldest: expect.stringMatching(/^[\d.]+$/),
    });
    expect(result.warning).toBeUndefined();
  });
});
