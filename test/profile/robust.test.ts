// Whatever a file holds, the answer is a profile or findings, never an exception.
import fc from 'fast-check';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadProfile } from '../../src/profile/load.ts';
import type { ProfileResult } from '../../src/profile/profile.ts';
import { demandAnswer } from './support/answer.ts';
import { testKinds } from './support/kinds.ts';

async function inFolder(run: (load: (text: string | Uint8Array) => Promise<ProfileResult>) => Promise<void>) {
  const path = await mkdtemp(join(tmpdir(), 'launchwall-robust-'));
  const file = join(path, 'p.yaml');
  const options = {
    cwd: path,
    configDir: path,
    shippedDir: path,
    env: { A: 'value-of-a' },
    kinds: testKinds,
  };
  try {
    await run(async (text) => {
      await writeFile(file, text);
      return loadProfile(file, options);
    });
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

const words = [
  'profile',
  'extends',
  'vars',
  'units',
  'launch',
  'sources',
  'metrics',
  'hints',
  'incidents',
  'classes',
  'phases',
  'gate',
  'kind',
  'web',
  'queue',
  'url',
  'https://a.b',
  'every',
  '5s',
  'from',
  'api',
  'read',
  'up',
  'latency',
  'alert',
  '> 5ms for 1m',
  'api > ',
  'when',
  'do',
  'needs',
  'unit',
  'ETH',
  'use',
  'rate(1m)',
  'missing',
  'good',
  'items',
  'text',
  'required',
  'P0',
  'class',
  'at',
  'T-1h',
  '{x}',
  '${A}',
  '${B}',
  '{{x}}',
  '__proto__',
  'constructor',
  'toString',
  'abstract',
  '',
];

const document = fc.letrec((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom(...words),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.double(),
    fc.string(),
  ),
  node: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    tie('leaf'),
    fc.array(tie('node'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...words), tie('node'), { maxKeys: 6 }),
  ),
  root: fc.dictionary(fc.constantFrom(...words.slice(0, 12)), tie('node'), { maxKeys: 8 }),
})).root;

test('any tree of the profile’s own words', async () => {
  await inFolder((load) =>
    fc.assert(
      fc.asyncProperty(document, async (tree) => demandAnswer(await load(JSON.stringify(tree)))),
      { numRuns: 200 },
    ),
  );
});

test('any text, any bytes', async () => {
  const yamlish = fc.string({
    unit: fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '-',
      '{',
      '}',
      '[',
      ']',
      '"',
      '&',
      '*',
      '!',
      '|',
      '#',
      '?',
      '\t',
      ',',
    ),
  });
  await inFolder((load) =>
    fc.assert(
      fc.asyncProperty(fc.oneof(yamlish, fc.string(), fc.uint8Array()), async (text) =>
        demandAnswer(await load(text)),
      ),
      { numRuns: 200 },
    ),
  );
});

const good = `vars: { api: https://a.b }
sources: { api: { kind: web, url: "{api}/x", every: 5s }, q: { kind: queue, url: "redis://r", needs: [api] } }
metrics:
  up: { from: api, read: up, target: "== true", alert: "== false for 2 samples" }
  depth: { from: q, read: { list: jobs }, use: rate(5m), unit: /min, alert: "> 500 for 10m" }
hints: { h: { kind: rollback, when: depth > 1000 for 10m, do: [ { text: Stop, run: ls } ] } }
phases: [ { at: T-1h, items: [ { text: Ok, when: up is green } ] } ]
gate: { required: [ { text: Ok, when: up is green } ] }
`;

test('a good profile with any stretch of it cut out or replaced', async () => {
  await inFolder(async (load) => {
    expect((await load(good)).ok).toBe(true);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(good.length),
        fc.nat(12),
        fc.constantFrom('', 'x', ' ', '"', '{', '9', ': ', '\n', '- '),
        async (start, length, put) =>
          demandAnswer(await load(good.slice(0, start) + put + good.slice(start + length))),
      ),
      { numRuns: 200 },
    );
  });
}, 60_000);
