// Answers that every other client takes whole are taken whole here, in whatever pieces their heads come; what has two ends is refused, and told so.

import type { Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { httpSource } from '../../src/sources/http/schema.ts';
import { httpCases as cases, now, type HttpCase } from '../support/http-kinds.ts';
import { rawServer } from '../support/http-servers.ts';
import { clockFrom, openSource, sentences, told, type TestSource } from '../support/poll-source.ts';

const all: readonly (readonly [string, HttpCase])[] = Object.entries(cases);

async function serving(one: HttpCase, script: (socket: Socket, body: string) => void): Promise<TestSource> {
  const server = await rawServer((socket) => script(socket, one.body));
  onTestFinished(() => server.close());
  return openSource(one.kind, one.options(server.url), one.reads, { clock: clockFrom(() => now) });
}

/** What is sent for a body of this length, the body aside. */
const heads = {
  plain: (length: number) => `HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n`,
  'after an interim answer': (length: number) =>
    `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n`,
  'after several of them': (length: number) =>
    `HTTP/1.1 100 Continue\r\nx: y\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n`,
  'with its length twice': (length: number) =>
    `HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\nx: y\r\nContent-Length: ${length}\r\n\r\n`,
  'with blanks behind its length': (length: number) =>
    `HTTP/1.1 200 OK\r\nContent-Length:   ${length}  \t\r\n\r\n`,
  'with zeros before its length': (length: number) =>
    `HTTP/1.1 200 OK\r\nContent-Length: 00${length}\r\n\r\n`,
  'with bare line ends': (length: number) => `HTTP/1.1 200 OK\nx: y\nContent-Length: ${length}\n\n`,
  'with a blank before a colon': (length: number) =>
    `HTTP/1.1 200 OK\r\nx : y\r\nContent-Length : ${length}\r\n\r\n`,
  'with a field in two lines': (length: number) =>
    `HTTP/1.1 200 OK\r\nx: y\r\n\tz\r\nContent-Length:\r\n ${length}\r\n\r\n`,
  'with a coding that is none': (length: number) =>
    `HTTP/1.1 200 OK\r\nContent-Encoding: Identity, none\r\nContent-Encoding:\r\nContent-Length: ${length}\r\n\r\n`,
  'with a character set for its coding': (length: number) =>
    `HTTP/1.1 200 OK\r\nContent-Encoding: UTF-8\r\nContent-Length: ${length}\r\n\r\n`,
  'with its length twice in one field': (length: number) =>
    `HTTP/1.1 200 OK\r\nContent-Length: ${length}, ${length}\r\n\r\n`,
} as const;

test.each(all)('%s: an answer that curl takes whole', async (_, one) => {
  const good = told(
    await (await serving(one, (socket, body) => socket.write(heads.plain(body.length) + body))).look(),
  );
  expect(Object.values(good).join()).not.toContain('gap');
  for (const head of Object.values(heads)) {
    const source = await serving(one, (socket, body) => socket.write(head(body.length) + body));
    // Twice, over one connection.
    expect(told(await source.look())).toEqual(good);
    expect(told(await source.look())).toEqual(good);
  }
});

test('heads in pieces of any size', async () => {
  const http = cases['http'];
  if (http === undefined) throw new Error('no case');
  for (const head of Object.values(heads))
    for (const size of [1, 2, 7, 40]) {
      const source = await serving(http, (socket, body) => {
        const text = head(body.length) + body;
        const send = (from: number): void => {
          if (from < text.length)
            socket.write(text.slice(from, from + size), () => setImmediate(send, from + size));
        };
        socket.setNoDelay(true);
        send(0);
      });
      expect(told(await source.look())).toEqual({ up: 'true', value: '1', latency: '200' });
    }
});

const refused: readonly (readonly [name: string, fields: string, sentence: string])[] = [
  [
    'two lengths',
    'Content-Length: 7\r\nContent-Length: 8',
    'the Content-Length from HOST is no number, or two that differ: where its answer ends cannot be told',
  ],
  [
    'a length that is none',
    'Content-Length: seven',
    'the Content-Length from HOST is no number, or two that differ: where its answer ends cannot be told',
  ],
  [
    'a length beside chunks',
    'Content-Length: 7\r\nTransfer-Encoding: chunked',
    'HOST sends a Content-Length beside a Transfer-Encoding: where its answer ends cannot be told',
  ],
  [
    'chunks beside a length',
    'transfer-encoding: chunked\r\ncontent-length: 7',
    'HOST sends a Content-Length beside a Transfer-Encoding: where its answer ends cannot be told',
  ],
];

test.each(all.flatMap(([kind, one]) => refused.map((row) => [kind, ...row, one] as const)))(
  '%s: %s is refused, and said so',
  async (_, __, fields, sentence, one) => {
    const server = await rawServer((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\n${fields}\r\n\r\n7\r\n{"v":1}\r\n0\r\n\r\n`);
    });
    onTestFinished(() => server.close());
    const source = await openSource(one.kind, one.options(server.url), one.reads, {
      clock: clockFrom(() => now),
    });
    const result = await source.look();
    expect(result.gap?.reason).toBe('parse');
    expect(sentences(result).join('\n').replaceAll(new URL(server.url).host, 'HOST')).toContain(sentence);
  },
);

test('a body in a coding that was not asked for is none, whatever stands beside it', async () => {
  for (const fields of ['Content-Encoding: identity\r\nContent-Encoding: br', 'Content-Encoding: , gzip']) {
    const server = await rawServer((socket) =>
      socket.write(`HTTP/1.1 200 OK\r\n${fields}\r\nContent-Length: 7\r\n\r\n{"v":1}`),
    );
    onTestFinished(() => server.close());
    const source = await openSource(httpSource, { url: server.url }, { value: { json: '/v' } });
    const [first] = (await source.look()).samples;
    expect(first?.sample.gap?.message).toMatch(/^the body is (?:br|gzip)-coded, which was not asked for$/);
  }
});

test.each<readonly [string, string, string]>([
  [
    'changes the protocol',
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
    'HOST changes to another protocol (HTTP 101), which was not asked for',
  ],
  [
    'ends within its head',
    'HTTP/1.1 200 OK\r\nx: ',
    'HOST closed the connection before its answer was whole',
  ],
  ['ends within the first word', 'HTT', 'HOST closed the connection before its answer was whole'],
  [
    'ends after an interim answer',
    'HTTP/1.1 100 Continue\r\n\r\n',
    'HOST closed the connection before its answer was whole',
  ],
  [
    'sends broken chunks',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\n{"v\r\nzz\r\n',
    'half a body: what HOST sends after 3 B is not HTTP',
  ],
  [
    'ends within a chunk',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{"v',
    'half a body: HOST closed the connection after 3 B',
  ],
])('a server that %s', async (_, bytes, sentence) => {
  const server = await rawServer((socket) => socket.end(bytes));
  onTestFinished(() => server.close());
  const source = await openSource(httpSource, { url: server.url }, { up: 'up', value: { json: '/v' } });
  const result = await source.look();
  expect(result.samples.find(({ metric }) => metric === 'up')?.sample.value).toBe(false);
  expect(result.gap?.message.replaceAll(new URL(server.url).host, 'HOST')).toBe(sentence);
});
