// One input out of others: bytes are flipped, cut, doubled, spliced, and strewn with what parsers stumble over. Chance is a seed's.

import { hostileScalar } from '../support/hostile-text.ts';
import type { Random } from '../simulator/random.ts';

export interface Material {
  readonly seeds: readonly Uint8Array[];
  /** What means something in the language of these seeds. */
  readonly words: readonly string[];
}

/** Longest input, in bytes. */
export const inputBytesMax = 96 * 1_024;

/** Most mutations of one input. */
const mutationsMax = 6;
/** Longest run of one character, and deepest nesting. */
const runMax = 20_000;
const depthMax = 3_000;

type Mutation = (input: Buffer, random: Random, material: Material) => Buffer;

/** Where numbers turn: of bytes, words, doubles, exact integers and instants. */
const numbers = [
  '0',
  '-0',
  '-1',
  '1',
  '00',
  '1e400',
  '-1e400',
  '1e-400',
  '0x',
  '.',
  '-',
  '1e',
  '1_000',
  '١٢٣',
  '127',
  '128',
  '255',
  '256',
  '32767',
  '32768',
  '65535',
  '65536',
  '2147483647',
  '2147483648',
  '4294967296',
  '9007199254740993',
  '9223372036854775807',
  '9223372036854775808',
  '18446744073709551616',
  '8640000000000001',
  '253402300800',
  '9'.repeat(400),
  `0.${'0'.repeat(300)}1`,
  'NaN',
  '+Inf',
  '-Infinity',
];

/** No UTF-8: a lone continuation, a cut letter, the overlong slash and NUL, half of a pair, beyond the last character, 0xff. */
const invalid = ['80', 'c3', 'e282', 'c0af', 'c080', 'eda080', 'f4908080', 'ff', 'fffe', 'feff'].map((hex) =>
  Buffer.from(hex, 'hex'),
);

const hostile = Array.from(hostileScalar);

const pairs = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['not (', ')'],
  ['{"a":', '}'],
  ['"', '"'],
  ['-', ''],
  ['*1\r\n', ''],
  ['\u001b[', ''],
  ['- ', ''],
] as const;

/** A stretch, mostly short; empty only of an empty input. */
function stretch(input: Buffer, random: Random): readonly [from: number, to: number] {
  const from = random.int(0, Math.max(0, input.length - 1));
  const longest = random.chance(0.8) ? Math.min(24, input.length - from) : input.length - from;
  return [from, Math.min(input.length, from + random.int(1, Math.max(1, longest)))];
}

/** A whole line, with its end. */
function line(input: Buffer, random: Random): readonly [from: number, to: number] {
  const at = random.int(0, Math.max(0, input.length - 1));
  const from = input.lastIndexOf(0x0a, Math.max(0, at - 1)) + 1;
  const end = input.indexOf(0x0a, at);
  return [Math.min(from, at), end < 0 ? input.length : end + 1];
}

function part(input: Buffer, random: Random): readonly [from: number, to: number] {
  return random.chance(0.4) ? line(input, random) : stretch(input, random);
}

function put(input: Buffer, from: number, to: number, what: Uint8Array | string): Buffer {
  return Buffer.concat([input.subarray(0, from), Buffer.from(what), input.subarray(to)]);
}

function insert(input: Buffer, random: Random, what: Uint8Array | string): Buffer {
  const at = random.int(0, input.length);
  return put(input, at, at, what);
}

const flip: Mutation = (input, random) => {
  const changed = Buffer.from(input);
  for (let left = random.int(1, 4); left > 0 && changed.length > 0; left--) {
    const at = random.int(0, changed.length - 1);
    changed[at] = random.chance(0.5) ? changed.readUInt8(at) ^ (1 << random.int(0, 7)) : random.int(0, 255);
  }
  return changed;
};

const remove: Mutation = (input, random) => {
  const [from, to] = part(input, random);
  return put(input, from, to, '');
};

const double: Mutation = (input, random) => {
  const [from, to] = part(input, random);
  const what = input.subarray(from, to);
  const times = random.chance(0.9) ? 1 : random.int(2, 200);
  return put(input, to, to, Buffer.concat(Array.from({ length: times }, () => what)));
};

const move: Mutation = (input, random) => {
  const [from, to] = part(input, random);
  return insert(put(input, from, to, ''), random, input.subarray(from, to));
};

/** The beginning of one and the end of another, or a part of the other in the middle. */
const splice: Mutation = (input, random, { seeds }) => {
  if (seeds.length === 0) return input;
  const other = Buffer.from(random.pick(seeds));
  const [from, to] = part(other, random);
  if (random.chance(0.5)) return insert(input, random, other.subarray(from, to));
  return Buffer.concat([input.subarray(0, random.int(0, input.length)), other.subarray(from)]);
};

const word: Mutation = (input, random, { words }) => {
  const what = words.length > 0 ? random.pick(words) : '';
  const [from, to] = random.chance(0.5) ? stretch(input, random) : [0, 0];
  return to === 0 ? insert(input, random, what) : put(input, from, to, what);
};

/** In the place of a number, where there is one. */
const number: Mutation = (input, random) => {
  const found = [...input.toString('latin1').matchAll(/\d+(?:\.\d+)?/g)];
  const what = random.pick(numbers);
  if (found.length === 0) return insert(input, random, what);
  const { index, 0: digits } = random.pick(found);
  return put(input, index, index + digits.length, what);
};

const truncate: Mutation = (input, random) => input.subarray(0, random.int(0, input.length));

const noText: Mutation = (input, random) => insert(input, random, random.pick(invalid));

const control: Mutation = (input, random) => {
  const length = random.chance(0.8) ? 1 : random.int(2, 40);
  return insert(input, random, Array.from({ length }, () => random.pick(hostile)).join(''));
};

const run: Mutation = (input, random, { words }) => {
  const [from, to] = stretch(input, random);
  const what = [
    ' ',
    'a',
    '0',
    '\n',
    '\u0301',
    '"',
    '\\',
    random.pick([...words, '.']),
    input.toString('latin1', from, to),
  ];
  const one = random.pick(what.filter((text) => text !== ''));
  return insert(
    input,
    random,
    one.repeat(Math.ceil(random.int(1, random.chance(0.7) ? 200 : runMax) / one.length)),
  );
};

const nest: Mutation = (input, random) => {
  const [from, to] = part(input, random);
  const [open, close] = random.pick(pairs);
  const depth = random.int(1, random.chance(0.7) ? 60 : depthMax);
  return put(
    input,
    from,
    to,
    Buffer.concat([
      Buffer.from(open.repeat(depth)),
      input.subarray(from, to),
      Buffer.from(close.repeat(depth)),
    ]),
  );
};

/** The gentle ones several times: what is broken beyond recognition is refused at the first step. */
const mutations: readonly Mutation[] = [
  flip,
  remove,
  double,
  move,
  splice,
  word,
  number,
  control,
  flip,
  remove,
  splice,
  word,
  word,
  number,
  truncate,
  noText,
  run,
  nest,
];

/** An input that comes from one of the seeds by a few mutations. */
export function mutated(random: Random, material: Material): Uint8Array {
  const { seeds } = material;
  let input = Buffer.from(seeds.length === 0 ? '' : random.pick(seeds));
  let left = 1;
  while (left < mutationsMax && random.chance(0.5)) left++;
  for (; left > 0; left--)
    input = Buffer.from(random.pick(mutations)(input, random, material).subarray(0, inputBytesMax));
  return input;
}
