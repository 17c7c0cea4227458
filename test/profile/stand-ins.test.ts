// A profile that is checked without its environment: each variable gets a value that fits its place, and a warning.
import { expect, test } from 'vitest';
import { loadProfile } from '../../src/profile/load.ts';
import { temporaryFolder, told } from './support/folder.ts';
import { sourceKinds } from '../../src/sources/registry.ts';

async function lint(text: string, env: Record<string, string> = {}): Promise<string[]> {
  const folder = await temporaryFolder();
  const file = await folder.write('p.yaml', text);
  const options = { ...folder.options(env), kinds: sourceKinds, missingEnvironment: 'stand-in' } as const;
  return told(await loadProfile(file, options));
}

const everywhere = `profile: a/b
vars: { redis: "\${REDIS}", wallet: "\${WALLET}" }
launch: { at: "\${T0}" }
sources:
  api:   { kind: http, url: "https://\${HOST}:\${PORT}/\${PATH_OF_IT}", every: "\${EVERY}", headers: { authorization: "Bearer \${TOKEN}" } }
  queue: { kind: redis, url: "{redis}" }
  db:    { kind: sql, url: "\${DATABASE}" }
  chain: { kind: evm, rpc: ["\${RPC}", "\${RPC}"], chain: "\${CHAIN}" }
metrics:
  up:    { from: api, read: up, target: "== \${UP}" }
  depth: { from: queue, read: { list: "\${LIST}" }, alert: "\${ALERT}" }
  purse: { from: chain, read: { balance: "{wallet}" }, unit: ETH, target: "> \${LEAST} ETH" }
`;

test('each variable is stood in for, whatever stands in its place, and is warned about once', async () => {
  const names =
    'REDIS DATABASE WALLET T0 HOST PORT PATH_OF_IT EVERY TOKEN UP LIST ALERT LEAST RPC CHAIN'.split(' ');
  const findings = await lint(everywhere);
  expect(findings.filter((finding) => !finding.endsWith(' is not set here; a stand-in was checked'))).toEqual(
    [],
  );
  expect(new Set(findings.map((finding) => /: (\w+) is/.exec(finding)?.[1]))).toEqual(new Set(names));
  expect(findings).toHaveLength(names.length);
  expect(findings[0]).toBe('warning 2:17 vars.redis: REDIS is not set here; a stand-in was checked');
});

test('what is wrong beside a missing variable is found all the same', async () => {
  const wrong = everywhere
    .replace('read: { balance: "{wallet}" }', 'read: { balnce: "{wallet}" }')
    .replace('kind: redis,', 'kind: redis, dbb: 3,')
    .replace('from: api,', 'from: apj,');
  const errors = (await lint(wrong)).filter((finding) => !finding.startsWith('warning'));
  expect(errors).toHaveLength(3);
  expect(errors.join('\n')).toMatch(/queue\.dbb: [^]*apj[^]*balnce/);
});

test('where no stand-in fits it says that this was not checked', async () => {
  const findings = await lint(`sources: { api: { kind: http, url: "https://a.b", method: "\${METHOD}" } }
metrics: { up: { from: api, read: up, target: "== true" } }`);
  expect(findings).toEqual([
    'warning 1:60 sources.api.method: METHOD is not set here; what depends on it was not checked',
  ]);
});

test('an empty variable is one that is missing, a set one is checked as it is', async () => {
  const text = `sources: { api: { kind: http, url: "\${URL}" } }
metrics: { up: { from: api, read: up, target: "== true" } }`;
  expect(await lint(text, { URL: '' })).toEqual([
    'warning 1:37 sources.api.url: URL is empty here; a stand-in was checked',
  ]);
  expect(await lint(text, { URL: 'ftp://a.b' })).toEqual([
    expect.stringContaining('1:36 sources.api.url: an'),
  ]);
});
