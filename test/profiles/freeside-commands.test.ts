// Freeside's commands, run for real in a checkout that was made up: that each reads what its script prints, and that none of them takes
// silence for good news. terraform, gh, aws and cast are scripts here, which print what the real ones print.
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/engine/clocks.ts';
import { sourceKinds } from '../../src/sources/registry.ts';
import { told } from '../support/poll-source.ts';
import { loadShipped } from '../support/shipped-profiles.ts';

const phases = (statuses: Readonly<Record<string, string>>) =>
  Object.entries(statuses).map(([id, status]) => ({ id, status }));

const report = {
  build: '3f1c2ab',
  phases: phases({
    'P0-1': 'PASS',
    'P0-2': 'PASS',
    'P0-3': 'PASS',
    'P0-4': 'FAIL',
    'P1-5': 'PASS',
    'P1-7': 'SKIP',
    'P1-8': 'PASS',
  }),
  checks: phases({ 'budget-sequential': 'PASS', 'budget-concurrent': 'FAIL', 'x402-settlement': 'SKIP' }),
  invoke: { averageSeconds: 3.2 },
};

const filters = {
  metricFilters: [
    { filterName: 'a', filterPattern: '[time, level=ERROR, ...]' },
    { filterName: 'b', filterPattern: '{ $.level = "error" }' },
    { filterName: 'c', filterPattern: ' { $.event = "jwt.invalid" }' },
    { filterName: 'd', filterPattern: 'ERROR' },
  ],
};

const shell = (lines: string): string => `#!/bin/sh\n${lines}\n`;
const prints = (value: unknown): string => `cat <<'END'\n${JSON.stringify(value)}\nEND`;

const files: Readonly<Record<string, string>> = {
  'scripts/staging-smoke.sh': shell(
    `case "$*" in *--chaos*) ${prints({ checks: phases({ 'over-budget': 'PASS' }) })}\n;; *) ${prints(report)}\nexit 1;; esac`,
  ),
  'scripts/staging-deploy-all.sh': shell(
    'echo "freeside: accessible"; echo "✓ finn  accessible, deploy-staging.yml planned"; echo "dixie: not accessible"',
  ),
  'scripts/deploy-old.sh': shell('# flyctl was here\nfly deploy'),
  'scripts/deploy-ecs.sh': shell('aws ecs update-service'),
  'infrastructure/terraform/main.tf': '# nothing\n',
  'staging.pem': generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  }),
  'docs/runbooks/key-rotation.md': '# Key rotation\n\n1. Make a key.\n',
  'bin/terraform': shell('exit 2'),
  'bin/gh': shell(prints([{ conclusion: 'success', headSha: '3f1c2ab' }])),
  'bin/aws': shell(
    `case "$*" in *logs*) ${prints(filters)}\n;; *) ${prints({ MetricAlarms: [{ ExtendedStatistic: 'p99', Threshold: 10 }] })}\n;; esac`,
  ),
  'bin/cast': shell('echo "cast Version: 1.4.3-stable"'),
  'bin/node': shell('echo v22.19.0'),
};

function checkout(given: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'launchwall-freeside-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries({ 'empty.txt': '', ...given })) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    chmodSync(path, 0o755);
  }
  return folder;
}

/** What each of these sources says of its metrics. */
async function looks(folder: string, names: readonly string[]): Promise<Record<string, string>> {
  const address = `0x${'5a'.repeat(20)}`;
  const env = { FREESIDE_REPO: folder, FREESIDE_WALLET_ADDRESS: address };
  const { sources } = await loadShipped('freeside/staging', env, 'stand-in');
  const said: Record<string, string> = {};
  for (const { id, kind, options, reads, every, timeout } of sources) {
    if (!names.includes(id)) continue;
    const source = await sourceKinds.get(kind)?.create({
      id,
      options,
      reads,
      every,
      timeout,
      clock: systemClock(),
      host: {
        env: { PATH: `${folder}/bin:${process.env['PATH'] ?? ''}` },
        folder,
        refusal: () => Promise.resolve(null),
        onAbruptEnd: () => () => undefined,
      },
    });
    if (!source) throw new Error(id);
    onTestFinished(() => source.close());
    Object.assign(said, told(await source.poll(AbortSignal.timeout(20_000))));
  }
  return said;
}

const all = [
  'smoke',
  'chaos',
  'plan',
  'fly',
  'deploys',
  'runbook',
  'pipeline',
  'dry-run',
  'filters',
  'latency-alarm',
];

test('each command is read as its script prints', async () => {
  expect(await looks(checkout(files), [...all, 'tools'])).toEqual({
    'smoke-p0-1': '1',
    'smoke-p0-2': '1',
    'smoke-p0-3': '1',
    'smoke-p0-4': '0',
    'smoke-p1-5': '1',
    'smoke-p1-7-fine': '1',
    'smoke-p1-8-fine': '1',
    'smoke-p0-failures': '1',
    'smoke-p0-passed': '3',
    'smoke-build': '3f1c2ab',
    'invoke-average': '3.2',
    'budget-sequential': '1',
    'budget-concurrent': '0',
    'score-change': '0',
    'routing-change': '0',
    'x402-settlement': '0',
    'chaos-duplicate': '0',
    'chaos-over-budget': '1',
    'chaos-burst': '0',
    drift: '2',
    'fly-references': '2',
    'deploy-scripts-ecs': '1',
    'deploy-scripts-other': '2',
    'runbook-lines': '3',
    pipeline: 'success',
    'dry-run-ok': 'true',
    'dry-run-repos': '2',
    'filters-space': '1',
    'filters-json': '2',
    'p99-statistic': 'p99',
    'p99-threshold': '10',
    'node-version': '22',
    'cast-version': '1.4',
    'test-key-curve': 'prime256v1',
  });
});

test('nothing found is none only where there was something to look at', async () => {
  const { 'scripts/deploy-old.sh': _, ...clean } = files;
  expect(await looks(checkout(clean), ['fly', 'deploys'])).toEqual({
    'fly-references': '0',
    'deploy-scripts-ecs': '1',
    'deploy-scripts-other': '1',
  });
  const silent = {
    'scripts/staging-smoke.sh': shell('exit 0'),
    'scripts/staging-deploy-all.sh': shell('exit 0'),
    'infrastructure/terraform/main.tf': '',
    'bin/terraform': shell('exit 1'),
    'bin/gh': shell('echo "[]"'),
    'bin/aws': shell('echo "{}"'),
  };
  const said = await looks(checkout(silent), all);
  expect(Object.entries(said).filter(([, value]) => !value.startsWith('gap:'))).toEqual([
    ['drift', '1'],
    ['fly-references', '0'],
    ['deploy-scripts-ecs', '0'],
    ['deploy-scripts-other', '1'],
    ['dry-run-ok', 'true'],
  ]);
  const nowhere = await looks(checkout({ 'scripts/a.sh': '' }), ['fly']);
  expect(nowhere).toEqual({ '*': 'gap:exit_code', 'fly-references': 'gap:exit_code' });
});
