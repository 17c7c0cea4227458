// A secret in a text in which somebody has escaped some of its characters, each in whichever way: as JSON, JavaScript, a URL, HTML or
// a shell does, once or twice over.

const named: Readonly<Record<string, string>> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
};
const letters: Readonly<Record<string, string>> = { '\n': 'n', '\r': 'r', '\t': 't' };

/** The source of a regular expression (flags `iu`) for it; null where it has no character that anybody escapes. */
export function escapedEcho(secret: string): string | null {
  if (/^[A-Za-z0-9]*$/.test(secret)) return null;
  const parts = secret.match(/\\+|\s+|[A-Za-z0-9]+|[^\\\sA-Za-z0-9]/gu) ?? [];
  return parts.map(partPattern).join('');
}

function partPattern(part: string): string {
  if (/^[A-Za-z0-9]/.test(part)) return part;
  // Each a single repetition: side by side they would be tried in every way.
  if (part.startsWith('\\')) return `(?:${run(part, escapes('\\'))}|\\\\{${part.length},${4 * part.length}})`;
  if (/^\s/.test(part)) return `(?:${run(part, ['\\+', ...[...new Set(part)].flatMap(escapes)])}|\\s+)`;
  // Itself last: an ampersand is the beginning of its own escapes.
  return `(?:${escapes(part).join('|')}|\\\\{0,4}${literal(part)})`;
}

/** As many of these as the part has characters. */
function run(part: string, forms: readonly string[]): string {
  return `(?:${forms.join('|')}){${[...part].length}}`;
}

function escapes(sign: string): readonly string[] {
  const point = sign.codePointAt(0) ?? 0;
  const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, '0');
  const units = Array.from({ length: sign.length }, (_, index) => sign.charCodeAt(index));
  const letter = letters[sign];
  const name = named[sign];
  return [
    units.map((unit) => `\\\\{1,4}u${hex(unit, 4)}`).join(''),
    `\\\\{1,4}u\\{0*${hex(point, 1)}\\}`,
    ...(point < 256 ? [`\\\\{1,4}x${hex(point, 2)}`] : []),
    ...(letter === undefined ? [] : [`\\\\{1,4}${letter}`]),
    Array.from(Buffer.from(sign), (byte) => `%(?:25){0,2}${hex(byte, 2)}`).join(''),
    `&(?:amp;){0,2}#0*${point};`,
    `&(?:amp;){0,2}#x0*${hex(point, 1)};`,
    ...(name === undefined ? [] : [`&(?:amp;){0,2}${name};`]),
  ];
}

/** The source of a regular expression for the text itself. */
export function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, (sign) => `\\${sign}`);
}
