// What a profile may say of a contract call, and what each mistake is answered with, at which line and column.

import { expect, test } from 'vitest';
import { evmSource } from '../../../src/sources/evm/kind.ts';
import { sourceKinds } from '../../../src/sources/registry.ts';
import { loadProfile } from '../../../src/profile/load.ts';
import { temporaryFolder, told } from '../../profile/support/folder.ts';

const a = '0x52908400098527886E0F7030069857D2E4169EE7';
const small = a.toLowerCase();
const wrongSum = a.replace('7886E', '7886e');
const word = `0x${'5a'.repeat(32)}`;
const paused = 'function paused() view returns (bool)';
const owners = 'function getOwners() view returns (address[])';
const allowance = 'function allowance(address owner, address spender) view returns (uint256)';
const round = 'function latestRoundData() view returns (uint80 roundId, int256 answer)';
const takes = (types: string) => `function f(${types}) view returns (bool)`;

const fine: readonly object[] = [
  { call: paused, to: a },
  { call: `${paused};`, to: small },
  { call: 'function  paused()\n external view returns (bool)', to: small },
  { call: allowance, to: a, args: [a, small], decimals: 18 },
  { call: round, to: a, at: 'answer' },
  { call: round, to: a, at: 0, decimals: 8 },
  { call: owners, to: a, length: true },
  { call: owners, to: a, has: a },
  { call: owners, to: a, has: [a, small] },
  { call: takes('uint256 n'), to: a, args: [7] },
  { call: takes('uint256 n'), to: a, args: [String(2n ** 256n - 1n)] },
  { call: takes('uint8 n'), to: a, args: ['0xff'] },
  { call: takes('int8 n'), to: a, args: [-128] },
  { call: takes('bytes32 role'), to: a, args: [word] },
  { call: takes('bytes data'), to: a, args: ['0x'] },
  { call: takes('string name, bool on'), to: a, args: ['x', true] },
  { call: takes('uint8[2] pair, address[] list'), to: a, args: [[1, 2], []] },
  { call: takes('(uint8 n, address who) one'), to: a, args: [[1, a]] },
  { call: 'function owner() view returns (address)', to: a, is: small },
  { hasCode: a },
  { codeHash: small },
];

test.each(fine)('%j is read', (read) => {
  expect(evmSource.read.safeParse(read).error).toBeUndefined();
  expect(evmSource.naturalUnit(read)).toBeNull();
});

