// What each kind of read asks an RPC, and how the answer becomes a value. Pure.

import { amount } from '../../domain/amount.ts';
import type { Instant } from '../../domain/clock.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import type { Value } from '../../domain/value.ts';
import { isRevert, rpcErrorGap } from './errors.ts';
import type { Rpc, RpcAnswer, RpcCall } from './rpc.ts';
import type { EvmRead } from './schema.ts';

/** The block that all readings of one poll are from, as one RPC told it. */
export interface Head {
  readonly number: bigint;
  /** The block's own time. */
  readonly timestamp: Instant;
  /** When we were told. */
  readonly receivedAt: Instant;
}

export type Result =
  | { readonly value: Value }
  /** `another`: another RPC may well know. */
  | { readonly gap: Gap; readonly another: boolean };

/** Function selector of `balanceOf(address)`. */
const balanceOfSelector = '0x70a08231';

const weiInEther = 10n ** 18n;

/** What to ask about this block; null for what the head or the choice of the RPC already tells. */
export function callOf(read: EvmRead, head: Head): RpcCall | null {
  if (typeof read === 'string') return null;
  const block = `0x${head.number.toString(16)}`;
  if ('balance' in read) return { method: 'eth_getBalance', params: [read.balance, block] };
  if ('nonce' in read)
    return {
      method: 'eth_getTransactionCount',
      params: [read.nonce, read.at === 'pending' ? 'pending' : block],
    };
  const data = balanceOfSelector + read.holder.slice(2).toLowerCase().padStart(64, '0');
  return { method: 'eth_call', params: [{ to: read.erc20, data }, block] };
}

/** The value of a read that has a call, from the call's answer. */
export function resultOf(read: Exclude<EvmRead, string>, answer: RpcAnswer, rpc: Rpc): Result {
  if ('error' in answer) {
    if ('erc20' in read && isRevert(answer.error))
      return {
        gap: gap(
          'unavailable',
          `contract ${read.erc20} refuses balanceOf: ${plainText(answer.error.message, 120)}`,
        ),
        another: false,
      };
    return { gap: rpcErrorGap(answer.error, rpc), another: true };
  }
  if ('erc20' in read) return tokenResult(read, answer.result, rpc);
  const number = quantity(answer.result);
  if (number === null) return unreadable(rpc);
  return { value: 'balance' in read ? amount(number, weiInEther) : amount(number) };
}

function tokenResult(read: Extract<EvmRead, { readonly erc20: string }>, result: unknown, rpc: Rpc): Result {
  // A call to an address without code succeeds with nothing.
  if (result === '0x')
    return { gap: gap('not_found', `there is no ERC-20 contract at ${read.erc20}`), another: false };
  if (typeof result !== 'string' || !/^0x[0-9a-f]{64}$/i.test(result)) return unreadable(rpc);
  return { value: amount(BigInt(result), 10n ** BigInt(read.decimals)) };
}

function unreadable(rpc: Rpc): Result {
  return { gap: gap('parse', `${rpc.host} answers with something that is no number`), another: true };
}

/** A JSON-RPC quantity: `0x0`, `0x1bc16d674ec80000`; at most 256 bits. */
export function quantity(value: unknown): bigint | null {
  return typeof value === 'string' && /^0x[0-9a-f]{1,64}$/i.test(value) ? BigInt(value) : null;
}
