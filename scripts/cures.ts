// The cures of Ink: what of it and its parts costs a wall most, and what stands there instead. The bundle and the tests of
// views put them in where each stands (scripts/bundle-cures.ts, scripts/test-cures.ts); no global is changed, and what is
// installed is not touched. What each gains: docs/performance.md; `patches/` has what saves upstream the same.

import { fileURLToPath } from 'node:url';

/** A place in a file of a package, and what stands there instead. */
export interface Edit {
  /** From `node_modules`. */
  readonly file: string;
  readonly place: string;
  readonly replacement: string;
  /** How often the place stands in the file: another version of the package in which it does not fails, and loses no cure. */
  readonly times: number;
  /** A file of src/ui/ink and what the replacement takes from it. */
  readonly uses?: readonly [file: string, names: string];
}

export interface Cure {
  readonly name: string;
  readonly cause: string;
  readonly edits: readonly Edit[];
}

const segmenting = (file: string): Edit => ({
  file,
  place: 'new Intl.Segmenter(',
  replacement: 'new LazySegmenter(',
  times: 1,
  uses: ['lazy-segmenter.ts', 'LazySegmenter'],
});

const lineUpdate = 'ink/build/line-update.js';
const output = 'ink/build/output.js';
const sanitizer = 'ink/build/sanitize-ansi.js';
const stringWidth = 'string-width/index.js';
const memory = 'frame-memory.ts';

/** How Ink's output stage takes a line apart. */
const cellsOfLine =
  'styledCharsFromTokens(tokenize(line)).filter(character => !/^\\p{Default_Ignorable_Code_Point}+$/u.test(character.value))';

export const cures: readonly Cure[] = [
  {
    name: 'yoga-fetch',
    cause: 'yoga-layout fetches its own code from a data URI, which loads the HTTP stack of Node',
    edits: [
      {
        file: 'yoga-layout/dist/binaries/yoga-wasm-base64-esm.js',
        place: 'return w||"function"!=typeof fetch?',
        replacement: 'return w||ua(H)||"function"!=typeof fetch?',
        times: 1,
      },
    ],
  },
  {
    name: 'unicode-tables',
    cause:
      'tables of Unicode are built as soon as a module is loaded, and asked about characters that need none',
    edits: [
      {
        file: stringWidth,
        place: 'export default function stringWidth(',
        replacement: 'export default fastWidth(stringWidth);\nfunction stringWidth(',
        times: 1,
        uses: ['fast-width.ts', 'fastWidth'],
      },
      {
        // An expression with properties of strings is built from its tables when it is evaluated, not when it is first used.
        file: stringWidth,
        place: 'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;',
        replacement: `let rgiEmoji;
const rgiEmojiRegex = { test: (segment) => (rgiEmoji ??= /^\\p{RGI_Emoji}$/v).test(segment) };`,
        times: 1,
      },
      ...[
        stringWidth,
        lineUpdate,
        '@alcalzone/ansi-tokenize/build/tokenize.js',
        'slice-ansi/tokenize-ansi.js',
        'wrap-ansi/index.js',
      ].map(segmenting),
    ],
  },
  {
    name: 'changed-cells',
    cause:
      'a changed line is written from its first change to its end, and jumps over unchanged lines one by one',
    edits: [
      {
        file: lineUpdate,
        place: 'export default function lineUpdate(',
        replacement: 'export default cellwiseUpdate(lineUpdate);\nfunction lineUpdate(',
        times: 1,
        uses: ['line-update.ts', 'cellwiseUpdate'],
      },
      {
        file: 'ink/build/log-update.js',
        place: "stream.write(buffer.join(''))",
        replacement: "stream.write(joinedJumps(buffer.join('')))",
        times: 1,
        uses: ['line-update.ts', 'joinedJumps'],
      },
    ],
  },
  {
    name: 'frame-memory',
    cause: 'every text and row of a frame is taken apart and put together anew, changed or not',
    edits: [
      {
        file: sanitizer,
        place: 'export default sanitizeAnsi;',
        replacement: 'export default remembered(sanitizeAnsi);',
        times: 1,
        uses: [memory, 'remembered'],
      },
      // The text as it came is asked for no more once its lines are known: only their cells are kept.
      ...inOutput([
        [`cached = ${cellsOfLine};`, 'cached = cellsOf(line);'],
        ['class OutputCaches {', `const cellsOf = (line) => ${cellsOfLine};\nclass OutputCaches {`],
        ['widths = new Map();\n    blockWidths', 'widths = new FrameMap();\n    blockWidths'],
        ['blockWidths = new Map();', 'blockWidths = new FrameMap();'],
        [
          'styledChars = new Map();',
          `styledChars = new FrameMap();
    cuts = new FrameMap();
    linesOf = remembered((text) => {
        const lines = [[]];
        for (const character of cellsOf(text)) {
            if (character.value === '\\n') {
                lines.push([]);
            }
            else {
                lines.at(-1).push(character);
            }
        }
        return lines.map(line => styledCharsToString(line));
    });`,
        ],
        [
          'export default class Output {',
          `const sharedCaches = new OutputCaches();
const [blank] = cellsOf(' ');
const rowText = rowTexts(row => styledCharsToString(row).trimEnd());
export default class Output {`,
        ],
        ['caches = new OutputCaches();', 'caches = sharedCaches;'],
        ['const { width, height } = options;', 'const { width, height } = options;\n        nextFrame();'],
        [
          `        const characterLines = [[]];
        for (const character of this.caches.getStyledChars(text)) {
            if (character.value === '\\n') {
                characterLines.push([]);
            }
            else {
                characterLines.at(-1).push(character);
            }
        }
        let lines = characterLines.map(line => styledCharsToString(line));`,
          '        let lines = this.caches.linesOf(text);',
        ],
        [
          'sliceLineToColumns(line, from, to) {',
          `sliceLineToColumns(line, from, to) {
        const key = from + ' ' + to + ' ' + line;
        const known = this.caches.cuts.get(key);
        if (known !== undefined) {
            return known;
        }
        const cut = this.sliceLineAnew(line, from, to);
        this.caches.cuts.set(key, cut);
        return cut;
    }
    sliceLineAnew(line, from, to) {`,
        ],
        [
          `row.push({
                    type: 'char',
                    value: ' ',
                    fullWidth: false,
                    styles: [],
                });`,
          'row.push(blank);',
        ],
        ['.map(line => {\n            // See', '.map((line, index) => {\n            // See'],
        [
          'return styledCharsToString(lineWithoutEmptyItems).trimEnd();',
          'return rowText(lineWithoutEmptyItems, index);',
          [memory, 'FrameMap, nextFrame, remembered, rowTexts'],
        ],
      ]),
    ],
  },
  {
    name: 'plain-cells',
    cause:
      'a line is taken apart by clusters, and each of its cells is an object with a list of styles of its own',
    edits: [
      {
        file: sanitizer,
        place: 'const sanitizeAnsi = (text) => {',
        replacement:
          'const sanitizeAnsi = (text) => {\n    if (isCleanText(text)) {\n        return text;\n    }',
        times: 1,
        uses: ['fast-cells.ts', 'isCleanText'],
      },
      ...inOutput([
        [cellsOfLine, 'cells.cellsOf(line)'],
        [
          "import { styledCharsFromTokens, styledCharsToString, tokenize, } from '@alcalzone/ansi-tokenize';",
          `import { styledCharsFromTokens, styledCharsToString as textOf, tokenize, } from '@alcalzone/ansi-tokenize';
const cells = fastCells({ cellsOf: (line) => ${cellsOfLine}, textOf });
const styledCharsToString = cells.textOf;`,
          ['fast-cells.ts', 'fastCells'],
        ],
        [
          'const characterWidth = Math.max(1,',
          'const characterWidth = character.isOneCell ? 1 : Math.max(1,',
        ],
      ]),
    ],
  },
];

