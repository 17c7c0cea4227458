// Every read of the evm source against a real anvil.

import { describe, expect, it } from 'vitest';
import { evmSource } from '../../../src/sources/evm/kind.ts';
import { clockFrom, openSource, sentences, told } from '../../support/poll-source.ts';
import { passesTo, startRpcStub, type RpcRequest } from '../../support/rpc-stub.ts';
import { describeWithAnvil, startAnvil, type Anvil } from '../../support/services.ts';

const holder = '0x52908400098527886E0F7030069857D2E4169EE7';
const token = '0x1111111111111111111111111111111111111111';
const reverting = '0x2222222222222222222222222222222222222222';
const sender = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';

/** Answers every call with the 32 bytes of this number. */
async function installToken(anvil: Anvil, balance: bigint) {
  const word = balance.toString(16).padStart(64, '0');
  await anvil.rpc('anvil_setCode', token, `0x7f${word}60005260206000f3`);
  await anvil.rpc('anvil_setCode', reverting, '0x60006000fd');
}

const chain = 31_337;

describeWithAnvil('evm reads', () => {
  it('are exact to the wei, all from one block, in one batch', async () => {
    const anvil = await startAnvil();
    await anvil.rpc('anvil_setBalance', holder, `0x${1_000_000_000_000_000_001n.toString(16)}`);
    await installToken(anvil, 123_456_789_012_345_678_901_234_567n);
    await anvil.rpc('evm_setAutomine', false);
    const transaction = { from: sender, to: holder, value: '0x0' };
    await anvil.rpc('eth_sendTransaction', transaction);
    await anvil.rpc('anvil_mine', '0x1');
    await anvil.rpc('eth_sendTransaction', transaction);
    const stub = await startRpcStub(passesTo(anvil.url));
    const source = await openSource(
      evmSource,
      { rpc: stub.url, chain },
      {
        balance: { balance: holder },
        lower: { balance: holder.toLowerCase() },
        same: { balance: holder },
        tokens: { erc20: token, holder, decimals: 6 },
        nonce: { nonce: sender, at: 'latest' },
        pending: { nonce: sender, at: 'pending' },
        block: 'block',
        age: 'head-age',
        index: 'rpc-index',
        up: 'up',
      },
    );
    const result = await source.look();
    expect(told(result)).toEqual({
      balance: '1.000000000000000001',
      lower: '1.000000000000000001',
      same: '1.000000000000000001',
      tokens: '123456789012345678901.234567',
      nonce: '1',
      pending: '2',
      block: '1',
      age: expect.stringMatching(/^\d{1,5}$/),
      index: '1',
      up: 'true',
    });
    expect(result.note).toBeNull();
    expect(result.latencyMs).toBeGreaterThan(0);
    expect(stub.bodies).toHaveLength(2);
    const [head, reads] = stub.bodies.map((body) => JSON.parse(body) as RpcRequest[]);
    expect(head?.map(({ method }) => method)).toEqual(['eth_chainId', 'eth_getBlockByNumber']);
    expect(reads).toHaveLength(5);
    expect(reads?.map(({ params }) => params.at(-1))).toEqual(['0x1', '0x1', '0x1', '0x1', 'pending']);
  });

  it('follow the chain from poll to poll', async () => {
    const anvil = await startAnvil();
    const source = await openSource(
      evmSource,
      { rpc: anvil.url, chain },
      { block: 'block', b: { balance: holder } },
    );
    expect(told(await source.look())).toEqual({ block: '0', b: '0' });
    await anvil.rpc('anvil_setBalance', holder, '0x1');
    await anvil.rpc('anvil_mine', '0x3');
    expect(told(await source.look())).toEqual({ block: '3', b: '0.000000000000000001' });
  });

  it('of a token say what is wrong with it, and the others are read', async () => {
    const anvil = await startAnvil();
    await installToken(anvil, 1n);
    const source = await openSource(
      evmSource,
      { rpc: anvil.url, chain },
      {
        none: { erc20: holder, holder, decimals: 18 },
        refusing: { erc20: reverting, holder, decimals: 18 },
        fine: { erc20: token, holder, decimals: 0 },
      },
    );
    const result = await source.look();
    expect(told(result)).toEqual({ none: 'gap:not_found', refusing: 'gap:unavailable', fine: '1' });
    expect(sentences(result)[0]).toBe(`there is no ERC-20 contract at ${holder}`);
    expect(sentences(result)[1]).toContain('refuses balanceOf');
  });

  it('come from an RPC that answers a batch in another order', async () => {
    const anvil = await startAnvil();
    await anvil.rpc('anvil_setBalance', holder, '0xde0b6b3a7640000');
    const stub = await startRpcStub(async (body, response) => {
      const upstream = await fetch(anvil.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      const answered = (await upstream.json()) as unknown[];
      response.end(JSON.stringify(answered.toReversed()));
    });
    const source = await openSource(
      evmSource,
      { rpc: stub.url, chain },
      { balance: { balance: holder }, nonce: { nonce: holder } },
    );
    expect(told(await source.look())).toEqual({ balance: '1', nonce: '0' });
  });

  it('are never told from a stale head', async () => {
    const anvil = await startAnvil();
    const clock = clockFrom(() => Date.now() + 86_400_000);
    const source = await openSource(
      evmSource,
      { rpc: anvil.url, chain, maxHeadAge: '60s' },
      { balance: { balance: holder }, block: 'block', age: 'head-age', up: 'up' },
      { clock },
    );
    const result = await source.look();
    expect(told(result)).toEqual({ '*': 'gap:stale_head', up: 'false' });
    expect(result.gap?.message).toMatch(/^the newest block 0 of 127\.0\.0\.1:\d+ is 1d old, more than 1m$/);
  });

  it('are never told from a head in the future', async () => {
    const anvil = await startAnvil();
    const clock = clockFrom(() => Date.now() - 3_600_000);
    const source = await openSource(
      evmSource,
      { rpc: anvil.url, chain },
      { b: { balance: holder } },
      { clock },
    );
    expect(told(await source.look())).toEqual({ '*': 'gap:clock_skew' });
  });
});

describe('evm schema', () => {
  const read = (value: unknown) => evmSource.read.safeParse(value);
  const message = (value: unknown) => read(value).error?.issues[0]?.message;

  it('takes addresses with the right capitals or none', () => {
    expect(read({ balance: holder }).success).toBe(true);
    expect(read({ balance: holder.toLowerCase() }).success).toBe(true);
    expect(message({ balance: holder.replace('7886E', '7886e') })).toContain('checksum');
    expect(message({ balance: '0x12' })).toBe('an address is 0x and 40 hexadecimal digits');
    expect(message({ erc20: token, holder: holder.replace('E', 'e'), decimals: 6 })).toContain('checksum');
    expect(message({ balence: holder })).toContain('{ balance: ADDRESS }');
    expect(message('head_age')).toContain('head-age');
  });

  it('takes one RPC or several, and a chain', () => {
    const options = (value: unknown) => evmSource.options.safeParse(value).success;
    expect(options({ rpc: 'https://a.example/key', chain: 1 })).toBe(true);
    expect(options({ rpc: ['https://a.example', 'http://b.example'], chain: 8453, maxHeadAge: '2m' })).toBe(
      true,
    );
    expect(options({ rpc: [], chain: 1 })).toBe(false);
    expect(options({ rpc: 'wss://a.example', chain: 1 })).toBe(false);
    expect(options({ rpc: 'https://a.example' })).toBe(false);
    expect(options({ rpc: 'https://a.example', chain: 1, maxAge: '1s' })).toBe(false);
  });

  it('never shows what may be a key', () => {
    expect(evmSource.place({ rpc: ['https://u:p@a.example/v2/SECRET?k=1', 'http://b:1/x'], chain: 1 })).toBe(
      'chain 1 at a.example, b:1',
    );
  });

  it('knows the units', () => {
    expect(evmSource.naturalUnit({ balance: holder })).toBe('ETH');
    expect(evmSource.naturalUnit('head-age')).toBe('ms');
    expect(evmSource.naturalUnit({ erc20: token, holder, decimals: 6 })).toBeNull();
    expect(evmSource.naturalUnit('up')).toBeNull();
  });
});
