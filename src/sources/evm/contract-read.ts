// `{ call, to, args, … }`: a question to a contract as a profile writes it, and what becomes of it: the function with its
// arguments, and what is taken from the answer. Everything that can be wrong is found here, before anything is asked.

import type { AbiFunction, AbiParameter } from 'viem';
import * as z from 'zod';
import { didYouMean } from '../../domain/nearest.ts';
import { counted } from '../../domain/plural.ts';
import { readAbiLine, signatureOf, typeText } from './abi-line.ts';
import { abiValue, arrayOf, type WrittenValue } from './abi-value.ts';
import { addressField, decimalsField } from './address-field.ts';

/** Most arguments of a call, entries of a list, and addresses that `has` asks for. */
const listMax = 100;

/** What is taken from one output of the function. */
export type Take =
  | { readonly what: 'value'; readonly decimals: number }
  | { readonly what: 'length' }
  /** All of these are among the entries, which have this type. */
  | { readonly what: 'has'; readonly type: string; readonly wanted: readonly unknown[] }
  | { readonly what: 'is'; readonly type: string; readonly wanted: unknown };

/** A call that is ready to be encoded. */
export interface ContractRead {
  readonly contract: string;
  readonly fn: AbiFunction;
  /** As the types of the function's inputs want them. */
  readonly args: readonly unknown[];
  /** Which of the outputs is read. */
  readonly output: number;
  readonly take: Take;
}

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const value = z.union([scalar, z.array(z.union([scalar, z.array(scalar)])).max(listMax)]);

const written = z.strictObject({
  call: z
    .string()
    .min(1)
    .meta({
      description: 'An ABI line of a view or pure function.',
      examples: ['function paused() view returns (bool)'],
    }),
  to: addressField,
  args: z.array(value).max(listMax).default([]).meta({
    description: 'The arguments, in their order: addresses, bytes and large numbers in quotes.',
  }),
  at: z
    .union([z.int().min(0), z.string().min(1)])
    .optional()
    .meta({
      description: 'Which output, by name or by place from 0; needed when the function returns several.',
    }),
  decimals: decimalsField.optional().meta({
    description: 'The integer counts 1/10^decimals: with 6, 1500000 is read as 1.5.',
  }),
  length: z
    .literal(true, { error: 'length can only be true; leave it out for the value itself' })
    .optional()
    .meta({ description: 'How many entries the list has.' }),
  has: value.optional().meta({ description: 'Whether the list has this entry, or all of these.' }),
  is: scalar.optional().meta({ description: 'Whether the value is this one: true or false.' }),
});

type Written = z.output<typeof written>;

interface Fault {
  readonly message: string;
  readonly path: readonly (string | number)[];
}

/** The `read` of a contract call; parsed, it is a `ContractRead`. */
export const contractRead = written.transform((raw, context): ContractRead => {
  const made = makeRead(raw);
  if ('faults' in made) {
    for (const { message, path } of made.faults)
      context.addIssue({ code: 'custom', message, path: [...path], input: raw });
    return z.NEVER;
  }
  return made.read;
});

function makeRead(raw: Written): { readonly read: ContractRead } | { readonly faults: readonly Fault[] } {
  const line = readAbiLine(raw.call);
  if ('fault' in line) return { faults: [{ message: line.fault, path: ['call'] }] };
  const { fn } = line;
  const args = argumentsOf(fn, raw.args);
  const output = outputOf(fn, raw.at);
  const taken = typeof output === 'number' ? takeOf(raw, fn.outputs[output]) : output;
  const faults = [...('faults' in args ? args.faults : []), ...('faults' in taken ? taken.faults : [])];
  if ('faults' in args || 'faults' in taken || typeof output !== 'number') return { faults };
  return { read: { contract: raw.to, fn, args: args.values, output, take: taken.take } };
}

