// The start-up cures of the bundle: Ink's parts ask for things that cost a start 90 ms and that a wall of simple characters
// never needs. Each is cured where it stands, in the bundle; nothing global is changed, and unbundled code is not touched.
//
// | what                                                                   | costs     | instead                              |
// | yoga-layout fetches its own code from a data URI with the global fetch | 30–42 ms  | its other way: decode and instantiate |
// | string-width asks Intl.Segmenter and the expression for emoji          | 24–35 ms  | src/ui/ink/fast-width.ts              |
// | the expression for emoji is built when string-width is loaded          | 20 ms     | built when it is first asked          |
// | `new Intl.Segmenter` when a module is loaded                           | with it   | src/ui/ink/lazy-segmenter.ts          |
// | a changed line is written from its first change to its end              | bytes     | src/ui/ink/line-update.ts             |
// | a line is taken apart by clusters and every cell is an object          | CPU       | src/ui/ink/fast-cells.ts              |
// | every text of a frame is taken apart anew, changed or not              | CPU       | src/ui/ink/frame-memory.ts            |

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Plugin, PluginBuild } from 'esbuild';

const source = (path: string): string => fileURLToPath(new URL(`../src/ui/ink/${path}`, import.meta.url));
const ours = source('');

/** How often each file is cured in a bundle that has Ink: one that a filter no longer finds fails the build instead of losing its cure. */
const timesCured: Readonly<Record<string, number>> = {
  'yoga-layout': 1,
  'string-width': 1,
  'the expression for emoji': 1,
  'Intl.Segmenter': 4,
  'the update of a line': 1,
  'the update of lines': 1,
  'the output stage': 1,
  'the sanitizer': 1,
};

/** Is called with the name of what has been cured. */
type Cured = (what: string) => void;

export function startUpCures(): Plugin {
  return {
    name: 'start-up-cures',
    setup(build) {
      const times = new Map<string, number>();
      const cured: Cured = (what) => void times.set(what, (times.get(what) ?? 0) + 1);
      build.onStart(() => times.clear());
      yogaWithoutFetch(build, cured);
      measuredAtAGlance(build, cured);
      writtenCellwise(build, cured);
      emojiAskedLazily(build, cured);
      segmentedLazily(build, cured);
      framesRemembered(build, cured);
      build.onEnd(() => ({ errors: lost(times).map((text) => ({ text })) }));
    },
  };
}

/** What was cured more or less often than it should have been; nothing of a bundle without Ink. */
function lost(times: ReadonlyMap<string, number>): readonly string[] {
  if (times.size === 0) return [];
  return [...new Set([...Object.keys(timesCured), ...times.keys()])].flatMap((what) => {
    const [found, expected] = [times.get(what) ?? 0, timesCured[what] ?? 0];
    return found === expected
      ? []
      : [`${what} was cured ${found} times, and ${expected} are expected; see scripts/cures.ts`];
  });
}

const fetchTest = /"function"!=typeof fetch/g;

function yogaWithoutFetch(build: PluginBuild, cured: Cured): void {
  build.onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, async ({ path }) => {
    const code = await readFile(path, 'utf8');
    const found = code.match(fetchTest)?.length ?? 0;
    if (found !== 2)
      throw new Error(`${path}: expected 2 tests for fetch, found ${found}; see scripts/cures.ts`);
    cured('yoga-layout');
    return { contents: code.replace(fetchTest, 'true'), loader: 'js' };
  });
}

function measuredAtAGlance(build: PluginBuild, cured: Cured): void {
  build.onResolve({ filter: /^string-width$/ }, async (request) => {
    if (request.pluginData === 'real') return undefined;
    const options = {
      kind: request.kind,
      resolveDir: request.resolveDir,
      importer: request.importer,
      pluginData: 'real',
    };
    const real = await build.resolve(request.path, options);
    return { path: real.path, namespace: 'fast-width', pluginData: { resolveDir: request.resolveDir } };
  });
  build.onLoad({ filter: /.*/, namespace: 'fast-width' }, ({ path }) => {
    cured('string-width');
    return {
      contents: `import real from ${JSON.stringify(path)};
import { fastWidth } from ${JSON.stringify(source('fast-width.ts'))};
export default fastWidth(real);`,
      resolveDir: ours,
    };
  });
}

const emojiExpression = 'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;';

/** An expression with properties of strings is built from its tables as soon as it is evaluated, not when it is first used. */
function emojiAskedLazily(build: PluginBuild, cured: Cured): void {
  build.onLoad({ filter: /[\\/]string-width[\\/]index\.js$/ }, async ({ path }) => {
    const code = replaceOnce(
      await readFile(path, 'utf8'),
      emojiExpression,
      `let rgiEmoji;
const rgiEmojiRegex = { test: (segment) => (rgiEmoji ??= /^\\p{RGI_Emoji}$/v).test(segment) };`,
      path,
    );
    cured('the expression for emoji');
    return { contents: withLazySegmenter(code), loader: 'js' };
  });
}

const packagesThatSegment =
  /[\\/]node_modules[\\/](?:ink|@alcalzone|slice-ansi|wrap-ansi|cli-truncate)[\\/].*\.js$/;

