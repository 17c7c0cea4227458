// What the bundle leaves out of packages, so that a start does not load what no wall ever asks for. Each is left out where it
// stands; a version of the package in which that place is another fails the build.
//
// | what                                                                  | costs     | instead                                |
// | checking an address loads the files that viem's client shares with it | 130 kB    | the one file that checks               |
// | yaml's form for Node is CommonJS, which is taken whole                | 64 kB     | its ES modules: only what is used      |
// | each zod schema brings how it is written as JSON Schema               | 42 kB     | `toJSONSchema` with its own table        |
// | react-devtools-core, which is not installed                           | the start | an empty module                        |

import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { Plugin, PluginBuild } from 'esbuild';

export function leanPackages(): Plugin {
  return {
    name: 'lean-packages',
    setup(build) {
      addressesAlone(build);
      yamlModules(build);
      schemasAlone(build);
      withoutDevtools(build);
      askersAreThere(build);
    },
  };
}

/** Our files for which a package is leaned, and what each of them asks for. */
const addressFile = 'src/sources/evm/address.ts';
const jsonSchemaFiles: readonly string[] = [
  'src/profile/schema/json-schema.ts',
  'src/report/board-schema.ts',
];
const askers: readonly (readonly [file: string, specifier: string])[] = [
  [addressFile, 'viem/utils'],
  ...jsonSchemaFiles.map((file) => [file, 'zod/v4/core'] as const),
];

const rootOf = (build: PluginBuild): string => resolve(build.initialOptions.absWorkingDir ?? '.');

const isOurs = (build: PluginBuild, importer: string, files: readonly string[]): boolean =>
  files.includes(relative(rootOf(build), importer).replaceAll('\\', '/'));

/** One that was moved would be given the whole package again, without a word. */
function askersAreThere(build: PluginBuild): void {
  build.onStart(async () => {
    const lost = await Promise.all(
      askers.map(async ([file, specifier]) => {
        const text = await readFile(join(rootOf(build), file), 'utf8').catch(() => '');
        return text.includes(`'${specifier}'`) ? [] : [{ file, specifier }];
      }),
    );
    const told = ({ file, specifier }: { file: string; specifier: string }): string =>
      `${file}: it is not there, or no longer asks for ${specifier}; see scripts/lean-packages.ts`;
    return { errors: lost.flat().map((one) => ({ text: told(one) })) };
  });
}

/** The schemas are loaded with every profile, viem's client only with a profile that reads a chain. */
function addressesAlone(build: PluginBuild): void {
  build.onResolve({ filter: /^viem\/utils$/ }, async ({ kind, importer, resolveDir, pluginData }) => {
    if (pluginData === 'real' || !isOurs(build, importer, [addressFile])) return undefined;
    const utils = await build.resolve('viem/utils', { kind, importer, resolveDir, pluginData: 'real' });
    return { path: join(dirname(utils.path), 'address/isAddress.js'), sideEffects: false };
  });
}

/** The package's own condition for it would choose the forms of all other packages as well. */
function yamlModules(build: PluginBuild): void {
  build.onResolve({ filter: /^yaml$/ }, async ({ kind, importer, resolveDir, pluginData }) => {
    if (pluginData === 'real') return undefined;
    const forNode = await build.resolve('yaml', { kind, importer, resolveDir, pluginData: 'real' });
    return { path: join(dirname(forNode.path), '../browser/index.js'), sideEffects: false };
  });
}

const jsonSchemaLines: readonly (readonly [file: RegExp, line: RegExp, count: number])[] = [
  [/[\\/]zod[\\/]v4[\\/]core[\\/]index\.js$/, /^export .* from "\.\/(?:to-)?json-schema.*";$/gm, 4],
  [/[\\/]zod[\\/]v4[\\/]classic[\\/]external\.js$/, /^export { toJSONSchema } from .*;$/gm, 1],
  [
    /[\\/]zod[\\/]v4[\\/]classic[\\/]schemas\.js$/,
    /^import .* from "\.\.\/core\/(?:to-)?json-schema.*";$|^ *inst\._zod\.processJSONSchema = .*;$/gm,
    43,
  ],
];

/**
 * A schema without a writer of its own is written by the table that belongs to `toJSONSchema`, as those of `zod/mini` are. What
 * else stood on the lines that are dropped (`schema.toJSONSchema()`, `schema.minLength`) is not there, and says so.
 */
function schemasAlone(build: PluginBuild): void {
  build.onResolve({ filter: /^zod\/v4\/core$/ }, async ({ kind, importer, resolveDir, pluginData }) => {
    // Of it, these ask for `toJSONSchema` alone.
    if (pluginData === 'real' || !isOurs(build, importer, jsonSchemaFiles)) return undefined;
    const core = await build.resolve('zod/v4/core', { kind, importer, resolveDir, pluginData: 'real' });
    return { path: join(dirname(core.path), 'json-schema-processors.js'), sideEffects: false };
  });
  const [leaned, asked] = [new Set<RegExp>(), new Set<string>()];
  build.onResolve({ filter: /^zod$/ }, ({ path }) => void asked.add(path));
  for (const [filter, line, count] of jsonSchemaLines)
    build.onLoad({ filter }, async ({ path }) => {
      const code = await readFile(path, 'utf8');
      const found = code.match(line)?.length ?? 0;
      if (found !== count)
        throw new Error(
          `${path}: expected ${count} lines for JSON Schema, found ${found}; see scripts/lean-packages.ts`,
        );
      leaned.add(filter);
      const without = code.replaceAll(line, '');
      return { contents: without.includes('processors.') ? leftOut + without : without, loader: 'js' };
    });
  build.onEnd(() => {
    const lost = jsonSchemaLines.filter(([filter]) => asked.size > 0 && !leaned.has(filter));
    return {
      errors: lost.map(([{ source }]) => ({
        text: `zod has no file ${source} that the bundle takes; see scripts/lean-packages.ts`,
      })),
    };
  });
}

const leftOut = `const leftOut = () => { throw new Error('left out of the bundle: use toJSONSchema of zod/v4/core'); };
const processors = { aggregateChecks: leftOut };
const createStandardJSONSchemaMethod = () => leftOut, createToJSONSchemaMethod = () => leftOut;
`;

function withoutDevtools(build: PluginBuild): void {
  build.onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({ path, namespace: 'empty' }));
  build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'export default {};' }));
}