const says: readonly (readonly [read: string, message: string])[] = [
  [
    `{ call: ¦"function pause() returns (bool)", to: "${a}" }`,
    '"function pause() returns (bool)" may change state, and only view and pure functions are called: write function pause() view returns (bool) if it changes nothing',
  ],
  [
    `{ call: ¦"function f(uint x) payable returns (bool)", to: "${a}", args: [1] }`,
    'write function f(uint x) view returns (bool) if it changes nothing',
  ],
  [`{ call: ¦"function f()", to: "${a}" }`, 'write function f() view returns (TYPE)'],
  [`{ call: ¦"function f() view", to: "${a}" }`, 'returns nothing: write function f() view returns (TYPE)'],
  [
    `{ call: ¦"paused() view returns (bool)", to: "${a}" }`,
    'it begins with "function", as in function paused()',
  ],
  [
    `{ call: ¦"function paused() view returns (boo)", to: "${a}" }`,
    'is no ABI line: "boo" is no type of a value (did you mean "bool"?). Write',
  ],
  [`{ call: ¦"function paused( view returns (bool)", to: "${a}" }`, '"view" is no type of a value'],
  [`{ call: ¦"function paused() view returns bool", to: "${a}" }`, '"(" is missing before "bool"'],
  [
    `{ call: ¦"function f() veiw returns (bool)", to: "${a}" }`,
    '"veiw" does not belong there (did you mean "view"?)',
  ],
  [`{ call: ¦"function f() view pure returns (bool)", to: "${a}" }`, 'it cannot be view and pure'],
  [`{ call: ¦"function f() view returns (bool", to: "${a}" }`, '")" is missing at its end'],
  [`{ call: ¦"function f() view returns (bool) {", to: "${a}" }`, '"{" does not belong there'],
  [`{ call: ¦"function f() view returns (uint7)", to: "${a}" }`, '"uint7" is no type'],
  [`{ call: ¦"function f() view returns (bytes33)", to: "${a}" }`, '"bytes33" is no type'],
  [`{ call: ¦"function f() view returns (bool[0])", to: "${a}" }`, 'a list of 0 entries cannot be read'],
  [`{ call: ¦"function () view returns (bool)", to: "${a}" }`, '"(" is no name of a function'],
  [`{ call: ¦"function f", to: "${a}" }`, '"(" is missing at its end'],
  [`{ call: ¦"function f() view returns (function)", to: "${a}" }`, '"function" is no type of a value'],
  [`{ call: "${paused}", to: ¦"0x12" }`, 'an address is 0x and 40 hexadecimal digits; found "0x12"'],
  [`{ call: "${paused}", to: ¦"${wrongSum}" }`, 'do not fit its checksum'],
  [
    `{ call: "${paused}", to: ¦${small} }`,
    `expected an address, found the number ${small}: put it in quotes`,
  ],
  [`{ call: "${paused}", ¦too: "${a}" }`, 'unknown key "too" (did you mean "to"?)'],
  [`{ call: "${paused}", to: "${a}", args: ¦[1] }`, 'paused() takes 0 arguments, not 1'],
  [
    `{ call: "${allowance}", to: "${a}", args: ¦["${a}"] }`,
    'allowance(address,address) takes 2 arguments, not 1',
  ],
  [`{ call: ¦"${allowance}", to: "${a}" }`, 'allowance(address,address) takes 2 arguments, not 0'],
  [
    `{ call: "${allowance}", to: "${a}", args: ["${a}", ¦"0x12"] }`,
    'an address is 0x and 40 hexadecimal digits (argument spender); found "0x12"',
  ],
  [
    `{ call: "${allowance}", to: "${a}", args: ["${a}", ¦"${wrongSum}"] }`,
    'do not fit its checksum: a digit is wrong',
  ],
  [`{ call: "${allowance}", to: "${a}", args: ["${a}", ¦${small}] }`, 'this is no address: put it in quotes'],
  [
    `{ call: "${takes('uint8 n')}", to: "${a}", args: [¦256] }`,
    'this does not fit into uint8 (argument n); found the number 256',
  ],
  [`{ call: "${takes('uint8 n')}", to: "${a}", args: [¦-1] }`, 'this does not fit into uint8'],
  [`{ call: "${takes('uint8 n')}", to: "${a}", args: [¦1.5] }`, 'this is no exact uint8'],
  [
    `{ call: "${takes('uint256 n')}", to: "${a}", args: [¦9007199254740993] }`,
    'put it in quotes, every digit written out',
  ],
  [
    `{ call: "${takes('uint256 n')}", to: "${a}", args: [¦"1,000"] }`,
    'this is no uint256: write a whole number',
  ],
  [
    `{ call: "${takes('bool on')}", to: "${a}", args: [¦"yes"] }`,
    'this is no bool: write true or false (argument on); found "yes"',
  ],
  [
    `{ call: "${takes('bytes4 id')}", to: "${a}", args: [¦"0x123456"] }`,
    'this is no bytes4: it is 0x and 8 hexadecimal digits',
  ],
  [`{ call: "${takes('address[] who')}", to: "${a}", args: [¦"${a}"] }`, 'address[] is written as a list'],
  [`{ call: "${takes('uint8[2] pair')}", to: "${a}", args: [¦[1]] }`, 'uint8[2] takes 2 values, not 1'],
  [`{ call: "${takes('uint8[2] pair')}", to: "${a}", args: [[1, ¦x]] }`, 'this is no uint8'],
  [`{ call: "${takes('uint8 n')}", to: "${a}", args: [¦[1]] }`, 'uint8 is one value, not a list'],
  [
    `{ call: ¦"${round}", to: "${a}" }`,
    'the function returns 2 values: say with "at" which one, roundId, answer',
  ],
  [
    `{ call: "${round}", to: "${a}", at: ¦anser }`,
    'the function returns no "anser" (did you mean "answer"?)',
  ],
  [`{ call: "${round}", to: "${a}", at: ¦2 }`, 'the function returns no "2": there is roundId, answer'],
  [`{ call: ¦"${owners}", to: "${a}" }`, 'address[] is no single value: add "length: true" or "has: VALUE"'],
  [`{ call: "${owners}", to: "${a}", is: ¦"${a}" }`, 'is no single value'],
  [`{ call: "${owners}", to: "${a}", has: ¦[] }`, 'has needs at least one entry'],
  [`{ call: "${owners}", to: "${a}", has: ["${a}", ¦"0x12"] }`, 'an address is 0x'],
  [`{ call: "${owners}", to: "${a}", has: ¦"${wrongSum}" }`, 'checksum'],
  [`{ call: "${owners}", to: "${a}", has: "${a}", length: ¦true }`, 'has and length exclude each other'],
  [`{ call: "${owners}", to: "${a}", length: ¦false }`, 'length can only be true'],
  [`{ call: "${paused}", to: "${a}", length: ¦true }`, 'length reads a list, and this is bool'],
  [`{ call: "${paused}", to: "${a}", decimals: ¦6 }`, 'decimals need an integer, and this is bool'],
  [`{ call: "${paused}", to: "${a}", is: ¦maybe }`, 'this is no bool'],
  [`{ call: ¦"function f() view returns ((uint8 a, bool b) c)", to: "${a}" }`, 'its parts cannot be read'],
  [
    `{ call: "function f() view returns (uint8[][])", to: "${a}", has: ¦1 }`,
    'entries of the type uint8[] cannot be named',
  ],
  [`{ hasCode: ¦"${wrongSum}" }`, 'checksum'],
  [`{ codeHash: ¦"0x" }`, 'an address is 0x'],
];

