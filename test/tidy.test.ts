// The repository's own rules (docs: ARCHITECTURE.md, CONTRIBUTING.md), checked at every run of the tests.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importsIn, importsOf, type Import } from './support/imports.ts';
import { owned } from './support/owned.ts';
import { sourceFiles, withoutComments } from './support/source-files.ts';
import { withoutSubject } from './support/without-subject.ts';

const linesMax = 300;
/** Files that are longer, up to this many lines, and why. */
const longLinesMax = 400;
const longFiles: Readonly<Record<string, string>> = {
  'scripts/mutants.ts': 'one table of mistakes, an entry each',
};
const source = sourceFiles(['src']);
const everything = [...source, ...sourceFiles(['bin', 'scripts', 'bench', 'test']), 'vitest.config.ts'];
const read = (file: string): string => readFileSync(file, 'utf8');
const code = new Map(source.map((file) => [file, withoutComments(read(file))]));
const imports = new Map(source.map((file) => [file, importsOf(file)]));

/** Prefixes of what the files of a folder may import beside their own folder; `types:` allows only types of it. */
const importTable: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  rules: ['src/domain/'],
  sources: ['src/domain/'],
  profile: ['src/domain/', 'src/rules/', 'src/sources/'],
  engine: ['src/domain/', 'src/rules/', 'src/sources/source.ts'],
  record: ['src/domain/', 'types:src/rules/'],
  // What follows from the board alone is worked out in one place for all that draw it.
  report: [
    'src/domain/',
    'src/rules/launch/baselines.ts',
    'src/rules/launch/gate.ts',
    'src/rules/launch/timeline.ts',
    'types:src/rules/',
    'src/record/',
  ],
  // The condition's tree comes with the function that walks it.
  ui: [
    'src/domain/',
    'src/rules/condition/ast.ts',
    'src/rules/launch/timeline.ts',
    'src/rules/launch/gate.ts',
    'types:src/rules/',
    'types:src/engine/snapshot.ts',
    'types:src/engine/store.ts',
  ],
  drill: ['src/domain/', 'src/sources/regular-file.ts'],
};
/** Which rooms of its folder each room may import, types included: only such as stand above it. Files of no room are one each. */
const rooms: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  rules: {
    condition: [],
    plan: ['condition'],
    board: ['plan'],
    sites: ['plan'],
    machine: ['condition', 'plan'],
    launch: ['condition', 'plan', 'board', 'sites'],
    evaluate: ['condition', 'plan', 'board', 'sites', 'machine', 'launch'],
    draw: ['condition', 'plan', 'board', 'machine', 'launch', 'evaluate'],
    lint: ['condition', 'plan', 'sites', 'evaluate'],
    explain: ['condition', 'plan', 'sites', 'evaluate', 'lint'],
    judge: ['condition', 'plan', 'board', 'machine', 'launch', 'evaluate', 'draw'],
  },
  profile: {
    read: [],
    digest: ['read'],
    meaning: ['read'],
    profile: ['read'],
    schema: ['read'],
    environment: ['read'],
    sends: ['read', 'schema', 'environment', 'profile'],
    check: ['read', 'schema', 'environment', 'profile', 'sends'],
    'stand-ins': ['read', 'schema', 'environment', 'check'],
    extends: ['read', 'schema', 'check'],
    plan: ['read', 'schema', 'environment', 'profile', 'check', 'digest'],
    'the-rest': ['read', 'schema', 'check', 'meaning', 'plan', 'sends'],
    load: [
      'read',
      'schema',
      'environment',
      'profile',
      'check',
      'digest',
      'extends',
      'meaning',
      'plan',
      'sends',
      'stand-ins',
      'the-rest',
    ],
    list: ['read', 'extends', 'load'],
    watch: ['read', 'profile', 'load'],
    'rule-tests': ['read', 'schema', 'load'],
  },
  ui: {
    ink: [],
    theme: [],
    controls: [],
    'use-store': [],
    terminal: ['controls'],
    text: ['ink', 'theme'],
    keys: ['controls', 'text', 'theme'],
    'views/words': ['text', 'theme'],
    views: ['text', 'views/words'],
    'views/do-now': ['keys', 'text', 'theme'],
    'views/faults': ['controls', 'keys', 'text', 'theme'],
    'views/frame': ['keys', 'text', 'theme', 'views', 'views/words'],
    'views/help': ['keys', 'text', 'theme'],
    'views/launch': ['keys', 'text', 'theme', 'views', 'views/words'],
    'views/log': ['text', 'theme'],
    'views/metric': ['keys', 'text', 'theme', 'views/do-now', 'views/words'],
    'views/profiles': ['controls', 'keys', 'text', 'theme'],
    'views/sources': ['keys', 'text', 'theme'],
    'views/wall': [
      'keys',
      'text',
      'theme',
      'views',
      'views/do-now',
      'views/frame',
      'views/log',
      'views/metric',
      'views/words',
    ],
    screens: ['keys', 'views/do-now', 'views/help', 'views/launch', 'views/metric', 'views/sources'],
    scene: [
      'controls',
      'keys',
      'screens',
      'text',
      'theme',
      'views/do-now',
      'views/frame',
      'views/wall',
      'views/words',
    ],
    acts: ['controls', 'keys', 'text', 'views/do-now', 'views/words'],
    app: [
      'acts',
      'controls',
      'keys',
      'scene',
      'screens',
      'terminal',
      'text',
      'theme',
      'use-store',
      'views',
      'views/faults',
      'views/frame',
      'views/profiles',
      'views/wall',
    ],
    render: ['app', 'controls', 'terminal', 'theme'],
  },
  cli: {
    output: [],
    'stray-output': [],
    'exit-codes': [],
    'fault-guard': [],
    context: ['fault-guard', 'output'],
    ask: ['context'],
    failure: ['context', 'exit-codes'],
    'stop-signal': ['context', 'exit-codes', 'failure'],
    'profile-input': ['context'],
    reports: ['context'],
    kept: ['ask', 'context', 'profile-input'],
    session: ['context', 'kept', 'output', 'profile-input', 'reports', 'stray-output'],
    options: ['context', 'profile-input', 'session'],
    follow: ['context', 'output', 'session', 'stop-signal'],
    wall: ['context', 'follow', 'kept', 'profile-input', 'session', 'stop-signal'],
    commands: [
      'ask',
      'context',
      'exit-codes',
      'follow',
      'kept',
      'options',
      'profile-input',
      'reports',
      'session',
      'stop-signal',
      'wall',
    ],
    program: ['commands', 'context', 'exit-codes', 'failure', 'profile-input'],
  },
};
/** The composition root may import all, and nothing imports it. */
const roots = ['src/main.ts', 'src/cli/'];

