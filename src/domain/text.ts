// What comes from outside is text to be shown, never bytes for the terminal. Which characters are text is decided here alone.

// Controls (C0, DEL, C1), format characters (bidi, zero width, tags), halves of pairs, line and paragraph separators, and
// whatever else Unicode calls ignorable. Variation selectors stay, as marks: they choose between two shapes of one character.
const foreign =
  /(?!\p{Variation_Selector})[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** What takes no cell of its own and is drawn over the one before: marks, and the later parts of a Hangul syllable. */
const overprinted = '[\\p{Mn}\\p{Me}\\u1160-\\u11FF\\uD7B0-\\uD7FB]';

/** Most characters that are drawn over one cell: four are enough for every script that is written today. */
const overprintedMax = 4;
const piledUp = new RegExp(`(${overprinted}{${overprintedMax}})(${overprinted}+)`, 'gu');

/** Neither a foreign character nor a mark is among these; nearly every text is made of them, and need not be searched. */
const plain =
  /^[\x20-\x7E\xA0-\xAC\xAE-\u02FF\u2010-\u2027\u2030-\u205E\u20A0-\u20BF\u2190-\u23FF\u2500-\u28FF]*$/;

/** Longest text from a remote end that is kept, in characters. */
export const remoteTextMax = 300;

/**
 * The text as one line that a terminal only shows: what it would act on, hide or turn around becomes a blank each, a newline
 * too; of marks piled upon one cell the first few stay.
 */
export function cleanLine(text: string): string {
  return plain.test(text) ? text : text.replace(foreign, ' ').replace(piledUp, '$1');
}

/** The same for a text whose newlines are ours. */
export function cleanLines(text: string): string {
  return text.split('\n').map(cleanLine).join('\n');
}

/** One line of harmless text (`cleanLine`) without needless blanks; beyond `max` characters it is cut with `…`. */
export function plainText(text: string, max = remoteTextMax): string {
  const clean = cleanLine(text.slice(0, max * 4))
    .replace(/\s+/g, ' ')
    .trim();
  return clean.length > max ? `${withoutHalf(clean.slice(0, max - 1))}…` : clean;
}

/** A cut may go through a pair. */
function withoutHalf(text: string): string {
  return /[\uD800-\uDBFF]$/.test(text) ? text.slice(0, -1) : text;
}

/**
 * JSON with the same value in which no character stands that `cleanLine` would take away: they are written `\u009b`.
 * @param json as JSON.stringify makes it: outside its strings there are only ASCII characters and newlines.
 */
export function escapedJson(json: string): string {
  return json
    .split('\n')
    .map((line) =>
      plain.test(line)
        ? line
        : line
            .replace(foreign, escaped)
            .replace(piledUp, (_, first: string, more: string) => first + escaped(more)),
    )
    .join('\n');
}

function escaped(text: string): string {
  return Array.from(
    { length: text.length },
    (_, index) => `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}
