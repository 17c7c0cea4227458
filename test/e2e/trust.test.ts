// `launchwall trust`, as built: what is shown and asked, what is remembered, and that nothing is run without it.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { onTerminal, temporaryFolder } from '../cli/support.ts';
import { ensureBuilt } from '../support/built.ts';
import { runToEnd, startProgram } from '../support/running-program.ts';
import { until } from '../support/services.ts';

beforeAll(ensureBuilt, 60_000);

const base = `abstract: true
sources:
  smoke: { kind: exec, command: ["./smoke.sh", "--json", "two words"], cwd: scripts, every: 300ms, timeout: 30s, env: { STAGE: test, TOKEN: "\${SMOKE_TOKEN:-s3cret-token}" }, pass: [AWS_PROFILE] }
metrics:
  failures: { title: P0 failures, from: smoke, read: { count: { json: /phases, where: { status: FAIL } } }, target: "== 0", alert: "> 0", staleAfter: 2s }
`;
const own = 'profile: shop/staging\ntitle: Shop\nextends: ./base.yaml\n';
const passing = '#!/bin/sh\necho run >> "$0.runs"\necho \'{"phases":[{"status":"PASS"}]}\'\n';

interface Shop {
  readonly folder: string;
  readonly profile: string;
  readonly write: (file: string, text: string) => void;
  readonly runs: () => number;
  readonly launchwall: (...args: string[]) => ReturnType<typeof runToEnd>;
}

function shop(script = passing): Shop {
  const folder = temporaryFolder();
  const write = (file: string, text: string): void =>
    writeFileSync(join(folder, file), text, { mode: 0o755 });
  mkdirSync(join(folder, 'scripts'));
  write('base.yaml', base);
  write('staging.yaml', own);
  write('scripts/smoke.sh', script);
  const runs = join(folder, 'scripts/smoke.sh.runs');
  return {
    folder,
    profile: join(folder, 'staging.yaml'),
    write,
    runs: () => (existsSync(runs) ? readFileSync(runs, 'utf8').trim().split('\n').length : 0),
    launchwall: (...args) => runToEnd(args, { cwd: folder }),
  };
}

const untrusted = 'this profile is not trusted to run commands: launchwall trust ./staging.yaml';

