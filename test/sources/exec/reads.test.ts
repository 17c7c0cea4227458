// What is read from a command that does what it should: exit codes, JSON, lines, counts, and what the command itself is given.

import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commanded, type Asking } from './support.ts';

const smoke = {
  phases: [
    { id: 'P0-1', status: 'PASS', attempts: 1 },
    { id: 'P0-2', status: 'FAIL', attempts: 3 },
    { id: 'P1-1', status: 'FAIL', attempts: 3 },
    { id: 'P1-2', status: 'SKIP', attempts: 0 },
  ],
  spent: 0,
  balance: '12345678901234567890.123456789012345678',
};
/** Prints the JSON and ends with the code. */
const prints = (json: unknown, code = 0): Asking['options'] => ({
  command: [
    process.execPath,
    '-e',
    `process.stdout.write(${JSON.stringify(JSON.stringify(json))}); process.exitCode = ${code}`,
  ],
});
const sh = (command: string): Asking['options'] => ({ command, shell: true });

test.each([0, 1, 2, 255])('exit %i is a number, and ok is whether it is one of okExit', async (code) => {
  const { look } = await commanded({
    options: { command: ['sh', '-c', `exit ${code}`], okExit: [0, 2] },
    reads: { exit: { exit: 'code' }, ok: 'ok' },
  });
  expect(await look()).toEqual({ exit: String(code), ok: String(code === 0 || code === 2) });
});

test('a plan that would change something is exit 2, and its output counts', async () => {
  const { look, poll } = await commanded({
    options: {
      command: ['sh', '-c', 'echo "Plan: 3 to add, 1 to change, 0 to destroy."; exit 2'],
      expectExit: [0, 2],
    },
    reads: {
      drift: { exit: 'code' },
      ok: 'ok',
      added: { line: String.raw`Plan: (\d+) to add` },
    },
  });
  expect(await look()).toEqual({ drift: '2', ok: 'false', added: '3' });
  expect((await poll()).gap).toBeNull();
});

test('a JSON pointer reads exact numbers, words, and decimals in texts where they must be exact', async () => {
  const reads = {
    first: { json: '/phases/0/status' },
    attempts: { json: '/phases/1/attempts' },
    balance: { json: '/balance' },
  };
  const { look } = await commanded({ options: prints(smoke), reads, exact: true });
  expect(await look()).toEqual({ first: 'PASS', attempts: '3', balance: smoke.balance });
  const huge = await commanded({
    options: { command: ['echo', '{"wei": 123456789012345678901234567890}'] },
    reads: { wei: { json: '/wei' } },
  });
  expect(await huge.look()).toEqual({ wei: '123456789012345678901234567890' });
});

test('entries of a list are counted by their fields: values, patterns, one of several', async () => {
  const count = (where?: unknown) => ({
    count: { json: '/phases', ...(where === undefined ? {} : { where }) },
  });
  const { look } = await commanded({
    options: prints(smoke),
    reads: {
      all: count(),
      failed: count({ status: 'FAIL' }),
      failedP0: count({ status: 'FAIL', id: '/^P0-/' }),
      notPassed: count({ status: ['FAIL', 'SKIP'] }),
      thrice: count({ attempts: 3 }),
      none: count({ status: 'pass' }),
    },
  });
  expect(await look()).toEqual({
    all: '4',
    failed: '2',
    failedP0: '1',
    notPassed: '3',
    thrice: '2',
    none: '0',
  });
});

test.each([
  ['a list without entries', { phases: [] }, 'empty: /phases is an empty list: there was nothing to count'],
  ['no list', { phases: { a: 1 } }, 'wrong_type: /phases is an object, not a list'],
  [
    'no such thing',
    { phase: [] },
    'not_found: nothing at /phases: the document has no "phases" (did you mean "phase"?)',
  ],
  [
    'a field that was renamed',
    { phases: [{ status: 'PASS' }, { state: 'FAIL' }] },
    'not_found: /phases/1 has no field status: not every entry can be counted',
  ],
  [
    'entries of another kind',
    { phases: ['FAIL'] },
    'not_found: /phases/0 has no field status: not every entry can be counted',
  ],
])('%s is not counted as 0', async (_what, json, says) => {
  const { look } = await commanded({
    options: prints(json),
    reads: { failed: { count: { json: '/phases', where: { status: 'FAIL' } } } },
  });
  expect(await look()).toEqual({ failed: says });
});

