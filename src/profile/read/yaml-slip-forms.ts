// The forms that a slip in YAML takes, for a line and its neighbours: what stood there and what was meant, the likeliest first.

import { plainText } from '../../domain/text.ts';

/** One change to the text that may make it what was meant. */
export interface Slip {
  readonly at: number;
  readonly removed: number;
  readonly put: string;
  /** Where it is told. */
  readonly place: number;
  /** What to write; null where the line is only left out. */
  readonly sentence: string | null;
}

interface Line {
  readonly text: string;
  readonly start: number;
}

/** How far above a problem a bracket or a quote may have been opened, in lines. */
const openAboveMax = 30;

export function slipsIn(source: string, { start, end }: { start: number; end: number }): readonly Slip[] {
  const lines = linesOf(source);
  const indexOf = (at: number): number =>
    Math.max(
      0,
      lines.findLastIndex((line) => line.start <= at),
    );
  const [first, last] = [indexOf(start), indexOf(Math.max(start, end - 1))];
  const near = [...new Set([first, last, first - 1, first + 1, last + 1])].flatMap(
    (index) => lines[index] ?? [],
  );
  const above = lines.slice(Math.max(0, first - openAboveMax), first + 1).toReversed();
  return [
    ...near.flatMap(commas),
    ...near.flatMap(quotes),
    ...near.flatMap(colons),
    ...above.flatMap(openQuotes),
    ...above.flatMap(openBrackets),
    ...near.flatMap((line) => tooMuch(line, start)),
    ...near.flatMap((line) => indents(line, lines)),
    ...near.map(leftOut),
  ];
}

function linesOf(source: string): Line[] {
  let start = 0;
  return source.split('\n').map((text) => {
    const line = { text: text.replace(/\r$/, ''), start };
    start += text.length + 1;
    return line;
  });
}

