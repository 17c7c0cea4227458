// Whether an RPC may be believed at all: its chain, and the age of its newest block.

import type { Answer } from '../../domain/answer.ts';
import type { Clock, Milliseconds } from '../../domain/clock.ts';
import { exactDuration, formatDuration } from '../../domain/duration.ts';
import { gap, remedy, type GapReason, type Remedy } from '../../domain/gap.ts';
import { failure, rpcErrorGap, type Failure } from './errors.ts';
import { quantity, type Head } from './readings.ts';
import type { Rpc, RpcAnswer, RpcCall } from './rpc.ts';
import type { EvmOptions } from './options.ts';

/** How far a block's time may be ahead of our clock before one of the two must be wrong. */
const aheadMax: Milliseconds = 15_000;

const headCalls: readonly RpcCall[] = [
  { method: 'eth_chainId', params: [] },
  { method: 'eth_getBlockByNumber', params: ['latest', false] },
];

const rightChain = (chain: number): Remedy => remedy(`Name an RPC of chain ${chain}, or correct chain.`);

/** The newest block of the right chain, or why this RPC is not to be believed. */
export async function askHead(
  rpc: Rpc,
  { chain, maxHeadAge }: EvmOptions,
  clock: Clock,
  signal: AbortSignal,
): Promise<Answer<Head, Failure>> {
  const answers = await rpc.ask(headCalls, signal);
  if (answers.gap) return answers;
  const receivedAt = clock.now();
  const fail = (reason: GapReason, message: string, todo: Remedy | null = null): Failure =>
    failure(gap(reason, message, todo));
  for (const answer of answers.value) if ('error' in answer) return failure(rpcErrorGap(answer.error, rpc));
  const [chainAnswer, blockAnswer] = answers.value;
  const served = quantity(resultOf(chainAnswer));
  if (served === null) return fail('parse', `${rpc.host} does not tell its chain`);
  if (served !== BigInt(chain))
    return fail('wrong_chain', `${rpc.host} serves chain ${served}, not ${chain}`, rightChain(chain));
  const block = blockOf(resultOf(blockAnswer));
  if (block === null) return fail('parse', `${rpc.host} does not tell its newest block`);
  const age = receivedAt - block.timestamp;
  if (age > maxHeadAge)
    return fail(
      'stale_head',
      `the newest block ${block.number} of ${rpc.host} is ${formatDuration(age)} old, more than ${exactDuration(maxHeadAge)}`,
    );
  if (age < -aheadMax)
    return fail(
      'clock_skew',
      `the newest block of ${rpc.host} is ${formatDuration(-age)} ahead of this machine's clock`,
    );
  return { value: { ...block, receivedAt } };
}

function resultOf(answer: RpcAnswer | undefined): unknown {
  return answer && 'result' in answer ? answer.result : null;
}

function blockOf(block: unknown): Pick<Head, 'number' | 'timestamp'> | null {
  if (typeof block !== 'object' || block === null || !('number' in block) || !('timestamp' in block))
    return null;
  const number = quantity(block.number);
  const seconds = quantity(block.timestamp);
  if (number === null || seconds === null || seconds > 10n ** 12n) return null;
  return { number, timestamp: Number(seconds) * 1_000 };
}