test('a list that may be empty counts as 0', async () => {
  const { look } = await commanded({
    options: prints({ alerts: [] }),
    reads: { firing: { count: { json: '/alerts', where: { severity: 'critical' } }, mayBeEmpty: true } },
  });
  expect(await look()).toEqual({ firing: '0' });
});

test('lines: the first or the last that matches, colours aside; a word, a number, true', async () => {
  const { look } = await commanded({
    options: sh(
      String.raw`printf 'queue=5\n\033[31mqueue=7\033[0m\nstate=\033[32mready\033[0m\r\nready=true'`,
    ),
    reads: {
      first: { line: String.raw`^queue=(\d+)$` },
      last: { line: String.raw`^queue=(\d+)$`, take: 'last' },
      word: { line: '^state=(.+)$' },
      yes: { line: '^ready=(.+)$' },
      insensitive: { line: '/^STATE=(.+)$/i' },
      queues: { count: '^queue=' },
      none: { count: '^depth=' },
      gone: { line: String.raw`^depth=(\d+)$` },
    },
  });
  expect(await look()).toEqual({
    first: '5',
    last: '7',
    word: 'ready',
    yes: 'true',
    insensitive: 'ready',
    queues: '2',
    none: '0',
    gone: String.raw`not_found: no line of the output matches /^depth=(\d+)$/`,
  });
});

test('how long it ran is told in milliseconds', async () => {
  const { poll } = await commanded({ options: { command: ['true'] }, reads: { took: 'duration' } });
  const { samples, latencyMs } = await poll();
  expect(samples[0]?.sample.value).toBeTypeOf('number');
  expect(latencyMs).toBeGreaterThan(0);
});

test('a command gets little of our environment, no input, and no terminal', async () => {
  const seen = await commanded({
    options: {
      command: [process.execPath, 'look.mjs', 'a b', '$HOME', ''],
      env: { GREETING: 'hello', LANG: 'C' },
      pass: ['AWS_PROFILE', 'NOT_THERE'],
    },
    reads: {
      names: { json: '/names' },
      argument: { json: '/args/0' },
      unexpanded: { json: '/args/1' },
      input: { json: '/input' },
      cwd: { json: '/cwd' },
    },
    env: { AWS_PROFILE: 'production', SECRET_OF_OURS: 'x', LANG: 'de_DE.UTF-8', TERM: 'xterm' },
    files: {
      'look.mjs': `import { readFileSync } from 'node:fs';
const names = Object.entries(process.env).filter(([name]) => !['PATH', 'HOME', '__CF_USER_TEXT_ENCODING'].includes(name));
const [, , ...args] = process.argv;
const input = readFileSync(0, 'utf8').length;
console.log(JSON.stringify({ names: names.map((entry) => entry.join('=')).sort().join(' '), args, input, cwd: process.cwd() }));`,
    },
  });
  expect(await seen.look()).toEqual({
    names: 'AWS_PROFILE=production GREETING=hello LANG=C TERM=dumb',
    argument: 'a b',
    unexpanded: '$HOME',
    input: '0',
    cwd: realpathSync(seen.folder),
  });
  expect((await seen.poll()).note).toBe('not set here: NOT_THERE');
});

test('cwd is relative to the profile’s folder, and a program with a path to cwd', async () => {
  const { look, folder } = await commanded({
    options: { command: ['./where.sh'], cwd: '.' },
    reads: { cwd: { line: '(.*)' } },
    files: { 'where.sh': '#!/bin/sh\npwd -P\n' },
  });
  expect(await look()).toEqual({ cwd: realpathSync(join(folder, '.')) });
});

test('a shell reads the command only where it is asked to', async () => {
  const { look } = await commanded({
    options: sh('echo one two | wc -w'),
    reads: { words: { line: String.raw`(\d+)` } },
  });
  expect(await look()).toEqual({ words: '2' });
});