function argumentsOf(
  fn: AbiFunction,
  written: readonly WrittenValue[],
): { readonly values: readonly unknown[] } | { readonly faults: readonly Fault[] } {
  const { inputs } = fn;
  if (written.length !== inputs.length) {
    const takes = `${signatureOf(fn)} takes ${counted(inputs.length, 'argument')}`;
    const path = written.length === 0 ? ['call'] : ['args'];
    return { faults: [{ message: `${takes}, not ${written.length}`, path }] };
  }
  const values: unknown[] = [];
  const faults: Fault[] = [];
  for (const [index, parameter] of inputs.entries()) {
    const read = abiValue(parameter, written[index] ?? '');
    if ('value' in read) values.push(read.value);
    else
      for (const { message, path } of read.faults) {
        const named = parameter.name === undefined ? '' : ` (argument ${parameter.name})`;
        faults.push({ message: message + named, path: ['args', index, ...path] });
      }
  }
  return faults.length > 0 ? { faults } : { values };
}

function outputOf({ outputs }: AbiFunction, at: Written['at']): number | { readonly faults: Fault[] } {
  const fault = (message: string): { faults: Fault[] } => ({
    faults: [{ message, path: at === undefined ? ['call'] : ['at'] }],
  });
  const names = outputs.map(({ name }, index) => name ?? String(index));
  if (at === undefined) {
    if (outputs.length === 1) return 0;
    return fault(
      `the function returns ${outputs.length} values: say with "at" which one, ${names.join(', ')}`,
    );
  }
  const index = typeof at === 'number' ? at : names.indexOf(at);
  if (outputs[index] !== undefined) return index;
  const meant = typeof at === 'string' ? didYouMean(at, names) : '';
  return fault(`the function returns no "${at}"${meant}: there is ${names.join(', ')}`);
}

function takeOf(
  raw: Written,
  output: AbiParameter | undefined,
): { readonly take: Take } | { readonly faults: readonly Fault[] } {
  if (output === undefined) return { faults: [] };
  const type = typeText(output);
  const fault = (message: string, ...path: string[]): { faults: Fault[] } => ({
    faults: [{ message, path }],
  });
  const { decimals, has, is, length } = raw;
  const [first, second] = Object.entries({ decimals, has, is, length }).flatMap(([key, given]) =>
    given === undefined ? [] : [key],
  );
  if (first !== undefined && second !== undefined)
    return fault(`${first} and ${second} exclude each other: a read has one value`, second);
  const array = arrayOf(output);
  if (array) {
    if (length) return { take: { what: 'length' } };
    if (has !== undefined) return hasTake(array.of, has);
    return fault(`${type} is no single value: add "length: true" or "has: VALUE"`, first ?? 'call');
  }
  if (length === true || has !== undefined)
    return fault(`${first} reads a list, and this is ${type}`, first ?? '');
  if ('components' in output)
    return fault(`${type} is no single value, and its parts cannot be read`, 'call');
  if (is !== undefined) return isTake(output, is);
  if (decimals !== undefined && !/^u?int/.test(output.type))
    return fault(`decimals need an integer, and this is ${type}`, 'decimals');
  return { take: { what: 'value', decimals: decimals ?? 0 } };
}

function hasTake(
  entry: AbiParameter,
  has: WrittenValue,
): { readonly take: Take } | { readonly faults: readonly Fault[] } {
  if (arrayOf(entry) !== null || 'components' in entry)
    return { faults: [{ message: `entries of the type ${typeText(entry)} cannot be named`, path: ['has'] }] };
  const list = typeof has === 'object' ? has : [has];
  // All of nothing is always there: a check that cannot fail.
  if (list.length === 0) return { faults: [{ message: 'has needs at least one entry', path: ['has'] }] };
  const wanted: unknown[] = [];
  const faults: Fault[] = [];
  for (const [index, one] of list.entries()) {
    const read = abiValue(entry, one);
    if ('value' in read) wanted.push(read.value);
    else
      for (const { message } of read.faults)
        faults.push({ message, path: typeof has === 'object' ? ['has', index] : ['has'] });
  }
  return faults.length > 0 ? { faults } : { take: { what: 'has', type: entry.type, wanted } };
}

function isTake(
  output: AbiParameter,
  is: WrittenValue,
): { readonly take: Take } | { readonly faults: readonly Fault[] } {
  const read = abiValue(output, is);
  if ('value' in read) return { take: { what: 'is', type: output.type, wanted: read.value } };
  return { faults: read.faults.map(({ message }) => ({ message, path: ['is'] })) };
}
