// What `check` says to try where one look, or a few, is too little: and that it is enough.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../cli/support.ts';
import { ensureBuilt } from '../support/built.ts';
import { httpServer } from '../support/http-servers.ts';
import { runToEnd } from '../support/running-program.ts';

beforeAll(ensureBuilt, 60_000);

test.each([
  [
    'readings that are demanded',
    'm: { from: a, read: { json: /v }, use: p95(20s), minSamples: 15, target: "< 50" }',
    '20s',
  ],
  ['a for', 'm: { from: a, read: { json: /v }, target: "< 5 for 10s" }', '20s'],
  [
    'windows over what is calculated',
    'c: { from: a, read: { json: /v } }\n  m: { from: { expr: "rate(c, 20s)" }, target: "avg(10s) < 5" }',
    '30s',
  ],
])(
  '%s',
  async (_, metrics, span) => {
    const server = await httpServer((_request, response) => response.end('{"v":3}'));
    onTestFinished(() => server.close());
    const folder = temporaryFolder();
    const profile = `profile: t/hint
sources: { a: { kind: http, url: "${server.url}/", every: 1s, timeout: 5s } }
metrics:
  ${metrics}
`;
    writeFileSync(join(folder, 'p.yaml'), profile);
    const check = (...more: string[]) => runToEnd(['check', 'p.yaml', ...more], { cwd: folder });
    const hint = `1 metric is warming after one look; try --for ${span}`;
    expect(await check()).toMatchObject({ code: 3, stderr: expect.stringContaining(hint) });
    const again = { code: 3, stderr: expect.stringContaining(`warming after 2s; try --for ${span}`) };
    expect(await check('--for', '2s')).toMatchObject(again);
    expect(await check('--for', span)).toMatchObject({ code: 0, stderr: '' });
  },
  120_000,
);
