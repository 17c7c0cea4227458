// What is printed is clean, whoever wrote it: the raw bytes of every command, through a pipe and on a terminal.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ensureBuilt, executable } from '../support/built.ts';
import {
  hostileName,
  hostileScalar,
  hostileText,
  leaksIn,
  leaksOnTerminal,
  leaksOnWall,
} from '../support/hostile-text.ts';
import {
  brokenScenarioFile,
  brokenTestFile,
  eachPlaceFolder,
  hostileWorld,
  profileFile,
  rawFile,
  scenarioFile,
  testFile,
  type HostileWorld,
} from '../support/hostile-world.ts';
import { spawnOnPty } from '../support/pty.ts';

beforeAll(ensureBuilt, 60_000);

interface Printed {
  readonly stdout: string;
  readonly stderr: string;
}

const profile = `./${profileFile}`;

/** To its end, or for as long as `until` says. */
function throughPipe(
  args: readonly string[],
  { folder, env }: HostileWorld,
  until: RegExp | null = null,
): Promise<Printed> {
  const child = spawn(process.execPath, [executable, ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdin.end();
  const printed = { stdout: '', stderr: '' };
  let isTold = false;
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (data: string) => {
      printed[name] += data;
      // Once: whoever is told twice ends at once, in the middle of a line.
      if (!isTold && until?.test(printed[name]) === true) isTold = child.kill('SIGINT');
    });
  return new Promise((resolve) => child.once('close', () => resolve(printed)));
}

async function onTerminal(
  args: readonly string[],
  { folder, env }: HostileWorld,
  answer = '',
): Promise<string> {
  const program = spawnOnPty(process.execPath, [executable, ...args], {
    cwd: folder,
    env,
    columns: 200,
    rows: 60,
  });
  onTestFinished(program.dispose);
  if (answer !== '') {
    await program.waitFor(/\[y\/N\]|remembered/);
    program.press(answer);
  }
  await program.exited();
  return program.bytes();
}

/** Every command that ends by itself. */
const commands: readonly (readonly string[])[] = [
  ['lint', eachPlaceFolder, rawFile],
  ['profiles'],
  ['explain', profile],
  ['explain', profile, 'too-deep'],
  ['test', testFile, brokenTestFile, `none ${hostileText}.test.yaml`],
  ['trust', profile, '--yes'],
  ['trust', '--list'],
  ['check', profile],
  ['gate', profile, '--timeout', '0s'],
  ['checklist', profile],
  ['snapshot', profile],
  ['tick', profile, 'one', '--by', hostileText, '--note', hostileText],
  ['sign', profile, 'signed', '--by', hostileText, '--note', hostileText],
  ['trust', '--revoke', profile],
  ['watch', `./${rawFile}`],
  ['drill', brokenScenarioFile],
  ['schema', hostileText],
];

/** What else there is to be said by them, and what is wrong with their arguments. */
const otherArguments: readonly (readonly string[])[] = [
  ['lint', profile, testFile, brokenTestFile, scenarioFile, brokenScenarioFile, `none ${hostileText}`],
  ...['depth', 'broken', 'scale-up', 'two', 'go', `none ${hostileText}`].map((rule) => [
    'explain',
    profile,
    rule,
  ]),
  ['checklist', profile, '--no-poll'],
  ['snapshot', profile, '-o', `none ${hostileName}/r.md`],
  ['tick', profile, 'one', '--by', 'Ana'],
  ['tick', profile, `none ${hostileText}`, '--by', 'Ana'],
  ['watch', `none ${hostileText}`],
  ['check', profile, `--${hostileText}`],
  ['check', profile, hostileText],
  ['check', profile, '--for', hostileText],
  ['check', profile, '--t0', hostileText],
  ['check', profile, '--launch', hostileText],
  ['snapshot', profile, '--format', hostileText],
  [hostileText],
];

const machineCommands: readonly (readonly string[])[] = [
  ['lint', eachPlaceFolder, rawFile, profile, '--json'],
  ['profiles', '--json'],
  ['explain', profile, '--json'],
  ['explain', profile, 'depth', '--json'],
  ['test', testFile, brokenTestFile, '--json'],
  ['check', profile, '--json'],
  ['gate', profile, '--timeout', '0s', '--json'],
  ['checklist', profile, '--format', 'json'],
  ['schema', 'profile'],
  ['schema', 'board'],
];

function named(args: readonly string[]): string {
  return args.map((one) => JSON.stringify(one.slice(0, 14))).join(' ');
}

function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => [key, ...texts(one)]);
}

