// Takes secrets out of a text that comes from outside, in each form in which somebody may have repeated them.

import { escapedEcho, literal } from './escaped-echo.ts';
import { base64Echoes, textEchoes } from './secret-echoes.ts';

/** What stands where a secret stood. */
export const hiddenMark = '***';
/** What stands at the end of a text that was cut (`plainText`). */
const cutMark = '…';
/** A shorter beginning of a secret is no clue, and the beginning of too many other words. */
const fragmentMin = 4;
/** A longer stretch of a secret is not looked for at a cut: texts from outside are cut far below it. */
const fragmentMax = 400;
/** Shorter ones, and PINs, are a part of too many other words and numbers: they are looked for as a whole word. */
const anywhereMin = 4;
const pin = /^\d{1,6}$/;
/** A longer secret (a private key) is looked for piece by piece. Divisible by three, so that base64 falls into the same pieces. */
const pieceLength = 129;
/** Of so many pieces of one secret every echo is looked for, of the others the piece itself. */
const echoedPiecesMax = 32;
/** No expression is longer: an engine refuses to compile what is too large. */
const expressionCharsMax = 20_000;

/**
 * Every secret becomes `***`: the longest first, so that one within another leaves no rest; also one that was cut in two. Upper
 * and lower case are the same, but in base64.
 */
export function createRedactor(secrets: readonly string[]): (text: string) => string {
  const given = [...new Set(secrets)].filter((secret) => secret !== '');
  if (given.length === 0) return (text) => text;
  const pieces = given.map(piecesOf);
  const echoed = pieces.flatMap((one) => one.slice(0, echoedPiecesMax));
  const texts = longestFirst([...echoed.flatMap(textEchoes), ...pieces.flat()]);
  const expressions = [
    ...expressionsOf(texts.map(pattern), 'giu'),
    ...expressionsOf(longestFirst(echoed).flatMap(escapedPattern), 'giu'),
    ...expressionsOf(longestFirst(echoed.flatMap(base64Echoes)).map(pattern), 'gu'),
  ];
  return (text) => {
    const clean = expressions.reduce((rest, expression) => rest.replace(expression, hiddenMark), text);
    return clean.includes(cutMark) ? withoutFragments(clean, texts) : clean;
  };
}

function longestFirst(forms: readonly string[]): readonly string[] {
  return [...new Set(forms)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

/** The last piece has what is left over, so that none is too short to be told. */
function piecesOf(secret: string): readonly string[] {
  const count = Math.max(1, Math.floor(secret.length / pieceLength));
  return Array.from({ length: count }, (_, index) =>
    secret.slice(index * pieceLength, index === count - 1 ? undefined : (index + 1) * pieceLength),
  );
}

/** One after the other they look for all forms, in their order. */
function expressionsOf(patterns: readonly string[], flags: string): readonly RegExp[] {
  const batches: string[][] = [];
  let chars = Number.POSITIVE_INFINITY;
  for (const one of patterns) {
    if (chars + one.length > expressionCharsMax) {
      batches.push([]);
      chars = 0;
    }
    batches.at(-1)?.push(one);
    chars += one.length;
  }
  return batches.map((batch) => new RegExp(batch.join('|'), flags));
}

function pattern(form: string): string {
  return placed(form, literal(form));
}

function escapedPattern(secret: string): readonly string[] {
  const echo = escapedEcho(secret);
  return echo === null ? [] : [placed(secret, echo)];
}

/** Anywhere, or as a whole word. */
function placed(form: string, source: string): string {
  const isShort = form.length < anywhereMin || pin.test(form);
  return isShort ? String.raw`(?<![\p{L}\p{N}_])${source}(?![\p{L}\p{N}_])` : source;
}

/** A text that somebody else has sent and we have cut may end in the middle of a secret. */
function withoutFragments(text: string, forms: readonly string[]): string {
  const parts = text.split(cutMark);
  return parts
    .map((part, index) => {
      const length =
        index === parts.length - 1 ? 0 : Math.max(...forms.map((form) => fragmentLength(part, form)));
      return length === 0 ? part : `${part.slice(0, part.length - length)}${hiddenMark}`;
    })
    .join(cutMark);
}

/** How much of the form's beginning the part ends with. */
function fragmentLength(part: string, form: string): number {
  const end = part.slice(-fragmentMax).toLowerCase();
  const begin = form.slice(0, fragmentMax).toLowerCase();
  for (let length = Math.min(begin.length - 1, end.length); length >= fragmentMin; length--)
    if (end.endsWith(begin.slice(0, length))) return length;
  return 0;
}
