// Whatever an RPC answers to a read, it is a value only if it is the number that the read is about; else a gap.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeAbiParameters, formatUnits, type AbiParameter } from 'viem';
import { exactText } from '../../../src/domain/value.ts';
import { evmSource } from '../../../src/sources/evm/kind.ts';
import type { EvmRead } from '../../../src/sources/evm/options.ts';
import { resultOf } from '../../../src/sources/evm/readings.ts';
import { Rpc } from '../../../src/sources/evm/rpc.ts';

const address = '0x52908400098527886e0f7030069857d2e4169ee7';
const rpc = new Rpc('http://rpc.example/v2/SECRETKEY', () => Promise.reject(new Error('not asked')));
const balance = { balance: address } as const;
const token = { erc20: address, holder: address, decimals: 6 } as const;
const uint256 = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n });

function contractRead(call: string, more: object = {}): Exclude<EvmRead, string> {
  return evmSource.read.parse({ call, to: address, ...more }) as Exclude<EvmRead, string>;
}

/** A type, a value of it, and the value as it is told. */
const encoded: fc.Arbitrary<readonly [type: AbiParameter['type'], value: unknown, text: string]> = fc.oneof(
  uint256.map((value) => ['uint256', value, String(value)] as const),
  fc
    .bigInt({ min: -(2n ** 127n), max: 2n ** 127n - 1n })
    .map((value) => ['int128', value, String(value)] as const),
  fc.integer({ min: 0, max: 255 }).map((value) => ['uint8', value, String(value)] as const),
  fc.boolean().map((value) => ['bool', value, String(value)] as const),
  fc
    .uint8Array({ minLength: 4, maxLength: 4 })
    .map((one) => `0x${Buffer.from(one).toString('hex')}`)
    .map((value) => ['bytes4', value, value] as const),
  fc.stringMatching(/^[a-z]{1,70}$/).map((value) => ['string', value, value] as const),
);

describe('any answer', () => {
  it('of an amount is exact, as viem writes it', () => {
    fc.assert(
      fc.property(uint256, (wei) => {
        const told = resultOf(balance, { result: `0x${wei.toString(16)}` }, rpc, 31_337);
        expect(!told.gap && exactText(told.value)).toBe(formatUnits(wei, 18));
        const word = `0x${wei.toString(16).padStart(64, '0')}`;
        const tokens = resultOf(token, { result: word }, rpc, 31_337);
        expect(!tokens.gap && exactText(tokens.value)).toBe(formatUnits(wei, 6));
      }),
    );
  });

  it('of anything else is a gap', () => {
    const junk = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(
        '0x',
        '0xg1',
        '12',
        '-0x1',
        '0x-1',
        ' 0x1',
        '0x1 ',
        `0x${'f'.repeat(65)}`,
        12,
        Number.POSITIVE_INFINITY,
        Number.NaN,
      ),
    );
    fc.assert(
      fc.property(junk, (result) => {
        for (const read of [balance, token, { nonce: address, at: 'latest' } as const]) {
          const told = resultOf(read, { result }, rpc, 31_337);
          expect(told.gap && told.gap.message !== '').toBe(true);
        }
      }),
    );
  });

  it('of a contract is what was encoded, or a gap when one bit of it is wrong', () => {
    fc.assert(
      fc.property(encoded, fc.nat(), fc.nat({ max: 255 }), ([type, value, text], at, bit) => {
        const read = contractRead(`function f() view returns (${type})`);
        const data = encodeAbiParameters([{ type }], [value]);
        const told = resultOf(read, { result: data }, rpc, 31_337);
        expect(!told.gap && exactText(told.value)).toBe(text);
        // Whatever bytes come: a value only of exactly these bytes. Texts may differ in what is not shown, as "a" and "a\0".
        const bytes = Buffer.from(data.slice(2), 'hex');
        const index = at % bytes.length;
        bytes.writeUInt8(bytes.readUInt8(index) ^ (1 << (bit % 8)), index);
        const changed = resultOf(read, { result: `0x${bytes.toString('hex')}` }, rpc, 31_337);
        if (!changed.gap) {
          if (type !== 'string') expect(exactText(changed.value)).not.toBe(text);
        } else expect(changed.gap.reason).toBe('parse');
      }),
    );
  });

  it('of a contract is never a value when it is junk', () => {
    const read = contractRead('function f() view returns (address[])', { length: true });
    const bytes = fc.uint8Array({ maxLength: 200 }).filter((one) => one.length % 32 !== 0);
    fc.assert(
      fc.property(bytes, (junk) => {
        const told = resultOf(read, { result: `0x${Buffer.from(junk).toString('hex')}` }, rpc, 31_337);
        expect(told.gap && told.another).toBe(false);
      }),
    );
    const long = resultOf(read, { result: `0x${'00'.repeat(65_537)}` }, rpc, 31_337);
    expect(long.gap && long.gap.reason).toBe('too_large');
  });

  it('of a refusal is a gap whatever its data are, and never repeats the key', () => {
    const read = contractRead('function f() view returns (bool)');
    const data = fc.oneof(
      fc.uint8Array({ maxLength: 100 }).map((one) => `0x${Buffer.from(one).toString('hex')}`),
      fc.constantFrom(
        '0x08c379a0',
        `0x08c379a0${'ff'.repeat(64)}`,
        `0x4e487b71${'ff'.repeat(32)}`,
        'Reverted 0x',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(data, (data) => {
        const error = { code: 3, message: 'execution reverted by SECRETKEY', data };
        const told = resultOf(read, { error }, rpc, 31_337);
        expect(told.gap && told.gap.reason).toBe('unavailable');
        expect(told.gap && told.gap.message).not.toContain('SECRETKEY');
      }),
    );
  });

  it('of an error never repeats the key', () => {
    const told = resultOf(
      balance,
      { error: { code: -32_000, message: 'no /v2/SECRETKEY here' } },
      rpc,
      31_337,
    );
    expect(told.gap && told.gap.message).toBe('rpc.example answers with error -32000: no /v2/*** here');
  });
});
