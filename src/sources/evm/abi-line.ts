// A function as one line of Solidity, read and held against what a wall may call: only what cannot change anything.

import type { AbiFunction, AbiParameter } from 'viem';
import { plainText } from '../../domain/text.ts';
import { parseAbiFunction } from './abi-parse.ts';

/** Longest line that is read, in characters. */
const abiLineMax = 1_000;

const example = 'function paused() view returns (bool)';

export type AbiLine = { readonly fn: AbiFunction } | { readonly fault: string };

/** The function, or the sentence that says what to write instead. */
export function readAbiLine(text: string): AbiLine {
  const line = text
    .replace(/\s+/g, ' ')
    .replace(/ ?; ?$/, '')
    .trim();
  const shown = plainText(line, 120);
  if (line.length > abiLineMax) return { fault: `an ABI line has at most ${abiLineMax} characters` };
  if (!line.startsWith('function '))
    return { fault: `"${shown}" is no ABI line: it begins with "function", as in ${example}` };
  const fn = parseAbiFunction(line);
  if (typeof fn === 'string') return { fault: `"${shown}" is no ABI line: ${fn}. Write ${example}` };
  if (fn.stateMutability !== 'view' && fn.stateMutability !== 'pure')
    return {
      fault: `"${shown}" may change state, and only view and pure functions are called: write ${asView(line)}`,
    };
  if (fn.outputs.length === 0)
    return { fault: `"${shown}" returns nothing: write ${line.replace(/ returns.*$/, '')} returns (TYPE)` };
  return { fn };
}

/** `getOwners() -> address[]` is shown as `getOwners()`: with the types of its arguments, without their names. */
export function signatureOf({ name, inputs }: AbiFunction): string {
  return `${name}(${inputs.map(typeText).join(',')})`;
}

/** A tuple is written out: `(uint256,address)[]`. */
export function typeText(parameter: AbiParameter): string {
  if (!('components' in parameter)) return parameter.type;
  return `(${parameter.components.map(typeText).join(',')})${parameter.type.slice('tuple'.length)}`;
}

function asView(line: string): string {
  const open = line.replace(/ (?:payable|nonpayable)\b/, '');
  const at = open.indexOf(' returns');
  const view = at < 0 ? `${open} view returns (TYPE)` : `${open.slice(0, at)} view${open.slice(at)}`;
  return `${plainText(view, 160)} if it changes nothing`;
}
