// A text as a word of a shell: everything in it can be seen, and no two texts look the same.

/** What does not show itself, or shows as something else: controls, formats, blanks that are none, what fonts leave out. */
const unseen =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/u;
/** What is drawn as something plainer: signs beside ASCII's, and marks over the letter before them. */
const lookalike =
  /[^\P{Script=Inherited}\p{ASCII}]|[^\P{P}\p{ASCII}]|[^\P{Sm}\p{ASCII}]|[^\P{Sk}\p{ASCII}]|\p{Lm}/u;
/** Scripts of which some letters are drawn as Latin ones. */
const nearLatin =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}]/u;
/** A profile's `${NAME}` stays as it is: it says what will stand there. */
const plain = /^(?:[\w@%+=:,./^-]|\$\{\w+(?::-[\x20-\x7A|~]*)?\})+$/;

/** The first character of the text that cannot be seen as what it is; null where there is none. */
export function unseenIn(text: string): string | null {
  return unseen.exec(text)?.[0] ?? null;
}

/** Bare where a shell needs no more, else in quotes; with what cannot be seen, or not told from another thing, in `$'…'`, written out. */
export function shellWord(text: string): string {
  return plain.test(text) ? text : quotedWord(text);
}

/** The same, in quotes even where a shell would need none. */
export function quotedWord(text: string): string {
  let isWritten = false;
  let written = '';
  for (const run of text.match(/[\p{L}\p{M}]+|[^\p{L}\p{M}]/gsu) ?? []) {
    const isMixed = /\p{Script=Latin}/u.test(run) && nearLatin.test(run);
    for (const character of run) {
      const asCode = isDeceptive(character) || (isMixed && nearLatin.test(character));
      isWritten ||= asCode;
      written += escapes[character] ?? (asCode ? codeOf(character) : character);
    }
  }
  return isWritten ? `$'${written}'` : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function isDeceptive(character: string): boolean {
  return (
    unseen.test(character) ||
    lookalike.test(character) ||
    (character > '\u007F' && character.normalize('NFKC') !== character)
  );
}

const escapes: Readonly<Record<string, string>> = {
  '\n': String.raw`\n`,
  '\t': String.raw`\t`,
  '\r': String.raw`\r`,
  '\u001B': String.raw`\e`,
  '\\': '\\\\',
  "'": String.raw`\'`,
};

/** As bash and zsh write it: `\x07`, `\u202e`, `\U000e0041`. */
function codeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x80) return String.raw`\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? String.raw`\u${hex.padStart(4, '0')}` : String.raw`\U${hex.padStart(8, '0')}`;
}
