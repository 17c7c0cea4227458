// Whatever an RPC answers to a read, it is a value only if it is the number that the read is about; else a gap.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatUnits } from 'viem';
import { exactText } from '../../../src/domain/value.ts';
import { resultOf } from '../../../src/sources/evm/readings.ts';
import { Rpc } from '../../../src/sources/evm/rpc.ts';

const address = '0x52908400098527886e0f7030069857d2e4169ee7';
const rpc = new Rpc('http://rpc.example/v2/SECRETKEY', () => Promise.reject(new Error('not asked')));
const balance = { balance: address } as const;
const token = { erc20: address, holder: address, decimals: 6 } as const;
const uint256 = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n });

describe('any answer', () => {
  it('of an amount is exact, as viem writes it', () => {
    fc.assert(
      fc.property(uint256, (wei) => {
        const told = resultOf(balance, { result: `0x${wei.toString(16)}` }, rpc, 31_337);
        expect('value' in told && exactText(told.value)).toBe(formatUnits(wei, 18));
        const word = `0x${wei.toString(16).padStart(64, '0')}`;
        const tokens = resultOf(token, { result: word }, rpc, 31_337);
        expect('value' in tokens && exactText(tokens.value)).toBe(formatUnits(wei, 6));
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
          expect('gap' in told && told.gap.message !== '').toBe(true);
        }
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
    expect('gap' in told && told.gap.message).toBe('rpc.example answers with error -32000: no /v2/*** here');
  });
});