describe('a stranger’s folder', () => {
  test('through a pipe', async () => {
    const world = await hostileWorld();
    const leaks: Record<string, readonly string[]> = {};
    for (const args of [...commands, ...otherArguments]) {
      const { stdout, stderr } = await throughPipe(args, world);
      expect(stdout + stderr, named(args)).not.toBe('');
      leaks[named(args)] = [...leaksIn(stdout), ...leaksIn(stderr)];
    }
    expect(leaking(leaks)).toEqual({});
  }, 120_000);

  test('on a terminal', async () => {
    const world = await hostileWorld();
    const leaks: Record<string, readonly string[]> = {};
    for (const args of commands) leaks[named(args)] = leaksOnTerminal(await onTerminal(args, world));
    leaks['a question'] = leaksOnTerminal(await onTerminal(['trust', profile], world, 'n\r'));
    leaks['a name'] = leaksOnTerminal(await onTerminal(['tick', profile, 'three'], world, 'Ana\r'));
    expect(leaking(leaks)).toEqual({});
  }, 120_000);

  test('as JSON: the same strings, no such character', async () => {
    const world = await hostileWorld();
    await throughPipe(['trust', profile, '--yes'], world);
    const leaks: Record<string, readonly string[]> = {};
    for (const args of machineCommands) {
      const { stdout } = await throughPipe(args, world);
      expect(() => JSON.parse(stdout), named(args)).not.toThrow();
      leaks[named(args)] = leaksIn(stdout);
    }
    leaks['on a terminal'] = leaksOnTerminal(await onTerminal(['check', profile, '--json'], world));
    expect(leaking(leaks)).toEqual({});
    const { stdout } = await throughPipe(['explain', profile, '--json'], world);
    expect(texts(JSON.parse(stdout))).toContain(`depth ${hostileScalar}`);
  }, 120_000);

  test('in what is written to files', async () => {
    const world = await hostileWorld();
    await throughPipe(['trust', profile, '--yes'], world);
    const leaks: Record<string, readonly string[]> = {};
    for (const ending of ['md', 'html', 'json']) {
      await throughPipe(['snapshot', profile, '-o', `report.${ending}`], world);
      leaks[ending] = leaksIn(readFileSync(join(world.folder, `report.${ending}`), 'utf8'));
    }
    await throughPipe(['checklist', profile, '-o', 'list.md'], world);
    leaks['checklist'] = leaksIn(readFileSync(join(world.folder, 'list.md'), 'utf8'));
    expect(leaking(leaks)).toEqual({});
  }, 120_000);
});

describe('a watch of a stranger’s profile', () => {
  test('as lines and as events', async () => {
    const world = await hostileWorld();
    await throughPipe(['trust', profile, '--yes'], world);
    const lines = await throughPipe(['watch', profile], world, /→ red/);
    const events = await throughPipe(['watch', profile, '--json'], world, /"transition"/);
    expect(lines.stdout).toContain('red');
    for (const line of events.stdout.trimEnd().split('\n')) expect(() => JSON.parse(line)).not.toThrow();
    const drill = await throughPipe(['drill', `./${scenarioFile}`], world);
    expect(drill.stdout).toContain('── story A');
    const leaks = Object.entries({ lines, events, drill }).map(([what, { stdout, stderr }]) => [
      what,
      [...leaksIn(stdout), ...leaksIn(stderr)],
    ]);
    expect(leaking(Object.fromEntries(leaks))).toEqual({});
  }, 60_000);

  test('as a wall: each page, the snapshot’s path, and what is left when it is closed', async () => {
    const world = await hostileWorld();
    await throughPipe(['trust', profile, '--yes'], world);
    const program = spawnOnPty(process.execPath, [executable, 'watch', profile], {
      cwd: world.folder,
      env: world.env,
      columns: 160,
      rows: 50,
    });
    onTestFinished(program.dispose);
    await program.waitFor(/✖[\s\S]*Enter open/);
    for (const [key, shows] of [
      ['d', /step A/],
      ['t', /item A/],
      ['v', /item A/],
      ['o', /redis/],
      ['?', /This page/],
      ['p', /Enter watch/],
    ] as const) {
      program.press(key);
      await program.waitFor(shows);
      program.press('\u001b');
      await program.waitFor(/Enter open/);
    }
    program.press('\r');
    await program.waitFor(/Esc back(?![\s\S]*Enter watch)/);
    program.press('s');
    await program.waitFor(/launchwall-hostile-test-\S*\.md/);
    program.press('q');
    expect(await program.exited()).toBe(0);
    expect(program.screen()).toMatch(/RED · .*title A/);
    expect(leaksOnWall(program.bytes())).toEqual([]);
    // On the normal screen there is nothing of the wall's own.
    const left = program.bytes().split('\u001b[?1049l').at(-1) ?? '';
    expect(leaksOnWall(left)).toEqual([]);
  }, 60_000);
});

describe('a fault of our own', () => {
  test('is told with its message and its stack, each on its own line', async () => {
    const world = await hostileWorld();
    const code = `setImmediate(() => { throw new Error(process.env.HOSTILE); })`;
    const failing = {
      ...world,
      env: { ...world.env, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` },
    };
    const piped = await throughPipe(['profiles'], failing);
    expect(piped.stderr).toMatch(/internal fault: A .*\n {4}at /);
    expect(leaksIn(piped.stderr)).toEqual([]);
    expect(leaksOnTerminal(await onTerminal(['profiles'], failing))).toEqual([]);
  });

  test('and so is a warning of Node’s, and what a library prints', async () => {
    const world = await hostileWorld();
    const code = `process.emitWarning(process.env.HOSTILE);
      process.once('exit', () => console.log('%s', process.env.HOSTILE, console.error(process.env.HOSTILE)));`;
    const warned = {
      ...world,
      env: { ...world.env, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` },
    };
    const { stdout, stderr } = await throughPipe(['profiles'], warned);
    expect(leaksIn(stdout)).toEqual([]);
    expect(stderr).toMatch(/^launchwall: Warning: A.*\nlaunchwall: A.*\nlaunchwall: A.*undefined\n$/);
    expect(leaksIn(stderr)).toEqual([]);
  }, 60_000);
});

test('a last profile that was remembered is told as text', async () => {
  const world = await hostileWorld();
  mkdirSync(join(world.folder, 'launchwall'));
  writeFileSync(
    join(world.folder, 'launchwall/preferences.json'),
    JSON.stringify({ lastProfile: hostileText }),
  );
  const { stderr } = await throughPipe(['watch'], world);
  expect(stderr).toContain('there is no profile');
  expect(leaksIn(stderr)).toEqual([]);
});

function leaking(
  leaks: Readonly<Record<string, readonly string[]>>,
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(leaks)
      .filter(([, found]) => found.length > 0)
      .map(([name, found]) => [name, found.slice(0, 6)]),
  );
}
