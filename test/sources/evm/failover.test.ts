// What the evm source does when RPCs fail: the next one answers, never a wrong balance; and what it says when none does.

import { beforeEach, describe, expect, it } from 'vitest';
import { evmSource } from '../../../src/sources/evm/kind.ts';
import { clockFrom, openSource, sentences, told } from '../../support/poll-source.ts';
import {
  answers,
  hangs,
  passesTo,
  startRpcStub,
  type RpcBehaviour,
  type RpcRequest,
} from '../../support/rpc-stub.ts';
import { freePort } from '../../support/loopback.ts';
import { describeWithAnvil, startAnvil, type Anvil } from '../../support/services.ts';

const holder = '0x52908400098527886E0F7030069857D2E4169EE7';
const chain = 31_337;
const balance = '1.000000000000000001';
const reads = { balance: { balance: holder }, up: 'up', index: 'rpc-index' };

async function anvilWithBalance(args: string[] = []): Promise<Anvil> {
  const anvil = await startAnvil(args);
  await anvil.rpc('anvil_setBalance', holder, `0x${1_000_000_000_000_000_001n.toString(16)}`);
  return anvil;
}

/** Another anvil with another balance, which must never be shown. */
async function wrongAnvil(args: string[]): Promise<string> {
  const anvil = await startAnvil(args);
  await anvil.rpc('anvil_setBalance', holder, '0x1');
  return anvil.url;
}

const answersWith = (behave: RpcBehaviour) => async () => (await startRpcStub(behave)).url;
const rpcError = (code: number, message: string) =>
  answersWith((body, response) => {
    const requests = JSON.parse(body) as RpcRequest[];
    response.end(
      JSON.stringify(requests.map(({ id }) => ({ jsonrpc: '2.0', id, error: { code, message } }))),
    );
  });

/** A preferred RPC that is broken, what it is called, and whether it counts as down. */
const broken: readonly (readonly [name: string, url: () => Promise<string>, reason: string, up: string])[] = [
  ['is dead', async () => `http://127.0.0.1:${await freePort()}`, 'refused', 'false'],
  ['hangs', answersWith(hangs), 'timeout', 'false'],
  ['does not resolve', async () => 'http://rpc.invalid', 'dns', 'gap:dns'],
  ['speaks no TLS', async () => (await answersWith(hangs)()).replace('http:', 'https:'), 'tls', 'false'],
  ['closes the connection', answersWith((_, response) => response.socket?.destroy()), 'reset', 'false'],
  [
    'stops in the middle',
    answersWith((_, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('[{"id":0,"result"');
      setImmediate(() => response.socket?.destroy());
    }),
    'reset',
    'false',
  ],
  [
    'stops in the middle and hangs',
    answersWith((_, response) => {
      response.write('[{"id":0,"result"');
    }),
    'timeout',
    'false',
  ],
  ['serves another chain', () => wrongAnvil(['--chain-id', '1']), 'wrong_chain', 'false'],
  ['has a stale head', () => wrongAnvil(['--timestamp', '1600000000']), 'stale_head', 'false'],
  [
    'answers HTML',
    answersWith(answers(200, '<!doctype html><h1>Welcome</h1>', { 'content-type': 'text/html' })),
    'parse',
    'false',
  ],
  ['answers nothing', answersWith(answers(200, '')), 'parse', 'false'],
  ['answers half of it', answersWith(answers(200, '[{"id":0,"resul')), 'parse', 'false'],
  [
    'answers invalid UTF-8',
    answersWith((_, response) => response.end(Buffer.from([0xff, 0xfe, 0x5b]))),
    'parse',
    'false',
  ],
  ['answers null', answersWith(answers(200, 'null')), 'parse', 'false'],
  ['answers a number', answersWith(answers(200, '1e400')), 'parse', 'false'],
  [
    'answers numbers for hex',
    answersWith(answers(200, '[{"id":0,"result":31337},{"id":1,"result":7}]')),
    'parse',
    'false',
  ],
  [
    'has no block',
    answersWith(answers(200, '[{"id":0,"result":"0x7a69"},{"id":1,"result":null}]')),
    'parse',
    'false',
  ],
  ['answers 2 MiB', answersWith(answers(200, JSON.stringify('x'.repeat(2_097_152)))), 'too_large', 'false'],
  ['is overloaded (503)', answersWith(answers(503, 'Service Unavailable')), 'http_status', 'false'],
  ['has an error for JSON (500)', answersWith(answers(500, 'oh no')), 'http_status', 'false'],
  [
    'redirects',
    answersWith(answers(302, '', { location: 'https://elsewhere.invalid/' })),
    'http_status',
    'false',
  ],
  ['wants a key (401)', answersWith(answers(401, '{}')), 'auth', 'gap:auth'],
  ['forbids (403)', answersWith(answers(403, 'Forbidden')), 'auth', 'gap:auth'],
  ['throttles (429)', answersWith(answers(429, '{}', { 'retry-after': '30' })), 'throttled', 'gap:throttled'],
  ['throttles (-32005)', rpcError(-32_005, 'limit exceeded'), 'throttled', 'gap:throttled'],
  ['lacks a method', rpcError(-32_601, 'the method does not exist'), 'unavailable', 'false'],
  ['has lost a block', rpcError(-32_000, 'header not found'), 'unavailable', 'false'],
];