test.each(says)('%s', async (marked, message) => {
  const line = `  x: { from: chain, read: ${marked}, alert: "!= 0" }`;
  const text = `profile: a/b\nsources:\n  chain: { kind: evm, rpc: "https://rpc.example", chain: 1 }\nmetrics:\n${line.replace('¦', '')}\n`;
  const folder = await temporaryFolder();
  const file = await folder.write('p.yaml', text);
  const findings = told(await loadProfile(file, { ...folder.options(), kinds: sourceKinds })).filter(
    (finding) => !finding.startsWith('warning'),
  );
  expect(findings).toHaveLength(1);
  expect(findings[0]).toContain(message);
  expect(findings[0]).toMatch(new RegExp(`^5:${line.indexOf('¦') + 1} metrics\\.x\\.read`));
});

test('an address from the environment is stood in for, and held against its type where it is known', async () => {
  const folder = await temporaryFolder();
  const file = await folder.write(
    'p.yaml',
    `profile: a/b\nsources:\n  chain: { kind: evm, rpc: "https://rpc.example", chain: 1 }\nmetrics:\n  x: { from: chain, read: { call: "${owners}", to: "\${SAFE}", has: ["\${OWNER}"] } }\n`,
  );
  const load = (env: Record<string, string>, missingEnvironment: 'error' | 'stand-in') =>
    loadProfile(file, { ...folder.options(env), kinds: sourceKinds, missingEnvironment });
  expect((await load({}, 'stand-in')).ok).toBe(true);
  expect((await load({ SAFE: a, OWNER: a }, 'error')).ok).toBe(true);
  const wrong = await load({ SAFE: a, OWNER: 'hunter2hunter2' }, 'error');
  expect(told(wrong).join('\n')).toContain('an address is 0x');
  expect(told(wrong).join('\n')).not.toContain('hunter2');
});