describe('the import table of the design', () => {
  test('every folder of src has its row', () => {
    const folders = new Set(source.filter((file) => !isRoot(file)).map(folderOf));
    expect([...folders].filter((folder) => !(folder in importTable))).toEqual([]);
  });

  test('names only folders, rooms and files that are there', () => {
    const isThere = (place: string): boolean => ['', '.ts', '.tsx'].some((end) => existsSync(place + end));
    const named = [
      ...Object.keys(importTable).map((folder) => `src/${folder}`),
      ...Object.values(importTable).flatMap((row) => row.map((entry) => entry.replace('types:', ''))),
      ...Object.entries(rooms).flatMap(([folder, row]) =>
        Object.keys(row).map((room) => `src/${folder}/${room}`),
      ),
      ...roots,
    ];
    expect(named.filter((place) => !isThere(place))).toEqual([]);
  });

  test('is held by every file', () => {
    expect(source.filter((file) => !isRoot(file)).flatMap(brokenImports)).toEqual([]);
  });

  test('every relative import names a file that is there, with its ending', () => {
    expect(
      source.flatMap((file) =>
        ours(file)
          .filter(({ file: to }) => to === null || !existsSync(to))
          .map(named(file)),
      ),
    ).toEqual([]);
  });

  test('has no circle, of types neither, nor by what is loaded only when it is needed', () => {
    expect(source.map((file) => cycleFrom(file)).filter((cycle) => cycle !== null)).toEqual([]);
  });

  test('no rooms of one folder lean on each other, by their types neither', () => {
    const circles = Object.entries(rooms).flatMap(([folder, row]) => {
      const order = Object.keys(row);
      const inside = source.filter((file) => file.startsWith(`src/${folder}/`));
      const homeless = inside.filter((file) => !order.includes(roomOf(file, folder)));
      const broken = inside.flatMap((file) =>
        ours(file).flatMap(({ file: to }) => {
          if (to === null || !to.startsWith(`src/${folder}/`)) return [];
          const [here, there] = [roomOf(file, folder), roomOf(to, folder)];
          return here === there || row[here]?.includes(there) === true ? [] : [`${file} imports ${to}`];
        }),
      );
      return [...homeless, ...broken];
    });
    expect(circles).toEqual([]);
  });

  test('a room stands below those that it leans on', () => {
    for (const row of Object.values(rooms)) {
      const order = Object.keys(row);
      expect(
        order.filter((room, index) => row[room]?.some((other) => !order.slice(0, index).includes(other))),
      ).toEqual([]);
    }
  });

  test('judgement reads no clock, file, network or randomness', () => {
    const pure = source.filter((file) => /^src\/(?:domain|rules)\//.test(file));
    expect(
      pure.flatMap((file) =>
        (imports.get(file) ?? [])
          // A pure function over its own table.
          .filter(({ file: to, specifier }) => to === null && specifier !== 'string-width')
          .map(named(file)),
      ),
    ).toEqual([]);
    expect(
      pure.flatMap((file) => found(file, /\b(?:process|performance|crypto|fetch)\s*[.(]|\bnew Date\(\)/g)),
    ).toEqual([]);
  });
});

describe('src', () => {
  test.each(owned)('%s stands only in the files that own it', (_, pattern, owners) => {
    expect(source.filter((file) => !owners.includes(file)).flatMap((file) => found(file, pattern))).toEqual(
      [],
    );
  });

  test('has every owner of something, and it has what it owns', () => {
    // An owner that moved would leave its place to whoever comes next.
    const idle = owned.flatMap(([what, pattern, owners]) =>
      owners.filter((file) => found(file, pattern).length === 0).map((file) => `${file}: ${what}`),
    );
    expect(idle).toEqual([]);
  });

  test('no file only passes on what other files export', () => {
    const barrels = source.filter(
      (file) => (code.get(file) ?? '').replace(/export\b[^;]*\bfrom\s*'[^']*';/g, '').trim() === '',
    );
    expect(barrels).toEqual([]);
  });
});

describe('the walks', () => {
  const section = /^## Walks$(.*?)^## /ms.exec(read('ARCHITECTURE.md'))?.[1] ?? '';
  const walks = section
    .split(/^- (?=\*\*)/m)
    .slice(1)
    .map((walk) => ({
      name: /^\*\*(.*?)\*\*/.exec(walk)?.[1] ?? '',
      files: Array.from(walk.matchAll(/`(src\/[^`]+)`/g), ([, file = '']) => file),
    }));
  const leansOn = (file: string, other: string): boolean =>
    (imports.get(file) ?? []).some(({ file: to }) => to === other);

  test('are eight, of files that lean on each other one by one', () => {
    expect(walks.map(({ name }) => name)).toHaveLength(8);
    const broken = walks.flatMap(({ files }) =>
      files
        .slice(1)
        .map((file, index) => [files[index] ?? '', file] as const)
        .filter(([from, to]) => !leansOn(from, to) && !leansOn(to, from)),
    );
    expect(broken).toEqual([]);
  });

  test('of a secret ends in a file that searches for it', () => {
    const last = walks.find(({ name }) => name.startsWith('A secret'))?.files.at(-1) ?? '';
    expect(found(last, /redact\(/g)).not.toEqual([]);
  });

  test('are no longer than they were when they were walked first', () => {
    expect(walks.map(({ name, files }) => [name, files.length])).toEqual([
      ['A Redis length to its home on the wall', 18],
      ["A threshold's text to a red", 15],
      ['A key to a tick in the file', 12],
      ['A CloudWatch period to a hint', 18],
      ['A secret to where it is hidden', 12],
      ["A gap's reason to the screen", 16],
      ['A window seen in part to its truth and its words', 10],
      ['A late sample to the steps it takes back', 9],
    ]);
  });
});

describe('the tests', () => {
  const isTest = /\.test\.tsx?$/;
  const homeless = sourceFiles(['test'])
    .filter((file) => isTest.test(file) && !hasSubject(file.replace(isTest, '')))
    .map((file) => ({ file, folder: dirname(file), name: basename(file).replace(isTest, '') }));

  test('lie where their subject lies, or are named as those that have no one subject', () => {
    expect(
      homeless.filter(({ folder, name }) => {
        const named = withoutSubject[folder]?.tests ?? [];
        return named !== 'all' && !named.includes(name);
      }),
    ).toEqual([]);
  });

  test('are named so only where they are there and have no subject', () => {
    expect(
      Object.entries(withoutSubject).filter(([folder, { tests }]) => {
        const here = homeless.filter((one) => one.folder === folder).map(({ name }) => name);
        return tests === 'all' ? here.length === 0 : tests.some((name) => !here.includes(name));
      }),
    ).toEqual([]);
  });
});

describe('every file', () => {
  test(`of what runs is at most ${linesMax} lines long, or named with its reason and at most ${longLinesMax}`, () => {
    const running = everything.filter((file) => !file.startsWith('test/'));
    const long = running.filter((file) => read(file).trimEnd().split('\n').length > linesMax);
    expect(long.toSorted()).toEqual(Object.keys(longFiles).toSorted());
    expect(long.filter((file) => read(file).trimEnd().split('\n').length > longLinesMax)).toEqual([]);
  });

  test('is named in kebab-case', () => {
    const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+)*\.(?:ts|tsx|mjs|js)$/;
    expect(everything.filter((file) => !kebab.test(basename(file)))).toEqual([]);
  });

  test('says in its first line what it is for; a test says it with its name', () => {
    const firstLine = (file: string): string =>
      read(file)
        .replace(/^#!.*\n/, '')
        .split('\n')[0] ?? '';
    expect(
      everything.filter(
        (file) => !/\.test\.tsx?$/.test(file) && !/^(?:\/\/|\/\*\*?) ?\S/.test(firstLine(file)),
      ),
    ).toEqual([]);
  });

  test('has nothing left over', () => {
    // A character class keeps the expression from finding itself.
    // One file leaves out the tests of a service that this machine does not have, and says so; .ci/run forbids it to.
    const mayLeaveOut = 'test/support/services.ts';
    const left = /T[O]DO\b|F[I]XME\b|\b(?:test|it|describe)(?:\.\w+)*\.(?:o[n]ly|s[k]ip)\(|@ts-i[g]nore/g;
    expect(
      everything
        .filter((file) => file !== mayLeaveOut)
        .flatMap((file) => [...read(file).matchAll(left)].map(([what]) => `${file}: ${what}`)),
    ).toEqual([]);
  });

  test('gives a reason where it switches a check off', () => {
    const bare = /(?:oxlint|eslint)-disable(?!.*--\s+\S)|@ts-expect-error\s*$/gm;
    expect(everything.flatMap((file) => [...read(file).matchAll(bare)].map(() => file))).toEqual([]);
  });
});

describe('the repository', () => {
  const tracked = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' })
    .split('\0')
    .filter((file) => file !== '' && existsSync(file));

  test('names no package registry', () => {
    const hosts = [
      ['registry', 'npmjs', 'org'],
      ['registry', 'yarnpkg', 'com'],
      ['npm', 'pkg', 'github', 'com'],
    ];
    const pattern = new RegExp(hosts.map((host) => host.join('\\.')).join('|'));
    expect(tracked.filter((file) => pattern.test(read(file)))).toEqual([]);
  });

  test('lets the linter and the formatter leave out none of the source', () => {
    const left = ['.oxlintrc.json', '.oxfmtrc.json'].flatMap((file) =>
      (JSON.parse(read(file)) as { ignorePatterns: readonly string[] }).ignorePatterns.filter(
        (pattern) => !pattern.startsWith('/'),
      ),
    );
    const parts = new Set(source.flatMap((file) => file.split('/')));
    expect(left.filter((pattern) => parts.has(pattern))).toEqual([]);
  });

  test('keeps what is built out', () => {
    expect(tracked.filter((file) => /^(?:dist|node_modules|coverage)\//.test(file))).toEqual([]);
  });

  test('documents only scripts that are there', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const builtIn = ['ci', 'install', 'run', 'start', 'test', 'pack'];
    // A profile's page speaks of the scripts of its own system.
    const documents = tracked.filter((file) => file.endsWith('.md') && !/docs\/profile-/.test(file));
    const named = documents.flatMap((file) =>
      [...read(file).matchAll(/(?:^|`|&& )npm (?:run (?<script>[\w:-]+)|(?<verb>[a-z]+))/gm)].map(
        ({ groups }) => ({
          file,
          script: groups?.['script'] ?? groups?.['verb'] ?? '',
          known:
            groups?.['script'] === undefined
              ? builtIn.includes(groups?.['verb'] ?? '')
              : groups['script'] in scripts,
        }),
      ),
    );
    expect(named.filter(({ known }) => !known)).toEqual([]);
  });

  const pages = tracked.filter((file) => file.endsWith('.md'));

  test('links only to files that are there', () => {
    const links = pages.flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].map(([, to = '']) =>
        join(dirname(file), to),
      ),
    );
    expect(links.filter((to) => !existsSync(to))).toEqual([]);
  });

  // The change log speaks of what was, and this file of what may be.
  const apart = ['CHANGELOG.md', 'test/tidy.test.ts'];
  const speaking = [...everything, ...pages].filter((file) => !apart.includes(file));

  test('speaks only of files that are there', () => {
    const places = /(?<![\w./@-])(?:src|test|scripts|bench)\/[\w./-]*\w\.(?:tsx?|mjs)\b/g;
    expect(speaking.flatMap((file) => mentions(file, places).filter(({ to }) => !existsSync(to)))).toEqual(
      [],
    );
  });

  test('cites only pages and sections that are there', () => {
    const cited = /(?<![\w/.-])(docs\/[\w-]+\.md|[A-Z]{4,}\.md)(?: §(\d+(?:\.\d+)?))?/g;
    const isThere = ({ to, section }: Mention): boolean => {
      const page = [to, `docs/${to}`].find((one) => existsSync(one));
      return (
        page !== undefined &&
        (section === null || new RegExp(`^#+ ${section.replace('.', '\\.')}\\b`, 'm').test(read(page)))
      );
    };
    // That page cites other projects' own.
    const comments = speaking.filter((file) => /^(?:src|docs)\/(?!rules-research)/.test(file));
    expect(comments.flatMap((file) => mentions(file, cited).filter((one) => !isThere(one)))).toEqual([]);
    // A second section behind a comma is of a page that is not named.
    const unnamed = /docs\/[\w-]+\.md §[\d.]+(?:,| and) §/;
    expect(comments.filter((file) => unnamed.test(read(file)))).toEqual([]);
  });
});

