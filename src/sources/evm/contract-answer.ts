// What a contract answered, as a value: decoded strictly, so that bytes which are no such answer never become a number. Pure.

import type { AbiParameter } from 'viem';
import { decodeAbiParameters, encodeAbiParameters } from 'viem/utils';
import { amount } from '../../domain/amount.ts';
import type { Reading } from '../../domain/answer.ts';
import { gap } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import type { Value } from '../../domain/value.ts';
import { signatureOf, typeText } from './abi-line.ts';
import { sameAbiValue } from './abi-value.ts';
import type { ContractRead, Take } from './contract-read.ts';

/** Longest answer of a contract that is decoded, in bytes: 2,048 words. */
const answerBytesMax = 65_536;

/** The value of an answer that is hexadecimal, or why it is none. */
export function contractValue(read: ContractRead, answer: string, chain: number): Reading {
  const { contract, fn, output, take } = read;
  const { outputs } = fn;
  const signature = signatureOf(fn);
  // A call to an address without code succeeds with nothing.
  if (answer === '0x')
    return { gap: gap('not_found', `no contract answers at ${contract} on chain ${chain}`) };
  if (answer.length > answerBytesMax * 2 + 2)
    return {
      gap: gap(
        'too_large',
        `${signature} of ${contract} answers with more than ${answerBytesMax / 1_024} KiB`,
      ),
    };
  const values = decoded(outputs, answer);
  const value = values === null ? undefined : taken(take, values[output]);
  if (value !== undefined) return { value };
  const types = outputs.map(typeText).join(', ');
  return { gap: gap('parse', plainText(`${signature} of ${contract} answers with what is no (${types})`)) };
}

/**
 * The outputs; null for anything but their own encoding, with or without more behind it. The decoder alone would take 2^255 for a
 * uint8, and any 32 bytes for an address.
 */
function decoded(outputs: readonly AbiParameter[], answer: string): readonly unknown[] | null {
  if (!isHexData(answer)) return null;
  try {
    const values: readonly unknown[] = decodeAbiParameters(outputs, answer);
    return answer.toLowerCase().startsWith(encodeAbiParameters(outputs, values)) ? values : null;
  } catch {
    return null;
  }
}

/** Whole bytes in hexadecimal digits, as every RPC answers a call. */
export function isHexData(value: unknown): value is `0x${string}` {
  return typeof value === 'string' && /^0x(?:[0-9a-f]{2})*$/i.test(value);
}

function taken(take: Take, value: unknown): Value | undefined {
  switch (take.what) {
    case 'length':
      return Array.isArray(value) ? amount(value.length) : undefined;
    case 'has':
      if (!Array.isArray(value)) return undefined;
      return take.wanted.every((wanted) => value.some((one) => sameAbiValue(take.type, one, wanted)));
    case 'is':
      return sameAbiValue(take.type, value, take.wanted);
    case 'value':
      if (typeof value === 'bigint' || typeof value === 'number')
        return amount(BigInt(value), 10n ** BigInt(take.decimals));
      if (typeof value === 'boolean') return value;
      return typeof value === 'string' ? plainText(value) : undefined;
  }
}
