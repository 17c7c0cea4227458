// The dns source against a server that does not behave: silence, rubbish, answers to other questions.

import { createSocket, type RemoteInfo } from 'node:dgram';
import { expect, onTestFinished, test } from 'vitest';
import { dnsSource } from '../../../src/sources/dns/kind.ts';
import { deadPort, elsewhere } from '../../support/elsewhere.ts';
import { makeSource } from '../../support/poll.ts';

type Reply = (query: Buffer) => Buffer | null;

/** A UDP server that answers each question with what `reply` makes of it; null is silence. */
async function udpServer(reply: Reply, host = '127.0.0.1'): Promise<{ server: string; asked: () => number }> {
  const socket = createSocket('udp4');
  let asked = 0;
  socket.on('message', (query: Buffer, from: RemoteInfo) => {
    asked++;
    const answer = reply(query);
    if (answer) socket.send(answer, from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, host, resolve));
  onTestFinished(() => new Promise<void>((resolve) => socket.close(() => resolve())));
  return { server: `${host}:${socket.address().port}`, asked: () => asked };
}

/** The question sent back as an answer: with these flags, this many answers, and these bytes behind it. */
function answer(query: Buffer, flags: number, answers: number, tail: Buffer): Buffer {
  const questionEnd = query.indexOf(0, 12) + 5;
  const reply = Buffer.concat([query.subarray(0, questionEnd), tail]);
  reply.writeUInt16BE(flags, 2);
  reply.writeUInt16BE(answers, 6);
  reply.writeUInt16BE(0, 8);
  reply.writeUInt16BE(0, 10);
  return reply;
}

/** name → the question's, A, IN, TTL 7, 10.0.0.1 (RFC 1035 §4.1.3) */
const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 7, 0, 4, 10, 0, 0, 1]);
const good: Reply = (query) => answer(query, 0x81_80, 1, record);

async function look(reply: Reply, timeoutMs = 10_000): Promise<Record<string, string>> {
  const { server } = await udpServer(reply);
  const reads = { has: { has: '10.0.0.1' }, ttl: 'ttl', count: 'count' };
  const made = await makeSource(dnsSource, {
    options: { name: 'api.launch.test', server },
    reads,
    timeoutMs,
  });
  const shown = await made.look();
  await made.source.close();
  return Object.fromEntries(Object.entries(shown).map(([id, text]) => [id, text.replaceAll(server, 'HOST')]));
}

test('an answer in the recorded shape is read', async () => {
  expect(await look(good)).toEqual({ has: 'true', ttl: '7', count: '1' });
});

test('a record that stands twice is one', async () => {
  const twice: Reply = (query) => answer(query, 0x81_80, 2, Buffer.concat([record, record]));
  expect(await look(twice)).toEqual({ has: 'true', ttl: '7', count: '1' });
});

test('an answer without records is none', async () => {
  expect(await look((query) => answer(query, 0x81_80, 0, Buffer.alloc(0)))).toMatchObject({
    has: 'false',
    count: '0',
  });
});

test.each<readonly [string, number, string]>([
  ['FORMERR', 0x81_81, 'parse: HOST says that it does not understand the question (FORMERR)'],
  ['SERVFAIL', 0x81_82, 'unavailable: HOST could not find out about api.launch.test (SERVFAIL)'],
  ['NOTIMP', 0x81_84, 'unavailable: HOST does not answer such questions (NOTIMP)'],
  ['REFUSED', 0x81_85, 'denied: HOST refuses to answer for api.launch.test (REFUSED)'],
])('%s is a gap', async (_name, flags, gap) => {
  expect(await look((query) => answer(query, flags, 0, Buffer.alloc(0)))).toEqual({
    has: gap,
    ttl: gap,
    count: gap,
  });
});

test('a lost datagram is asked for again', async () => {
  let lost = 0;
  const shown = await look((query) => (lost++ === 0 ? null : good(query)), 4_000);
  expect(shown).toMatchObject({ has: 'true' });
  expect(lost).toBeGreaterThan(1);
});

const late = 'timeout: HOST did not answer within 400ms';
test.each<readonly [string, Reply]>([
  ['silence', () => null],
  [
    'an answer with another number',
    (query) => {
      const reply = good(query);
      reply?.writeUInt16BE(query.readUInt16BE(0) ^ 0xff, 0);
      return reply;
    },
  ],
])('%s is a gap once the time is up', async (_name, reply) => {
  expect(await look(reply, 400)).toEqual({ has: late, ttl: late, count: late });
});

test.each<readonly [string, Reply]>([
  ['rubbish', () => Buffer.from('SSH-2.0-OpenSSH_9.6\r\n')],
  ['half an answer', (query) => good(query)?.subarray(0, -6) ?? null],
  ['more answers promised than sent', (query) => answer(query, 0x81_80, 9, record)],
  [
    'a name that points at itself',
    (query) =>
      answer(
        query,
        0x81_80,
        1,
        Buffer.from([0xc0, query.indexOf(0, 12) + 5, 0, 1, 0, 1, 0, 0, 0, 7, 0, 4, 10, 0, 0, 1]),
      ),
  ],
])('%s is a gap and never a value', async (_name, reply) => {
  const shown = await look(reply, 400);
  expect(Object.values(shown).filter((text) => !/^(?:parse|timeout): /.test(text))).toEqual([]);
});

test('closing ends a look that is under way, and is safe twice', async () => {
  const { server } = await udpServer(() => null);
  const made = await makeSource(dnsSource, { options: { name: 'a.test', server }, reads: { n: 'count' } });
  const poll = made.poll();
  await made.source.close();
  await made.source.close();
  expect((await poll).gap).toEqual({
    reason: 'unavailable',
    message: 'this source was closed while it was asked',
  });
  expect((await made.poll()).gap?.message).toBe('this source is closed');
});

test.skipIf(elsewhere === null)(
  'a server elsewhere: silence says nothing, an answer and a refusal prove the way',
  async () => {
    const gapFrom = async (server: string): Promise<unknown> => {
      const made = await makeSource(dnsSource, {
        options: { name: 'api.launch.test', server },
        reads: { m: 'ttl' },
        timeoutMs: 1_500,
      });
      const { gap, samples } = await made.poll();
      await made.source.close();
      const { reason, way, reached } = gap ?? samples[0]?.sample.gap ?? {};
      return [reason, way, reached];
    };
    const away = async (reply: Reply): Promise<string> => (await udpServer(reply, elsewhere ?? '')).server;
    expect(await gapFrom(await away(() => null))).toEqual(['timeout', 'unsaid', 'name']);
    const broken = await away((query) => answer(query, 0x81_82, 0, Buffer.alloc(0)));
    expect(await gapFrom(broken)).toEqual(['unavailable', 'theirs', 'answer']);
    const none = await away((query) => answer(query, 0x81_83, 0, Buffer.alloc(0)));
    expect(await gapFrom(none)).toEqual(['not_found', 'theirs', 'answer']);
    expect(await gapFrom(`${elsewhere}:${await deadPort()}`)).toEqual(['refused', 'theirs', 'name']);
    const here = await udpServer((query) => answer(query, 0x81_82, 0, Buffer.alloc(0)));
    expect(await gapFrom(here.server)).toEqual(['unavailable', 'unsaid', 'answer']);
  },
);
