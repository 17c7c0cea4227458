// The JSON-RPC methods that the drill's chain answers, as pure functions of the world at one instant.

import { createHash } from 'node:crypto';
import type { Instant, Milliseconds } from '../../domain/clock.ts';
import { callContract } from '../contract.ts';
import type { EvmService, FaultMode } from '../scenario-schema.ts';
import type { World } from '../world.ts';

export interface EvmView {
  readonly service: EvmService;
  readonly world: World;
  readonly at: Instant;
  readonly fault: FaultMode | null;
}

/** An error that the protocol carries to the client. */
export class RpcError extends Error {
  readonly code: number;
  /** A revert's own data. */
  readonly data: string | null;
  constructor(code: number, message: string, data: string | null = null) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

/** How far a head that no longer moves lies behind. */
const staleBy: Milliseconds = 600_000;
const balanceOf = '0x70a08231';
const decimals = '0x313ce567';

type Method = (params: readonly unknown[], view: EvmView) => unknown;

export function runMethod(name: string, params: readonly unknown[], view: EvmView): unknown {
  const method = methods.get(name);
  if (!method) throw new RpcError(-32601, `the method ${name.slice(0, 64)} does not exist/is not available`);
  return method(params, view);
}

const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['eth_chainId', (_, view) => hex(chainOf(view))],
  ['net_version', (_, view) => String(chainOf(view))],
  ['web3_clientVersion', () => 'launchwall-drill/1'],
  ['eth_syncing', () => false],
  ['eth_blockNumber', (_, view) => hex(headOf(view))],
  ['eth_getBlockByNumber', ([tag], view) => blockAt(tag, view)],
  ['eth_getBalance', ([who, tag], view) => balance(addressFrom(who), tag, view)],
  ['eth_getTransactionCount', ([who, tag], view) => nonce(addressFrom(who), tag, view)],
  ['eth_call', ([call, tag], view) => ethCall(call, tag, view)],
  ['eth_getCode', ([who, tag], view) => code(addressFrom(who), tag, view)],
]);

function chainOf({ service, fault }: EvmView): number {
  return fault === 'wrong-chain' ? service.chain + 1 : service.chain;
}

/** Blocks come on the beat of the epoch, so that number and timestamp need no memory. */
function headOf({ service, at, fault }: EvmView): number {
  return Math.floor((fault === 'stale-head' ? at - staleBy : at) / service.blockTime);
}

function blockAt(tag: unknown, view: EvmView): unknown {
  const number = blockNumber(tag, view);
  if (number === null) return null;
  const timestamp = Math.floor((number * view.service.blockTime) / 1_000);
  return {
    number: hex(number),
    hash: hashOf(number),
    parentHash: hashOf(number - 1),
    timestamp: hex(timestamp),
    nonce: '0x0000000000000000',
    sha3Uncles: hashOf(-1),
    logsBloom: `0x${'0'.repeat(512)}`,
    transactionsRoot: hashOf(-2),
    stateRoot: hashOf(-3),
    receiptsRoot: hashOf(-4),
    miner: `0x${'0'.repeat(40)}`,
    difficulty: '0x0',
    extraData: '0x',
    size: '0x220',
    gasLimit: hex(36_000_000),
    gasUsed: hex(18_000_000),
    baseFeePerGas: hex(12_000_000_000),
    transactions: [],
    uncles: [],
  };
}

/** Null for a block that is not there yet. */
function blockNumber(tag: unknown, view: EvmView): number | null {
  const head = headOf(view);
  if (tag === undefined || tag === 'latest' || tag === 'pending') return head;
  if (tag === 'safe' || tag === 'finalized') return head - 64;
  if (tag === 'earliest') return 0;
  if (typeof tag !== 'string' || !/^0x[0-9a-f]{1,13}$/i.test(tag))
    throw new RpcError(-32602, 'invalid argument 0: a block is a tag or a hex number');
  const number = Number(tag);
  return number > head ? null : number;
}

