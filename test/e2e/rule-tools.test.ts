// `launchwall test`, `explain` and `lint` of the built program: what they print, and how they exit.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { boardJsonSchema } from '../../src/report/board-schema.ts';
import { ensureBuilt, executable, root } from '../support/built.ts';

beforeAll(ensureBuilt, 60_000);

function run(args: readonly string[], cwd = root) {
  const { FORCE_COLOR: _, ...environment } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [executable, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...environment, NO_COLOR: '1' },
    timeout: 30_000,
  });
  return { status, stdout, stderr };
}

/** A folder with the README's first profile and its test, or other files. */
function folder(files: Readonly<Record<string, string>> = {}): string {
  const path = mkdtempSync(join(tmpdir(), 'launchwall-rules-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [profile = '', tests = ''] = [...readme.matchAll(/```yaml\n([\s\S]*?)```/g)].map(
    ([, text]) => text ?? '',
  );
  for (const [name, text] of Object.entries({
    'production.yaml': profile,
    'production.test.yaml': tests,
    ...files,
  }))
    writeFileSync(join(path, name), text);
  return path;
}

const shipped = join('profiles', 'sge', 'production.test.yaml');

describe('test', () => {
  test('the tests that ship pass', () => {
    const { status, stdout, stderr } = run(['test', shipped]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr).toMatch(/^\d+ tests with \d+ expectations; all pass\n$/);
  }, 60_000);

  test('so does the one in the README', () => {
    const { status, stderr } = run(['test', 'production.test.yaml'], folder());
    expect({ status, stderr }).toEqual({ status: 0, stderr: '1 test with 4 expectations; all pass\n' });
  });

  test('a failing one is told with its place and the board’s own sentence; exit 1', () => {
    const path = folder();
    const file = join(path, 'production.test.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('at: 6m,', 'at: 5m55s,'));
    const { status, stdout, stderr } = run(['test', file], path);
    expect(status).toBe(1);
    expect(stdout.split('\n')).toEqual([
      `${file}:8:46: a full queue asks for a worker after five minutes, at 5m55s: queue-depth: expected red, was amber (pending)`,
      '    600 > 500 for 4m50s of 5m; red at 00:06:00 unless it ends',
      `${file}:8:60: a full queue asks for a worker after five minutes, at 5m55s: hints: expected scale-up, was none`,
      '    scale-up is pending: Queue depth 600 > 500 for 4m50s of 5m',
      '',
    ]);
    expect(stderr).toBe('1 test with 4 expectations; 1 test failed in 2 expectations\n');
  });

  test('a file that does not read is 65, and the others are run all the same', () => {
    const path = folder({ 'broken.test.yaml': 'profile: ./production.yaml\ntest: []\n' });
    const { status, stdout, stderr } = run(
      ['test', 'broken.test.yaml', 'production.test.yaml', 'none.yaml'],
      path,
    );
    expect(status).toBe(65);
    expect(stdout).toContain('broken.test.yaml:2:1: error: test: unknown key "test" (did you mean "tests"?)');
    expect(stdout).toContain('none.yaml:1:1: error: there is no such file');
    expect(stderr).toBe('1 test with 4 expectations; all pass; 2 files cannot be read\n');
  });

  test('--json says it all', () => {
    const parsed: unknown = JSON.parse(run(['test', '--json', 'production.test.yaml'], folder()).stdout);
    expect(parsed).toEqual({
      schema: 'launchwall.test/1',
      passed: true,
      files: [
        {
          file: 'production.test.yaml',
          diagnostics: [],
          tests: [
            {
              name: 'a full queue asks for a worker after five minutes',
              line: 4,
              passed: true,
              expectations: 4,
              failures: [],
            },
          ],
        },
      ],
    });
  });

  test('no file at all is bad usage', () => {
    expect(run(['test'])).toMatchObject({ status: 64, stdout: '' });
  });
});

describe('explain', () => {
  test('a metric', () => {
    const { status, stdout, stderr } = run(['explain', './production.yaml', 'queue-depth'], folder());
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('Queue depth (metric queue-depth)');
    expect(stdout).toContain('▲ amber, pending   > 500, but not yet for 5m');
    expect(stdout).toContain('within 5m15s at the worst, as long as its source answers:');
    expect(stdout).toContain('hint scale-up  queue-depth > 500 for 5m');
  });

  test('without an id it lists them; --json gives data', () => {
    const path = folder();
    expect(run(['explain', './production.yaml'], path).stdout).toMatch(/^Metrics\n {2}api-up +API answers\n/);
    expect(
      JSON.parse(run(['explain', '--json', './production.yaml', 'scale-up'], path).stdout),
    ).toMatchObject({
      schema: 'launchwall.explanation/1',
      kind: 'hint',
      looksAt: ['queue-depth'],
      detection: { total: expect.any(Number), parts: expect.any(Array) },
    });
  });

  test('an unknown id is bad usage, with the nearest one', () => {
    const { status, stderr } = run(['explain', './production.yaml', 'queue-dept'], folder());
    expect(status).toBe(64);
    expect(stderr).toContain(
      'has no metric, hint, incident or line "queue-dept" (did you mean "queue-depth"?)',
    );
  });
});

test('lint tells what makes no sense, with place and remedy', () => {
  const path = folder();
  const file = join(path, 'production.yaml');
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(
      'target: "< 100", alert: "> 500 for 5m"',
      'target: "< 100", alert: "> 50 for 5m"',
    ),
  );
  const { status, stdout } = run(['lint', file], path);
  expect(status).toBe(1);
  expect(stdout).toContain(
    'error: metrics.queue-depth.alert: a value (above 50 and below 100) meets the target "< 100"',
  );
});

test('schema prints the very file that ships', () => {
  expect(run(['schema']).stdout).toBe(readFileSync(join(root, 'schema/profile.schema.json'), 'utf8'));
});

test('schema board prints what zod makes of it outside the bundle', () => {
  expect(JSON.parse(run(['schema', 'board']).stdout)).toEqual(boardJsonSchema());
});
