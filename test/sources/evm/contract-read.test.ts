// Calls of contracts that really stand on an anvil: a Safe, something that can be paused, a token, and contracts that refuse.

import { encodeAbiParameters, encodeErrorResult, keccak256, parseAbi } from 'viem';
import { expect, it } from 'vitest';
import { evmSource } from '../../../src/sources/evm/kind.ts';
import { deploy, padded } from '../../support/contracts.ts';
import { openSource, sentences, told } from '../../support/poll-source.ts';
import { passesTo, startRpcStub, type RpcRequest } from '../../support/rpc-stub.ts';
import { describeWithAnvil, startAnvil } from '../../support/services.ts';

const chain = 31_337;
const owners = [
  '0x52908400098527886E0F7030069857D2E4169EE7',
  '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
  '0xde709f2102306220921060314715629080e2fb77',
] as const;
const [owner, spender, third] = owners;
const nobody = '0x1111111111111111111111111111111111111111';

const getOwners = 'function getOwners() view returns (address[])';
const getThreshold = 'function getThreshold() view returns (uint256)';
const paused = 'function paused() view returns (bool)';
const allowance = 'function allowance(address owner, address spender) view returns (uint256)';
const seize = 'function seize() view returns (bool)';

const uint = (value: bigint) => ({ fixed: padded(value) });