describe('the scanner', () => {
  const scan = (text: string) =>
    importsIn(text, 'src/ui/app.ts').map(({ specifier, typeOnly }) => [specifier, typeOnly]);

  test('reads every form of import', () => {
    expect(
      scan(`import a from 'one';
import type { B } from './two.ts';
import { type C, type D } from "three";
import { type E, f } from './four.ts';
import * as g from 'five';
import 'six';
export { h } from '../seven.ts';
export type { I } from './eight.ts';
import {
  j,
} from './nine.ts';
const k = await import('./ten.ts'); // import l from 'comment';
const text = "import m from 'n'";
export const o = 'p';`),
    ).toEqual([
      ['one', false],
      ['./two.ts', true],
      ['three', true],
      ['./four.ts', false],
      ['five', false],
      ['six', false],
      ['../seven.ts', false],
      ['./eight.ts', true],
      ['./nine.ts', false],
      ['./ten.ts', false],
    ]);
  });

  test('blanks comments and leaves strings and expressions', () => {
    const text =
      "const url = 'http://a'; // gone\nconst slash = /\\/\\/[/*]/g; /* gone\ntoo */ const t = `// stays`;";
    expect(withoutComments(text).replaceAll(/ +/g, ' ')).toBe(
      "const url = 'http://a'; \nconst slash = /\\/\\/[/*]/g; \n const t = `// stays`;",
    );
  });
});

