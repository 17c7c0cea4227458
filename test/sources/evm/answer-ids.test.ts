// An answer is believed only under the id of its call, of which there is one: what names none, or another's, may be anybody's.

import { expect, it } from 'vitest';
import { evmSource } from '../../../src/sources/evm/kind.ts';
import { clockFrom, openSource, sentences, told } from '../../support/poll-source.ts';
import { startRpcStub, type RpcRequest } from '../../support/rpc-stub.ts';

const now = 1_700_000_000_000;
const holder = '0x52908400098527886E0F7030069857D2E4169EE7';
const reads = { up: 'up', block: 'block', balance: { balance: holder } };

const results: Readonly<Record<string, unknown>> = {
  eth_chainId: '0x7a69',
  eth_getBlockByNumber: { number: '0x10', timestamp: `0x${(now / 1_000).toString(16)}` },
  eth_getBalance: '0xde0b6b3a7640000',
};

type Answer = Readonly<Record<string, unknown>>;

/** @param change one answer as it would be right, and what is sent in its place. */
async function looked(change: (answer: Answer) => readonly unknown[], batches: boolean) {
  const stub = await startRpcStub((body, response) => {
    const asked = JSON.parse(body) as RpcRequest | RpcRequest[];
    const reply = ({ id, method }: RpcRequest): readonly unknown[] =>
      change({ jsonrpc: '2.0', id, result: results[method] });
    if (!Array.isArray(asked)) return response.end(JSON.stringify(reply(asked)[0]));
    if (batches) return response.end(JSON.stringify(asked.flatMap(reply)));
    response.writeHead(400);
    return response.end('{}');
  });
  const source = await openSource(evmSource, { rpc: stub.url, chain: 31_337 }, reads, {
    clock: clockFrom(() => now),
  });
  return source.look();
}

it.each([true, false])('the id of the call, as a number or as its text (batches: %s)', async (batches) => {
  const good = { up: 'true', block: '16', balance: '1' };
  expect(told(await looked((answer) => [answer], batches))).toEqual(good);
  expect(told(await looked((answer) => [{ ...answer, id: String(answer['id']) }], batches))).toEqual(good);
});

const bad: readonly (readonly [name: string, change: (answer: Answer) => Answer])[] = [
  ['without an id', ({ result }) => ({ jsonrpc: '2.0', result })],
  ['with null for an id', (answer) => ({ ...answer, id: null })],
  ['with a word for an id', (answer) => ({ ...answer, id: 'a' })],
  ['with an id of its own', (answer) => ({ ...answer, id: 77 })],
  [
    'that is an error of another call',
    ({ id }) => ({ id: Number(id) + 50, error: { code: -32_000, message: 'theirs' } }),
  ],
];

it.each(bad.flatMap(([name, change]) => [true, false].map((batches) => [name, batches, change] as const)))(
  'an answer %s is none (batches: %s)',
  async (_, batches, change) => {
    const result = await looked((answer) => [change(answer)], batches);
    expect(told(result)).toEqual({ '*': 'gap:parse', up: 'false' });
    expect(sentences(result).join()).not.toContain('theirs');
  },
);

it("an id that two answers of a batch have is nobody's", async () => {
  const twice = (answer: Answer): readonly Answer[] => [answer, { ...answer, result: '0x1' }];
  // Each call is asked again by itself, and answered once.
  expect(told(await looked(twice, true))).toEqual({ up: 'true', block: '16', balance: '1' });
});

it('an error without an id is told: it is of a request that could not be read', async () => {
  const broken = { jsonrpc: '2.0', id: null, error: { code: -32_700, message: 'parse error' } };
  const result = await looked(() => [broken], false);
  expect(sentences(result).join()).toContain('error -32700: parse error');
});
