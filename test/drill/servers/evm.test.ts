// The drill's RPC, asked by viem over the socket, in batches and alone, and by hand with what no client sends.

import { createPublicClient, defineChain, erc20Abi, getAddress, http, parseAbi } from 'viem';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { startEvmServer } from '../../../src/drill/servers/evm.ts';
import { serviceOf, stage } from '../support/around.ts';

const holder = getAddress('0x5afe000000000000000000000000000000000001');
const spender = '0x5afe000000000000000000000000000000000009' as const;
const token = '0x7000000000000000000000000000000000000002' as const;
const set = stage(`
tracks:
  ether: { digits: 18, points: [{ at: T-0, value: "0.171999999999999999" }] }
  spent: { digits: 18, points: [{ at: T-0, value: 1 }, { at: T+10m, value: 0 }] }
  usdc: { digits: 6, points: [{ at: T-0, value: "1240.500001" }] }
  sent: { points: [{ at: T-0, value: 8114 }] }
  waiting: { points: [{ at: T-0, value: 3 }] }
  paused: { points: [{ at: T-0, value: 0 }, { at: T+10m, value: 1, move: step }] }
services:
  rpc:
    kind: evm
    env: RPC_URL
    chain: 8453
    blockTime: 2s
    balances:
      "0x5afe000000000000000000000000000000000001": ether
      "0x5afe000000000000000000000000000000000009": spent
    nonces: { "0x5afe000000000000000000000000000000000001": { latest: sent, pending: waiting } }
    tokens: { "0x7000000000000000000000000000000000000002": { decimals: 6, holders: { "0x5afe000000000000000000000000000000000001": usdc } } }
    contracts:
      "0x7000000000000000000000000000000000000003":
        "function paused() view returns (bool)": { track: paused }
        "function owners() view returns (address[])": { value: ["0x5afe000000000000000000000000000000000001"] }
        "function allowance(address, address) view returns (uint256)": { track: usdc, decimals: 6 }
        "function version() view returns (string)": { value: 1.4.1 }
        "function seize() view returns (bool)": { reverts: Not today }
`);
const server = await startEvmServer(serviceOf(set, 'rpc', 'evm'), set.around);
afterAll(() => server.close());
beforeEach(() => {
  set.fault = null;
});

const chain = defineChain({
  id: 8453,
  name: 'test',
  nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
  rpcUrls: { default: { http: [server.url] } },
});
const clientWith = (timeout: number) =>
  createPublicClient({
    chain,
    cacheTime: 0,
    transport: http(server.url, { batch: true, retryCount: 0, timeout }),
  });
const client = clientWith(20_000);
/** For a server that hangs or is broken: whatever it does, there is no answer. */
const impatient = clientWith(400);

async function post(body: string): Promise<unknown> {
  return (await fetch(server.url, { method: 'POST', body })).json();
}