interface Mention {
  readonly file: string;
  readonly to: string;
  readonly section: string | null;
}

function mentions(file: string, pattern: RegExp): readonly Mention[] {
  return [...read(file).matchAll(pattern)].map(([whole, page, section]) => ({
    file,
    to: page ?? whole,
    section: section ?? null,
  }));
}

/** Whether a file or a folder stands where this test's does, in `src` or at the top; a test named like its folder is that folder's. */
function hasSubject(test: string): boolean {
  const subject = test.slice('test/'.length);
  const named = basename(test) === basename(dirname(test)) ? [dirname(subject)] : [];
  const places = [subject, ...named].flatMap((place) => [`src/${place}`, place]);
  const support = test.startsWith('test/support/') ? [test] : [];
  return [...places, ...support].some((place) =>
    ['', '.ts', '.tsx', '.js', '.mjs'].some((ending) => existsSync(`${place}${ending}`)),
  );
}

function isRoot(file: string): boolean {
  return roots.some((root) => file.startsWith(root));
}

function folderOf(file: string): string {
  return file.split('/')[1] ?? '';
}

/** The folder below `src/<folder>/` in which a file lies, or its own name. */
function roomOf(file: string, folder: string): string {
  const inside = file.slice(`src/${folder}/`.length);
  return inside.includes('/') ? dirname(inside) : inside.replace(/\.tsx?$/, '');
}