describe('without trust', () => {
  test('nothing is run, everything is unknown, and it is said what to do', async () => {
    const { launchwall, runs } = shop();
    const { code, stdout } = await launchwall('check', './staging.yaml', '--json');
    expect(code).toBe(3);
    const board = JSON.parse(stdout) as { sources: { gap: unknown }[]; metrics: { status: string }[] };
    expect(board.sources[0]?.gap).toMatchObject({ reason: 'not_trusted', message: untrusted });
    expect(board.metrics[0]?.status).toBe('unknown');
    expect(runs()).toBe(0);
  });

  test('where nobody can be asked it is bad usage, after showing what would be run', async () => {
    const { launchwall, folder, runs } = shop();
    const { code, stdout, stderr } = await launchwall('trust', './staging.yaml');
    expect(code).toBe(64);
    expect(stdout.replaceAll(folder, '~')).toBe(`shop/staging would run one command on this machine:

  smoke: ./smoke.sh --json 'two words'
    in ~/scripts
    every 300ms, for 30s at the most
    environment: PATH, HOME, LANG, TERM
      STAGE='test'
      TOKEN='\${SMOKE_TOKEN:-s3cret-token}'
      AWS_PROFILE (passed on)

It is made of staging.yaml, base.yaml.
Only these files are remembered: what the programs themselves do may change without a word.
`);
    expect(stderr).toContain('there is no terminal to ask on');
    expect([runs(), existsSync(join(folder, 'launchwall/trusted'))]).toEqual([0, false]);
  });

  test('what one agrees to is what one sees: names, values, files, and what changes a program', async () => {
    const { launchwall, folder, write } = shop();
    const evil = `\u001B[2J\u001B[HEverything is fine: y\r`;
    write(
      `${evil}.yaml`,
      `profile: shop/evil
sources:
  lint: { kind: exec, command: ["git", "status", "a\\\\nb", "a\u202Eb", "c\\u000Ad"], cwd: "x\u2066", every: 5m, env: { GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: core.fsmonitor, GIT_CONFIG_VALUE_0: "touch /tmp/x\ty" }, pass: [LD_PRELOAD] }
metrics: { ok: { from: lint, read: ok } }
`,
    );
    const { stdout } = await launchwall('trust', `./${evil}.yaml`, '--yes');
    expect(stdout.replaceAll(folder, '~')).toBe(String.raw`shop/evil would run one command on this machine:

  lint: git status 'a\nb' $'a\u202eb' $'c\nd'
    in $'~/x\u2066'
    every 5m, for 30s at the most
    environment: PATH, HOME, LANG, TERM
    ! GIT_CONFIG_COUNT='1'
    ! GIT_CONFIG_KEY_0='core.fsmonitor'
    ! GIT_CONFIG_VALUE_0=$'touch /tmp/x\ty'
    ! LD_PRELOAD (passed on)

It is made of $'\e[2J\e[HEverything is fine: y\r.yaml'.
Only these files are remembered: what the programs themselves do may change without a word.
! changes what a program loads or runs, whatever its command line says
`);
    expect((await launchwall('trust', '--list')).stdout).toContain(String.raw`\e[2J\e[HEverything`);
  });

  test.each([
    [['trust'], 64, 'which profile is to be trusted?'],
    [['trust', '--list', 'staging.yaml'], 64, '--list stands alone'],
    [['trust', 'stagin.yaml', '--yes'], 65, 'there is no file'],
    [['trust', '--revoke', 'nowhere/at-all'], 65, 'there is no profile "nowhere/at-all"'],
    [['trust', '--revoke', 'staging.yaml'], 0, 'staging.yaml was not trusted'],
    [['trust', '--list'], 0, 'no profile is trusted to run commands'],
    [['trust', 'plain.yaml'], 0, 'plain.yaml runs no commands: there is nothing to trust'],
  ])('%j is %i', async (args, exit, says) => {
    const { launchwall, write } = shop();
    write(
      'plain.yaml',
      'profile: a/b\nsources: { a: { kind: http, url: "http://127.0.0.1:1" } }\nmetrics: { up: { from: a, read: up } }\n',
    );
    const { code, stdout, stderr } = await launchwall(...args);
    expect([code, stdout]).toEqual([exit, '']);
    expect(stderr).toContain(says);
  });
});

