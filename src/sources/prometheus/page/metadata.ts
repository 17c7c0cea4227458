// Lines that begin with `#`: HELP, TYPE, UNIT, the end of an OpenMetrics page, and comments.

import { isOpenMetrics, type Dialect, type MetadataKind } from './dialect.ts';
import { PageFault } from './fault.ts';
import { closingQuote, unescaped } from './quoted.ts';

export interface Metadata {
  readonly kind: MetadataKind;
  readonly name: string;
  readonly text: string;
}

export interface Comment {
  /** Null for a comment that says nothing to a parser. */
  readonly metadata: Metadata | null;
  /** The line is `# EOF`. */
  readonly end: boolean;
  /** It is not as the format wants it, and was let pass. */
  readonly odd: boolean;
}

const nothing: Comment = { metadata: null, end: false, odd: false };
const odd: Comment = { ...nothing, odd: true };
const endOfPage: Comment = { ...nothing, end: true };

const plainName = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const openMetricsLine = /# (HELP|TYPE|UNIT) (?=[^\n])/y;
const textLine = /#[ \t]+(HELP|TYPE)(?:[ \t]+|(?=\n|$))/y;
const textTypes: ReadonlySet<string> = new Set(['counter', 'gauge', 'histogram', 'summary', 'untyped']);
const openMetricsTypes: ReadonlySet<string> = new Set([
  'counter',
  'gauge',
  'gaugehistogram',
  'histogram',
  'info',
  'stateset',
  'summary',
  'unknown',
]);

/** @param lineEnd offset of the line's `\n`, or of the page's end. */
export function readComment(text: string, at: number, lineEnd: number, dialect: Dialect): Comment {
  return isOpenMetrics(dialect)
    ? readOpenMetrics(text, at, lineEnd)
    : readText(text, at, lineEnd, dialect === 'strict text');
}

function readOpenMetrics(text: string, at: number, lineEnd: number): Comment {
  if (lineEnd - at === 5 && text.startsWith('# EOF', at)) return endOfPage;
  openMetricsLine.lastIndex = at;
  const [all = '', kind] = openMetricsLine.exec(text) ?? [];
  if (!isKind(kind)) throw new PageFault(at, 'a comment is "# HELP", "# TYPE", "# UNIT" or "# EOF"');
  const name = readName(text, at + all.length, lineEnd, false);
  if (text.charCodeAt(name.end) !== 32 || name.end >= lineEnd)
    throw new PageFault(name.end, `one blank and a text must follow the name in ${kind}`);
  const rest = text.slice(name.end + 1, lineEnd);
  if (kind === 'TYPE' && !openMetricsTypes.has(rest)) throw new PageFault(name.end, `no type: "${rest}"`);
  if (kind === 'UNIT' && rest !== '' && !name.name.endsWith(`_${rest}`))
    throw new PageFault(name.end, `the unit "${rest}" does not end the name "${name.name}"`);
  const meaning = kind === 'HELP' && rest.includes('\\') ? unescaped(rest, 0, rest.length, false) : rest;
  return { ...nothing, metadata: { kind, name: name.name, text: meaning } };
}

function readText(text: string, at: number, lineEnd: number, strict: boolean): Comment {
  textLine.lastIndex = at;
  const [all = '', kind] = textLine.exec(text) ?? [];
  if (!isKind(kind)) return nothing;
  if (at + all.length >= lineEnd) return nothing;
  const name = readName(text, at + all.length, lineEnd, strict);
  const after = text.charCodeAt(name.end);
  if (name.end < lineEnd && after !== 32 && after !== 9) {
    if (kind === 'TYPE' || strict) throw new PageFault(at, `no name of a metric in ${kind}`);
    return odd;
  }
  const rest = text.slice(name.end, lineEnd).replace(/^[ \t]+/, '');
  if (kind === 'HELP') {
    const meaning = rest.includes('\\') ? helpText(rest) : rest;
    return { ...nothing, metadata: { kind, name: name.name, text: meaning } };
  }
  const type = rest.trimEnd();
  if (textTypes.has(type)) return { ...nothing, metadata: { kind, name: name.name, text: type } };
  if (strict && type !== '') throw new PageFault(at, `no type: "${type}"`);
  return odd;
}

/** In a HELP text of 0.0.4 only `\\` and `\n` are escapes; in one of OpenMetrics `\"` is one too. */
function helpText(text: string): string {
  return text.replace(/\\([\\n])/g, (_all, letter: string) => (letter === 'n' ? '\n' : letter));
}

function readName(
  text: string,
  at: number,
  lineEnd: number,
  strict: boolean,
): { readonly name: string; readonly end: number } {
  if (text.charCodeAt(at) === 34) {
    const end = closingQuote(text, at + 1, lineEnd);
    return { name: unescaped(text, at + 1, end, strict), end: end + 1 };
  }
  plainName.lastIndex = at;
  const [name] = plainName.exec(text) ?? [];
  if (name === undefined) throw new PageFault(at, "a metric's name is missing in a comment");
  return { name, end: at + name.length };
}

function isKind(word: string | undefined): word is MetadataKind {
  return word === 'HELP' || word === 'TYPE' || word === 'UNIT';
}
