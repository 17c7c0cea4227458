// The whole program against a real anvil and RPCs that fail: the wrong chain, old heads, nonsense, and keys in the path.
import { beforeAll, expect, test } from 'vitest';
import { ensureBuilt } from '../support/built.ts';
import { answers, hangs, passesTo, startRpcStub, type RpcBehaviour } from '../support/rpc-stub.ts';
import { freePort } from '../support/loopback.ts';
import { describeWithAnvil, startAnvil } from '../support/services.ts';
import { boardOf, expectedOf, expectSentences, saidOf, type FaultCase } from './support.ts';

beforeAll(ensureBuilt, 60_000);

const purse = '0x00000000000000000000000000000000000000aa';
const wei = 123_456_789_012_345_678_901n;

describeWithAnvil('an RPC that fails', () => {
  test('each fault is one gap with its sentence; what is well stays exact', { timeout: 90_000 }, async () => {
    const anvil = await startAnvil();
    await anvil.rpc('anvil_setBalance', purse, `0x${wei.toString(16)}`);
    const result = (method: string, value: unknown): RpcBehaviour =>
      passesTo(anvil.url, (request, answer) =>
        request.method === method ? { ...answer, result: value } : answer,
      );
    const repeats: RpcBehaviour = (_body, response, request) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          jsonrpc: '2.0',
          id: 1,
          error: { code: -32_000, message: `\u001b[2J${request.url} \u001b]0;pwned\u0007` },
        }),
      );
    const behaviours: readonly [id: string, behaviour: RpcBehaviour, says: RegExp][] = [
      [
        'wrong-chain',
        result('eth_chainId', '0x1'),
        /^wrong_chain: .*\b1\b.*\b31337\b|^wrong_chain: .*\b31337\b.*\b1\b/,
      ],
      ['no-balance', result('eth_getBalance', 'NaN'), /^(?:parse|nan|wrong_type): /],
      ['html', answers(200, '<html>login</html>', { 'content-type': 'text/html' }), /^parse: /],
      ['half', answers(200, '[{"jsonrpc":"2.0","id":1,"res'), /^parse: /],
      ['resets', (_body, response) => void response.socket?.resetAndDestroy(), /^reset: /],
      ['invalid-utf8', (_body, response) => response.end(Buffer.from([0x5b, 0xff, 0xfe])), /^parse: /],
      ['hangs', hangs, /^timeout: /],
      ['throttled', answers(429, ''), /^throttled: .*asks us to slow down/],
      ['unauthorised', answers(401, 'hunter2keyintheurlspath'), /^(?:auth|denied): /],
      ['repeats-the-key', repeats, /^\w+: (?!.*hunter2)/],
      ['huge', answers(200, ' '.repeat(30_000_000)), /^too_large: /],
    ];
    const cases: FaultCase[] = [
      {
        id: 'healthy',
        source: `rpc: "${anvil.url}"`,
        read: `{ balance: "${purse}" }`,
        says: '123.456789012345678901',
      },
      {
        id: 'refuses',
        source: `rpc: "http://127.0.0.1:${await freePort()}/v2/\${KEY}"`,
        read: `{ balance: "${purse}" }`,
        says: /^refused: /,
      },
      {
        id: 'old-head',
        source: `maxHeadAge: 1ms, rpc: "${(await startRpcStub(passesTo(anvil.url))).url}/v2/\${KEY}"`,
        read: `{ balance: "${purse}" }`,
        says: /^stale_head: /,
      },
    ];
    for (const [id, behaviour, says] of behaviours) {
      const { url } = await startRpcStub(behaviour);
      const rest = id === 'hangs' ? { timeout: '1s' } : {};
      cases.push({ id, source: `rpc: "${url}/v2/\${KEY}"`, read: `{ balance: "${purse}" }`, says, ...rest });
    }
    const all = cases.map((one) => ({
      ...one,
      source: `chain: 31337, ${one.source.includes('maxHeadAge') ? '' : 'maxHeadAge: 1d, '}${one.source}`,
    }));
    const env = { KEY: 'hunter2keyintheurlspath' };
    const board = await boardOf({
      kind: 'evm',
      target: '>= 0 ETH',
      cases: all,
      env,
      secrets: Object.values(env),
    });
    expect(saidOf(board)).toEqual(expectedOf(all));
    expectSentences(board);
  });
});
