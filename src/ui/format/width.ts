// How many cells a text takes in a terminal. Plain text (ASCII, Latin, box, block, braille) costs one test; the rest is split
// into what a person sees as one character, and the tables for that are made only when such a text comes.

/** Every character in it is one cell wide. All that the wall itself draws must match. */
export const narrowText =
  /^[\u0020-\u007E\u00A1-\u00AC\u00AE-\u02FF\u2010-\u2027\u2030-\u205E\u2190-\u2193\u2500-\u25FC\u2713-\u2717\u2800-\u28FF]*$/;

// First and last of the ranges that East Asian Width calls wide, without the emoji, which `\p{Emoji_Presentation}` covers.
const wideRanges: readonly (readonly [first: number, last: number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2630, 0x2637],
  [0x268a, 0x268f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6b],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18d1e],
  [0x18d80, 0x18df2],
  [0x1aff0, 0x1b2fb],
  [0x1d300, 0x1d376],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

interface Unicode {
  readonly segmenter: Intl.Segmenter;
  readonly invisible: RegExp;
  readonly emoji: RegExp;
  readonly spacing: RegExp;
}

let unicode: Unicode | null = null;

function unicodeTables(): Unicode {
  unicode ??= {
    segmenter: new Intl.Segmenter(),
    invisible: /^[\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}\p{Mn}\p{Me}\p{Surrogate}]$/u,
    emoji: /\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\p{Emoji}\u20E3/u,
    spacing: /^[\p{Mc}\uFF00-\uFFEF]$/u,
  };
  return unicode;
}

/** In cells. Escape sequences must not be in it: paint after measuring. */
export function textWidth(text: string): number {
  if (narrowText.test(text)) return text.length;
  let width = 0;
  for (const { segment } of unicodeTables().segmenter.segment(text)) width += clusterWidth(segment);
  return width;
}

/** The longest beginning that takes at most `width` cells, never half of a character. */
export function sliceWidth(text: string, width: number): string {
  if (width <= 0) return '';
  if (narrowText.test(text)) return text.slice(0, width);
  let used = 0;
  let end = 0;
  for (const { segment, index } of unicodeTables().segmenter.segment(text)) {
    used += clusterWidth(segment);
    if (used > width) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}

/** What Ink's string-width counts: an emoji is two cells; else the first visible character, and what stands beside it. */
function clusterWidth(cluster: string): number {
  const { emoji, invisible, spacing } = unicodeTables();
  if (emoji.test(cluster)) return 2;
  let width = 0;
  let based = false;
  for (const character of cluster) {
    if (invisible.test(character)) continue;
    if (!based || spacing.test(character) || isJamo(character)) width += isWide(character) ? 2 : 1;
    based = true;
  }
  return width;
}

function isJamo(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return code >= 0x1100 && code <= 0x11ff;
}

function isWide(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return wideRanges.some(([first, last]) => code >= first && code <= last);
}