function inOutput(
  edits: readonly (readonly [place: string, replacement: string, uses?: Edit['uses']])[],
): readonly Edit[] {
  return edits.map(([place, replacement, uses]) => ({
    file: output,
    place,
    replacement,
    times: 1,
    ...(uses && { uses }),
  }));
}

/** The files that these cures change, from `node_modules`. */
export function curedFiles(chosen: readonly Cure[] = cures): readonly string[] {
  return [...new Set(chosen.flatMap(({ edits }) => edits.map(({ file }) => file)))];
}

/** The file of the table that stands at this path; null where none does. */
export function curedFileAt(path: string): string | null {
  const [, file = ''] = /.*[\\/]node_modules[\\/](.*)$/.exec(path) ?? [];
  const named = file.replaceAll('\\', '/');
  return allFiles.has(named) ? named : null;
}

const allFiles: ReadonlySet<string> = new Set(curedFiles());

/** The code of this file with these cures; throws where one of their places is not what the table says. */
export function curedCode(file: string, code: string, chosen: readonly Cure[] = cures): string {
  const edits = chosen.flatMap(({ name, edits }) =>
    edits.filter((edit) => edit.file === file).map((edit) => ({ name, ...edit })),
  );
  const cured = edits.reduce((before, { name, place, replacement, times }) => {
    const parts = before.split(place);
    if (parts.length - 1 !== times)
      throw new Error(
        `${file}: the cure ${name} expects ${times} times, and found ${parts.length - 1} times: ${place}; see scripts/cures.ts`,
      );
    return parts.join(replacement);
  }, code);
  const uses = new Set(edits.flatMap(({ uses }) => (uses ? [importOf(...uses)] : [])));
  return [...uses, cured].join('');
}

function importOf(file: string, names: string): string {
  const path = fileURLToPath(new URL(`../src/ui/ink/${file}`, import.meta.url));
  return `import { ${names} } from ${JSON.stringify(path)};\n`;
}
