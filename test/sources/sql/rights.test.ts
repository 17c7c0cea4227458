// What a role may do here, told as a warning; and that the least rights of docs/sources-sql.md are enough for every read.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { sqlSource } from '../../../src/sources/sql/schema.ts';
import { openSource, told } from '../../support/poll-source.ts';
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
