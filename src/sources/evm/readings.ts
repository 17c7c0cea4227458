// What each kind of read asks an RPC, and how the answer becomes a value. Pure.

import { encodeFunctionData, keccak256 } from 'viem/utils';
import { amount } from '../../domain/amount.ts';
import type { Answer } from '../../domain/answer.ts';
import type { Instant } from '../../domain/clock.ts';
import { gap } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import type { Value } from '../../domain/value.ts';
import { signatureOf } from './abi-line.ts';
import { contractValue, isHexData } from './contract-answer.ts';
import type { ContractRead } from './contract-read.ts';
import { rpcErrorGap } from './errors.ts';
import { isRevert, revertReason, type RpcError } from './revert.ts';
import type { Rpc, RpcAnswer, RpcCall } from './rpc.ts';
import type { EvmRead } from './options.ts';

/** The block that all readings of one poll are from, as one RPC told it. */
export interface Head {
  readonly number: bigint;
  /** The block's own time. */
  readonly timestamp: Instant;
  /** When we were told. */
  readonly receivedAt: Instant;
}

/** `another`: another RPC may well know. */
export type Result = Answer<Value, { readonly another: boolean }>;

/** What stands as the code of an account that has delegated to a contract (EIP-7702): it is none itself. */
const delegation = '0xef0100';

/** Function selector of `balanceOf(address)`. */
const balanceOfSelector = '0x70a08231';

const weiInEther = 10n ** 18n;

/** What to ask about this block; null for what the head or the choice of the RPC already tells. */
export function callOf(read: EvmRead, head: Head): RpcCall | null {
  if (typeof read === 'string') return null;
  const block = `0x${head.number.toString(16)}`;
  if ('contract' in read) {
    const data = encodeFunctionData({ abi: [read.fn], functionName: read.fn.name, args: read.args });
    return { method: 'eth_call', params: [{ to: read.contract, data }, block] };
  }
  if ('hasCode' in read) return { method: 'eth_getCode', params: [read.hasCode, block] };
  if ('codeHash' in read) return { method: 'eth_getCode', params: [read.codeHash, block] };
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
export function resultOf(read: Exclude<EvmRead, string>, answer: RpcAnswer, rpc: Rpc, chain: number): Result {
  if ('error' in answer) return refusal(read, answer.error, rpc);
  if ('erc20' in read) return tokenResult(read, answer.result, rpc);
  if ('contract' in read) return contractResult(read, answer.result, rpc, chain);
  if ('hasCode' in read || 'codeHash' in read) return codeResult(read, answer.result, rpc, chain);
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

function contractResult(read: ContractRead, result: unknown, rpc: Rpc, chain: number): Result {
  if (!isHexData(result)) return unreadable(rpc, 'no data of a contract');
  const told = contractValue(read, result, chain);
  // What a contract answers is no other at another RPC.
  return told.gap ? { gap: told.gap, another: false } : told;
}

function codeResult(
  read: Extract<EvmRead, { readonly hasCode: string } | { readonly codeHash: string }>,
  result: unknown,
  rpc: Rpc,
  chain: number,
): Result {
  if (!isHexData(result)) return unreadable(rpc, 'no code');
  const isDeployed = result !== '0x' && !result.toLowerCase().startsWith(delegation);
  if ('hasCode' in read) return { value: isDeployed };
  if (isDeployed) return { value: keccak256(result) };
  const message = `there is no contract at ${read.codeHash} on chain ${chain}`;
  return { gap: gap('not_found', message), another: false };
}

/** A contract that refuses says so at every RPC; any other error may be this RPC's own. */
function refusal(read: Exclude<EvmRead, string>, error: RpcError, rpc: Rpc): Result {
  const refused =
    'erc20' in read
      ? { contract: read.erc20, signature: 'balanceOf' }
      : 'contract' in read && { contract: read.contract, signature: signatureOf(read.fn) };
  if (refused === false || !isRevert(error)) return { gap: rpcErrorGap(error, rpc), another: true };
  const why = rpc.redacted(revertReason(error));
  const message = `contract ${refused.contract} refuses ${refused.signature}: ${why}`;
  return { gap: gap('unavailable', plainText(message)), another: false };
}

function unreadable(rpc: Rpc, what = 'no number'): Result {
  return { gap: gap('parse', `${rpc.host} answers with something that is ${what}`), another: true };
}

/** A JSON-RPC quantity: `0x0`, `0x1bc16d674ec80000`; at most 256 bits. */
export function quantity(value: unknown): bigint | null {
  return typeof value === 'string' && /^0x[0-9a-f]{1,64}$/i.test(value) ? BigInt(value) : null;
}
