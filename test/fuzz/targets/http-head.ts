// Answers of an HTTP server, head and body as they stand, through our client: every kind of read, and redirects that are refused.

import { httpSource } from '../../../src/sources/http/kind.ts';
import { rawServer } from '../../support/http-servers.ts';
import { answersIn, looked, lookAt } from '../far-end.ts';
import { bytesOf, type OpenTarget, type Target } from '../target.ts';

const reads = {
  up: 'up',
  status: 'status',
  latency: 'latency',
  bytes: 'bytes',
  depth: { json: '/depth' },
  deep: { json: '/a/0/b' },
  body: { body: 'depth":\\s*(\\d+)' },
  type: { header: 'content-type' },
  age: { header: 'cache-control', directive: 'max-age' },
  safe: { header: 'strict-transport-security', hasDirective: 'includeSubDomains' },
  told: { header: 'x-facts', json: '/n', base64: true },
  has: { hasHeader: 'x-facts' },
};

const json = '{"depth": 12, "a": [{"b": "fine"}], "text": "ok"}';
const date = new Date(lookAt).toUTCString();
const answer = (status: string, headers: readonly string[], body = ''): Uint8Array =>
  bytesOf([`HTTP/1.1 ${status}`, `date: ${date}`, ...headers, '', body].join('\r\n'));
const facts = `x-facts: ${Buffer.from('{"n":5}').toString('base64')}`;
const fine = ['content-type: application/json; charset=utf-8', 'cache-control: public, max-age=60', facts];

const seeds = [
  answer(
    '200 OK',
    [
      ...fine,
      'strict-transport-security: max-age=63072000; includeSubDomains',
      `content-length: ${json.length}`,
    ],
    json,
  ),
  answer(
    '200 OK',
    [...fine, 'transfer-encoding: chunked'],
    `${json.length.toString(16)}\r\n${json}\r\n0\r\nx-late: 1\r\n\r\n`,
  ),
  answer('200 OK', [...fine, 'age: 3', 'connection: close'], json),
  answer(
    '206 Partial Content',
    [...fine, 'content-range: bytes 0-47/96', `content-length: ${json.length}`],
    json,
  ),
  answer('200 OK', [...fine, 'content-encoding: gzip', 'content-length: 5'], 'abcde'),
  answer('301 Moved Permanently', ['location: /elsewhere', 'content-length: 0']),
  answer('429 Too Many Requests', ['retry-after: 120', 'content-length: 4'], 'slow'),
  answer('503 Service Unavailable', [`retry-after: ${date}`, 'set-cookie: a=b; Path=/', 'content-length: 0']),
  bytesOf(`HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n`),
];

const words = [
  'HTTP/1.1 200 OK\r\n',
  'HTTP/1.0 ',
  'HTTP/2 ',
  'HTTP/9.9 ',
  '100 Continue',
  '101 Switching Protocols',
  '204 ',
  '304 ',
  '\r\n',
  '\r\n\r\n',
  '\n',
  '\r',
  ': ',
  ',',
  ';',
  '=',
  '"',
  'content-length: ',
  'content-length: 0\r\n',
  'content-length: -1\r\n',
  'transfer-encoding: chunked\r\n',
  'transfer-encoding: gzip, chunked\r\n',
  'connection: keep-alive\r\n',
  'upgrade: h2c\r\n',
  'content-type: text/plain; charset=utf-16\r\n',
  'content-encoding: br\r\n',
  'age: -1\r\n',
  'age: 99999999999\r\n',
  'date: x\r\n',
  'content-range: bytes */5\r\n',
  'retry-after: -5\r\n',
  'retry-after: 1e9\r\n',
  'x-facts: !!!\r\n',
  'cache-control: max-age="5"\r\n',
  'location: //x\r\n',
  'location: http://[::1\r\n',
  'ffffffffffffffff\r\n',
  '0\r\n\r\n',
  'max-age',
  'includeSubDomains',
  '\uFEFF',
];

export const httpHead: Target = {
  name: 'http-head',
  cases: 350,
  async open(): Promise<OpenTarget> {
    let answers: readonly Buffer[] = [];
    let taken = 0;
    const server = await rawServer((socket) => {
      socket.end(answers[Math.min(taken++, answers.length - 1)] ?? '');
    });
    return {
      seeds,
      words,
      run(input) {
        answers = answersIn(input);
        taken = 0;
        return looked(httpSource, { url: server.url }, reads);
      },
      close: () => server.close(),
    };
  },
};