/** `target: > 99.9%`, `url: {api}/healthz`, `title: API: uptime`, also inside braces. */
function quotes({ text, start }: Line): Slip[] {
  const whole =
    /^(\s*(?:- +)*(?:[\w.$-]+|"[^"]*"|'[^']*'):[ \t]+|\s*(?:- +)+)([^\s#].*?)(?:\s+#.*|\s*)$/.exec(text);
  const inside = [
    ...text.matchAll(/([\w.-]+:[ \t]+)(\{[^{}]*\}[^,}\]\s][^,}\]]*|[^\s"'{[,][^,}\]]*?)(?=\s*[,}\]])/g),
  ];
  // Braces and brackets are meant as such, unless a variable stands in them or something behind them.
  const isText = /^(?:[^[{]|\{[\w.-]+\}|\[[^\]]*\]\s*\S)/.test(whole?.[2] ?? '');
  return [...(whole && isText ? [whole] : []), ...inside].flatMap((found) => {
    const [, head = '', value = ''] = found;
    if (/^(["']).*\1$/.test(value) && value.length > 1 && !value.slice(1, -1).includes(value.charAt(0))) {
      // In double quotes a backslash begins an escape.
      if (!value.startsWith('"') || !value.includes('\\')) return [];
      return [slip(start + found.index + head.length, value, quoted(value.slice(1, -1)), 'in single quotes')];
    }
    return [slip(start + found.index + head.length, value, quoted(value), 'in quotes')];
  });
}

function slip(at: number, value: string, put: string, how: string): Slip {
  return { at, removed: value.length, put, place: at, sentence: `put it ${how}: ${plainText(put, 80)}` };
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** `kind http`, `kind:http`, `kind = http`, `sources`. */
function colons({ text, start }: Line): Slip[] {
  const [, head = '', key = '', sign = '', rest = ''] =
    /^(\s*(?:- +)*)([A-Za-z_][\w.-]*)(:(?=\S)|[ \t]*=[ \t]*|[ \t]+|$)(.*?)\s*$/.exec(text) ?? [];
  if (key === '' || (sign !== ':' && rest.startsWith(':'))) return [];
  const put = rest === '' ? `${key}:` : `${key}: ${rest}`;
  const what = sign === ':' ? 'a blank is missing behind the colon' : 'a colon is missing';
  const at = start + head.length;
  return [
    {
      at,
      removed: text.length - head.length,
      put,
      place: at,
      sentence: `${what}: write ${plainText(put, 80)}`,
    },
  ];
}

function openQuotes({ text, start }: Line): Slip[] {
  return ['"', "'"].flatMap((quote) => {
    const found = new RegExp(`(?:[:,[{-]\\s+|^\\s*|[[{])(${quote})[^${quote}]*$`).exec(text);
    if (!found) return [];
    const at = found.index + found[0].lastIndexOf(quote);
    const sentence = `the text that begins here with ${quote} does not end: put ${quote} behind it`;
    return [{ at: start + text.trimEnd().length, removed: 0, put: quote, place: start + at, sentence }];
  });
}

const closers: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

function openBrackets({ text, start }: Line): Slip[] {
  const open: { readonly sign: string; readonly at: number }[] = [];
  // Quoted texts have brackets of their own.
  const bare = text.replace(/"[^"]*"|'[^']*'/g, (found) => '_'.repeat(found.length)).replace(/\s#.*$/, '');
  for (const { 0: sign, index } of bare.matchAll(/[[\]{}]/g))
    if (sign in closers) open.push({ sign, at: index });
    else {
      const last = open.pop();
      const closer = closers[last?.sign ?? ''];
      // Another one closes than the one that was opened last.
      if (last && closer !== undefined && closer !== sign)
        return [notClosed({ at: start + index, put: `${closer} `, place: start + last.at }, last.sign)];
    }
  const [outer] = open;
  if (!outer) return [];
  const put = open
    .map(({ sign }) => ` ${closers[sign] ?? ''}`)
    .toReversed()
    .join('');
  return [notClosed({ at: start + bare.trimEnd().length, put, place: start + outer.at }, outer.sign)];
}

function notClosed(slip: Pick<Slip, 'at' | 'put' | 'place'>, sign: string): Slip {
  const sentence = `the ${sign} that opens here is not closed: ${slip.put.trim()} is missing`;
  return { ...slip, removed: 0, sentence };
}

/** A bracket or a comma that closes nothing. */
function tooMuch({ text, start }: Line, problem: number): Slip[] {
  const sign = text.charAt(problem - start);
  if (problem < start || !/[}\],]/.test(sign)) return [];
  return [
    { at: problem, removed: 1, put: '', place: problem, sentence: `this ${sign} is too much: leave it out` },
  ];
}

/** `{ kind: http every: 5s }`: keys of ours begin with a small letter. */
function commas({ text, start }: Line): Slip[] {
  return [...text.matchAll(/[\w"'%\])}](?= +([a-z][\w.-]*): )/g)].flatMap(
    ({ 1: key = '', index }): Slip[] => {
      if (!/[[{]/.test(text.slice(0, index))) return [];
      const at = start + index + 1;
      const place = start + text.indexOf(key, index + 1);
      return [
        { at, removed: 0, put: ',', place, sentence: `a comma is missing before "${plainText(key, 40)}"` },
      ];
    },
  );
}

/** As far in as the lines around it, those above first. */
function indents(line: Line, lines: readonly Line[]): Slip[] {
  const index = lines.indexOf(line);
  const written = /^\s*/.exec(line.text)?.[0] ?? '';
  const filled = (some: readonly Line[]): readonly Line[] =>
    some.filter(({ text }) => /^\s*[^\s#]/.test(text));
  const around = [
    ...filled(lines.slice(Math.max(0, index - 12), index))
      .toReversed()
      .slice(0, 4),
    ...filled(lines.slice(index + 1, index + 4)),
  ];
  const wanted = new Set(around.map(({ text }) => /^ */.exec(text)?.[0].length ?? 0));
  return [...wanted].flatMap((blanks): Slip[] => {
    const put = ' '.repeat(blanks);
    if (put === written || line.text.trim() === '') return [];
    const { start: at } = line;
    const place = at + written.length;
    const why = written.includes('\t')
      ? `a tab indents this line, and YAML takes blanks alone: write ${blanks} of them`
      : `this line is indented by ${written.length}: indent it by ${blanks}, as the lines that it belongs to`;
    return [{ at, removed: written.length, put, place, sentence: why }];
  });
}

function leftOut({ text, start }: Line): Slip {
  return { at: start, removed: text.length, put: '', place: start + text.search(/\S|$/), sentence: null };
}