/** Real milliseconds for a poll: few where it is to be too late, many where a resolver without a network takes its time. */
const patience = (reason: string) => (reason === 'timeout' ? 1_500 : 9_000);

describeWithAnvil('evm fail-over', () => {
  it.each(broken)('the second RPC answers when the first %s', async (_, url, reason, up) => {
    const anvil = await anvilWithBalance();
    const first = await url();
    const source = await openSource(evmSource, { rpc: [first, anvil.url], chain }, reads, {
      timeout: patience(reason),
    });
    const result = await source.look();
    expect(told(result)).toEqual({ balance, up, index: '2' });
    expect(result.note).toMatch(/^rpc 2 of 2 answers: 127\.0\.0\.1:\d+ \(1: /);
    expect(result.note).toContain(`(1: ${reason}, `);
    expect(result.retryAfter).toBeNull();
  });

  it.each(broken)('no reading when the only RPC %s', async (_, url, reason, up) => {
    const source = await openSource(evmSource, { rpc: await url(), chain }, reads, {
      timeout: patience(reason),
    });
    const result = await source.look();
    expect(told(result)).toEqual({ '*': `gap:${reason}`, up });
    if (reason === 'wrong_chain')
      expect(result.gap?.remedy?.text).toBe(`Name an RPC of chain ${chain}, or correct chain.`);
  });

  it('the first RPC answers again as soon as it can', async () => {
    const anvil = await anvilWithBalance();
    let works = false;
    const pass = passesTo(anvil.url);
    const first = await startRpcStub((body, response, request) =>
      works ? pass(body, response, request) : answers(500, 'oh')(body, response, request),
    );
    const source = await openSource(evmSource, { rpc: [first.url, anvil.url], chain }, reads);
    expect(told(await source.look())).toEqual({ balance, up: 'false', index: '2' });
    works = true;
    const result = await source.look();
    expect(told(result)).toEqual({ balance, up: 'true', index: '1' });
    expect(result.note).toBe(`rpc 1 of 2 answers: ${first.host}`);
  });

  it('a hung anvil is left in time for the next', async () => {
    const anvil = await anvilWithBalance();
    const hung = await anvilWithBalance();
    const source = await openSource(evmSource, { rpc: [hung.url, anvil.url], chain }, reads, {
      timeout: 800,
    });
    expect(told(await source.look())).toMatchObject({ balance, index: '1' });
    hung.signal('SIGSTOP');
    expect(told(await source.look())).toEqual({ balance, up: 'false', index: '2' });
    hung.signal('SIGCONT');
    expect(told(await source.look())).toMatchObject({ balance, index: '1' });
    await hung.stop();
    expect(told(await source.look())).toEqual({ balance, up: 'false', index: '2' });
  });

  it('an RPC that cannot tell one of the reads is not mixed with another', async () => {
    const anvil = await anvilWithBalance();
    const first = await startRpcStub(
      passesTo(anvil.url, ({ method, id }, answer) =>
        method === 'eth_getBalance' ? { id, error: { code: -32_000, message: 'missing trie node' } } : answer,
      ),
    );
    const more = { ...reads, nonce: { nonce: holder } };
    const alone = await openSource(evmSource, { rpc: first.url, chain }, more);
    expect(told(await alone.look())).toEqual({
      balance: 'gap:unavailable',
      nonce: '0',
      up: 'false',
      index: '1',
    });
    const both = await openSource(evmSource, { rpc: [first.url, anvil.url], chain }, more);
    expect(told(await both.look())).toEqual({ balance, nonce: '0', up: 'false', index: '2' });
  });

  it('an RPC that asks for a pause is given it', async () => {
    const anvil = await anvilWithBalance();
    const first = await startRpcStub(answers(429, '{}', { 'retry-after': '30' }));
    const source = await openSource(evmSource, { rpc: [first.url, anvil.url], chain }, reads);
    await source.look();
    expect(told(await source.look())).toEqual({ balance, up: 'gap:throttled', index: '2' });
    expect(first.bodies).toHaveLength(1);
    const alone = await openSource(evmSource, { rpc: first.url, chain }, reads);
    expect((await alone.look()).retryAfter).toBe(30_000);
  });

  it.each<[string, RpcBehaviour]>([
    [
      'a JSON-RPC error',
      answers(200, '{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"batch not supported"}}'),
    ],
    [
      'one error in an array',
      answers(200, '[{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"no"}}]'),
    ],
    ['HTTP 400', answers(400, 'bad request')],
    ['HTML', answers(200, '<html>')],
    ['HTTP 500', answers(500, '{"jsonrpc":"2.0","id":null,"error":{"code":-32603,"message":"oh"}}')],
  ])('an RPC that refuses batches with %s is asked one by one, and that is remembered', async (_, refuse) => {
    const anvil = await anvilWithBalance();
    const pass = passesTo(anvil.url);
    const stub = await startRpcStub((body, response, request) =>
      (body.startsWith('[') ? refuse : pass)(body, response, request),
    );
    const source = await openSource(
      evmSource,
      { rpc: stub.url, chain },
      { ...reads, nonce: { nonce: holder } },
    );
    expect(told(await source.look())).toEqual({ balance, nonce: '0', up: 'true', index: '1' });
    expect(stub.bodies.filter((body) => body.startsWith('['))).toHaveLength(1);
    expect(stub.bodies).toHaveLength(5);
    await source.look();
    expect(stub.bodies.filter((body) => body.startsWith('['))).toHaveLength(1);
    expect(stub.bodies).toHaveLength(9);
  });

  it('one call at which the RPC breaks makes no other unknown', async () => {
    const anvil = await anvilWithBalance();
    const pass = passesTo(anvil.url);
    let breaks = true;
    const stub = await startRpcStub((body, response, request) =>
      (breaks && body.includes('eth_getTransactionCount') ? answers(500, 'oh') : pass)(
        body,
        response,
        request,
      ),
    );
    const asked = { ...reads, nonce: { nonce: holder } };
    const source = await openSource(evmSource, { rpc: stub.url, chain }, asked);
    const result = await source.look();
    expect(told(result)).toEqual({ balance, nonce: 'gap:unavailable', up: 'false', index: '1' });
    expect(sentences(result)[0]).toMatch(/answers with error 500: HTTP 500$/);
    breaks = false;
    expect(told(await source.look())).toEqual({ balance, nonce: '0', up: 'true', index: '1' });
    expect(stub.bodies.at(-1)).toMatch(/^\[/);
  });

  it('a stale head is passed over with a clock far ahead, for all RPCs', async () => {
    const one = await anvilWithBalance();
    const two = await anvilWithBalance();
    const clock = clockFrom(() => Date.now() + 3_600_000);
    const source = await openSource(evmSource, { rpc: [one.url, two.url], chain }, reads, { clock });
    const result = await source.look();
    expect(told(result)).toEqual({ '*': 'gap:stale_head', up: 'false' });
    expect(result.gap?.message).toMatch(/^no RPC can be read from: 1: stale_head, .*; 2: stale_head, /);
  });
});

describe('evm source', () => {
  let url = '';
  beforeEach(async () => {
    url = (await startRpcStub(hangs)).url;
  });

  it('settles when it is aborted', async () => {
    // Without the signal it would outlast the test.
    const source = await openSource(evmSource, { rpc: [url, url], chain }, reads, { timeout: 600_000 });
    const abort = new AbortController();
    const poll = source.poll(abort.signal);
    setImmediate(() => abort.abort());
    expect(told(await poll)).toEqual({ '*': 'gap:timeout' });
  });

  it('settles at once with a signal that was aborted before', async () => {
    const source = await openSource(evmSource, { rpc: url, chain }, reads);
    expect(told(await source.poll(AbortSignal.abort()))).toEqual({ '*': 'gap:timeout' });
  });

  it('can be closed twice, and in the middle of a poll', async () => {
    const source = await openSource(evmSource, { rpc: url, chain }, reads, { timeout: 30_000 });
    const poll = source.look();
    await source.close();
    await source.close();
    expect((await poll).gap).not.toBeNull();
    expect(told(await source.look())).toEqual({ '*': 'gap:unavailable' });
  });

  it('keeps the key out of every sentence, even if the RPC repeats it', async () => {
    const stub = await startRpcStub((_, response, request) => {
      response.writeHead(400);
      response.end(
        JSON.stringify({
          jsonrpc: '2.0',
          id: 0,
          error: { code: -32_000, message: `bad key in ${request.url} \u001b[31m!` },
        }),
      );
    });
    const secret = `${stub.url.replace('http://', 'http://user:hunter2hunter2@')}/v2/SECRETKEY123?token=TOKENTOKEN`;
    const source = await openSource(evmSource, { rpc: [secret, secret], chain }, reads);
    const text = sentences(await source.look()).join('\n');
    expect(text).toContain('bad key in /v2/***?token=*** [31m!');
    expect(text).not.toMatch(/SECRETKEY|TOKENTOKEN|hunter2/);
    expect(text).not.toContain('\u001b');
  });
});
