// Bad usage is 64, a profile that does not load 65: one clear sentence on stderr, nothing on stdout.
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ensureBuilt } from '../support/built.ts';
import { runToEnd } from '../support/running-program.ts';
import { profileOver, temporaryFolder } from './support.ts';

beforeAll(ensureBuilt, 60_000);

const nobody = 'http://127.0.0.1:1';

describe('bad usage is 64', () => {
  test.each([
    [
      ['watch', 'p.yaml', '--t0', 'tomorrow'],
      '--t0: "tomorrow" is no instant: write now, or 2026-12-01T15:00:00Z',
    ],
    [['watch', 'p.yaml', '--t0', '2026-12-01T15:00:00'], '--t0: "2026-12-01T15:00:00" is no instant'],
    [['watch', 'p.yaml', '--t0', '2026-13-01T15:00:00Z'], '--t0: "2026-13-01T15:00:00Z" is no instant'],
    [['watch', 'p.yaml', '--t0', '2026-02-30T15:00:00Z'], '--t0: "2026-02-30T15:00:00Z" is no instant'],
    [
      ['watch', 'p.yaml', '--theme', 'drak'],
      '--theme: "drak" is none of dark, light, colour-blind (did you mean "dark"?)',
    ],
    [['watch'], 'which profile is to be watched?'],
    [[], 'which profile is to be watched?'],
    [
      ['check', 'p.yaml', '--for', '2 fortnights'],
      '--for: "2 fortnights" is no duration: write 30s, 2m or 1h30m',
    ],
    [['check', 'p.yaml', '--for', '0s'], '--for: "0s" is no duration'],
    [['check', 'p.yaml', '--for', '-5m'], '--for'],
    [['check'], "missing required argument 'profile'"],
    [['check', 'p.yaml', 'q.yaml'], 'too many arguments'],
    [['check', 'p.yaml', '--jsno'], "unknown option '--jsno'"],
    [['snapshot', 'p.yaml', '--format', 'pdf'], '--format: "pdf" is none of md, html, json'],
    [['drill', '--speed', 'fast'], '--speed: "fast" is no number from 0.1 to 1000'],
    [['drill', '--speed', '0'], '--speed: "0" is no number'],
    [['drill', '--speed', ''], '--speed: "" is no number'],
    [['drill', '--seed', '-1'], '--seed: "-1" is no number'],
    [['drill', '--seed', '1.5'], '--seed: "1.5" is no whole number'],
    [['schema', 'baord'], 'there is no schema "baord": write profile or board'],
    [['lint'], "missing required argument 'profile'"],
  ])('%j', async (args, says) => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'p.yaml'), profileOver(nobody));
    const { code, stdout, stderr } = await runToEnd(args, { cwd });
    expect([code, stdout]).toEqual([64, '']);
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/\n {4}at /);
  });
});