/**
 * The instant whose state a block has: state changes only with a block. A client that learns the head and then asks for its state
 * gets that block's, although the head may have moved on in between.
 */
function stateInstant(tag: unknown, view: EvmView): Instant {
  const number = blockNumber(tag, view);
  if (number === null) throw new RpcError(-32000, 'header not found');
  return number * view.service.blockTime;
}

function balance(address: string, tag: unknown, view: EvmView): string {
  const at = stateInstant(tag, view);
  const track = byAddress(view.service.balances, address);
  return hex(track === undefined ? 0n : view.world.scaled(track, at, 18));
}

function nonce(address: string, tag: unknown, view: EvmView): string {
  const at = stateInstant(tag, view);
  const tracks = byAddress(view.service.nonces, address);
  if (tracks === undefined) return hex(0n);
  const latest = view.world.scaled(tracks.latest, at, 0);
  if (tag !== 'pending' || tracks.pending === undefined) return hex(latest);
  return hex(latest + view.world.scaled(tracks.pending, at, 0));
}

function ethCall(call: unknown, tag: unknown, view: EvmView): string {
  const at = stateInstant(tag, view);
  const { to, data } = callParts(call);
  const token = byAddress(view.service.tokens, to);
  const contract = byAddress(view.service.contracts, to);
  if (contract !== undefined) {
    const outcome = callContract(contract, data, view.world, at);
    if (outcome === null) throw new RpcError(3, 'execution reverted', '0x');
    if ('data' in outcome) return outcome.data;
    throw new RpcError(3, `execution reverted: ${outcome.reason}`, outcome.reverted);
  }
  // A call to an address without code succeeds with nothing, as on a real chain.
  if (token === undefined) return '0x';
  if (data.startsWith(decimals)) return word(BigInt(token.decimals));
  const holder = new RegExp(`^${balanceOf}0{24}([0-9a-f]{40})$`).exec(data)?.[1];
  if (holder === undefined) throw new RpcError(3, 'execution reverted');
  const track = byAddress(token.holders, `0x${holder}`);
  return word(track === undefined ? 0n : view.world.scaled(track, at, token.decimals));
}

/** Any contract and any token has the same code: what it does is not in it. */
function code(address: string, tag: unknown, view: EvmView): string {
  stateInstant(tag, view);
  const { contracts, tokens } = view.service;
  return (byAddress(contracts, address) ?? byAddress(tokens, address)) ? '0x60006000fd' : '0x';
}

function callParts(call: unknown): { readonly to: string; readonly data: string } {
  if (typeof call !== 'object' || call === null || !('to' in call))
    throw new RpcError(-32602, 'invalid argument 0: a call needs "to"');
  const data = 'data' in call ? call.data : 'input' in call ? call.input : '0x';
  if (typeof data !== 'string' || !/^0x[0-9a-f]*$/i.test(data))
    throw new RpcError(-32602, 'invalid argument 0: "data" is hex');
  return { to: addressFrom(call.to), data: data.toLowerCase() };
}

function addressFrom(value: unknown): string {
  if (typeof value === 'string' && /^0x[0-9a-f]{40}$/i.test(value)) return value.toLowerCase();
  throw new RpcError(-32602, 'invalid argument 0: an address is 0x and 40 hex digits');
}

function byAddress<T>(entries: Readonly<Record<string, T>>, address: string): T | undefined {
  return Object.entries(entries).find(([key]) => key.toLowerCase() === address)?.[1];
}

function hex(value: number | bigint): string {
  const whole = BigInt(value);
  return `0x${(whole < 0n ? 0n : whole).toString(16)}`;
}

function word(value: bigint): string {
  return `0x${value.toString(16).padStart(64, '0')}`;
}

function hashOf(number: number): string {
  return `0x${createHash('sha256').update(String(number)).digest('hex')}`;
}
