// Text that does to a terminal what text must not do, and what raw output must not hold of it.
// The characters are listed here once more, one by one: a class that the program forgets is not forgotten here too.

const range = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** Every control and format character that is assigned, and the ignorable ones that look like nothing. */
const classes: Readonly<Record<string, readonly number[]>> = {
  C1: range(0x80, 0x9f),
  bidi: [0x061c, 0x200e, 0x200f, ...range(0x202a, 0x202e), ...range(0x2066, 0x2069)],
  'zero width': [0x200b, 0x200c, 0x200d, 0x2060, 0xfeff, 0x180e],
  'soft hyphen': [0x00ad],
  'invisible operators': range(0x2061, 0x2064),
  'deprecated format': range(0x206a, 0x206f),
  'Arabic format': [...range(0x0600, 0x0605), 0x06dd, 0x070f, 0x0890, 0x0891, 0x08e2],
  annotation: range(0xfff9, 0xfffb),
  tags: [0xe0001, ...range(0xe0020, 0xe007f)],
  'musical and shorthand format': [...range(0x1bca0, 0x1bca3), ...range(0x1d173, 0x1d17a)],
  'other format': [0x110bd, 0x110cd, ...range(0x13430, 0x1343f)],
  separators: [0x2028, 0x2029],
  fillers: [0x115f, 0x1160, 0x3164, 0xffa0, 0x034f, 0x17b4, 0x17b5, 0x2065],
  C0: [...range(0x01, 0x09), ...range(0x0b, 0x1f), 0x7f],
};

/** `xAxB…`: each character stands alone, with a letter at either side. */
const eachOf = (points: readonly number[]): string =>
  points.map((point) => `x${String.fromCodePoint(point)}`).join('');

const sequences = '\u001b]0;PWN\u0007\u001b[7777m\u001b[2J\u009b7777m\u001bP7777\u001b\\';
const newline = '\nFAKE line\r\nFAKE line';
const piled = `e${'\u0301'.repeat(40)}o${'\u20dd'.repeat(20)}`;

/** All of it in one text, the sneakiest first; without a quotation mark, a brace, a dollar. */
export const hostileText = `A\u202e\u009b1m\u2028b${sequences}${newline}${piled}${Object.values(classes)
  .map(eachOf)
  .join('')}Z`;

/** What JSON and YAML can hold, and no file and no environment: halves of pairs and NUL. */
export const hostileScalar = `${hostileText}\ud800x\udc00x\u0000`;

/** A few of each class: the name of a file has 255 bytes. */
export const hostileName = `A\u202e\u009b1m\u2028b\u001b]0;PWN\u0007\u001b[7777m\u200b\u2060\u061c\u00ad\u{e0041}\u007f\nFAKE e${'\u0301'.repeat(12)}Z`;

const unwanted = new Map(
  Object.entries({ ...classes, C0: [0, ...(classes['C0'] ?? []), 0x0a] }).flatMap(([name, points]) =>
    points.map((point) => [point, name] as const),
  ),
);

/**
 * What stands in printed text and must not, the first of each class with what is around it; newlines are the program's own.
 * A half of a pair comes out of a stream as U+FFFD.
 */
export function leaksIn(text: string): readonly string[] {
  const leaks = new Map<string, string>();
  let offset = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    const name =
      point === 0xfffd || (point >= 0xd800 && point <= 0xdfff) ? 'half of a pair' : unwanted.get(point);
    if (name !== undefined && point !== 0x0a && !leaks.has(name))
      leaks.set(name, `${name} ${hex(point)}: ${around(text, offset)}`);
    offset += character.length;
  }
  for (const [name, pattern] of [
    ['marks', /[\p{Mn}\p{Me}]{5,}/u],
    ['a line of its own', /^FAKE/m],
  ] as const) {
    const index = text.search(pattern);
    if (index >= 0) leaks.set(name, `${name}: ${around(text, index)}`);
  }
  return [...leaks.values()];
}

/** What a wall that cannot be drawn after all has written until it knows: the alternate screen, and back. */
const skeleton = ['\u001b[?1049h\u001b[?25l\u001b[H\u001b[2J', '\u001b[?25h\u001b[?1049l'];

/** The same of what went to a terminal, which gets CR LF for each newline. */
export function leaksOnTerminal(bytes: string): readonly string[] {
  const [enter = '', leave = ''] = skeleton;
  return leaksIn(bytes.replace(enter, '').replace(leave, '').replaceAll(/\r+\n/g, '\n'));
}

// oxlint-disable-next-line no-control-regex -- escape sequences are what it looks for
const ownSequence = /\u001b\[(?![\d;]*7777)(?:\?[\d;]+(?:[hl]|\$p)|\?u|[<>=]?[\d;]*[ABCDEFGHJKmsu])/g;

/** What is written behind one stands behind what is there already. */
// oxlint-disable-next-line no-control-regex -- escape sequences are what it looks for
const stepToTheRight = /\u001b\[(?!1G)\d*[CG]/g;

/** The same of what the wall wrote: its own escape sequences are taken out first. */
export function leaksOnWall(bytes: string): readonly string[] {
  const stepped = bytes.replace(stepToTheRight, ' ');
  return leaksIn(stepped.replace(ownSequence, '').replace(/\r?\n|\r/g, '\n'));
}

function hex(point: number): string {
  return `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
}

function around(text: string, offset: number): string {
  return JSON.stringify(text.slice(Math.max(0, offset - 30), offset + 20));
}