function ours(file: string): readonly Import[] {
  return (imports.get(file) ?? []).filter(({ specifier }) => specifier.startsWith('.'));
}

function named(file: string): (entry: Import) => string {
  return ({ specifier }) => `${file} imports ${specifier}`;
}

function brokenImports(file: string): string[] {
  const own = `src/${folderOf(file)}/`;
  const row = importTable[folderOf(file)] ?? [];
  const allowed = ({ file: to, typeOnly }: Import): boolean =>
    to === null ||
    to.startsWith(own) ||
    row.some((entry) =>
      entry.startsWith('types:') ? typeOnly && to.startsWith(entry.slice(6)) : to.startsWith(entry),
    );
  return ours(file)
    .filter((entry) => !allowed(entry))
    .map(named(file));
}

function found(file: string, pattern: RegExp): string[] {
  return [...(code.get(file) ?? '').matchAll(pattern)].map(([what]) => `${file}: ${what}`);
}

/** The way from a file back to itself, or null. */
function cycleFrom(start: string): string | null {
  const seen = new Set<string>();
  const visit = (file: string, way: readonly string[]): string | null => {
    for (const { file: to } of ours(file)) {
      if (to === start) return [...way, to].join(' → ');
      if (to === null || seen.has(to)) continue;
      seen.add(to);
      const cycle = visit(to, [...way, to]);
      if (cycle !== null) return cycle;
    }
    return null;
  };
  return visit(start, [start]);
}
