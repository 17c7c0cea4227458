// What a profile may write for the sql source, and what it is told otherwise.

import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readAddress } from '../../../src/sources/sql/address.ts';
import { sqlSource } from '../../../src/sources/sql/kind.ts';

const message = (schema: z.ZodType, value: unknown) => schema.safeParse(value).error?.issues[0]?.message;
const plain = 'postgres://watch:secret@db.example.com/shop';

describe('sql options', () => {
  it.each([
    plain,
    'postgresql://watch@127.0.0.1:6432/shop',
    'postgres://watch:p%40ss%2Fw%23@[::1]:5432/shop?sslmode=require&application_name=x&pgbouncer=true&schema=public',
    'postgres://watch@localhost/shop?host=/var/run/postgresql',
    'postgres://watch@%2Fvar%2Frun%2Fpostgresql/shop',
    'postgres://watch:x@ep-1.aws.neon.tech/shop?sslmode=require&channel_binding=require&options=endpoint%3Dep-1',
  ])('takes the URL %s', (url) => {
    expect(message(sqlSource.options, { url })).toBeUndefined();
  });

  it.each([
    ['mysql://watch@host/shop', 'postgres://user'],
    ['host:5432', 'postgres://user'],
    ['postgres://watch:se#cret@host/shop', 'postgres://user'],
    ['postgres://watch:secret@host/shop#x', '%23'],
    ['postgres:///shop', 'names no host'],
    ['postgres://host/shop', 'names no user'],
    ['postgres://watch@host', 'names no database'],
    ['postgres://watch@host/', 'names no database'],
    ['postgres://watch@host/a/b', 'names no database'],
    ['postgres://watch:100%@host/shop', '%25'],
    ['postgres://watch@one,two/shop', 'several hosts'],
    [`${plain}?sslmode=on`, 'sslmode is none of'],
    [`${plain}?sslnegotiation=fast`, 'sslnegotiation'],
    [`${plain}?channel_binding=yes`, 'channel_binding'],
    [`${plain}?uselibpqcompat=true&sslmode=verify-ca`, 'sslrootcert'],
    [`${plain}?host=other`, 'Unix socket'],
    [`${plain}?password=letmein`, '"password" is not understood'],
    [`${plain}?target_session_attrs=read-write`, '"target_session_attrs" is not understood'],
  ])('refuses the URL %s', (url, words) => {
    const told = message(sqlSource.options, { url });
    expect(told).toContain(words);
    expect(told).not.toMatch(/secret|letmein/);
  });

  it.each<[string, object | undefined, string | null, string | null]>([
    ['', undefined, null, null],
    ['?sslmode=disable', undefined, null, null],
    ['?sslmode=prefer', undefined, 'full', null],
    ['?sslmode=require', undefined, 'full', null],
    ['?sslmode=verify-ca', undefined, 'full', null],
    ['?sslmode=verify-full', undefined, 'full', null],
    ['?sslmode=verify-full&sslrootcert=/ca.pem', undefined, 'full', '/ca.pem'],
    ['?sslmode=verify-full&sslrootcert=system', undefined, 'full', null],
    ['?sslrootcert=/ca.pem', undefined, 'full', '/ca.pem'],
    ['?sslnegotiation=direct', undefined, 'full', null],
    ['?sslmode=no-verify', undefined, 'blind', null],
    ['?uselibpqcompat=true&sslmode=prefer', undefined, 'blind', null],
    ['?uselibpqcompat=true&sslmode=require', undefined, 'blind', null],
    ['?uselibpqcompat=true&sslmode=require&sslrootcert=/ca.pem', undefined, 'chain', '/ca.pem'],
    ['?uselibpqcompat=true&sslmode=verify-ca&sslrootcert=/ca.pem', undefined, 'chain', '/ca.pem'],
    ['?uselibpqcompat=true&sslmode=verify-full', undefined, 'full', null],
    ['', {}, 'full', null],
    ['?sslmode=require', { ca: '/own.pem' }, 'full', '/own.pem'],
  ])('%s with tls %j trusts: %s', (parameters, tls, trust, ca) => {
    const { tls: terms } = readAddress(`${plain}${parameters}`, tls);
    expect([terms?.trust ?? null, terms?.ca ?? null]).toEqual([trust, ca]);
  });

  it('reads all of the URL', () => {
    const url = 'postgresql://wa%20tch:p%40ss@[::1]:6432/sh%20op?options=-c%20x%3Dy&channel_binding=require';
    expect(readAddress(url, undefined)).toMatchObject({
      host: '::1',
      port: 6432,
      user: 'wa tch',
      password: 'p@ss',
      database: 'sh op',
      options: '-c x=y',
      channelBinding: true,
      place: '[::1]:6432',
    });
    expect(readAddress('postgres://w@localhost/d?host=/run/pg', { ca: 'x' })).toMatchObject({
      host: '/run/pg',
      tls: null,
      place: '/run/pg/.s.PGSQL.5432',
    });
  });

  it.each<[object, string]>([
    [{ tsl: {} }, 'nrecognized key'],
    [{ tls: { insecure: true } }, 'nrecognized key'],
    [{ statementTimeout: 'soon' }, 'no duration'],
    [{ statementTimeout: '0s' }, 'at least 1ms'],
    [{ applicationName: 'a\nb' }, 'plain characters'],
    [{ url: `${plain}?sslmode=disable`, tls: {} }, 'take one of them out'],
  ])('refuses the options %j', (options, words) => {
    expect(message(sqlSource.options, { url: plain, ...options })).toContain(words);
  });

  it.each<[unknown, string]>([
    ['uptime', 'write one of up, latency'],
    [{ query: '  ' }, 'a query is needed'],
    [{ query: `select ${'1'.repeat(10_000)}` }, 'at most 10000 characters'],
    [{ query: 'select \0' }, 'NUL'],
    [{ query: 'delete from orders' }, 'begins with SELECT'],
    [{ query: 'commit' }, 'begins with SELECT'],
    [{ query: '/* select */ commit' }, 'begins with SELECT'],
    [{ query: '/* /* */ select */ commit' }, 'begins with SELECT'],
    [{ query: '-- select\ncommit' }, 'begins with SELECT'],
    [{ query: 'explain analyze delete from orders' }, 'begins with SELECT'],
    [{ query: "select nextval('ids')" }, '"nextval" changes something'],
    [{ query: 'select pg_terminate_backend (1)' }, '"pg_terminate_backend" changes something'],
    [{ query: 'select PG_ADVISORY_LOCK(1)' }, '"pg_advisory_lock" changes something'],
    [{ query: 'select "pg_switch_wal"()' }, '"pg_switch_wal" changes something'],
    [{ query: 'select pg_catalog."pg_switch_wal" ()' }, '"pg_switch_wal" changes something'],
    [{ query: 'select pg_catalog . pg_switch_wal /* a /* b */ c */ -- d\n ()' }, '"pg_switch_wal" changes'],
    [{ query: 'select U&"pg_switch\\005fwal"()' }, '"pg_switch_wal" changes something'],
    [{ query: 'select u&"pg!005fswitch!+00005fwal" uescape \'!\' ()' }, '"pg_switch_wal" changes something'],
    [{ query: "select $a$'$a$, pg_reload_conf(), $a$'$a$" }, '"pg_reload_conf" changes something'],
    [{ query: "select E'\\'', pg_reload_conf(), '\\'" }, '"pg_reload_conf" changes something'],
    [{ query: "select '\\', pg_reload_conf(), ''" }, '"pg_reload_conf" changes something'],
    [{ query: 'select 1as"a",pg_reload_conf()' }, '"pg_reload_conf" changes something'],
    [{ query: 'select pg_stat_statements_reset()' }, 'changes something'],
    [
      { query: "select query_to_xml('select pg_terminate_backend(1)', true, true, '')" },
      '"query_to_xml" runs a text or asks elsewhere',
    ],
    [{ query: "select \"query_to_xmlschema\"('select 1', true, true, '')" }, 'runs a text'],
    [{ query: "select * from dblink('host=x', 'select 1') as t(a int)" }, '"dblink" runs a text'],
    [{ query: "select count(*) from ts_stat('select to_tsvector(a) from b')" }, '"ts_stat" runs a text'],
    [{ query: "select lo_import('/etc/passwd')" }, '"lo_import" changes something'],
    [{ query: "select lo_export(1, '/tmp/x')" }, '"lo_export" changes something'],
    [{ query: "select pg_read_file('/etc/passwd')" }, "reads the server's files"],
    [{ query: 'do $$ begin perform 1; end $$' }, 'begins with SELECT'],
    [{ query: 'execute stored' }, 'begins with SELECT'],
    [{ query: 'prepare stored as select 1' }, 'begins with SELECT'],
    [{ query: '"select" 1' }, 'begins with SELECT'],
    [{ query: "select 'a" }, 'has no end'],
    [{ query: 'select 1 /* /* */' }, 'has no end'],
    [{ query: 'select 1', as: 'money' }, 'duration'],
    [{ connections: 'free' }, 'percent'],
    [{ replication: 'slots' }, 'lag'],
    [{ oldest: 'query' }, 'transaction'],
    [{ locks: 'held' }, 'waiting'],
  ])('explains what is wrong with the read %j', (read, words) => {
    expect(JSON.stringify(sqlSource.read.safeParse(read).error?.issues)).toContain(
      words.replaceAll('"', '\\"'),
    );
  });

  it.each([
    "select count(*) from log where line like 'nextval(%'",
    "select count(*) from log where line = 'it''s; delete'",
    'select lo_price from parts limit 1',
    'select max(nextval) from counters',
    'select $a$ pg_reload_conf() $a$',
    "select E'\\' pg_reload_conf()'",
    '/* pg_reload_conf() /* */ pg_reload_conf() */ select 1 -- pg_reload_conf()',
    'select "pg_reload_conf()" from odd',
    'select "PG_RELOAD_CONF"()',
    '(select 1) union (select 1)',
    '\n -- hm\n SELECT 1',
  ])('takes the query %s', (query) => {
    expect(message(sqlSource.read, { query })).toBeUndefined();
  });

  it('never shows credentials', () => {
    expect(sqlSource.place({ url: `${plain}?sslmode=require` })).toBe('postgres://db.example.com/shop');
  });

  it.each<[unknown, string | null]>([
    ['up', null],
    ['latency', 'ms'],
    [{ query: 'select 1' }, null],
    [{ query: 'select now()', as: 'age' }, 'ms'],
    [{ connections: 'percent' }, '%'],
    [{ connections: 'used' }, null],
    [{ replication: 'lag' }, 'ms'],
    [{ oldest: 'transaction' }, 'ms'],
    [{ locks: 'waiting' }, null],
  ])('knows the unit of %j', (read, unit) => {
    expect(sqlSource.naturalUnit(read)).toBe(unit);
  });

  it('has a JSON Schema', () => {
    expect(z.toJSONSchema(sqlSource.read, { io: 'input' })).toHaveProperty('anyOf');
    expect(z.toJSONSchema(sqlSource.options, { io: 'input' })).toHaveProperty(
      'properties.applicationName.default',
      'launchwall',
    );
  });
});
