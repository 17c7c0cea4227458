// A function's line, read as viem's own parser reads it; and every value that its types take can be encoded.

import * as fc from 'fast-check';
import { decodeAbiParameters, encodeAbiParameters, parseAbiItem, type AbiParameter } from 'viem';
import { expect, it } from 'vitest';
import { parseAbiFunction } from '../../../src/sources/evm/abi-parse.ts';
import { abiValue, type WrittenValue } from '../../../src/sources/evm/abi-value.ts';

const sizes = Array.from({ length: 32 }, (_, index) => index + 1);
/** Every elementary type, short and with its size. */
const scalars = [
  'address',
  'bool',
  'string',
  'bytes',
  'uint',
  'int',
  ...sizes.flatMap((size) => [`bytes${size}`, `uint${8 * size}`, `int${8 * size}`]),
];
const scalar = fc.constantFrom(...scalars);
const suffix = fc.constantFrom('', '', '', '[]', '[2]', '[][3]', '[1][][12]');
const identifier = fc.stringMatching(/^[a-z_$][A-Za-z0-9_$]{0,6}$/);
const name = fc.oneof(
  fc.constant(''),
  identifier.map((word) => ` ${word}`),
);
/** The compiler takes no name twice: the second one goes. */
function namedOnce(parts: readonly string[]): readonly string[] {
  const names = new Set<string>();
  return parts.map((part) => {
    const [whole = '', called = ''] = / (?!memory$|calldata$)([\w$]+)$/.exec(part) ?? [];
    if (!names.has(called)) {
      if (called !== '') names.add(called);
      return part;
    }
    return part.slice(0, part.length - whole.length);
  });
}

const { type } = fc.letrec<{ type: string; part: string }>((tie) => ({
  type: fc
    .tuple(
      fc.oneof(
        { maxDepth: 3 },
        scalar,
        fc
          .array(tie('part'), { minLength: 1, maxLength: 3 })
          .map((parts) => `(${namedOnce(parts).join(', ')})`),
      ),
      suffix,
    )
    .map((parts) => parts.join('')),
  part: fc.tuple(tie('type'), name).map((parts) => parts.join('')),
}));
const location = fc.constantFrom('', '', ' memory', ' calldata');
const parameters = fc.array(fc.tuple(type, location, name), { maxLength: 4 }).map((all) =>
  // Only what lies in memory has a place there.
  namedOnce(all.map(([of, where, called]) => of + (/[\])]$/.test(of) ? where : '') + called)).join(','),
);
const modifiers = fc
  .tuple(
    fc.constantFrom('', ' external', ' public'),
    fc.constantFrom('', ' view', ' pure', ' payable', ' nonpayable'),
  )
  .map((parts) => parts.join(''));
const line = fc
  .tuple(fc.stringMatching(/^[a-z_$][A-Za-z0-9_$]{0,8}$/), parameters, modifiers, parameters)
  .map(([called, inputs, said, outputs]) => {
    const returns = outputs === '' ? '' : ` returns (${outputs})`;
    return `function ${called}(${inputs})${said}${returns}`;
  });

/** What viem makes of the line; null where it refuses it. */
function knownToViem(text: string): unknown {
  try {
    return parseAbiItem(text);
  } catch {
    return null;
  }
}

it('reads what viem reads, as viem reads it', () => {
  let read = 0;
  fc.assert(
    fc.property(line, (text) => {
      const known = knownToViem(text);
      if (known === null) return;
      read++;
      expect(parseAbiFunction(text)).toEqual(known);
    }),
    { numRuns: 500 },
  );
  expect(read).toBeGreaterThan(300);
});

it.each(scalars)('the type %s is one to both', (scalarType) => {
  const text = `function f(${scalarType} a) view returns (${scalarType}[2])`;
  expect(parseAbiFunction(text)).toEqual(knownToViem(text));
});

it('reads a line with a slip as viem does, or refuses it', () => {
  // One token taken out, doubled, or put in the place of another.
  const slip = fc.tuple(line, fc.nat(), fc.nat(), fc.constantFrom('out', 'twice', 'other'));
  let read = 0;
  fc.assert(
    fc.property(slip, ([text, at, from, how]) => {
      const tokens = text.match(/[A-Za-z_$][\w$]*|\d+|\S/g) ?? [];
      const place = at % tokens.length;
      const token = tokens[place] ?? '';
      const instead = { out: [], twice: [token, token], other: [tokens[from % tokens.length] ?? ''] };
      const words = tokens.toSpliced(place, 1, ...instead[how]).join(' ');
      // viem takes a blank only between words.
      const broken = words.replaceAll(/ ?([()[\],]) ?/g, '$1').replaceAll(/([)\]])(?=[\w$])/g, '$1 ');
      const [ours, known] = [parseAbiFunction(broken), knownToViem(broken)];
      if (typeof ours === 'string' || known === null) return;
      read++;
      expect(ours, broken).toEqual(known);
    }),
    { numRuns: 1_000 },
  );
  expect(read).toBeGreaterThan(100);
});

it.each([
  ['function f(uint a, bool a) view returns (bool)', 'it has the name "a" twice'],
  ['function f() view returns ((uint a, (bool a, int a) b) c)', 'it has the name "a" twice'],
  ['function f(uint a,) view returns (bool)', '")" is no type of a value'],
  ['function f(uint[] calldata payable) view returns (bool)', '")" is missing before "payable"'],
])('%s is refused, as by the compiler', (text, words) => {
  expect(knownToViem(text)).not.toBeNull();
  expect(parseAbiFunction(text)).toBe(words);
});

it('takes one name in two lists', () => {
  expect(parseAbiFunction('function f(uint a) view returns (bool a)')).not.toBeTypeOf('string');
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
