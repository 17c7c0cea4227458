// A page whose samples carry timestamps of their own, by the built program: one from the future, or one that stands still, is no go.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Board } from '../../src/rules/board.ts';
import { temporaryFolder } from '../cli/support.ts';
import { ensureBuilt } from '../support/built.ts';
import { httpServer } from '../support/http-servers.ts';
import { runToEnd, startProgram } from '../support/running-program.ts';

beforeAll(ensureBuilt, 60_000);

const ids = ['errors', 'p50', 'fast'];

/** @param stampOf what the samples' timestamps are when it is asked for the page. */
async function stamped(stampOf: () => number): Promise<string> {
  const began = Date.now();
  const server = await httpServer((_request, response) => {
    const stamp = stampOf();
    const count = Math.max(0, stamp - began);
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.end(`errors_total 7 ${stamp}
t_bucket{le="0.1"} ${count} ${stamp}
t_bucket{le="+Inf"} ${count} ${stamp}
`);
  });
  onTestFinished(() => server.close());
  const folder = temporaryFolder();
  const profile = `profile: t/stamps
sources: { page: { kind: prometheus, url: "${server.url}/metrics", every: 500ms, timeout: 5s } }
metrics:
  errors: { from: page, read: { rate: errors_total, window: 3s }, target: "< 1/s", staleAfter: 3s }
  p50: { from: page, read: { quantile: 0.5, histogram: t, window: 3s }, target: "< 1", staleAfter: 3s }
  fast: { from: page, read: { share: "<= 0.1", histogram: t, window: 3s }, target: "> 90%", staleAfter: 3s }
gate: { required: [ { text: few, when: "errors < 1/s" }, { text: p50, when: "p50 < 1" }, { text: fast, when: "fast > 90%" } ] }
`;
  writeFileSync(join(folder, 'p.yaml'), profile);
  return folder;
}

const statuses = ({ metrics }: Board): (string | null)[] => metrics.map(({ status }) => status);

test('timestamps that go along with time are a go, those from the future none', async () => {
  const gate = ['gate', 'p.yaml', '--hold', '1s'];
  // A second behind, as those are that another server hands on.
  const behind = await stamped(() => Date.now() - 1_000);
  const now = await runToEnd([...gate, '--timeout', '20s'], { cwd: behind });
  expect([now.code, now.stdout]).toEqual([0, expect.stringContaining('GO')]);
  const ahead = await stamped(() => Date.now() + 900_000);
  const future = await runToEnd([...gate, '--timeout', '6s'], { cwd: ahead });
  expect(future.code).not.toBe(0);
  expect(future.stdout).toMatch(/the reading is from the future by 1[45]m\S*: compare the clocks/);
}, 60_000);

test('a page that stands still is green no more', async () => {
  let until = Number.POSITIVE_INFINITY;
  const folder = await stamped(() => Math.min(Date.now(), until));
  const watch = startProgram(['watch', 'p.yaml', '--json'], { cwd: folder });
  const isGreen = (board: Board): boolean => statuses(board).every((status) => status === 'green');
  await watch.boardWhere('all of it green', isGreen);
  until = Date.now();
  const isOver = (board: Board): boolean => statuses(board).every((status) => status === 'unknown');
  const board = await watch.boardWhere('none of it known', isOver);
  expect(board.metrics.map(({ id }) => id)).toEqual(ids);
  const gate = await runToEnd(['gate', 'p.yaml', '--hold', '1s', '--timeout', '6s'], { cwd: folder });
  expect(gate.code).not.toBe(0);
}, 60_000);
