// Answers of a JSON-RPC endpoint, over HTTP, through our client: a number that the read is about, or a gap.

import { evmSource } from '../../../src/sources/evm/kind.ts';
import { httpServer } from '../../support/http-servers.ts';
import { answersIn, joined, looked, lookAt } from '../far-end.ts';
import { bytesOf, type OpenTarget, type Target } from '../target.ts';

const address = '0x52908400098527886e0f7030069857d2e4169ee7';
const reads = {
  up: 'up',
  block: 'block',
  age: 'head-age',
  balance: { balance: address },
  token: { erc20: address, holder: address, decimals: 6 },
  nonce: { nonce: address, at: 'latest' },
  paused: { call: 'function paused() view returns (bool)', to: address },
  name: { call: 'function name() view returns (string)', to: address },
  owners: { call: 'function owners() view returns (address[])', to: address, length: true },
};

const word = (value: number): string => value.toString(16).padStart(64, '0');
const name = `0x${word(32)}${word(5)}${Buffer.from('vault').toString('hex').padEnd(64, '0')}`;
const results = [
  '0x2386f26fc10000',
  `0x${word(5_000_000)}`,
  '0x7',
  `0x${word(1)}`,
  name,
  `0x${word(32)}${word(0)}`,
];

const answered = (values: readonly unknown[]): string =>
  JSON.stringify(values.map((result, id) => ({ jsonrpc: '2.0', id, result })));
const block = {
  number: '0x10',
  timestamp: `0x${(lookAt / 1_000 - 2).toString(16)}`,
  hash: `0x${'a'.repeat(64)}`,
};
const head = answered(['0x1', block]);
const refusal = { code: 3, message: 'execution reverted: paused', data: `0x08c379a0${name.slice(2)}` };
const refused = JSON.stringify(
  results.map((_, id) => ({
    jsonrpc: '2.0',
    id,
    error: id % 2 === 0 ? refusal : { code: -32_000, message: 'header not found' },
  })),
);

const words = [
  '"id":',
  '"result":',
  '"error":',
  '"code":',
  '"message":',
  '"data":',
  'null',
  'true',
  '{}',
  '[]',
  '"0x"',
  '"0x1"',
  '"0x0"',
  '-32005',
  '-32601',
  '429',
  '"execution reverted"',
  '0x08c379a0',
  '0x4e487b71',
  '\\u0000',
  '\\ud800',
  '\\u202e',
  '__proto__',
  'constructor',
  'toString',
  ',',
  ':',
  '"',
  '{',
  '}',
  '[',
  ']',
  'f'.repeat(64),
  '0'.repeat(64),
  '\n%%%\n',
];

export const jsonRpc: Target = {
  name: 'json-rpc',
  cases: 150,
  async open(): Promise<OpenTarget> {
    let answers: readonly Buffer[] = [];
    let taken = 0;
    const server = await httpServer((request, response) => {
      // The last answer stands for whatever is asked after it: calls that are repeated one by one.
      request.resume().on('end', () => {
        response.setHeader('content-type', 'application/json');
        response.end(answers[Math.min(taken++, answers.length - 1)]);
      });
    });
    return {
      seeds: [
        joined([head, answered(results)]),
        joined([head, refused]),
        joined([
          head,
          JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32_600, message: 'no batches here' } }),
        ]),
        bytesOf(JSON.stringify({ jsonrpc: '2.0', id: 0, result: '0x1' })),
        joined([answered(['0x5', block])]),
        bytesOf('<!doctype html><title>502 Bad Gateway</title>'),
      ],
      words,
      run(input) {
        answers = answersIn(input);
        taken = 0;
        return looked(evmSource, { rpc: server.url, chain: 1 }, reads);
      },
      close: () => server.close(),
    };
  },
};
