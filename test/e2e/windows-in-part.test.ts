// A counter that grows a hundred a second, seen for less than its window, by the program that ships: never green, and no go.
import { globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Board } from '../../src/rules/board.ts';
import { temporaryFolder } from '../cli/support.ts';
import { ensureBuilt } from '../support/built.ts';
import { httpServer } from '../support/http-servers.ts';
import { runToEnd, startProgram } from '../support/running-program.ts';
import { until } from '../support/services.ts';

beforeAll(ensureBuilt, 60_000);

/** @param reads the metric's read and use, and the unit of its rate. */
async function growing(reads: string, unit: string, timeout = '1s'): Promise<string> {
  const began = performance.now();
  const server = await httpServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.end(`# TYPE c_total counter\nc_total ${5_000 + Math.floor((performance.now() - began) / 10)}\n`);
  });
  onTestFinished(() => server.close());
  const folder = temporaryFolder();
  const profile = `profile: t/rate
sources: { page: { kind: prometheus, url: "${server.url}/metrics", every: 1s, timeout: ${timeout} } }
metrics:
  requests: { from: page, ${reads}, target: "< 10${unit}", alert: "> 50${unit}" }
  many: { from: page, ${reads}, target: "< 1000${unit}" }
gate: { required: [ { text: few, when: "requests < 10${unit}" }, { text: many, when: "many < 1000${unit}" } ] }
`;
  writeFileSync(join(folder, 'p.yaml'), profile);
  return folder;
}

test.each([
  ['use: rate()', 'read: { series: c_total }, use: rate(1m)', ''],
  ['a window of the source', 'read: { rate: c_total, window: 1m }, unit: /s', '/s'],
])(
  '%s',
  async (_, reads, unit) => {
    const folder = await growing(reads, unit);
    const once = await runToEnd(['check', 'p.yaml'], { cwd: folder });
    expect(once.code).toBe(3);
    expect(once.stderr.trim()).toBe('launchwall: 2 metrics are warming after one look; try --for 10s');
    const seconds = await runToEnd(['check', 'p.yaml', '--for', '3s'], { cwd: folder });
    expect([seconds.code, seconds.stdout]).toEqual([3, expect.stringContaining('warming: saw')]);
    const gate = await runToEnd(['gate', 'p.yaml', '--timeout', '8s', '--hold', '1s'], { cwd: folder });
    expect(gate.code).toBe(1);
    expect(gate.stderr.split('\n').slice(0, 2)).toEqual([
      'launchwall: requests needs its whole 1m seen: longer than --timeout 8s',
      'launchwall: many needs its whole 1m seen: longer than --timeout 8s',
    ]);
    expect(gate.stdout).toMatch(/find out: many: Many .* < 1,?000(\/s)? cannot be told yet: saw \ds of 1m/);
  },
  60_000,
);

/** However slowly the program starts again, no look is too far from the one before. */
const patient = '20s';

function hasLooked({ sources: [source] }: Board): boolean {
  return source !== undefined && source.lastOkAt !== null;
}

test('after kill -9 a window goes on with what was seen before', async () => {
  const folder = await growing('read: { series: c_total }, use: increase(6s)', '', patient);
  const watch = ['watch', 'p.yaml', '--json'];
  const first = startProgram(watch, { cwd: folder });
  const isWhole = (board: Board): boolean => board.metrics[0]?.window?.seenMs === 6_000;
  await first.boardWhere('a window that was seen whole', isWhole);
  first.kill('SIGKILL');
  await first.exit;
  const again = startProgram(watch, { cwd: folder });
  const board = await again.boardWhere('a look', hasLooked);
  expect(board.metrics[0]).toMatchObject({ status: 'red', window: { ms: 6_000, seenMs: 6_000 } });
}, 60_000);

/** When what the sources hold was kept last; null before that. */
function keptAt(folder: string): number | null {
  const file = globSync('launchwall/launches/**/*.sqlite', { cwd: folder })[0];
  if (file === undefined) return null;
  const database = new DatabaseSync(join(folder, file), { readOnly: true });
  const at = database.prepare('SELECT max(at) AS at FROM memories').get()?.['at'];
  database.close();
  return typeof at === 'number' ? at : null;
}

test('after kill -9 a window of the source goes on, too', async () => {
  // Long enough for however slowly the program starts again.
  const folder = await growing('read: { rate: c_total, window: 40s }, unit: /s', '/s', patient);
  const watch = ['watch', 'p.yaml', '--json'];
  const first = startProgram(watch, { cwd: folder });
  const isSeen = ({ metrics: [metric] }: Board): boolean =>
    metric?.status === 'red' && (metric.window?.seenMs ?? 0) >= 12_000;
  const before = await first.boardWhere('12 s of a window', isSeen);
  await until(() => (keptAt(folder) ?? 0) >= Date.parse(before.at), 'what was seen to be kept');
  first.kill('SIGKILL');
  await first.exit;
  const again = startProgram(watch, { cwd: folder });
  const board = await again.boardWhere('a look', hasLooked);
  expect(board.metrics[0]).toMatchObject({ status: 'red', value: expect.any(Number) });
  expect(board.metrics[0]?.window?.seenMs ?? 0).toBeGreaterThan(6_000);
}, 60_000);

test.each([
  ['a process that began 30 s ago', 'process_start_time_seconds START\n', 0],
  ['a counter that was made 30 s ago', 'c_created START\n', 0],
  ['an exporter that began 30 s ago', 'process_start_time_seconds START\nnode_exporter_build_info 1\n', 3],
  ['a process of which nobody knows', '', 3],
])(
  '%s, and a window of a minute over its counter',
  async (_, told, code) => {
    const start = Date.now() / 1_000 - 30;
    const server = await httpServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      response.end(`c_total 60\n${told.replace('START', String(start))}`);
    });
    onTestFinished(() => server.close());
    const folder = temporaryFolder();
    const profile = `profile: t/begun
sources: { page: { kind: prometheus, url: "${server.url}/metrics", every: 1s, timeout: 1s } }
metrics:
  requests: { from: page, read: { series: c_total }, use: increase(1m), target: "50..70" }
`;
    writeFileSync(join(folder, 'p.yaml'), profile);
    const { code: exit, stdout } = await runToEnd(['check', 'p.yaml', '--for', '3s'], { cwd: folder });
    expect([exit, stdout]).toEqual([code, expect.stringContaining(code === 0 ? '60' : 'warming')]);
  },
  60_000,
);
