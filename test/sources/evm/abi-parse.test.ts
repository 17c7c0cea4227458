// A function's line, read as viem's own parser reads it; and every value that its types take can be encoded.

import * as fc from 'fast-check';
import { decodeAbiParameters, encodeAbiParameters, parseAbiItem, type AbiParameter } from 'viem';
import { expect, it } from 'vitest';
import { parseAbiFunction } from '../../../src/sources/evm/abi-parse.ts';
import { abiValue, type WrittenValue } from '../../../src/sources/evm/abi-value.ts';

const scalar = fc.constantFrom(
  'address',
  'bool',
  'string',
  'bytes',
  'uint',
  'int',
  'uint8',
  'int16',
  'bytes1',
  'bytes32',
);
const suffix = fc.constantFrom('', '', '', '[]', '[2]', '[][3]');
const { type } = fc.letrec<{ type: string }>((tie) => ({
  type: fc
    .tuple(
      fc.oneof(
        { maxDepth: 3 },
        scalar,
        fc.array(tie('type'), { minLength: 1, maxLength: 3 }).map((parts) => `(${parts.join(', ')})`),
      ),
      suffix,
    )
    .map((parts) => parts.join('')),
}));
const name = fc.constantFrom('', ' owner', ' _x1', ' memory names');
const parameters = fc
  .array(fc.tuple(type, name), { maxLength: 4 })
  .map((all) =>
    all
      .map(([type, name]) => (name.startsWith(' memory') && !/[\])]$/.test(type) ? type : type + name))
      .join(','),
  );
const modifiers = fc.constantFrom(
  '',
  ' view',
  ' pure',
  ' external view',
  ' public pure',
  ' payable',
  ' view virtual',
);

it('reads what viem reads, as viem reads it', () => {
  fc.assert(
    fc.property(parameters, modifiers, parameters, (inputs, modifiers, outputs) => {
      const returns = outputs === '' ? '' : ` returns (${outputs})`;
      const line = `function f(${inputs})${modifiers}${returns}`;
      let known: unknown;
      try {
        known = parseAbiItem(line);
      } catch {
        return;
      }
      expect(parseAbiFunction(line)).toEqual(known);
    }),
  );
});

it('never throws, whatever the line', () => {
  const words = fc.constantFrom(
    'function',
    'f',
    '(',
    ')',
    '[',
    ']',
    ',',
    'uint',
    '2',
    'view',
    'returns',
    'é',
    ';',
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 20 }), (parts) => {
      parseAbiFunction(parts.join(' '));
    }),
  );
});

/** A value for the type as a profile would write it. */
function written(parameter: AbiParameter, seed: number): WrittenValue {
  const [, of, length] = /^(.*)\[(\d*)\]$/.exec(parameter.type) ?? [];
  if (of !== undefined)
    return Array.from({ length: length === '' ? seed % 3 : Number(length) }, (_, index) =>
      written({ ...parameter, type: of }, seed + index),
    );
  if ('components' in parameter)
    return parameter.components.map((component, index) => written(component, seed + index));
  if (parameter.type === 'bool') return seed % 2 === 0;
  if (parameter.type === 'string') return `text ${seed}`;
  if (parameter.type === 'address') return `0x${seed.toString(16).padStart(40, '0')}`;
  if (parameter.type === 'bytes') return '0x1234';
  if (parameter.type.startsWith('bytes')) return `0x${'5a'.repeat(Number(parameter.type.slice(5)))}`;
  return seed % 100;
}

it('what it takes for a value can be encoded, and comes back', () => {
  fc.assert(
    fc.property(parameters, fc.nat({ max: 1_000 }), (text, seed) => {
      const fn = parseAbiFunction(`function f(${text}) view returns (bool)`);
      if (typeof fn === 'string') return;
      const values = fn.inputs.map((parameter) => {
        const read = abiValue(parameter, written(parameter, seed));
        return 'value' in read ? read.value : expect.fail(JSON.stringify(read.faults));
      });
      const data = encodeAbiParameters(fn.inputs, values);
      if (values.length > 0)
        expect(encodeAbiParameters(fn.inputs, decodeAbiParameters(fn.inputs, data))).toBe(data);
    }),
  );
});
