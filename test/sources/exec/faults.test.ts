// Commands that do not do what they should: each is one clear sentence, and nothing of it counts as fine.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stderrBytesMax, stdoutBytesMax } from '../../../src/sources/exec/capture.ts';
import { commanded, type Asking } from './support.ts';

const node = (script: string): Asking['options'] => ({ command: [process.execPath, '-e', script] });
const sh = (command: string): Asking['options'] => ({ command, shell: true });

interface Fault {
  readonly options: Asking['options'];
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly says: string | RegExp;
}

test.each<[string, Fault]>([
  [
    'a command that is missing, with the nearest on the PATH',
    {
      options: { command: ['terrafrom', 'plan'], env: { PATH: '.' } },
      files: { terraform: '#!/bin/sh\n' },
      says: 'not_found: there is no command "terrafrom" on the PATH (did you mean "terraform"?)',
    },
  ],
  [
    'a command without any PATH',
    {
      options: { command: ['terraform'], env: { PATH: '' } },
      says: 'not_found: there is no command "terraform" and PATH is empty',
    },
  ],
  [
    'a file that is missing',
    { options: { command: ['./smoke.sh'] }, says: /^not_found: there is no program \/.*\/smoke\.sh$/ },
  ],
  [
    'a file that is not executable',
    {
      options: { command: ['./plain.txt'] },
      says: /^denied: \/.*\/plain\.txt is not executable: chmod \+x$/,
    },
  ],
  [
    'a folder',
    { options: { command: ['./folder'] }, says: /^wrong_type: \/.*\/folder is a folder, not a program$/ },
  ],
  [
    'an interpreter that is missing',
    {
      options: { command: ['./script'] },
      files: { script: '#!/nowhere/python9\n' },
      says: /^not_found: \/.*\/script is there, but not the interpreter that its first line names$/,
    },
  ],
  [
    'a cwd that is missing',
    { options: { command: ['true'], cwd: 'infra' }, says: /^not_found: the cwd \/.*\/infra is not there$/ },
  ],
  [
    'a cwd that is a file',
    {
      options: { command: ['true'], cwd: 'plain.txt' },
      says: /^not_found: the cwd \/.*\/plain\.txt is no folder$/,
    },
  ],
  ['a kill', { options: sh('kill -9 $$'), says: 'unavailable: killed by SIGKILL (137): out of memory?' }],
  ['exit 137', { options: sh('exit 137'), says: 'unavailable: killed by SIGKILL (137): out of memory?' }],
  ['a crash', { options: sh('kill -SEGV $$'), says: 'unavailable: killed by SIGSEGV (139)' }],
  [
    'an argument list beyond what the machine takes',
    {
      options: { command: ['true', 'x'.repeat(4_000_000)] },
      says: 'not_configured: the command and its environment are too long for this machine',
    },
  ],
])('%s is a gap for every read', async (_what, { options, files = {}, says }) => {
  const { look, folder, poll } = await commanded({
    options,
    reads: {
      exit: { exit: 'code' },
      ok: 'ok',
      took: 'duration',
      json: { json: '' },
      line: { line: '(.)' },
      lines: { count: '.' },
    },
    files,
  });
  mkdirSync(join(folder, 'folder'));
  writeFileSync(join(folder, 'plain.txt'), 'text', { mode: 0o644 });
  const looked = await look();
  for (const text of Object.values(looked))
    expect(text).toEqual(typeof says === 'string' ? says : expect.stringMatching(says));
  expect((await poll()).gap).not.toBeNull();
});

const output = { json: { json: '/a' }, line: { line: '(.+)' }, lines: { count: '.' } };

test.each<[string, Fault]>([
  [
    'an unexpected exit, with the last line of stderr',
    {
      options: sh(
        String.raw`echo '{"a":1}'; printf '\033[31m│ Error: no credentials\033[0m\n╵\n' >&2; exit 1`,
      ),
      says: 'exit_code: exit 1 where 0 is expected: │ Error: no credentials',
    },
  ],
  [
    'an unexpected exit without a word',
    {
      options: { ...sh(`echo '{"a":1}'; exit 3`), expectExit: [0, 2] },
      says: 'exit_code: exit 3 where 0 or 2 is expected',
    },
  ],
  [
    'a command that its shell does not find',
    {
      options: sh('no-such-command-here'),
      says: /^exit_code: exit 127 \(command not found\) where 0 is expected: .*no-such-command-here.*not found/,
    },
  ],
  [
    'invalid UTF-8',
    { options: sh(String.raw`printf '{"a":"\377"}'`), says: 'parse: the output is not valid UTF-8' },
  ],
  ['nothing', { options: { command: ['true'] }, says: 'parse: it printed nothing on stdout' }],
  ['blanks', { options: sh(String.raw`printf ' \n'`), says: 'parse: it printed nothing on stdout' }],
  [
    'control characters on stderr',
    {
      options: sh(String.raw`printf 'bad\033]0;owned\007 \033[2Jnews' >&2; exit 1`),
      says: 'exit_code: exit 1 where 0 is expected: bad news',
    },
  ],
])('%s keeps the output from counting, and not the exit', async (_what, { options, says }) => {
  const { look } = await commanded({ options, reads: { ...output, exit: { exit: 'code' } } });
  const { exit, ...rest } = await look();
  expect(exit).toMatch(/^\d+$/);
  for (const text of Object.values(rest))
    expect(text).toEqual(typeof says === 'string' ? says : expect.stringMatching(says));
});

