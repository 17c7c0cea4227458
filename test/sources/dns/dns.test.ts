// The dns source against a real NSD: every type of record, what is none, and what cannot be told.

import { expect, it } from 'vitest';
import { dnsSource } from '../../../src/sources/dns/kind.ts';
import { describeWithNsd, startNsd } from '../../support/nsd.ts';
import { makeSource } from '../../support/poll.ts';

const zone = `
api 60 IN A 10.0.0.2
api 60 IN A 10.0.0.1
api 120 IN AAAA 2001:db8::1
www IN CNAME Api
lost IN CNAME gone
@ IN MX 10 mail
@ IN MX 20 mail2.other.test.
@ IN TXT "v=spf1 " "-all"
@ IN TXT "site=1"
@ IN CAA 0 issue "letsencrypt.org"
@ IN CAA 128 iodef "mailto:ops@launch.test"
sub IN TXT "only text"
town IN TXT "K\\195\\182ln \\240\\159\\154\\128"
parted IN TXT "M\\195" "\\188nchen"
latin IN TXT "K\\246ln"
nomail IN MX 0 .
evil IN TXT "\\027[2Jred"
many IN TXT "${'x'.repeat(250)}"
${Array.from({ length: 40 }, (_, index) => `many IN TXT "${String(index).repeat(100)}"`).join('\n')}
`;

interface Case {
  readonly name: string;
  readonly type?: string;
  readonly reads: Readonly<Record<string, unknown>>;
  readonly told: Readonly<Record<string, string>>;
}

const cases: readonly Case[] = [
  {
    name: 'api.launch.test',
    reads: {
      answers: 'answers',
      count: 'count',
      ttl: 'ttl',
      first: { has: '10.0.0.1' },
      other: { has: '10.0.0.3' },
      both: { only: ['10.0.0.1', '10.0.0.2', '10.0.0.9'] },
      one: { only: ['10.0.0.1'] },
      misfit: { has: 'api.launch.test' },
    },
    told: {
      answers: '10.0.0.1, 10.0.0.2',
      count: '2',
      ttl: '60',
      first: 'true',
      other: 'false',
      both: 'true',
      one: 'false',
      misfit: 'not_configured: no A record can ever be "api.launch.test"',
    },
  },
  {
    name: 'API.launch.test.',
    type: 'AAAA',
    reads: { answers: 'answers', ttl: 'ttl', long: { has: '2001:0DB8:0:0::1' } },
    told: { answers: '2001:db8::1', ttl: '120', long: 'true' },
  },
  {
    name: 'www.launch.test',
    type: 'CNAME',
    reads: { answers: 'answers', has: { has: 'API.launch.test.' }, ttl: 'ttl' },
    told: {
      answers: 'api.launch.test',
      has: 'true',
      ttl: 'not_configured: how long a CNAME record may be kept is not told: ttl is read of A and AAAA',
    },
  },
  { name: 'www.launch.test', reads: { a: { has: '10.0.0.1' } }, told: { a: 'true' } },
  {
    name: 'launch.test',
    type: 'MX',
    reads: {
      answers: 'answers',
      name: { has: 'mail.launch.test' },
      whole: { has: '10 MAIL.launch.test' },
      other: { has: '20 mail.launch.test' },
      only: { only: ['mail.launch.test', 'mail2.other.test'] },
    },
    told: {
      answers: '10 mail.launch.test, 20 mail2.other.test',
      name: 'true',
      whole: 'true',
      other: 'false',
      only: 'true',
    },
  },
  {
    name: 'launch.test',
    type: 'TXT',
    reads: { answers: 'answers', spf: { has: 'v=spf1 -all' }, part: { has: 'v=spf1' } },
    told: { answers: 'site=1, v=spf1 -all', spf: 'true', part: 'false' },
  },
  {
    name: 'town.launch.test',
    type: 'TXT',
    reads: { answers: 'answers', same: { has: 'Köln 🚀' } },
    told: { answers: 'Köln 🚀', same: 'true' },
  },
  { name: 'parted.launch.test', type: 'TXT', reads: { all: 'answers' }, told: { all: 'München' } },
  { name: 'latin.launch.test', type: 'TXT', reads: { all: 'answers' }, told: { all: 'Köln' } },
  {
    name: 'nomail.launch.test',
    type: 'MX',
    reads: {
      answers: 'answers',
      none: { has: '0 .' },
      root: { only: ['.'] },
      other: { has: 'mail.launch.test' },
    },
    told: { answers: '0 .', none: 'true', root: 'true', other: 'false' },
  },
  {
    name: 'launch.test',
    type: 'NS',
    reads: { answers: 'answers', count: 'count' },
    told: { answers: 'ns1.launch.test', count: '1' },
  },
  {
    name: 'launch.test',
    type: 'CAA',
    reads: {
      answers: 'answers',
      value: { has: 'letsencrypt.org' },
      tag: { has: 'issue "letsencrypt.org"' },
      whole: { has: '0 issue letsencrypt.org' },
      wild: { has: 'issuewild letsencrypt.org' },
    },
    told: {
      answers: '0 issue letsencrypt.org, 128 iodef mailto:ops@launch.test',
      value: 'true',
      tag: 'true',
      whole: 'true',
      wild: 'false',
    },
  },
  { name: 'evil.launch.test', type: 'TXT', reads: { answers: 'answers' }, told: { answers: '[2Jred' } },
  // More than a datagram holds: asked again by TCP.
  {
    name: 'many.launch.test',
    type: 'TXT',
    reads: { count: 'count', has: { has: 'x'.repeat(250) } },
    told: { count: '41', has: 'true' },
  },
];

