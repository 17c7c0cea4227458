// A contract in a scenario: functions by their ABI line, each with what it answers to whatever arguments.

import { encodeAbiParameters, encodeErrorResult, parseAbiItem, toFunctionSelector } from 'viem/utils';
import type { Instant } from '../domain/clock.ts';
import type { ContractAnswer } from './scenario-schema.ts';
import type { World } from './world.ts';

type ContractFunction = Extract<ReturnType<typeof parseAbiItem<string>>, { readonly type: 'function' }>;

/** What an RPC says of a call: its data, or that of the revert. */
export type CallOutcome = { readonly data: string } | { readonly reverted: string; readonly reason: string };

/** What is wrong with a function's line or its answer; null when it can be given. */
export function contractFault(line: string, answer: ContractAnswer): string | null {
  const fn = functionOf(line);
  if (fn === null) return 'this is no ABI line: write function paused() view returns (bool)';
  if (fn.outputs.length !== 1) return 'a function of a drill returns exactly one value';
  const type = fn.outputs[0]?.type ?? '';
  if ('reverts' in answer) return null;
  if ('track' in answer)
    return /^(?:u?int\d+|bool)$/.test(type) ? null : `a track gives an integer or a bool, not ${type}`;
  try {
    encoded(fn, answer.value);
    return null;
  } catch {
    return `this is no ${type}`;
  }
}

/** The answer to these data; null when no function of the contract has that selector. */
export function callContract(
  functions: Readonly<Record<string, ContractAnswer>>,
  data: string,
  world: World,
  at: Instant,
): CallOutcome | null {
  for (const [line, answer] of Object.entries(functions)) {
    const fn = functionOf(line);
    if (fn === null || !data.startsWith(toFunctionSelector(fn))) continue;
    if ('value' in answer) return { data: encoded(fn, answer.value) };
    if ('track' in answer) return { data: encoded(fn, world.scaled(answer.track, at, answer.decimals)) };
    const reverted = encodeErrorResult({ abi: [errorString], errorName: 'Error', args: [answer.reverts] });
    return { reverted, reason: answer.reverts };
  }
  return null;
}

const errorString = { type: 'error', name: 'Error', inputs: [{ name: 'message', type: 'string' }] } as const;

function functionOf(line: string): ContractFunction | null {
  try {
    const item = parseAbiItem(line);
    return item.type === 'function' ? item : null;
  } catch {
    return null;
  }
}

/** A bool is true above zero. */
function encoded({ outputs }: ContractFunction, value: unknown): string {
  const isSwitch = outputs[0]?.type === 'bool' && typeof value === 'bigint';
  return encodeAbiParameters(outputs, [isSwitch ? value > 0n : value]);
}
