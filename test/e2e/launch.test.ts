// The built program around a launch: ticks and signatures between processes, kill -9, the gate's exit codes, the checklist.
import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Board } from '../../src/rules/board.ts';
import { onTerminal, temporaryFolder } from '../cli/support.ts';
import { ensureBuilt } from '../support/built.ts';
import { httpServer } from '../support/http-servers.ts';
import { runToEnd, startProgram } from '../support/running-program.ts';

beforeAll(ensureBuilt, 60_000);

const unnamed = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', HOME: '/nonexistent' };

/** A folder with `shop.yaml` over an endpoint; how to run the program in it. */
async function shop(
  answer: () => { readonly status: number; readonly depth: number } = () => ({ status: 200, depth: 3 }),
) {
  const folder = temporaryFolder();
  const server = await httpServer((_request, response) => {
    const { status, depth } = answer();
    response.writeHead(status);
    response.end(`{"depth":${depth}}`);
  });
  onTestFinished(() => server.close());
  writeFileSync(
    `${folder}/shop.yaml`,
    `profile: shop/test
title: Shop
sources:
  api: { kind: http, url: "\${SHOP_URL}/stats", every: 200ms, timeout: 2s }
metrics:
  depth: { title: Depth, from: api, read: { json: /depth }, target: "< 100", alert: "> 500" }
phases:
  - at: T-1h
    title: Before
    items:
      - { text: Backup taken, ref: s-1 }
      - { text: Depth is low, when: depth < 100, ref: s-2 }
gate:
  required:
    - { text: Depth is low, when: depth < 100 }
    - { text: The lead says go, ref: s-3 }
`,
  );
  const env = { ...unnamed, SHOP_URL: server.url };
  return {
    folder,
    run: (...args: string[]) => runToEnd(args, { cwd: folder, env }),
    /** In a shell that has not got the profile's environment. */
    runBare: (...args: string[]) => runToEnd(args, { cwd: folder, env: unnamed }),
    start: (...args: string[]) => startProgram(args, { cwd: folder, env }),
  };
}

function statuses(board: Board): Record<string, string> {
  return Object.fromEntries(
    board.phases.flatMap(({ items }) => items.map(({ text, status }) => [text, status])),
  );
}

test('a tick of one process is seen by another, and outlives kill -9', async () => {
  const { run, runBare, start } = await shop();
  const wall = start('watch', 'shop.yaml', '--json', '--t0', 'now');
  await wall.boardWhere('latched', (board) => statuses(board)['Depth is low'] === 'pass');
  const ticked = await runBare('tick', 'shop.yaml', 's-1', '--by', 'ana', '--note', 'in s3');
  expect(ticked).toMatchObject({ code: 0, stderr: '' });
  expect(ticked.stdout).toMatch(/^done, by ana: Backup taken \(launch \d{4}-\d\d-\d\d\)$/);
  const seen = await wall.boardWhere('ticked', (board) => statuses(board)['Backup taken'] === 'done');
  expect(seen.phases[0]?.items[0]).toMatchObject({ by: 'ana', evidence: 'in s3' });
  wall.kill('SIGKILL');
  await wall.exit;

  const again = start('watch', 'shop.yaml', '--json');
  const board = await again.boardWhere('found again', (one) => statuses(one)['Backup taken'] === 'done');
  expect(board.launch.t0).toBe(seen.launch.t0);
  again.kill('SIGINT');
  expect(await again.exit).toBe(0);

  expect((await run('tick', 'shop.yaml', 's-1', '--undo', '--by', 'bo')).stdout).toMatch(
    /^not done any more, by bo/,
  );
  const undone = await run('check', 'shop.yaml', '--json');
  expect(statuses(JSON.parse(undone.stdout) as Board)['Backup taken']).toBe('todo');
}, 60_000);

test('a watch without a terminal prints what is said of the launch, by whomever, and not what was said before', async () => {
  let asked = 0;
  const { run, start } = await shop(() => {
    asked += 1;
    return { status: 200, depth: 3 };
  });
  await run('tick', 'shop.yaml', 's-1', '--by', 'ana', '--note', 'too early');
  const watch = start('watch', 'shop.yaml');
  const fitting = (text: string) =>
    watch.lines.filter((one) => new RegExp(String.raw`^\d\d:\d\d:\d\dZ ${text}$`).test(one));
  const line = async (text: string): Promise<void> => {
    await expect.poll(() => fitting(text), { timeout: 20_000 }).toHaveLength(1);
  };
  await expect.poll(() => asked, { timeout: 20_000 }).toBeGreaterThan(0);
  expect(watch.lines.filter((one) => one.includes('Backup'))).toEqual([]);
  await run('tick', 'shop.yaml', 's-1', '--by', 'bo', '--note', 'rds-7');
  await line('item Backup taken: note: rds-7');
  await run('tick', 'shop.yaml', 's-1', '--by', 'bo', '--undo');
  await line('item Backup taken: done → todo');
  await run('tick', 'shop.yaml', 's-1', '--by', 'bo', '--skip', '--reason', 'no data yet');
  await line('item Backup taken: todo → skipped by bo: no data yet');
  await run('sign', 'shop.yaml', 's-3', '--by', 'ana', '--note', 'go');
  await line('criterion The lead says go: todo → done: signed by ana at .*: go');
  // A second program on the same launch sets T-0; this one sees it, and what passes in the phase that begins.
  const other = start('watch', 'shop.yaml', '--json', '--t0', 'now');
  await line('T-0: none → \\d{4}-.*Z');
  await line('item Depth is low: passed: Depth 3 < 100 at .*');
  other.kill('SIGINT');
  watch.kill('SIGINT');
  expect(await watch.exit).toBe(0);
}, 60_000);