describeWithAnvil('contracts', () => {
  it('a Safe tells its owners and its threshold', async () => {
    const anvil = await startAnvil();
    const safe = await deploy(anvil, {
      [getOwners]: { fixed: encodeAbiParameters([{ type: 'address[]' }], [owners]) },
      [getThreshold]: uint(2n),
    });
    const read = { call: getOwners, to: safe.address };
    const source = await openSource(
      evmSource,
      { rpc: anvil.url, chain },
      {
        owners: { ...read, length: true },
        one: { ...read, has: owner },
        small: { ...read, has: spender.toLowerCase() },
        all: { ...read, has: [third, owner, spender] },
        stranger: { ...read, has: nobody },
        oneMissing: { ...read, has: [owner, nobody] },
        threshold: { call: getThreshold, to: safe.address },
        threeOfFive: { call: getThreshold, to: safe.address, is: 3 },
      },
    );
    expect(told(await source.look())).toEqual({
      owners: '3',
      one: 'true',
      small: 'true',
      all: 'true',
      stranger: 'false',
      oneMissing: 'false',
      threshold: '2',
      threeOfFive: 'false',
    });
  });

  it('paused and allowances follow the chain, all at one block and in one batch with balances', async () => {
    const anvil = await startAnvil();
    const token = await deploy(anvil, { [paused]: 'stored', [allowance]: 'stored' });
    await token.store(allowance, [owner, spender], 1_500_000_000_001n);
    const stub = await startRpcStub(passesTo(anvil.url));
    const call = { call: allowance, to: token.address };
    const source = await openSource(
      evmSource,
      { rpc: stub.url, chain },
      {
        paused: { call: paused, to: token.address },
        notPaused: { call: paused, to: token.address, is: false },
        whole: { ...call, args: [owner, spender.toLowerCase()] },
        scaled: { ...call, args: [owner, spender], decimals: 6 },
        other: { ...call, args: [spender, owner] },
        balance: { balance: owner },
        code: { hasCode: token.address },
        block: 'block',
      },
    );
    const before = await source.look();
    expect(told(before)).toEqual({
      paused: 'false',
      notPaused: 'true',
      whole: '1500000000001',
      scaled: '1500000.000001',
      other: '0',
      balance: '0',
      code: 'true',
      block: '2',
    });
    const [, reads] = stub.bodies.map((body) => JSON.parse(body) as RpcRequest[]);
    // Two metrics of one question ask it once.
    expect(reads?.map(({ method }) => method)).toEqual([
      'eth_call',
      'eth_call',
      'eth_call',
      'eth_getBalance',
      'eth_getCode',
    ]);
    expect(reads?.map(({ params }) => params.at(-1))).toEqual(Array.from({ length: 5 }, () => '0x2'));
    await token.store(paused, [], 1n);
    expect(told(await source.look())).toMatchObject({ paused: 'true', notPaused: 'false', block: '3' });
  });

  it('values are exact, or text, and one of several is picked', async () => {
    const anvil = await startAnvil();
    const round =
      'function latestRoundData() view returns (uint80 roundId, int256 answer, uint256 startedAt)';
    const code = `0x${'5a'.repeat(32)}`;
    const contract = await deploy(anvil, {
      [round]: { fixed: padded(7n) + padded(2n ** 256n - 12_345_678n) + padded(2n ** 256n - 1n) },
      'function owner() view returns (address)': uint(BigInt(owner)),
      'function root() view returns (bytes32)': { fixed: code },
      'function version() pure returns (string)': {
        fixed: encodeAbiParameters([{ type: 'string' }], ['1.4.1 \u001b[2Jgone']),
      },
      'function none() view returns (uint8[])': {
        fixed: encodeAbiParameters([{ type: 'uint8[]' }], [[]]),
      },
    });
    const at = (call: string, more: object = {}) => ({ call, to: contract.address, ...more });
    const source = await openSource(
      evmSource,
      { rpc: anvil.url, chain },
      {
        answer: at(round, { at: 'answer', decimals: 8 }),
        first: at(round, { at: 0 }),
        last: at(round, { at: 2 }),
        owner: at('function owner() external view returns (address)'),
        isOwner: at('function owner() view returns (address)', { is: owner.toLowerCase() }),
        root: at('function root() view returns (bytes32);'),
        version: at('function version() public pure returns (string memory)'),
        none: at('function none() view returns (uint8[])', { length: true }),
        hasNone: at('function none() view returns (uint8[])', { has: 0 }),
      },
    );
    expect(told(await source.look())).toEqual({
      answer: '-0.12345678',
      first: '7',
      last: String(2n ** 256n - 1n),
      owner,
      isOwner: 'true',
      root: code,
      version: '1.4.1 [2Jgone',
      none: '0',
      hasNone: 'false',
    });
  });

  it('what refuses says why, and the others are read from the same RPC', async () => {
    const anvil = await startAnvil();
    const errors = parseAbi(['error Error(string)', 'error Panic(uint256)', 'error NotNow(uint256)']);
    const reason = encodeErrorResult({
      abi: errors,
      errorName: 'Error',
      args: ['Pausable: \u001b[1mpaused'],
    });
    const contract = await deploy(anvil, {
      [seize]: { refuses: reason },
      'function overflows() view returns (bool)': {
        refuses: encodeErrorResult({ abi: errors, errorName: 'Panic', args: [0x11n] }),
      },
      'function custom() view returns (bool)': {
        refuses: encodeErrorResult({ abi: errors, errorName: 'NotNow', args: [7n] }),
      },
      'function bare() view returns (bool)': { refuses: '' },
      'function breaks() view returns (bool)': 'breaks',
      [paused]: uint(0n),
    });
    const names = ['seize', 'overflows', 'custom', 'bare', 'breaks', 'missing', 'paused'];
    const reads = Object.fromEntries(
      names.map((name) => [name, { call: `function ${name}() view returns (bool)`, to: contract.address }]),
    );
    const second = await startRpcStub(passesTo(anvil.url));
    const source = await openSource(
      evmSource,
      { rpc: [anvil.url, second.url], chain },
      { ...reads, up: 'up', index: 'rpc-index' },
    );
    const result = await source.look();
    expect(told(result)).toEqual({
      ...Object.fromEntries(names.map((name) => [name, 'gap:unavailable'])),
      paused: 'false',
      up: 'true',
      index: '1',
    });
    // No other RPC is asked what the contract itself refuses.
    expect(second.bodies).toEqual([]);
    const refused = (name: string, why: string) => `contract ${contract.address} refuses ${name}(): ${why}`;
    const said = sentences(result);
    expect(said.slice(0, 3)).toEqual([
      refused('seize', '"Pausable: [1mpaused"'),
      refused('overflows', 'panic 0x11, arithmetic overflow'),
      refused(
        'custom',
        `custom error ${encodeErrorResult({ abi: errors, errorName: 'NotNow', args: [7n] }).slice(0, 10)}`,
      ),
    ]);
    expect(said[3]).toMatch(/ refuses bare\(\): execution reverted/);
    expect(said[4]).toMatch(/ refuses breaks\(\): .*/);
  });

  it('no contract, and answers that are none of the type, are gaps of their own', async () => {
    const anvil = await startAnvil();
    const contract = await deploy(anvil, {
      'function two() view returns (bool)': uint(2n),
      'function wide() view returns (uint8)': uint(256n),
      'function dirty() view returns (address)': uint(2n ** 255n),
      'function short() view returns (uint256)': { fixed: '0x01' },
      'function far() view returns (address[])': { fixed: padded(2n ** 200n) },
      'function many() view returns (address[])': { fixed: padded(32n) + padded(2n ** 64n) },
      [paused]: uint(1n),
    });
    const at = (call: string, more: object = {}) => ({ call, to: contract.address, ...more });
    const source = await openSource(
      evmSource,
      { rpc: anvil.url, chain },
      {
        nobody: { call: paused, to: nobody },
        two: at('function two() view returns (bool)'),
        wide: at('function wide() view returns (uint8)'),
        dirty: at('function dirty() view returns (address)'),
        short: at('function short() view returns (uint256)'),
        far: at('function far() view returns (address[])', { length: true }),
        many: at('function many() view returns (address[])', { has: nobody }),
        text: at(paused.replace('bool', 'string')),
        fine: at(paused),
        up: 'up',
      },
    );
    const result = await source.look();
    expect(told(result)).toEqual({
      nobody: 'gap:not_found',
      two: 'gap:parse',
      wide: 'gap:parse',
      dirty: 'gap:parse',
      short: 'gap:parse',
      far: 'gap:parse',
      many: 'gap:parse',
      text: 'gap:parse',
      fine: 'true',
      up: 'true',
    });
    expect(sentences(result)[0]).toBe(`no contract answers at ${nobody} on chain ${chain}`);
    expect(sentences(result)[1]).toBe(`two() of ${contract.address} answers with what is no (bool)`);
  });

  it('code: deployed or not, its hash, and an account that only delegates', async () => {
    const anvil = await startAnvil();
    const contract = await deploy(anvil, { [paused]: uint(0n) });
    const code = (await anvil.rpc('eth_getCode', contract.address, 'latest')) as `0x${string}`;
    await anvil.rpc('anvil_setCode', third, `0xef0100${contract.address.slice(2)}`);
    const source = await openSource(
      evmSource,
      { rpc: anvil.url, chain },
      {
        deployed: { hasCode: contract.address },
        nobody: { hasCode: nobody },
        delegates: { hasCode: third },
        hash: { codeHash: contract.address },
        none: { codeHash: nobody },
      },
    );
    const result = await source.look();
    expect(told(result)).toEqual({
      deployed: 'true',
      nobody: 'false',
      delegates: 'false',
      hash: keccak256(code),
      none: 'gap:not_found',
    });
    expect(sentences(result)).toEqual([`there is no contract at ${nobody} on chain ${chain}`]);
  });

  it('an RPC whose answer is no data is passed over; a wrong chain is never asked', async () => {
    const anvil = await startAnvil();
    const contract = await deploy(anvil, { [paused]: uint(1n) });
    const junk = await startRpcStub(
      passesTo(anvil.url, ({ method, id }, answer) =>
        method === 'eth_call'
          ? { id, result: '0x0z' }
          : method === 'eth_getCode'
            ? { id, result: 7 }
            : answer,
      ),
    );
    const reads = { paused: { call: paused, to: contract.address }, code: { hasCode: contract.address } };
    const both = await openSource(evmSource, { rpc: [junk.url, anvil.url], chain }, { ...reads, up: 'up' });
    expect(told(await both.look())).toEqual({ paused: 'true', code: 'true', up: 'false' });
    const alone = await openSource(evmSource, { rpc: junk.url, chain }, reads);
    expect(told(await alone.look())).toEqual({ paused: 'gap:parse', code: 'gap:parse' });
    const wrong = await openSource(evmSource, { rpc: anvil.url, chain: 1 }, reads);
    expect(told(await wrong.look())).toEqual({ '*': 'gap:wrong_chain' });
  });

  it('codes of many contracts go into batches that an answer can hold', async () => {
    const anvil = await startAnvil();
    const stub = await startRpcStub(passesTo(anvil.url));
    const addresses = Array.from({ length: 23 }, (_, index) => `0x${String(index + 1).padStart(40, '5a')}`);
    const largest = `0x00${'5b'.repeat(24_575)}`;
    for (const address of addresses) await anvil.rpc('anvil_setCode', address, largest);
    const source = await openSource(
      evmSource,
      { rpc: stub.url, chain },
      Object.fromEntries(addresses.map((address) => [address, { hasCode: address }])),
      { timeout: 30_000 },
    );
    expect(Object.values(told(await source.look()))).toEqual(addresses.map(() => 'true'));
    const sizes = stub.bodies.slice(1).map((body) => (JSON.parse(body) as RpcRequest[]).length);
    expect(sizes.toSorted((left, right) => right - left)).toEqual([10, 10, 3]);
  });
});
