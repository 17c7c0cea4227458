// What a role may do here, told as a warning; and that the least rights of docs/sources-sql.md are enough for every read.

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sqlSource } from '../../../src/sources/sql/schema.ts';
import { openSource, told } from '../../support/poll-source.ts';
import { describeWithPostgres, startPostgres, type PostgresServer } from '../../support/postgres.ts';

const timeout = 20_000;

describeWithPostgres('rights in PostgreSQL', () => {
  const cleanups: (() => Promise<void>)[] = [];
  let server: PostgresServer;

  beforeAll(async () => {
    server = await startPostgres({ atEnd: (end) => void cleanups.push(end) });
    await server.sql(`create schema shop; create table shop."Order lines" (id int, note text);
      create table shop.ledger (amount numeric); insert into shop.ledger values (1), (-1);
      create schema ledger; create table ledger.entries (amount numeric)`);
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
    ['writes_all', 'grant pg_write_all_data to who', 'the role may write, in shop.'],
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
      const { note, gap } = await source.look();
      expect([note, gap]).toEqual([expected === null ? null : expect.stringContaining(expected), null]);
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

  it('needs no more than the documented grants', async () => {
    const page = readFileSync(new URL('../../../docs/sources-sql.md', import.meta.url), 'utf8');
    const grants = /```sql\n(create role[^`]*)```/.exec(page)?.[1] ?? '';
    await server.sql(grants.replace('database shop', 'database postgres'));
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
    expect(result.note).toBeNull();
  });
});
