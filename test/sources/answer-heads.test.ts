// Answers that every other client takes whole are taken whole here, in whatever pieces their heads come; what has two ends is refused, and told so.

import type { Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { toldHead } from '../../src/sources/answer-heads.ts';
import { httpSource } from '../../src/sources/http/kind.ts';
import { httpCases as cases, now, type HttpCase } from '../support/http-kinds.ts';
import { rawServer } from '../support/http-servers.ts';
import { clockFrom, openSource, sentences, told, type TestSource } from '../support/poll-source.ts';

const all: readonly (readonly [string, HttpCase])[] = Object.entries(cases);

async function serving(one: HttpCase, script: (socket: Socket, body: string) => void): Promise<TestSource> {
  const server = await rawServer((socket) => script(socket, one.body));
  onTestFinished(() => server.close());
  return openSource(one.kind, one.options(server.url), one.reads, { clock: clockFrom(() => now) });
}

const fields = Array.from({ length: 400 }, (_, index) => `x-${index}: ${'y'.repeat(100)}\r\n`).join('');

/** A body in two chunks, with what stands about them. */
const chunked = (body: string, line: (size: number) => string, end = '\r\n', trailer = ''): string =>
  [body.slice(0, 2), body.slice(2), '']
    .map((data) => `${line(data.length)}${data === '' ? trailer : data}${end}`)
    .join('');

const coded = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
const hex = (size: number): string => size.toString(16);

/** What is sent for a body, head and all. */
const wires: Readonly<Record<string, (body: string) => string>> = {
  plain: (body) => `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  'after an interim answer': (body) =>
    `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  'after several of them': (body) =>
    `HTTP/1.1 100 Continue\r\nx: y\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  'with its length twice': (body) =>
    `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\nx: y\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  'with blanks behind its length': (body) =>
    `HTTP/1.1 200 OK\r\nContent-Length:   ${body.length}  \t\r\n\r\n${body}`,
  'with zeros before its length': (body) =>
    `HTTP/1.1 200 OK\r\nContent-Length: 00${body.length}\r\n\r\n${body}`,
  'with bare line ends': (body) => `HTTP/1.1 200 OK\nx: y\nContent-Length: ${body.length}\n\n${body}`,
  'with a blank before a colon': (body) =>
    `HTTP/1.1 200 OK\r\nx : y\r\nContent-Length : ${body.length}\r\n\r\n${body}`,
  'with a field in two lines': (body) =>
    `HTTP/1.1 200 OK\r\nx: y\r\n\tz\r\nContent-Length:\r\n ${body.length}\r\n\r\n${body}`,
  'with a coding that is none': (body) =>
    `HTTP/1.1 200 OK\r\nContent-Encoding: Identity, none\r\nContent-Encoding:\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  'with a character set for its coding': (body) =>
    `HTTP/1.1 200 OK\r\nContent-Encoding: UTF-8\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  'with its length twice in one field': (body) =>
    `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}, ${body.length}\r\n\r\n${body}`,
  'with a control character in a field': (body) =>
    `HTTP/1.1 200 O\u0001K\r\nx: a\u0001b\u007F\rc\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  'with fields that have no name': (body) =>
    `HTTP/1.1 200 OK\r\n: y\r\n[x]: y\r\nx y: z\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  'with a head of 45 kB': (body) =>
    `HTTP/1.1 200 OK\r\n${fields}Content-Length: ${body.length}\r\n\r\n${body}`,
  'with the status line of HTTP/2': (body) => `HTTP/2 200\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  'with identity for its coding': (body) =>
    `HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  'in chunks': (body) => coded + chunked(body, (size) => `${hex(size)}\r\n`),
  'in chunks, twice so': (body) =>
    `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: Chunked\r\n\r\n${chunked(body, (size) => `${hex(size)}\r\n`)}`,
  'in chunks with blanks behind their sizes': (body) =>
    coded + chunked(body, (size) => `${hex(size)}  \t\r\n`),
  'in chunks with zeros before their sizes': (body) =>
    coded + chunked(body, (size) => `0000${hex(size).toUpperCase()}\r\n`),
  'in chunks with extensions': (body) => coded + chunked(body, (size) => `${hex(size)} ; a="b" ;c\r\n`),
  'in chunks with bare line ends': (body) => coded + chunked(body, (size) => `${hex(size)}\n`, '\n'),
  'in chunks with a length in the trailer': (body) =>
    coded + chunked(body, (size) => `${hex(size)}\r\n`, '\r\n', `Content-Length: ${body.length}\r\nx\r\n`),
};

test.each(all)('%s: an answer that curl takes whole', async (_, one) => {
  const good = told(
    await (await serving(one, (socket, body) => socket.write(wires['plain']?.(body) ?? ''))).look(),
  );
  expect(Object.values(good).join()).not.toContain('gap');
  for (const [name, wire] of Object.entries(wires)) {
    const source = await serving(one, (socket, body) => socket.write(wire(body)));
    // Twice, over one connection.
    expect([name, told(await source.look())]).toEqual([name, good]);
    expect([name, told(await source.look())]).toEqual([name, good]);
  }
});

test('a head in the form of the parser is passed on as it came', () => {
  for (const [fields, chunked] of [
    ['Content-Length: 7', false],
    ['x: y\r\nTransfer-Encoding:chunked\r\nCache-Control: no-store', true],
    ['x:', false],
  ] as const) {
    const head = Buffer.from(`HTTP/1.1 200 OK\r\n${fields}\r\n\r\n`);
    const told = toldHead(head);
    expect(told).toEqual({ bytes: head, chunked });
    expect(typeof told === 'string' ? null : told.bytes).toBe(head);
  }
});

test('answers in pieces of any size', async () => {
  const http = cases['http'];
  if (http === undefined) throw new Error('no case');
  for (const wire of Object.values(wires).filter((each) => each('').length < 1_000))
    for (const size of [1, 2, 7, 40]) {
      const source = await serving(http, (socket, body) => {
        const text = wire(body);
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

test('a head of 45 kB in pieces that end anywhere, also within its empty line', async () => {
  const http = cases['http'];
  if (http === undefined) throw new Error('no case');
  for (const size of [13, 1_400]) {
    const source = await serving(http, (socket, body) => {
      const text = wires['with a head of 45 kB']?.(body) ?? '';
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

test('a request whose answer has no body takes whatever its head says of one', async () => {
  const server = await rawServer((socket, request) => {
    const fields = request.startsWith('HEAD')
      ? 'Content-Length: 7\r\nTransfer-Encoding: chunked'
      : 'Content-Length: 0';
    socket.write(`HTTP/1.1 200 OK\r\n${fields}\r\n\r\n`);
  });
  onTestFinished(() => server.close());
  const source = await openSource(
    httpSource,
    { url: server.url, method: 'HEAD' },
    { up: 'up', status: 'status' },
  );
  expect(told(await source.look())).toEqual({ up: 'true', status: '200' });
  expect(told(await source.look())).toEqual({ up: 'true', status: '200' });
});

test('a body in a coding that was not asked for is none, whatever stands beside it', async () => {
  for (const fields of [
    'Content-Encoding: identity\r\nContent-Encoding: br',
    'Content-Encoding: , gzip',
    'Transfer-Encoding: gzip, chunked',
    'Transfer-Encoding: gzip',
  ]) {
    const server = await rawServer((socket) =>
      fields.startsWith('T')
        ? socket.end(`HTTP/1.1 200 OK\r\n${fields}\r\n\r\n7\r\n{"v":1}\r\n0\r\n\r\n`)
        : socket.write(`HTTP/1.1 200 OK\r\n${fields}\r\nContent-Length: 7\r\n\r\n{"v":1}`),
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
    'has a status that is none',
    'HTTP/1.1 099 Odd\r\nContent-Length: 7\r\n\r\n{"v":1}',
    'HOST answers with a status below 100, which HTTP does not have',
  ],
  [
    'has a NUL in the name of a field',
    'HTTP/1.1 200 OK\r\nx\0y: z\r\nContent-Length: 7\r\n\r\n{"v":1}',
    'what HOST sends is not HTTP',
  ],
  [
    'has an endless head',
    `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(400_000)}`,
    'the headers from HOST are too large',
  ],
  [
    'sends interim answers without end',
    'HTTP/1.1 100 Continue\r\n\r\n'.repeat(20_000),
    'the headers from HOST are too large',
  ],
  [
    'hides a coding behind a control character',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\u000b\r\n\r\n7\r\n{"v":1}\r\n0\r\n\r\n',
    'what HOST sends is not HTTP',
  ],
  [
    'sends a size of too many digits',
    `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\n{"v\r\n${'f'.repeat(20)}\r\n`,
    'half a body: what HOST sends after 3 B is not HTTP',
  ],
  [
    'sends more than a chunk has',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\n{"v":1}\r\n0\r\n\r\n',
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

test.each([
  'Content-Length: 0\r\nTransfer-Encoding: chunked',
  'Content-Length: none',
  'Content-Length: 7\r\nContent-Length: 8',
  'Transfer-Encoding: chunked',
])('what has no body has no end to tell: a 204 or 304 with %j', async (fields) => {
  for (const status of [204, 304]) {
    const server = await rawServer((socket) => socket.write(`HTTP/1.1 ${status} So\r\n${fields}\r\n\r\n`));
    onTestFinished(() => server.close());
    const source = await openSource(httpSource, { url: server.url, expect: [204, 304] }, { up: 'up' });
    for (const look of [await source.look(), await source.look()])
      expect(look.samples.map(({ sample }) => sample.value)).toEqual([true]);
  }
});

test('a head full of blanks is looked through once', () => {
  const blanks = ' '.repeat(250_000);
  for (const fields of [`a${blanks}b: c`, `a: b${blanks}c`, `Transfer-Encoding: a${blanks}b`])
    expect(toldHead(Buffer.from(`HTTP/1.1 200 OK\r\n${fields}\r\n\r\n`))).toHaveProperty('chunked', false);
});
