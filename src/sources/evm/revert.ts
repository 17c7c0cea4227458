// Why a contract refused a call: the reason that it gave, decoded.

import { decodeAbiParameters } from 'viem/utils';
import { plainText } from '../../domain/text.ts';

/** An error that an RPC answers with. */
export interface RpcError {
  readonly code: number;
  readonly message: string;
  /** What came with it: for a revert its data, as 0x text. */
  readonly data?: string;
}

const errorSelector = '0x08c379a0';
const panicSelector = '0x4e487b71';

/** The codes of Solidity's own panics, from its documentation ("Panic via assert and Error via require"). */
const panics: ReadonlyMap<bigint, string> = new Map([
  [0x01n, 'an assertion failed'],
  [0x11n, 'arithmetic overflow'],
  [0x12n, 'division by zero'],
  [0x21n, 'no such enum value'],
  [0x22n, 'badly encoded storage'],
  [0x31n, 'pop of an empty array'],
  [0x32n, 'array index out of bounds'],
  [0x41n, 'out of memory'],
  [0x51n, 'call of an empty function'],
]);

/** The contract itself says no, or broke off; another RPC would say the same. */
export function isRevert({ code, message }: RpcError): boolean {
  return (
    code === 3 ||
    /\brevert|\binvalid (?:opcode|jump)|\bstack (?:under|over)flow|\bInvalidFEOpcode|\bOpcodeNotFound|\bInvalidJump/i.test(
      message,
    )
  );
}

/** The reason in words: the text of `Error(string)`, a panic's meaning, a custom error's selector, else what the RPC says. */
export function revertReason(error: RpcError): string {
  const data = /0x[0-9a-f]*/i.exec(error.data ?? '')?.[0].toLowerCase() ?? '0x';
  const selector = data.slice(0, 10);
  const rest: `0x${string}` = `0x${data.slice(10)}`;
  if (selector === errorSelector) {
    const reason = first(() => decodeAbiParameters([{ type: 'string' }], rest));
    if (typeof reason === 'string') return `"${plainText(reason, 120)}"`;
  }
  if (selector === panicSelector) {
    const code = first(() => decodeAbiParameters([{ type: 'uint256' }], rest));
    if (typeof code === 'bigint')
      return `panic 0x${code.toString(16)}, ${panics.get(code) ?? 'of an unknown kind'}`;
  }
  if (selector.length === 10) return `custom error ${selector}`;
  return plainText(error.message, 120);
}

function first(decode: () => readonly unknown[]): unknown {
  try {
    return decode()[0];
  } catch {
    return null;
  }
}
