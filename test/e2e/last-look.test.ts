// The last look, by the built program: what was well at the last look before says nothing of now.
import { writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../cli/support.ts';
import { ensureBuilt } from '../support/built.ts';
import { httpServer } from '../support/http-servers.ts';
import { runToEnd, startProgram, type FinishedProgram } from '../support/running-program.ts';

beforeAll(ensureBuilt, 60_000);

interface Answer {
  readonly status?: number;
  readonly depth?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A gate over one endpoint, which answers its n-th request so; `hang`: never. */
async function gated(answer: (n: number) => Answer | 'hang', source = 'every: 200ms, timeout: 1s') {
  const folder = temporaryFolder();
  const requests: string[] = [];
  const server = await httpServer((request, response) => {
    // A port that was another test's may still be asked by that one.
    if (request.url !== '/last-look') return void response.writeHead(404).end();
    const said = answer(requests.length);
    requests.push(`${new Date().toISOString()} ${request.method} ${request.url}`);
    if (said === 'hang') return;
    response.writeHead(said.status ?? 200, said.headers);
    response.end(`{"depth":${said.depth ?? 3}}`);
  });
  onTestFinished(() => server.close());
  writeFileSync(
    `${folder}/shop.yaml`,
    `profile: shop/test
title: Shop
sources:
  api: { kind: http, url: "${server.url}/last-look", ${source} }
metrics:
  depth: { title: Depth, from: api, read: { json: /depth }, target: "< 100", alert: "> 500" }
gate:
  required:
    - { text: Depth is low, when: depth < 100 }
`,
  );
  return {
    asked: () => requests.length,
    /** As often as the program says, and all of what there is to see where it was not. */
    expectAsked: (ended: FinishedProgram) =>
      expect({ asked: requests.length, requests, stderr: ended.stderr }).toMatchObject({
        asked: 1 + lastLooks(ended.stderr),
      }),
    run: (...args: string[]) => runToEnd([...args], { cwd: folder }),
    start: (...args: string[]) => startProgram([...args], { cwd: folder }),
  };
}

/** How many last looks were begun: one, unless this machine stood still in the hold. */
function lastLooks(stderr: string): number {
  return stderr.split('; asking everything once more').length - 1;
}

describe('gate', () => {
  test('a source that hangs is not gone on: could not tell, and it is named', async () => {
    const { run } = await gated((n) => (n < 4 ? {} : 'hang'));
    const ended = await run('gate', 'shop.yaml', '--hold', '2s', '--timeout', '4s');
    expect(ended.code).toBe(3);
    expect(ended.stdout).toMatch(
      /^CANNOT TELL: all 1 required criteria were met, and had been for 2s, but the last look has no value from api \(/,
    );
    expect(ended.stdout).toMatch(/\n1\. find out: Depth is low: the last look has no value: api: /);
  }, 60_000);

  test('what the last look has no value of is unknown in its JSON, and missing', async () => {
    const { run } = await gated((n) => (n < 4 ? {} : 'hang'), 'every: 200ms, timeout: 10s');
    const ended = await run('gate', 'shop.yaml', '--hold', '2s', '--timeout', '4s', '--json');
    expect(ended.code).toBe(3);
    const unknown = {
      text: 'Depth is low',
      status: 'unknown',
      evidence: expect.stringMatching(/^the last look has no value: api: .*; it passed: Depth 3 < 100/),
    };
    expect(JSON.parse(ended.stdout)).toMatchObject({
      outcome: 'unknown',
      missing: [unknown],
      criteria: [unknown],
      lastLook: { unanswered: [{ source: 'api' }] },
    });
  }, 60_000);

  test('what the last look finds counts', async () => {
    const { run, expectAsked } = await gated(
      (n) => ({ depth: n === 0 ? 3 : 900 }),
      'every: 24h, timeout: 10s',
    );
    const ended = await run('gate', 'shop.yaml', '--hold', '1s', '--timeout', '8s');
    expect(ended.code).toBe(1);
    expect(ended.stdout).toContain('NO-GO');
    expectAsked(ended);
  }, 60_000);

  test('it costs one call', async () => {
    const { run, expectAsked } = await gated(() => ({}), 'every: 24h, timeout: 10s');
    const ended = await run('gate', 'shop.yaml', '--hold', '1s', '--timeout', '30s', '--json');
    expect(ended.code).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({ outcome: 'go', lastLook: { unanswered: [] } });
    expect(ended.stderr).toContain('; asking everything once more');
    expect(ended.stderr).not.toContain('CANNOT TELL: all');
    expectAsked(ended);
  }, 60_000);

  test('a failed last look is tried again with the next one, and the hold goes on', async () => {
    // So long that a board shows it, and not so long that the first value is too old.
    let failsUntil = 0;
    const { run } = await gated((n) => {
      if (n === 1) failsUntil = Date.now() + 3_000;
      return Date.now() < failsUntil ? { status: 500 } : {};
    }, 'every: 2s, timeout: 5s');
    const ended = await run('gate', 'shop.yaml', '--hold', '500ms', '--timeout', '40s');
    expect(ended.code).toBe(0);
    expect(ended.stderr).toContain('the last look has no value from api (HTTP 500');
  }, 60_000);

  test('who asks to be left alone is left alone', async () => {
    const { run, asked } = await gated(
      (n) => (n === 1 ? { status: 429, headers: { 'Retry-After': '3600' } } : {}),
      'every: 1s, timeout: 1s',
    );
    const ended = await run('gate', 'shop.yaml', '--hold', '2s', '--timeout', '5s');
    expect(ended.code).toBe(3);
    expect(ended.stdout).toContain('but the last look has no value from api (to be left alone until ');
    expect(asked()).toBe(2);
  }, 60_000);

  test('the time in which it was stopped is not held', async () => {
    const { start } = await gated(() => ({}), 'every: 5s, timeout: 1s');
    const gate = start('gate', 'shop.yaml', '--hold', '10s', '--timeout', '60s', '--json');
    await expect.poll(gate.errors, { timeout: 20_000 }).toContain('GO, but only for 0s of 10s');
    gate.kill('SIGSTOP');
    const stopped = gate.errors();
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    // The program's clock is a millisecond coarse.
    const goesOn = new Date(Date.now() - 10).toISOString();
    gate.kill('SIGCONT');
    expect(await gate.exit).toBe(0);
    // What this test presumes: the machine was not so slow that the hold was over before the stop.
    expect(lastLooks(stopped)).toBe(0);
    const { goSince } = JSON.parse(gate.lines.join('\n')) as { goSince: string };
    expect(goSince >= goesOn).toBe(true);
    expect(gate.errors()).toContain('this program stood still for ');
    expect(gate.errors().split('GO, but only for 0s of 10s').length).toBeGreaterThan(2);
  }, 60_000);

  test('with neither hold nor timeout the one look is the last one', async () => {
    const { run, asked } = await gated(() => ({}));
    expect((await run('gate', 'shop.yaml', '--timeout', '0s')).code).toBe(0);
    expect(asked()).toBe(1);
  });
});

describe('check --for', () => {
  test('ends with what the last look finds', async () => {
    const { run, asked } = await gated((n) => ({ depth: n === 0 ? 3 : 900 }), 'every: 24h, timeout: 1s');
    expect((await run('check', 'shop.yaml', '--for', '1s')).code).toBe(2);
    expect(asked()).toBe(2);
  }, 60_000);

  test('is unknown where that gives no value', async () => {
    const { run } = await gated((n) => (n < 2 ? {} : 'hang'));
    const ended = await run('check', 'shop.yaml', '--for', '1s');
    expect(ended.code).toBe(3);
    expect(ended.stderr).toContain('launchwall: the last look has no value from api: ');
    expect(ended.stdout).not.toContain('GREEN');
    expect(ended.stdout).toContain('the last look has no value: api: ');
  }, 60_000);

  test('says so in JSON, too', async () => {
    const { run } = await gated((n) => (n < 2 ? {} : { status: 500 }), 'every: 500ms, timeout: 1s');
    const ended = await run('check', 'shop.yaml', '--for', '2s', '--json');
    expect(ended.code).toBe(3);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      verdict: 'unknown',
      counts: { green: 0, unknown: 1 },
      metrics: [
        {
          id: 'depth',
          status: 'unknown',
          was: 'green',
          reason: expect.stringContaining('no value: api: HTTP 500'),
        },
      ],
      gate: {
        verdict: 'no-go',
        criteria: [{ status: 'unknown', evidence: expect.stringContaining('no value: api: HTTP 500') }],
      },
    });
  });
});
