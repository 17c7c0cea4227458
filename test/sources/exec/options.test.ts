// What a profile may say of a command, and the sentence that a mistake gets.

import { describe, expect, test } from 'vitest';
import { execSource } from '../../../src/sources/exec/kind.ts';

describe('options', () => {
  test('what is left out', () => {
    expect(execSource.options.parse({ command: ['true'] })).toEqual({
      command: ['true'],
      shell: false,
      cwd: '.',
      env: {},
      pass: [],
      okExit: [0],
    });
  });

  test.each<[string, unknown, string]>([
    ['no command', {}, 'a command is a list of texts'],
    ['an empty list', { command: [] }, 'a command names a program'],
    ['an empty text', { command: '', shell: true }, 'this must not be empty'],
    ['no program', { command: ['', 'x'] }, 'this must not be empty'],
    ['a number among the arguments', { command: ['sleep', 5] }, 'an argument is a text: write a number'],
    ['a NUL', { command: ['echo', 'a\0b'] }, 'an argument cannot hold a NUL character'],
    ['a text without a shell', { command: 'terraform plan' }, 'a text is only for a shell: write a list'],
    ['a list for a shell', { command: ['a', 'b'], shell: true }, 'with shell: true the command is one text'],
    ['no exit code', { command: ['a'], okExit: [] }, 'Too small'],
    ['an exit code beyond 255', { command: ['a'], expectExit: [256] }, 'Too big'],
    ['half an exit code', { command: ['a'], okExit: [0.5] }, 'expected int'],
    ['a name that is no variable', { command: ['a'], env: { 'A B': 'x' } }, 'a variable is named by letters'],
    ['a value that is no text', { command: ['a'], env: { A: 1 } }, 'an argument is a text'],
    ['an assignment among the names', { command: ['a'], pass: ['A=1'] }, 'a variable is named by letters'],
    ['an unknown option', { command: ['a'], stdin: 'x' }, 'Unrecognized key: "stdin"'],
  ])('%s', (_what, options, says) => {
    const { error } = execSource.options.safeParse(options);
    expect(JSON.stringify(error?.issues)).toContain(JSON.stringify(says).slice(1, -1));
  });
});

describe('reads', () => {
  const anyOf = 'a command is read as ok, duration, { exit: code }';

  test.each<[string, unknown, string]>([
    ['a word', 'exit', anyOf],
    ['an exit code', { exit: 0 }, anyOf],
    ['a pointer without a slash', { json: 'a' }, 'a JSON pointer begins with'],
    ['a pattern without a group', { line: 'x' }, "a line's pattern needs exactly one group, this one has 0"],
    ['a pattern with two', { line: '(a)(b)' }, "a line's pattern needs exactly one group, this one has 2"],
    ['no pattern', { line: '(' }, 'this is no regular expression'],
    ['no pattern to count', { count: '[' }, 'this is no regular expression'],
    ['a flag that is none', { line: '/(a)/g' }, 'write /pattern/ with the flags i, m, s or u'],
    ['a flag that is none to count', { count: '/a/g' }, 'write /pattern/ with the flags i, m, s or u'],
    [
      'a field that is no pattern',
      { count: { json: '/a', where: { b: '/(/' } } },
      'this is no regular expression',
    ],
    [
      'a field whose flag is none',
      { count: { json: '/a', where: { b: ['x', '/x/g'] } } },
      'or a plain value',
    ],
    ['the third line', { line: '(a)', take: 'third' }, anyOf],
    ['fields that are none', { count: { json: '/a', where: {} } }, 'where names at least one field'],
    ['a field that may be nothing', { count: { json: '/a', where: { b: [] } } }, 'Too small'],
    ['two reads in one', { json: '/a', line: '(a)' }, anyOf],
  ])('%s', (_what, read, says) => {
    const { error } = execSource.read.safeParse(read);
    expect(error?.issues[0]?.message).toContain(says);
  });

  test('the unit', () => {
    expect(execSource.naturalUnit('duration')).toBe('ms');
    expect(execSource.naturalUnit({ exit: 'code' })).toBeNull();
  });
});

test.each([
  [{ command: ['terraform', 'plan', '-lock=false'] }, 'terraform plan -lock=false'],
  [
    { command: ['echo', 'two words', '', "it's", '$HOME'] },
    String.raw`echo 'two words' '' 'it'\''s' '$HOME'`,
  ],
  [{ command: 'a | b', shell: true }, 'a | b'],
])('%j stands on the wall as it would be typed', (options, line) => {
  expect(execSource.place(options)).toBe(line);
});
