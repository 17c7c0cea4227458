// What the bundle leaves out of packages, so that a start does not load what no wall ever asks for. Each is left out where it
// stands; a version of the package in which that place is another fails the build.
//
// | what                                                                  | costs     | instead                                |
// | checking an address loads the files that viem's client shares with it | 130 kB    | the one file that checks               |
// | yaml's form for Node is CommonJS, which is taken whole                | 64 kB     | its ES modules: only what is used      |
// | each zod schema brings how it is written as JSON Schema               | 42 kB     | `toJSONSchema` with its own table        |
// | react-devtools-core, which is not installed                           | the start | an empty module                        |

import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Plugin, PluginBuild } from 'esbuild';

export function leanPackages(): Plugin {
  return {
    name: 'lean-packages',
    setup(build) {
      addressesAlone(build);
      yamlModules(build);
      schemasAlone(build);
      withoutDevtools(build);
    },
  };
}

/** The schemas are loaded with every profile, viem's client only with a profile that reads a chain. */
function addressesAlone(build: PluginBuild): void {
  build.onResolve({ filter: /^viem\/utils$/ }, async ({ kind, importer, resolveDir, pluginData }) => {
    if (pluginData === 'real' || !/[\\/]evm[\\/]address\.ts$/.test(importer)) return undefined;
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

/** Of `zod/v4/core`, these ask for `toJSONSchema` alone. */
const jsonSchemaFiles = /[\\/]src[\\/](?:profile[\\/]schema[\\/]json-schema|report[\\/]board-schema)\.ts$/;
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
    if (pluginData === 'real' || !jsonSchemaFiles.test(importer)) return undefined;
    const core = await build.resolve('zod/v4/core', { kind, importer, resolveDir, pluginData: 'real' });
    return { path: join(dirname(core.path), 'json-schema-processors.js'), sideEffects: false };
  });
  for (const [filter, line, count] of jsonSchemaLines)
    build.onLoad({ filter }, async ({ path }) => {
      const code = await readFile(path, 'utf8');
      const found = code.match(line)?.length ?? 0;
      if (found !== count)
        throw new Error(
          `${path}: expected ${count} lines for JSON Schema, found ${found}; see scripts/lean-packages.ts`,
        );
      const without = code.replaceAll(line, '');
      return { contents: without.includes('processors.') ? leftOut + without : without, loader: 'js' };
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
