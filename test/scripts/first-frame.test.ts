// What the wall loads before its first frame: no client of a source, nothing that only writes preferences, no other language.
import { build, type Metafile } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import { bundleOptions } from '../../scripts/bundle-options.ts';

/** Bytes of code that the command `watch` and the wall may load; bundled as it is delivered, not minified. */
const watchBytesMax = 1_120_000;
const wallBytesMax = 1_250_000;

/** What the program loads later, if ever; a pattern that finds nothing in all of it would hold nothing. */
const later = [
  ['conf', /node_modules\/(?:conf|ajv)\//],
  ['undici', /node_modules\/undici\//],
  ['ioredis', /node_modules\/ioredis\//],
  ['pg', /node_modules\/pg(?:-\w+)?\//],
  ['AWS', /node_modules\/@(?:aws-sdk|smithy)\//],
  ['a client of viem', /node_modules\/viem\/_esm\/(?:clients|actions)\//],
  ['JSON Schema', /node_modules\/zod\/v4\/core\/(?:to-)?json-schema/],
  ['a launch’s file', /src\/record\//],
  ['a client of ours', /src\/sources\/[^/]+\/client\.ts$/],
] as const;
/** What is nowhere in it. */
const never = [
  ['other languages', /node_modules\/zod\/v4\/locales\/(?!en\.js|index\.js)/],
  ['CommonJS of yaml', /node_modules\/yaml\/dist\//],
] as const;

let outputs: Metafile['outputs'];

beforeAll(async () => {
  const { metafile } = await build({
    ...bundleOptions(),
    entryPoints: { main: 'src/main.ts' },
    outdir: 'dist',
    write: false,
    metafile: true,
  });
  ({ outputs } = metafile);
}, 60_000);

/** The part that begins with this file of ours, and all parts that it imports statically. */
function partsOf(entry: string): readonly string[] {
  const start = Object.keys(outputs).find((path) => outputs[path]?.entryPoint === entry);
  const found = new Set(start === undefined ? [] : [start]);
  for (const path of found)
    for (const { path: imported, kind, external } of outputs[path]?.imports ?? [])
      if (kind === 'import-statement' && external !== true) found.add(imported);
  return [...found];
}

const inputsOf = (parts: readonly string[]): readonly string[] =>
  parts.flatMap((path) =>
    Object.entries(outputs[path]?.inputs ?? {}).flatMap(([input, { bytesInOutput }]) =>
      bytesInOutput > 0 ? [input] : [],
    ),
  );

const bytesOf = (parts: readonly string[]): number =>
  parts.reduce((sum, path) => sum + (outputs[path]?.bytes ?? 0), 0);

test.each(later)('%s is in the program', (_, wanted) => {
  expect(inputsOf(Object.keys(outputs)).some((input) => wanted.test(input))).toBe(true);
});

describe.each([
  ['src/cli/commands/watch.ts', watchBytesMax],
  ['src/ui/render.tsx', wallBytesMax],
])('%s', (entry, bytesMax) => {
  test('loads little', () => {
    const bytes = bytesOf(partsOf(entry));
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(bytesMax);
  });

  test.each([...later, ...never])('loads no %s', (_, unwanted) => {
    expect(inputsOf(partsOf(entry)).filter((input) => unwanted.test(input))).toEqual([]);
  });
});