test.each([
  ['no JSON', 'PASS', /^parse: the output is not JSON: /],
  ['HTML', '<html>', 'parse: the output is HTML or XML, not JSON: <html>'],
  ['half of JSON', '{"a": 1', /^parse: the output is not JSON: /],
  ['JSON twice', '{"a":1}\n{"a":2}', /^parse: the output is not JSON: /],
  [
    'a name twice',
    '{"a":1,"a":2}',
    'parse: "a" stands twice in the document: which one is meant cannot be told',
  ],
])('%s is a gap for a pointer', async (_what, text, says) => {
  const { look } = await commanded({
    options: { command: ['echo', text] },
    reads: { json: { json: '/a' } },
  });
  expect(await look()).toEqual({ json: typeof says === 'string' ? says : expect.stringMatching(says) });
});

test('what may be empty counts as 0', async () => {
  const { look } = await commanded({
    options: { command: ['true'] },
    reads: { lines: { count: '.', mayBeEmpty: true } },
  });
  expect(await look()).toEqual({ lines: '0' });
});

test('output beyond 1 MiB is cut: what needs all of it is a gap, the first line is not', async () => {
  const { look, poll } = await commanded({
    options: node(
      `console.log('first=1'); process.stdout.write(('x'.repeat(255) + '\\n').repeat(${stdoutBytesMax / 128})); console.log('last=2')`,
    ),
    reads: {
      exit: { exit: 'code' },
      json: { json: '/a' },
      first: { line: String.raw`first=(\d)` },
      late: { line: String.raw`last=(\d)` },
      last: { line: String.raw`first=(\d)`, take: 'last' },
      lines: { count: '^last' },
    },
  });
  const cut = 'too_large: it printed 2 MiB, of which the first 1 MiB were kept';
  expect(await look()).toEqual({ exit: '0', json: cut, first: '1', late: cut, last: cut, lines: cut });
  expect((await poll()).note).toBe('2 MiB of output cut at 1 MiB');
});

test('a command that prints without end is killed', async () => {
  const { look } = await commanded({
    options: { command: ['yes', 'y'.repeat(1_000)] },
    reads: { exit: { exit: 'code' }, ...output },
  });
  const killed = 'too_large: it printed more than 64 MiB and was killed';
  expect(await look()).toEqual({ exit: killed, json: killed, line: killed, lines: killed });
});

test('so is one that prints without end on stderr; of one that ends, the end is kept', async () => {
  const flood = await commanded({ options: sh('yes noise >&2') });
  expect(await flood.look()).toEqual({ exit: 'too_large: it printed more than 64 MiB and was killed' });
  const { look } = await commanded({
    options: node(
      `process.stderr.write('noise\\n'.repeat(${stderrBytesMax})); console.error('the reason'); process.exitCode = 1`,
    ),
    reads: { json: { json: '' } },
  });
  expect(await look()).toEqual({ json: 'exit_code: exit 1 where 0 is expected: the reason' });
});

test('a pattern that takes for ever is broken off', async () => {
  const evil = { pattern: '^(a+)+$', line: `${'a'.repeat(40)}!` };
  const { look } = await commanded({
    options: { command: ['echo', evil.line] },
    reads: { line: { line: evil.pattern }, lines: { count: evil.pattern } },
  });
  const says = `parse: /${evil.pattern}/ took more than 250ms over the output and was broken off`;
  const { line, lines } = await look();
  expect(line).toBe(says);
  expect(lines).toContain('had no time left over the output');
});

test('a file that is not executable comes with the command that makes it so', async () => {
  const { poll, folder } = await commanded({ options: { command: ["./it's plain"] }, reads: output });
  const file = join(folder, "it's plain");
  writeFileSync(file, '');
  expect((await poll()).gap?.remedy?.run).toBe(`chmod +x '${file.replace("'", String.raw`'\''`)}'`);
});
