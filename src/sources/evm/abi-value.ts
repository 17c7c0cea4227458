// Values for a contract as a profile writes them: each held against its type, so that whatever loads can also be sent.

import type { AbiParameter } from 'viem';
import { typeText } from './abi-line.ts';
import { faultOfAddress } from './address.ts';

/** What YAML gives for an argument: nested lists for arrays, and for tuples in the order of their parts. */
export type WrittenValue = string | number | boolean | readonly WrittenValue[];

/**
 * What is wrong, and where in nested lists it stands. What was written is not quoted: it may have come out of the environment, and
 * whoever reports the fault knows how to show it.
 */
export interface ValueFault {
  readonly message: string;
  readonly path: readonly number[];
}

export type AbiValue = { readonly value: unknown } | { readonly faults: readonly ValueFault[] };

/** The value as viem encodes it: bigint, boolean, 0x text, text, lists. */
export function abiValue(parameter: AbiParameter, written: WrittenValue): AbiValue {
  const array = arrayOf(parameter);
  if (array) return listValue(written, typeText(parameter), array.length, () => array.of);
  if ('components' in parameter) {
    const { components } = parameter;
    return listValue(written, typeText(parameter), components.length, (index) => components[index]);
  }
  if (typeof written === 'object') return wrong(`${parameter.type} is one value, not a list`);
  return scalarValue(parameter.type, written);
}

/** The type of an array's entries, and how many there are; null when that is open, or the type is no array. */
export function arrayOf(
  parameter: AbiParameter,
): { readonly of: AbiParameter; readonly length: number | null } | null {
  const [, of, length] = /^(.*)\[(\d*)\]$/.exec(parameter.type) ?? [];
  if (of === undefined) return null;
  return { of: { ...parameter, type: of }, length: length === '' ? null : Number(length) };
}

/** Whether a value of this scalar type, as viem decodes it, is the one that `abiValue` made of what a profile says. */
export function sameAbiValue(type: string, decoded: unknown, wanted: unknown): boolean {
  if (typeof decoded === 'number' || typeof decoded === 'bigint') return BigInt(decoded) === wanted;
  // Addresses come with the capitals of their checksum, bytes without any.
  if (type !== 'string' && typeof decoded === 'string' && typeof wanted === 'string')
    return decoded.toLowerCase() === wanted.toLowerCase();
  return decoded === wanted;
}

function listValue(
  written: WrittenValue,
  type: string,
  length: number | null,
  typeAt: (index: number) => AbiParameter | undefined,
): AbiValue {
  if (typeof written !== 'object') return wrong(`${type} is written as a list: [ …, … ]`);
  if (length !== null && written.length !== length)
    return wrong(`${type} takes ${length} values, not ${written.length}`);
  const values: unknown[] = [];
  const faults: ValueFault[] = [];
  for (const [index, one] of written.entries()) {
    const parameter = typeAt(index);
    if (parameter === undefined) continue;
    const read = abiValue(parameter, one);
    if ('value' in read) values.push(read.value);
    else faults.push(...read.faults.map(({ message, path }) => ({ message, path: [index, ...path] })));
  }
  return faults.length > 0 ? { faults } : { value: values };
}

function scalarValue(type: string, written: string | number | boolean): AbiValue {
  if (type === 'bool') return boolValue(written);
  if (/^u?int/.test(type)) return integerValue(type, written);
  if (typeof written !== 'string') return wrong(`this is no ${type}: put it in quotes`);
  if (type === 'string') return { value: written };
  if (type === 'address') {
    const fault = faultOfAddress(written);
    return fault === null ? { value: written } : wrong(fault);
  }
  const bytes = type === 'bytes' ? null : Number(type.slice('bytes'.length));
  const digits = /^0x((?:[0-9a-f]{2})*)$/i.exec(written)?.[1];
  if (digits !== undefined && (bytes === null || digits.length === bytes * 2)) return { value: written };
  const needed = bytes === null ? 'an even number of' : String(bytes * 2);
  return wrong(`this is no ${type}: it is 0x and ${needed} hexadecimal digits`);
}

function boolValue(written: string | number | boolean): AbiValue {
  if (written === true || written === 'true') return { value: true };
  if (written === false || written === 'false') return { value: false };
  return wrong('this is no bool: write true or false');
}

function integerValue(type: string, written: string | number | boolean): AbiValue {
  if (typeof written === 'number' && !Number.isSafeInteger(written))
    return wrong(`this is no exact ${type}: put it in quotes, every digit written out`);
  const text = String(written);
  if (!/^(?:-?\d{1,78}|0x[0-9a-f]{1,64})$/i.test(text))
    return wrong(`this is no ${type}: write a whole number, 1000000 or "0xf4240"`);
  const value = text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text);
  const bits = BigInt(/\d+$/.exec(type)?.[0] ?? '256');
  const [least, most] = type.startsWith('u')
    ? [0n, 2n ** bits - 1n]
    : [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n];
  return value < least || value > most ? wrong(`this does not fit into ${type}`) : { value };
}

function wrong(message: string): AbiValue {
  return { faults: [{ message, path: [] }] };
}
