// What the sql source reads of a server at work: its sessions, locks and transactions, its standby, and all of it over TLS.

import { Client } from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { sqlSource } from '../../../src/sources/sql/kind.ts';
import { openSource, told } from '../../support/poll-source.ts';
import { describeWithPostgres, startPostgres, type PostgresServer } from '../../support/postgres.ts';
import { makeCertificate, until } from '../../support/services.ts';

const timeout = 20_000;
const one = { up: 'up', one: { query: 'select 1' } };

async function session(server: PostgresServer): Promise<Client> {
  const client = new Client({ connectionString: server.url() });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('set default_transaction_read_only = off');
  onTestFinished(() => client.end());
  return client;
}

describeWithPostgres('a PostgreSQL at work', () => {
  it('counts sessions, waiting locks and the oldest transaction', { timeout: 120_000 }, async () => {
    const server = await startPostgres({ settings: ['max_prepared_transactions=2'] });
    await server.sql('create table jobs (id int); grant all on jobs to watch');
    const reads = {
      used: { connections: 'used' },
      percent: { connections: 'percent' },
      oldest: { oldest: 'transaction' },
      locks: { locks: 'waiting' },
    };
    const source = await openSource(sqlSource, { url: server.url() }, reads, { timeout });
    // The session that has set the server up is still on its way out.
    await until(async () => told(await source.look())['used'] === '1', 'ours to be the only session');
    expect(told(await source.look())).toMatchObject({ used: '1', oldest: '0', locks: '0' });
    const [holder, waiter] = [await session(server), await session(server)];
    await holder.query('begin; lock table jobs in access exclusive mode');
    const waiting = waiter.query('select count(*) from jobs');
    const busy = await until(async () => {
      const result = told(await source.look());
      return result['locks'] === '1' ? result : null;
    }, 'a session to wait for the lock');
    expect(busy['used']).toBe('3');
    expect(busy['percent']).toMatch(/^17\.647/);
    expect(Number(busy['oldest'])).toBeGreaterThan(0);
    await holder.query("insert into jobs values (1); prepare transaction 'forgotten'");
    const prepared = told(await source.look());
    expect(Number(prepared['oldest'])).toBeGreaterThan(0);
    await server.sql("rollback prepared 'forgotten'");
    await waiting;
    await until(async () => told(await source.look())['oldest'] === '0', 'no transaction to be open');
  });

  it('tells the lag of a standby, also of one that is cut off', { timeout: 180_000 }, async () => {
    const primary = await startPostgres();
    await primary.sql('create table jobs (id int)');
    const standby = await startPostgres({ standbyOf: primary });
    const reads = { role: 'role', lag: { replication: 'lag' }, up: 'up' };
    const source = await openSource(sqlSource, { url: standby.url() }, reads, { timeout });
    const look = async () => told(await source.look());
    await primary.sql('insert into jobs values (1)');
    const caughtUp = await until(
      async () => {
        const result = await look();
        return result['lag'] === '0' ? result : null;
      },
      'the standby to catch up',
      60_000,
    );
    expect(caughtUp).toEqual({ role: 'standby', lag: '0', up: 'true' });
    // It may have been level before it was sent this row; without a replayed transaction it could not tell a lag.
    await until(
      async () => (await standby.sql('select count(*) from jobs')) === '1',
      'the first row to be replayed',
      60_000,
    );
    await standby.sql('select pg_wal_replay_pause()');
    // It is only asked for by then: what comes before it is there would be replayed.
    await until(
      async () => (await standby.sql('select pg_get_wal_replay_pause_state()')) === 'paused',
      'the replay to pause',
      60_000,
    );
    await primary.sql('insert into jobs values (2)');
    await until(async () => Number((await look())['lag']) > 0, 'the lag to be seen', 60_000);
    await standby.sql('select pg_wal_replay_resume()');
    await until(async () => (await look())['lag'] === '0', 'the standby to catch up', 60_000);
    // It has replayed all that it was sent; but nobody sends any more.
    await primary.stop();
    await until(
      async () => Number((await look())['lag']) > 0,
      'the lag of a standby without its primary',
      60_000,
    );
  });

  it('reads over TLS as far as the certificate is to be trusted', { timeout: 120_000 }, async () => {
    const files = await makeCertificate('db.test');
    const other = await makeCertificate('db.test');
    const server = await startPostgres({
      tls: files,
      hostRules: ['hostnossl all all 127.0.0.1/32 reject'],
    });
    const url = server.url();
    const ca = `sslrootcert=${encodeURIComponent(files.cert)}`;
    const named = { ca: files.cert, servername: 'db.test' };
    const well = { up: 'true', one: '1' };
    const cases: readonly (readonly [object, Record<string, string>])[] = [
      [{ url, tls: named }, well],
      [{ url: `${url}?sslmode=require`, tls: named }, well],
      [{ url: `${url}?sslmode=verify-full&${ca}`, tls: { servername: 'db.test' } }, well],
      [{ url: `${url}?sslmode=no-verify` }, well],
      [{ url: `${url}?sslmode=require&uselibpqcompat=true` }, well],
      [{ url: `${url}?sslmode=verify-ca&uselibpqcompat=true&${ca}` }, well],
      [{ url: `${url}?sslmode=require&channel_binding=require`, tls: named }, well],
      [{ url: `${url}?sslmode=require` }, { '*': 'gap:tls' }],
      [{ url: `${url}?sslmode=verify-full&${ca}` }, { '*': 'gap:tls', up: 'false' }],
      [
        { url, tls: { ...named, servername: 'other.test' } },
        { '*': 'gap:tls', up: 'false' },
      ],
      [{ url, tls: { ...named, ca: other.cert } }, { '*': 'gap:tls' }],
      [{ url }, { '*': 'gap:auth' }],
      [{ url: `${url}?sslmode=disable` }, { '*': 'gap:auth' }],
    ];
    for (const [options, expected] of cases) {
      const source = await openSource(sqlSource, options, one, { timeout });
      const result = await source.look();
      expect([options, told(result)]).toEqual([options, expected]);
      if (JSON.stringify(options).includes('no-verify'))
        expect(result.warning).toContain('certificate is not checked');
      if (expected['*'] === 'gap:auth' && !JSON.stringify(options).includes('disable'))
        expect(result.gap?.message).toContain('no encryption');
      await source.close();
    }
    const sleeping = { sleep: { query: 'select pg_sleep(600)' } };
    const source = await openSource(sqlSource, { url, tls: named, statementTimeout: '10m' }, sleeping, {
      timeout,
    });
    const abort = new AbortController();
    const polled = source.poll(abort.signal);
    const active =
      "select count(*) from pg_stat_activity where query like '%sleep(600)%' and state = 'active' and application_name = 'launchwall'";
    await until(async () => (await server.sql(active)) === '1', 'the query to run');
    abort.abort();
    expect((await polled).gap?.reason).toBe('timeout');
    await until(async () => (await server.sql(active)) === '0', 'the query to be cancelled');
  });
});