function segmentedLazily(build: PluginBuild, cured: Cured): void {
  build.onLoad({ filter: packagesThatSegment }, async ({ path }) => {
    const code = await readFile(path, 'utf8');
    if (!code.includes('new Intl.Segmenter(')) return undefined;
    cured('Intl.Segmenter');
    return { contents: withLazySegmenter(code), loader: 'js' };
  });
}

/** The first plugin part that loads a file is the only one, so the segmenter is cured here as well. */
function writtenCellwise(build: PluginBuild, cured: Cured): void {
  build.onLoad({ filter: /[\\/]ink[\\/]build[\\/]line-update\.js$/ }, async ({ path }) => {
    const code = replaceOnce(
      await readFile(path, 'utf8'),
      'export default function lineUpdate(',
      'export default cellwiseUpdate(lineUpdate);\nfunction lineUpdate(',
      path,
    );
    const use = `import { cellwiseUpdate } from ${JSON.stringify(source('line-update.ts'))};\n`;
    cured('the update of a line');
    return { contents: use + withLazySegmenter(code), loader: 'js' };
  });
  build.onLoad({ filter: /[\\/]ink[\\/]build[\\/]log-update\.js$/ }, async ({ path }) => {
    const written = "stream.write(buffer.join(''))";
    const code = replaceOnce(
      await readFile(path, 'utf8'),
      written,
      "stream.write(joinedJumps(buffer.join('')))",
      path,
    );
    const use = `import { joinedJumps } from ${JSON.stringify(source('line-update.ts'))};\n`;
    cured('the update of lines');
    return { contents: use + code, loader: 'js' };
  });
}

const useMemory = `import { FrameMap, nextFrame, remembered, rowTexts } from ${JSON.stringify(source('frame-memory.ts'))};\n`;
const useCells = `import { fastCells, fastSanitizer } from ${JSON.stringify(source('fast-cells.ts'))};\n`;

function framesRemembered(build: PluginBuild, cured: Cured): void {
  build.onLoad({ filter: /[\\/]ink[\\/]build[\\/]output\.js$/ }, async ({ path }) => {
    const code = await readFile(path, 'utf8');
    cured('the output stage');
    return {
      contents:
        useMemory + useCells + outputReplacements.reduce((so, [a, b]) => replaceOnce(so, a, b, path), code),
    };
  });
  build.onLoad({ filter: /[\\/]ink[\\/]build[\\/]sanitize-ansi\.js$/ }, async ({ path }) => {
    const [place, replacement] = [
      'export default sanitizeAnsi;',
      'export default remembered(fastSanitizer(sanitizeAnsi));',
    ];
    cured('the sanitizer');
    return {
      contents: useMemory + useCells + replaceOnce(await readFile(path, 'utf8'), place, replacement, path),
    };
  });
}

/** Ink's output stage with a memory: its texts as cells, their lines and cuts, one blank, and the rows that stay the same. */
const outputReplacements: readonly (readonly [place: string, replacement: string])[] = [
  // The text as it came is asked for no more once its lines are known: only their cells are kept.
  [
    'cached = styledCharsFromTokens(tokenize(line)).filter(character => !/^\\p{Default_Ignorable_Code_Point}+$/u.test(character.value));',
    'cached = cells.cellsOf(line);',
  ],
  [
    'class OutputCaches {',
    `const cells = fastCells({
    cellsOf: (line) => styledCharsFromTokens(tokenize(line)).filter(character => !/^\\p{Default_Ignorable_Code_Point}+$/u.test(character.value)),
    textOf: styledCharsToString,
});
class OutputCaches {`,
  ],
  ['const characterWidth = Math.max(1,', 'const characterWidth = character.isOneCell ? 1 : Math.max(1,'],
  ['return styledCharsToString(result);', 'return cells.textOf(result);'],
  ['widths = new Map();\n    blockWidths', 'widths = new FrameMap();\n    blockWidths'],
  ['blockWidths = new Map();', 'blockWidths = new FrameMap();'],
  [
    'styledChars = new Map();',
    `styledChars = new FrameMap();
    cuts = new FrameMap();
    linesOf = remembered((text) => {
        const lines = [[]];
        for (const character of cells.cellsOf(text)) {
            if (character.value === '\\n') {
                lines.push([]);
            }
            else {
                lines.at(-1).push(character);
            }
        }
        return lines.map(line => cells.textOf(line));
    });`,
  ],
  [
    'export default class Output {',
    `const sharedCaches = new OutputCaches();
const blank = cells.blank;
const rowText = rowTexts(row => cells.textOf(row).trimEnd());
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
  ],
];

/** A new version of Ink in which the place is another must fail the build, not lose the cure. */
function replaceOnce(code: string, place: string, replacement: string, path: string): string {
  if (code.split(place).length !== 2)
    throw new Error(`${path}: expected once: ${place}; see scripts/cures.ts`);
  return code.replace(place, () => replacement);
}

function withLazySegmenter(code: string): string {
  const use = `import { LazySegmenter as __LazySegmenter } from ${JSON.stringify(source('lazy-segmenter.ts'))};\n`;
  return use + code.replaceAll('new Intl.Segmenter(', 'new __LazySegmenter(');
}
