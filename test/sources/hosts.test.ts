// Which hosts of a source are elsewhere: only those say anything of our own way out.

import { describe, expect, test } from 'vitest';
import { sourceKinds } from '../../src/sources/registry.ts';
import { hostsElsewhere, isHere } from '../../src/sources/hosts.ts';

test.each<readonly [string, boolean]>([
  ['localhost', true],
  ['LOCALHOST.', true],
  ['api.localhost', true],
  ['127.0.0.1', true],
  ['127.8.9.10', true],
  ['[::1]', true],
  ['::ffff:127.0.0.1', true],
  ['0.0.0.0', true],
  ['169.254.169.254', true],
  ['169.254.170.2', true],
  ['fe80::1%eth0', true],
  ['/var/run/postgresql', true],
  ['10.0.0.1', false],
  ['192.0.2.2', false],
  ['[2001:db8::1]', false],
  ['localhost.example.com', false],
  ['127.0.0.1.nip.io', false],
])('%s', (host, here) => {
  expect(isHere(host)).toBe(here);
});

test('each host once, and no text that is no URL', () => {
  const urls = ['https://API.example.com/a', 'http://api.example.com:81/', 'redis://127.0.0.1', 'no url'];
  expect(hostsElsewhere(urls)).toEqual(['api.example.com']);
});

describe('each kind', () => {
  test.each<readonly [string, Record<string, unknown>, readonly string[]]>([
    ['http', { url: 'https://a.example/' }, ['a.example']],
    [
      'http',
      { steps: [{ url: 'https://a.example/' }, { url: 'https://b.example/x' }] },
      ['a.example', 'b.example'],
    ],
    ['ledger', { url: 'https://a.example/' }, ['a.example']],
    ['prometheus', { url: 'http://localhost:9090/metrics' }, []],
    ['promql', { url: 'http://prom.example:9090' }, ['prom.example']],
    ['evm', { rpc: ['https://a.example/', 'http://127.0.0.1:8545'], chain: 1 }, ['a.example']],
    ['redis', { url: 'redis://10.0.0.3' }, ['10.0.0.3']],
    ['sql', { url: 'postgres://w@db.example/d' }, ['db.example']],
    ['sql', { url: 'postgres://w@db/d?host=/var/run/postgresql' }, []],
    ['tls', { url: 'tls://a.example:443' }, ['a.example']],
    ['dns', { name: 'a.example' }, ["this machine's resolver"]],
    ['dns', { name: 'a.example', server: '10.0.0.2:53' }, ['10.0.0.2']],
    ['cloudwatch', { region: 'eu-west-1' }, ['monitoring.eu-west-1.amazonaws.com']],
    ['cloudwatch', { region: 'eu-west-1', endpoint: 'http://127.0.0.1:4566' }, []],
    ['exec', { command: ['curl', 'https://a.example'] }, []],
  ])('%s %j', (kind, options, hosts) => {
    expect(sourceKinds.get(kind)?.hosts(options)).toEqual(hosts);
  });
});