describe('the RPC', () => {
  test('answers a batch of viem', async () => {
    const [id, number, block, balance, nonce, pending, tokens] = await Promise.all([
      client.getChainId(),
      client.getBlockNumber(),
      client.getBlock(),
      client.getBalance({ address: holder }),
      client.getTransactionCount({ address: holder }),
      client.getTransactionCount({ address: holder, blockTag: 'pending' }),
      client.readContract({ abi: erc20Abi, address: token, functionName: 'balanceOf', args: [holder] }),
    ]);
    expect({ id, balance, nonce, pending, tokens }).toEqual({
      id: 8453,
      balance: 171_999_999_999_999_999n,
      nonce: 8114,
      pending: 8117,
      tokens: 1_240_500_001n,
    });
    expect(block.number).toBe(number);
    expect(Number(block.timestamp) * 1_000).toBe(set.at);
  });

  test('has contracts: what they answer, their reverts, their code', async () => {
    const address = '0x7000000000000000000000000000000000000003';
    const abi = parseAbi([
      'function paused() view returns (bool)',
      'function owners() view returns (address[])',
      'function allowance(address, address) view returns (uint256)',
      'function version() view returns (string)',
      'function seize() view returns (bool)',
      'function other() view returns (bool)',
    ]);
    const read = (functionName: 'paused' | 'owners' | 'version' | 'seize' | 'other') =>
      client.readContract({ abi, address, functionName });
    expect(await read('paused')).toBe(false);
    expect(await read('owners')).toEqual([holder]);
    expect(await read('version')).toBe('1.4.1');
    const args = [holder, spender] as const;
    expect(await client.readContract({ abi, address, functionName: 'allowance', args })).toBe(1_240_500_001n);
    await expect(read('seize')).rejects.toThrow('Not today');
    await expect(read('other')).rejects.toThrow('reverted');
    expect(await client.getCode({ address })).toBe('0x60006000fd');
    expect(await client.getCode({ address: holder })).toBeUndefined();
    set.at += 600_000;
    expect(await read('paused')).toBe(true);
    set.at -= 600_000;
  });

  test('the chain grows with the launch clock', async () => {
    const before = await client.getBlockNumber();
    set.at += 60_000;
    expect(await client.getBlockNumber()).toBe(before + 30n);
    set.at -= 60_000;
    expect((await client.getBlock({ blockNumber: before - 1n })).timestamp).toBe(
      BigInt(set.at) / 1_000n - 2n,
    );
    await expect(client.getBlock({ blockNumber: before + 1n })).rejects.toThrow('could not be found');
  });

  test('a block keeps its state when the head has moved on', async () => {
    const blockNumber = await client.getBlockNumber();
    const before = await client.getBalance({ address: spender, blockNumber });
    set.at += 300_000;
    expect(await client.getBalance({ address: spender, blockNumber })).toBe(before);
    expect(await client.getBalance({ address: spender })).toBe(before - 500_000_000_000_000_000n);
    set.at -= 300_000;
  });

  test('a strange address has nothing, a strange contract no code', async () => {
    expect(await client.getBalance({ address: token })).toBe(0n);
    await expect(
      client.readContract({ abi: erc20Abi, address: holder, functionName: 'balanceOf', args: [token] }),
    ).rejects.toThrow('returned no data');
  });

  test('a wrong chain and a head that stands still', async () => {
    set.fault = 'wrong-chain';
    expect(await client.getChainId()).toBe(8454);
    set.fault = 'stale-head';
    expect(Number((await client.getBlock()).timestamp) * 1_000).toBe(set.at - 600_000);
    expect(await client.getBalance({ address: holder })).toBe(171_999_999_999_999_999n);
  });

  test.each(['hang', 'reset', 'html', 'error', 'half', 'garbage'] as const)('%s', async (fault) => {
    set.fault = fault;
    await expect(impatient.getChainId()).rejects.toBeInstanceOf(Error);
  });

  test.each([
    ['{', -32700],
    ['[]', -32600],
    ['{"jsonrpc":"2.0","id":1}', -32600],
    ['{"jsonrpc":"2.0","id":1,"method":"eth_sendRawTransaction","params":["0x"]}', -32601],
    ['{"jsonrpc":"2.0","id":1,"method":"eth_getBalance","params":["0x12","latest"]}', -32602],
    ['{"jsonrpc":"2.0","id":1,"method":"eth_getBlockByNumber","params":[{},false]}', -32602],
    [`{"jsonrpc":"2.0","id":1,"method":"eth_getBalance","params":["${holder}","0xffffffffff"]}`, -32000],
    [`{"jsonrpc":"2.0","id":1,"method":"eth_call","params":[{"to":"${token}","data":"0xdead"},"latest"]}`, 3],
  ])('%s is error %i', async (body, code) => {
    expect(await post(body)).toMatchObject({ error: { code } });
  });

  test('a batch answers each of its requests', async () => {
    const answers = await post(
      '[{"jsonrpc":"2.0","id":"a","method":"eth_chainId"},7,{"jsonrpc":"2.0","id":"b","method":"nope"}]',
    );
    expect(answers).toEqual([
      { jsonrpc: '2.0', id: 'a', result: '0x2105' },
      { jsonrpc: '2.0', id: null, error: { code: -32600, message: 'Invalid Request' } },
      {
        jsonrpc: '2.0',
        id: 'b',
        error: { code: -32601, message: 'the method nope does not exist/is not available' },
      },
    ]);
  });
});