describe('tick and sign', () => {
  test('a note on what is done is only that; what is done is not done again', async () => {
    const { run } = await shop();
    await run('tick', 'shop.yaml', 's-1', '--by', 'ana');
    const again = await run('tick', 'shop.yaml', 's-1', '--by', 'bo');
    expect(again.stdout).toMatch(/^done already, by ana at .*Z: Backup taken \(launch/);
    const noted = await run('tick', 'shop.yaml', 's-1', '--by', 'bo', '--note', 'rds-7');
    expect(noted).toMatchObject({ code: 0, stdout: expect.stringMatching(/^noted, by bo: Backup taken/) });
    const { stdout } = await run('checklist', 'shop.yaml', '--no-poll');
    expect(stdout).toMatch(/- \[x\] Backup taken \(s-1\)\n {2}- done by ana at .*: rds-7\n/);
  }, 60_000);

  test.each<[string, string[], number, RegExp]>([
    ['nobody’s name is known', ['tick', 'shop.yaml', 's-1'], 64, /who says so\? .*\n--by NAME/],
    [
      'an automatic item',
      ['tick', 'shop.yaml', 's-2', '--by', 'ana'],
      64,
      /“Depth is low” is judged by its condition/,
    ],
    [
      'an unknown item',
      ['tick', 'shop.yaml', 's-11', '--by', 'ana'],
      64,
      /has no item "s-11" \(did you mean "s-1"\?\)/,
    ],
    [
      'a criterion',
      ['tick', 'shop.yaml', 's-3', '--by', 'ana'],
      64,
      /is no item\nlaunchwall sign shop\.yaml s-3/,
    ],
    [
      'a skip without a reason',
      ['tick', 'shop.yaml', 's-1', '--skip', '--by', 'ana'],
      64,
      /--skip --reason TEXT/,
    ],
    [
      'a launch with a path for a name',
      ['tick', 'shop.yaml', 's-1', '--launch', '../x'],
      64,
      /--launch: "\.\.\/x"/,
    ],
    ['a profile that is not there', ['sign', 'nope.yaml', 's-1', '--by', 'ana'], 65, /nope\.yaml/],
  ])('%s', async (_name, args, code, message) => {
    const { run } = await shop();
    const ended = await run(...args);
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code, stdout: '' });
    expect(ended.stderr).toMatch(message);
  });

  test('on a terminal the person is asked once, and remembered', async () => {
    const { run, folder } = await shop();
    const program = onTerminal(['tick', 'shop.yaml', 's-1'], { cwd: folder, env: unnamed });
    await program.waitFor(/Your name, for ticks and signatures \(remembered\):/);
    program.press('Ana\r');
    await program.waitFor(/done, by Ana: Backup taken/);
    expect(await program.exited()).toBe(0);
    expect((await run('sign', 'shop.yaml', 's-3')).stdout).toMatch(/^signed, by Ana: The lead says go/);
  });

  test('a file that cannot be had is named, with its own exit code', async () => {
    const { run, folder } = await shop();
    writeFileSync(`${folder}/launchwall`, 'a file where the folder should be');
    const ended = await run('sign', 'shop.yaml', 's-3', '--by', 'ana');
    expect(ended.code).toBe(74);
    expect(ended.stderr).toMatch(/^launchwall: the launch's file .*\.sqlite cannot be opened: /);
  });
});

