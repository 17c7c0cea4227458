// `launchwall lint`, as built: folders, scenarios, profiles whose environment is elsewhere, and mistakes with their places.
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { ensureBuilt, executable, root } from '../support/built.ts';

beforeAll(ensureBuilt, 60_000);

/** Without any environment of ours. */
function lint(args: readonly string[], cwd: string = root) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [executable, 'lint', ...args], {
    cwd,
    encoding: 'utf8',
    env: { HOME: '/nonexistent', PATH: process.env['PATH'] ?? '' },
    timeout: 120_000,
  });
  return { status, stdout, stderr };
}

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'launchwall-lint-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

interface Finding {
  readonly severity: string;
  readonly message: string;
}

test('each file named by itself, as a shell’s profiles/** does, is read as what it is', () => {
  const files = globSync('profiles/**/*.yaml', { cwd: root });
  expect(files.some((file) => file.endsWith('.test.yaml'))).toBe(true);
  const { status, stdout } = lint(files);
  expect(stdout).not.toContain(': error: ');
  expect(status).toBe(0);
}, 120_000);

test('what ships is clean: no error, and a warning for each variable that is not set here', () => {
  const { status, stdout, stderr } = lint(['profiles/']);
  expect(status).toBe(0);
  const all = stdout.trimEnd().split('\n');
  const lines = all.filter((line) => !line.includes(': note: '));
  const unset = /: [A-Z][A-Z0-9_]* is not set here; a stand-in was checked$/;
  expect(lines.filter((line) => !unset.test(line))).toEqual([]);
  expect(new Set(lines).size).toBe(lines.length);
  expect(lines.join('\n')).toContain('SGE_REDIS_URL is not set here');
  expect(stderr).toMatch(new RegExp(`^\\d+ checked: 0 errors, ${lines.length} warnings\n$`));

  const json = lint(['--json', 'profiles']);
  const { diagnostics, commands, sends } = JSON.parse(json.stdout) as {
    diagnostics: Finding[];
    commands: unknown[];
    sends: unknown[];
  };
  expect([json.status, json.stderr, diagnostics.length]).toEqual([0, '', lines.length]);
  expect(commands.length + sends.length).toBe(all.length - lines.length);
  expect(new Set(diagnostics.map(({ severity }) => severity))).toEqual(new Set(['warning']));
}, 120_000);

test('files, folders and names may be mixed, as a shell makes them of profiles/**', () => {
  const { status, stderr } = lint([
    'profiles/sge',
    'profiles/scenarios',
    'profiles/sge/base.yaml',
    'sge/production',
  ]);
  // SGE's base, production, staging and drill, each once, and every scenario.
  const scenarios = globSync('profiles/scenarios/*.yaml', { cwd: root }).length;
  expect([status, stderr]).toEqual([0, expect.stringMatching(`${4 + scenarios} checked: 0 errors`)]);
}, 60_000);

test('a file with five different mistakes has five diagnostics, each at its place', () => {
  const cwd = folderWith({
    'p.yaml': `profile: a/b
vars: { redis: "redis://q.example" }
sources:
  api: { kind: http, url: "https://a.b", evry: 5s }
  q: { kind: reddis, url: "{redis}" }
metrics:
  latency: { from: apj, read: latency, alert: "> 5 s" }
  depth: { from: api, read: bytes, unit: parsecs }
hints:
  more: { kind: scale-up, when: "averge(depth, 5m) > 1", do: Add one }
`,
  });
  const { status, stdout, stderr } = lint(['p.yaml'], cwd);
  expect(status).toBe(1);
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(`${cwd}/`, '')),
  ).toEqual([
    'p.yaml:4:42: error: sources.api.evry: unknown key "evry" (did you mean "every"?)',
    expect.stringMatching(
      /^p\.yaml:5:14: error: sources\.q\.kind: .*found "reddis" \(did you mean "redis"\?\)$/,
    ),
    'p.yaml:7:20: error: metrics.latency.from: there is no source "apj" (did you mean "api"?)',
    expect.stringMatching(/^p\.yaml:8:42: error: metrics\.depth\.unit: .*"parsecs"/),
    expect.stringMatching(/^p\.yaml:10:34: error: hints\.more\.when: .*"averge"/),
  ]);
  expect(stderr).toBe('1 checked: 5 errors, 0 warnings\n');
});

test('a scenario is checked as one, also with what is wrong in it', () => {
  const cwd = folderWith({
    'deep/er/drill.yml': `title: A drill
profile: a/b
duration: 1h
t0: 10m
tracks:
  load: { points: [ { at: T-10m, value: 1 } ] }
services:
  api: { kind: http, env: API_URL, routes: { /healthz: { body: "{{laod}}" } } }
faults:
  gone: { title: Gone, service: apo, mode: refuse }
`,
  });
  const { status, stdout } = lint(['.'], cwd);
  expect([status, stdout.replaceAll(`${cwd}/`, '').trimEnd().split('\n')]).toEqual([
    1,
    [
      'deep/er/drill.yml:8:64: error: services.api.routes./healthz.body: there is no track "laod" (did you mean "load"?)',
      'deep/er/drill.yml:10:33: error: faults.gone.service: there is no service "apo" (did you mean "api"?)',
    ],
  ]);
});

test.each([
  ['an empty folder', {}, '.', 'there is no .yaml or .yml file below this folder'],
  ['nothing there', {}, 'nowhere', 'there is no profile "nowhere"'],
  ['an abstract profile on its own', { 'p.yaml': 'abstract: true' }, 'p.yaml', 'this profile is abstract'],
])('%s', (_what, files, target, says) => {
  const { status, stdout } = lint([target], folderWith(files));
  expect([status, stdout]).toEqual([says.includes('abstract') ? 0 : 1, expect.stringContaining(says)]);
});

test('what a profile would run is noted, as it is written, and is no finding', () => {
  const folder = folderWith({
    'p.yaml': `sources:
  smoke: { kind: exec, command: [./smoke.sh, --key, "\${SMOKE_KEY:-none}"], cwd: scripts, every: 5m }
metrics:
  smoke: { from: smoke, read: ok }
`,
  });
  const { status, stdout, stderr } = lint(['p.yaml'], folder);
  const says =
    'runs ./smoke.sh --key ${SMOKE_KEY:-none} in scripts every 5m, once `launchwall trust` has agreed to it';
  expect(stdout).toBe(`${join(folder, 'p.yaml')}:2:33: note: sources.smoke: ${says}\n`);
  expect([status, stderr]).toEqual([0, '1 checked: 0 errors, 0 warnings\n']);
});