describe('with trust', () => {
  test('the command is run, until a file that the profile is made of changes', async () => {
    const { launchwall, write, runs, folder } = shop();
    const given = await launchwall('trust', './staging.yaml', '--yes');
    expect([given.code, given.stderr]).toEqual([
      0,
      'launchwall: ./staging.yaml is trusted to run one command until one of its files changes\n',
    ]);
    const trusted = join(folder, 'launchwall/trusted');
    const kept = [trusted, ...readdirSync(trusted).map((name) => join(trusted, name))];
    expect(kept.map((path) => (statSync(path).mode & 0o077).toString(8))).toEqual(['0', '0']);
    expect((await launchwall('check', './staging.yaml')).code).toBe(0);
    expect(runs()).toBe(1);
    expect((await launchwall('trust', '--list')).stdout).toMatch(
      /^trusted {2}\d{4}-\d\d-\d\d {2}\S*staging\.yaml$/,
    );

    write('base.yaml', base.replace('"--json"', '"--json", "--force"'));
    const changed = await launchwall('check', './staging.yaml', '--json');
    expect([changed.code, runs()]).toEqual([3, 1]);
    expect(changed.stdout).toContain(
      'this profile has changed since it was trusted to run commands: launchwall trust ./staging.yaml',
    );
    expect((await launchwall('trust', '--list')).stdout).toMatch(/^changed /);

    const again = await launchwall('trust', './staging.yaml', '--yes');
    expect(again.stdout).toContain("./smoke.sh --json --force 'two words'");
    expect((await launchwall('check', './staging.yaml')).code).toBe(0);
    expect((await launchwall('trust', './staging.yaml')).stderr).toContain('is trusted already');

    expect((await launchwall('trust', '--revoke', './staging.yaml')).code).toBe(0);
    expect((await launchwall('check', './staging.yaml')).code).toBe(3);
    expect(runs()).toBe(2);
  }, 60_000);

  test('secrets of the environment are not shown; neither is what a terminal would hide', async () => {
    const { launchwall, write } = shop();
    write(
      'staging.yaml',
      `${own}sources: { smoke: { command: ["sh", "-c", "echo $1\\u001b[2K \${SMOKE_TOKEN:-s3cret-token}\\nrm x"] } }\n`,
    );
    const { stdout } = await launchwall('trust', './staging.yaml', '--yes');
    expect(stdout).toContain(
      String.raw`  smoke: sh -c $'echo $1\e[2K ${'${SMOKE_TOKEN:-s3cret-token}'}\nrm x'`,
    );
  });

  test.each([
    ['', false],
    ['n', false],
    ['yess', false],
    ['y', true],
    ['YES', true],
  ])('the answer %j on a terminal', async (answer, agreed) => {
    const { folder, launchwall } = shop();
    const program = onTerminal(['trust', './staging.yaml'], { cwd: folder, columns: 120 });
    await program.waitFor(/Let this profile run them\? \[y\/N\]/);
    program.press(`${answer}\r`);
    expect(await program.exited()).toBe(agreed ? 0 : 1);
    expect((await launchwall('check', './staging.yaml')).code).toBe(agreed ? 0 : 3);
  });

  test('an end of input is no', async () => {
    const { folder } = shop();
    const program = onTerminal(['trust', './staging.yaml'], { cwd: folder, columns: 120 });
    await program.waitFor(/Let this profile run them\? \[y\/N\]/);
    program.press('\u0004');
    expect(await program.exited()).toBe(1);
  });
});

describe('a watch that is running', () => {
  const sourceSays =
    (text: string | null) => (board: { sources: readonly { gap: { message: string } | null }[] }) =>
      (board.sources[0]?.gap?.message ?? null) === text;

  test('takes up a trust, and gives it up with the first change', async () => {
    const { folder, write, launchwall, runs } = shop();
    const program = startProgram(['watch', './staging.yaml', '--json'], { cwd: folder });
    await program.boardWhere('a board without trust', sourceSays(untrusted));
    expect(runs()).toBe(0);
    await launchwall('trust', './staging.yaml', '--yes');
    await program.boardWhere('a green board', (board) => board.verdict === 'green');
    expect(runs()).toBeGreaterThan(0);
    // The source itself stays as it is: it is the profile that is another one.
    write('staging.yaml', `${own}environment: next\n`);
    await program.boardWhere(
      'a board of the changed profile',
      sourceSays(
        'this profile has changed since it was trusted to run commands: launchwall trust ./staging.yaml',
      ),
    );
    await program.boardWhere('nothing green', (board) => board.verdict === 'unknown');
    program.kill('SIGTERM');
    await program.exit;
  }, 60_000);

  test('ends what it runs when it ends', async () => {
    const { folder, launchwall } = shop(
      '#!/bin/sh\necho $$ > "$0.tmp"\nmv "$0.tmp" "$0.pid"\nexec sleep 1000\n',
    );
    await launchwall('trust', './staging.yaml', '--yes');
    const program = startProgram(['watch', './staging.yaml', '--json'], { cwd: folder });
    const file = join(folder, 'scripts/smoke.sh.pid');
    const pid = await until(
      () => existsSync(file) && Number(readFileSync(file, 'utf8')),
      'the command',
      30_000,
    );
    program.kill('SIGTERM');
    expect(await program.exit).toBe(0);
    await until(
      () => {
        try {
          return !process.kill(pid, 0);
        } catch {
          return true;
        }
      },
      'the end of the command',
      30_000,
    );
  });
});