describe('gate', () => {
  test('waits for a signature, and for the go to have held', async () => {
    const { run, start } = await shop();
    const gate = start('gate', 'shop.yaml', '--timeout', '50s', '--hold', '1s');
    await expect.poll(gate.errors, { timeout: 20_000 }).toMatch(/NO-GO: 1 of 2 required criteria is missing/);
    expect(gate.errors()).toMatch(/ 1\. sign: The lead says go \(launchwall sign shop\.yaml s-3\)/);
    await run('sign', 'shop.yaml', 's-3', '--by', 'ana');
    expect(await gate.exit).toBe(0);
    expect(gate.lines).toEqual(['GO: all 2 required criteria are met, and have been for 1s']);
  }, 60_000);

  test.each<[string, { status: number; depth: number }, boolean, number, RegExp]>([
    ['a go', { status: 200, depth: 3 }, true, 0, /^GO: all 2 required criteria are met$/],
    [
      'a criterion that fails',
      { status: 200, depth: 300 },
      true,
      1,
      /^NO-GO: 1 of 2 .*\n1\. fix: Depth is low: Depth 300/,
    ],
    ['one that nobody has signed', { status: 200, depth: 3 }, false, 1, /\n1\. sign: The lead says go/],
    [
      'only one that cannot be told',
      { status: 500, depth: 3 },
      true,
      3,
      /^CANNOT TELL: 1 of 2 .*\n1\. find out: Depth/,
    ],
    ['one that cannot be told and no signature', { status: 500, depth: 3 }, false, 1, /^NO-GO: 2 of 2/],
  ])(
    'one look: %s',
    async (_name, answer, signed, code, text) => {
      const { run } = await shop(() => answer);
      if (signed) await run('sign', 'shop.yaml', 's-3', '--by', 'ana');
      const ended = await run('gate', 'shop.yaml', '--timeout', '0s');
      expect(ended.stdout).toMatch(text);
      expect(ended.code).toBe(code);
      const json = await run('gate', 'shop.yaml', '--timeout', '0s', '--json');
      expect(json.code).toBe(code);
      expect(JSON.parse(json.stdout)).toMatchObject({
        schema: 'launchwall.gate/1',
        profile: 'shop/test',
        outcome: { 0: 'go', 1: 'no-go', 3: 'unknown' }[code],
      });
    },
    60_000,
  );

  test('a hold beyond the timeout is a mistake', async () => {
    const { run } = await shop();
    expect(await run('gate', 'shop.yaml', '--timeout', '1m', '--hold', '2m')).toMatchObject({ code: 64 });
  });
});

test('the checklist is given back: as Markdown, as JSON, in a file, and without asking any source', async () => {
  const { run, runBare } = await shop();
  await run('tick', 'shop.yaml', 's-1', '--skip', '--reason', 'no data yet', '--by', 'ana');
  const { stdout } = await run('checklist', 'shop.yaml', '--t0', 'now');
  expect(stdout).toMatch(/- \[-\] Backup taken \(s-1\)\n {2}- skipped by ana at .*: no data yet\n/);
  expect(stdout).toMatch(/- \[x\] Depth is low \(s-2\)\n {2}- Depth 3 \\< 100/);
  expect(stdout).toMatch(/- \[ \] The lead says go \(s-3\)\n {2}- Signed: _+ Date: _+/);
  expect(stdout).toMatch(/\| Depth \| \\< 100 \| > 500 \| 3 \|/);
  const bare = await runBare('checklist', 'shop.yaml', '--no-poll', '--format', 'json');
  expect(bare.stderr).toMatch(/SHOP_URL is not set here/);
  expect(JSON.parse(bare.stdout)).toMatchObject({
    schema: 'launchwall.checklist/1',
    phases: [{ items: [{ status: 'skipped', by: 'ana' }, { status: 'unknown' }] }],
  });
  const written = await run('checklist', 'shop.yaml', '--no-poll', '-o', 'list.md');
  expect(written).toMatchObject({ code: 0, stderr: '' });
  expect(written.stdout).toMatch(/\/list\.md$/);
}, 60_000);

test('the first board after a restart has what was open and what was said', async () => {
  let depth = 3;
  const { run, start, folder } = await shop(() => ({ status: 200, depth: depth > 500 ? depth++ : depth }));
  writeFileSync(
    `${folder}/shop.yaml`,
    `${readFileSync(`${folder}/shop.yaml`, 'utf8')}incidents:\n  deep: { class: P0, respond: 15m, title: Too deep, when: depth > 500 }\n`,
  );
  await run('tick', 'shop.yaml', 's-1', '--by', 'ana');
  await run('sign', 'shop.yaml', 's-3', '--by', 'ana');
  const first = start('watch', 'shop.yaml', '--json', '--t0', 'now');
  await first.boardWhere('polled', (board) => board.verdict === 'green');
  depth = 900;
  const open = await first.boardWhere('open', ({ incidents }) => incidents[0]?.state === 'open');
  // What is kept is renewed once a second.
  await first.boardWhere('kept', ({ at }) => Date.parse(at) > Date.parse(open.at) + 2_000);
  first.kill('SIGKILL');
  await first.exit;

  const again = start('watch', 'shop.yaml', '--json');
  await again.boardWhere('found again', (board) => board.metrics[0]?.status === 'red');
  again.kill('SIGINT');
  await again.exit;
  const boards = again.lines
    .map((line) => JSON.parse(line) as { type: string; board: Board })
    .flatMap(({ type, board }) => (type === 'board' ? [board] : []));
  for (const board of boards) {
    expect(board.incidents).toMatchObject([{ state: 'open', since: open.incidents[0]?.since }]);
    expect(statuses(board)['Backup taken']).toBe('done');
    expect(board.gate.criteria.map(({ status }) => status)).toContain('done');
    expect(board.metrics[0]).toMatchObject({ since: open.metrics[0]?.since });
  }
}, 60_000);