/** Long enough for a busy machine. */
const timeoutMs = 20_000;
const noneReads = {
  answers: 'answers',
  count: 'count',
  ttl: 'ttl',
  has: { has: '10.0.0.1' },
  only: { only: ['10.0.0.1'] },
};

describeWithNsd('the dns source and NSD', () => {
  it('reads every type of record', async () => {
    const { server } = await startNsd({ 'launch.test': zone });
    for (const { name, type, reads, told } of cases) {
      const made = await makeSource(dnsSource, {
        options: { name, server, ...(type !== undefined && { type }) },
        reads,
        timeoutMs,
      });
      expect([name, type, await made.look()]).toEqual([name, type, told]);
    }
  });

  it.each([
    ['gone.launch.test', 'gone.launch.test does not exist (NXDOMAIN)', 'not_found'],
    ['lost.launch.test', 'lost.launch.test does not exist (NXDOMAIN)', 'not_found'],
    ['sub.launch.test', 'sub.launch.test has no A record', 'empty'],
  ])('knows of %s that there is nothing, and whether the name is there', async (name, none, reason) => {
    const { server } = await startNsd({ 'launch.test': zone });
    const made = await makeSource(dnsSource, { options: { name, server }, reads: noneReads, timeoutMs });
    expect(await made.look()).toEqual({
      answers: `${reason}: ${none}`,
      count: '0',
      ttl: `${reason}: ${none}`,
      has: 'false',
      only: 'false',
    });
    expect((await made.poll()).note).toBe(none);
  });

  it('cannot tell when the server fails, refuses, or is gone', async () => {
    const { server, stop } = await startNsd({ 'broken.test': null });
    const look = async (name: string): Promise<Record<string, string>> => {
      const made = await makeSource(dnsSource, { options: { name, server }, reads: noneReads, timeoutMs });
      return made.look();
    };
    const all = (gap: string): Record<string, string> =>
      Object.fromEntries(Object.keys(noneReads).map((id) => [id, gap]));
    expect(await look('api.broken.test')).toEqual(
      all(`unavailable: ${server} could not find out about api.broken.test (SERVFAIL)`),
    );
    expect(await look('api.foreign.test')).toEqual(
      all(`denied: ${server} refuses to answer for api.foreign.test (REFUSED)`),
    );
    await stop();
    expect(await look('api.broken.test')).toEqual(
      all(`refused: no DNS server answers on ${server} (connection refused)`),
    );
  }, 60_000);
});
