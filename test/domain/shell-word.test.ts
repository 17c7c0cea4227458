// A word is what a shell reads back as the text, shows everything that is in it, and is that of no other text.
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quotedWord, shellWord } from '../../src/domain/shell-word.ts';

/** One of each kind that a terminal does not show as it is. */
const hidden = [
  0x0, 0x7, 0x8, 0x1b, 0x7f, 0x85, 0x9b, 0xa0, 0xad, 0x34f, 0x61c, 0x115f, 0x180e, 0x200b, 0x200d, 0x2028,
  0x2029, 0x202e, 0x2060, 0x2066, 0x2800, 0x3000, 0x3164, 0xfe0f, 0xfeff, 0xffa0, 0xe000, 0xd800, 0xe0041,
  0xe0100,
].map((code) => String.fromCodePoint(code));

describe('a word', () => {
  it.each([
    ['--json', '--json'],
    ['two words', "'two words'"],
    ["it's", String.raw`'it'\''s'`],
    ['', "''"],
    ['a\nb', String.raw`$'a\nb'`],
    [String.raw`a\nb`, String.raw`'a\nb'`],
    [String.raw`a\n` + '\n', String.raw`$'a\\n\n'`],
    ['\u001B[2J', String.raw`$'\e[2J'`],
    ['\u202Egnp.exe', String.raw`$'\u202egnp.exe'`],
    ['x\u{E0041}', String.raw`$'x\U000e0041'`],
    ['${NAME:-a}', '${NAME:-a}'],
    ['größe', "'größe'"],
    ['gro\u0308ße', String.raw`$'gro\u0308ße'`],
    ['\u0430pple', String.raw`$'\u0430pple'`],
    ['профиль.yaml', "'профиль.yaml'"],
    ['a\uFF0Fb', String.raw`$'a\uff0fb'`],
    ['a\u2010b', String.raw`$'a\u2010b'`],
    ['a\u2215b', String.raw`$'a\u2215b'`],
    ['${NAME:-\u202E}', "$'${NAME:-\\u202e}'"],
    ['${NAME:-\u0430b}', "$'${NAME:-\\u0430b}'"],
    ['構成', "'構成'"],
  ])('%j is %s', (text, word) => {
    expect(shellWord(text)).toBe(word);
  });

  it('shows everything', () => {
    for (const character of hidden) expect(shellWord(`a${character}b`)).toMatch(/^[\x20-\x7E]+$/);
  });

  it('is that of one text alone', () => {
    const pieces = fc.constantFrom(
      ...hidden,
      'a',
      ' ',
      '\\',
      'n',
      "'",
      '"',
      '$',
      '{',
      '}',
      'u',
      '0',
      '\n',
      '\t',
    );
    const text = fc.array(pieces, { maxLength: 6 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(shellWord(one) === shellWord(other)).toBe(one === other);
        expect(quotedWord(one) === quotedWord(other)).toBe(one === other);
      }),
      { numRuns: 3_000 },
    );
  });

  it('is read back by a shell as it was', () => {
    // A shell's own text holds no NUL and no half of a character.
    const pieces = fc.constantFrom(
      ...hidden.slice(1).filter((one) => one !== '\uD800'),
      'a',
      ' ',
      '\\',
      "'",
      '$x',
      '\n',
      ';',
    );
    const texts = fc
      .sample(fc.array(pieces, { minLength: 1, maxLength: 8 }), 200)
      .map((parts) => parts.join(''));
    const script = texts.map((text) => `printf '%s\\0' ${quotedWord(text)}`).join('\n');
    const said = execFileSync('bash', ['-c', script], { env: { LC_ALL: 'C.UTF-8' }, encoding: 'utf8' });
    expect(said.split('\0').slice(0, -1)).toEqual(texts);
  });
});