describe('a profile that does not load is 65', () => {
  test.each([
    ['that is not there', () => undefined, /there is no file .*p\.yaml/],
    ['that is a folder', (path: string) => mkdirSync(path), /p\.yaml is a folder/],
    ['that is empty', (path: string) => writeFileSync(path, ''), /p\.yaml:1:1: error: the file is empty/],
    ['that is binary', (path: string) => writeFileSync(path, '\u0000\u0001'), /binary/],
    [
      'that is no UTF-8',
      (path: string) => writeFileSync(path, Buffer.from([0x70, 0xff, 0xfe])),
      /not valid UTF-8/,
    ],
    [
      'that is no YAML',
      (path: string) => writeFileSync(path, 'a: [1, 2'),
      /p\.yaml:1:\d+: error: this is no YAML/,
    ],
    ['that is a circle of links', (path: string) => symlinkSync(path, path), /there is no file .*p\.yaml/],
    [
      'that extends itself',
      (path: string) => writeFileSync(path, 'extends: ./p.yaml'),
      /p\.yaml:1:10: error: extends: this extends itself/,
    ],
    [
      'that extends nothing',
      (path: string) => writeFileSync(path, 'extends: ./q.yaml'),
      /p\.yaml:1:10: error: extends: .*no such file/,
    ],
  ])('%s', async (_what, make, says) => {
    const cwd = temporaryFolder();
    const path = join(cwd, 'p.yaml');
    make(path);
    const { code, stdout, stderr } = await runToEnd(['check', path], { cwd });
    expect([code, stdout, stderr]).toEqual([65, '', expect.stringMatching(says)]);
    expect(stderr).not.toMatch(/\n {4}at /);
  });

  test.each([[['watch']], [['watch', '--json']], [['snapshot', '-o', 'r.md']]])('%j', async (args) => {
    const cwd = temporaryFolder();
    const { code, stdout, stderr } = await runToEnd([...args, 'shop/production'], { cwd });
    expect([code, stdout]).toEqual([65, '']);
    expect(stderr).toContain('there is no profile "shop/production"');
    expect(readdirSync(cwd)).not.toContain('r.md');
  });

  test('what is nearly a command is told from a profile', async () => {
    const { code, stderr } = await runToEnd(['chek'], { cwd: temporaryFolder() });
    expect(code).toBe(64);
    expect(stderr).toContain('did you mean the command "launchwall check"?');
  });

  test.each([
    [['chekc', 'p.yaml'], 'there is no command "chekc"', 'did you mean the command "launchwall check"?'],
    [['init'], 'there is no command "init"; there are watch, check,', 'there is no profile "init"'],
    [['replay', 'p.yaml'], 'there is no command "replay"; there are watch,', 'there is no profile "replay"'],
  ])('what is no command, and no profile either: %j', async (args, says, hint) => {
    const { code, stdout, stderr } = await runToEnd(args, { cwd: temporaryFolder() });
    expect([code, stdout]).toEqual([64, '']);
    expect(stderr).toContain(says);
    expect(stderr).toContain(hint);
  });

  test.each([
    ['sge/prod', 'there is no profile "sge/prod" (did you mean "sge/production"?)'],
    ['sge/x', 'there is no profile "sge/x"; there are sge/base, sge/drill, sge/production, sge/staging;'],
  ])('a mistyped profile has its neighbours, and no place: %s', async (name, says) => {
    const cwd = temporaryFolder();
    for (const command of ['check', 'lint', 'explain']) {
      const { code, stdout, stderr } = await runToEnd([command, name], { cwd });
      expect(code).toBe(command === 'lint' ? 1 : 65);
      expect(stdout + stderr).toContain(says);
      expect(stdout + stderr).not.toContain(':1:1');
    }
  });

  test('without arguments it says that it goes on with the last profile', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'p.yaml'), 'title: x: y\n');
    mkdirSync(join(cwd, 'launchwall'));
    writeFileSync(join(cwd, 'launchwall', 'preferences.json'), '{"lastProfile":"./p.yaml"}');
    const { code, stderr } = await runToEnd([], { cwd, env: { XDG_CONFIG_HOME: cwd } });
    expect(code).toBe(65);
    expect(stderr).toContain('going on with ./p.yaml, the last profile');
  });

  test('everything that is wrong is listed: kind, metric, unit, function, every missing variable', async () => {
    const cwd = temporaryFolder();
    writeFileSync(
      join(cwd, 'p.yaml'),
      `vars: { first: "\${FIRST_SECRET}" }
sources:
  api: { kind: htpp, url: "{first}" }
  web: { kind: http, url: "\${SECOND_SECRET}", headers: { authorization: "Bearer \${THIRD_SECRET}" } }
metrics:
  up: { from: web, read: up, target: "== true" }
  size: { from: web, read: bytes, unit: furlongs }
hints:
  gone: { kind: rollback, when: upp == false, do: Look }
  full: { kind: scale-up, when: "avrg(size, 5m) > 3", do: Look }
`,
    );
    const { code, stdout, stderr } = await runToEnd(['check', 'p.yaml'], { cwd });
    expect([code, stdout]).toEqual([65, '']);
    const lines = stderr.trimEnd().split('\n');
    expect(lines[0]).toBe('launchwall: the profile p.yaml cannot be watched: 7 errors');
    expect(lines.slice(1).map((line) => line.replace(`${cwd}/`, ''))).toEqual([
      expect.stringMatching(/^p\.yaml:1:17: error: .*FIRST_SECRET is not set/),
      expect.stringMatching(/^p\.yaml:3:16: error: .*"htpp" \(did you mean "http"\?\)/),
      expect.stringMatching(/^p\.yaml:4:28: error: .*SECOND_SECRET is not set/),
      expect.stringMatching(/^p\.yaml:4:81: error: .*THIRD_SECRET is not set/),
      expect.stringMatching(/^p\.yaml:7:41: error: .*"furlongs" is no unit/),
      expect.stringMatching(/^p\.yaml:9:33: error: .*there is no metric "upp" \(did you mean "up"\?\)/),
      expect.stringMatching(/^p\.yaml:10:34: error: .*"avrg" is no function/),
    ]);
  });
});

test('a profile without sources and metrics has nothing to be green about', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'p.yaml'), 'profile: a/b\n');
  const { code, stdout } = await runToEnd(['check', 'p.yaml'], { cwd });
  expect([code, stdout]).toEqual([3, expect.stringContaining('UNKNOWN')]);
  const json = await runToEnd(['check', 'p.yaml', '--json'], { cwd });
  expect([json.code, JSON.parse(json.stdout)]).toEqual([
    3,
    expect.objectContaining({ verdict: 'unknown', metrics: [] }),
  ]);
});
