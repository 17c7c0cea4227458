// One profile with a source for each fault, looked at by the whole program in every way in which it shows a board.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { boardSchema } from '../../src/report/board-schema.ts';
import type { Board } from '../../src/rules/board.ts';
import { runToEnd, startProgram } from '../support/running-program.ts';

export interface FaultCase {
  readonly id: string;
  /** The source's options as flow YAML, without its braces. */
  readonly source: string;
  /** The metric's read as YAML. */
  readonly read: string;
  /** The gap as `reason: sentence`; or the exact value where there is one. */
  readonly says: RegExp | string;
  /** Short where an answer never comes; else long enough for a busy machine. */
  readonly timeout?: string;
}

export interface FaultSetup {
  readonly kind: string;
  /** What every value meets. */
  readonly target?: string;
  readonly cases: readonly FaultCase[];
  readonly env: Readonly<Record<string, string>>;
  /** None of these may be in anything that the program says. */
  readonly secrets: readonly string[];
}

/** What a terminal would obey; a line feed is ours. */
// oxlint-disable-next-line no-control-regex -- escape sequences are what it looks for
const obeyed = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u2028\u2029]/;

/** The board of `check`; everything that the program has written is clean, and nothing but the faults is unknown. */
export async function boardOf({
  kind,
  cases,
  env,
  secrets,
  target = '!= "never"',
}: FaultSetup): Promise<Board> {
  const cwd = mkdtempSync(join(tmpdir(), 'launchwall-faults-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  const lines = cases.flatMap(
    ({ id, source, timeout = '8s' }) =>
      `  ${id}: { kind: ${kind}, every: 30s, timeout: ${timeout}, ${source} }`,
  );
  const metrics = cases.map(
    ({ id, read }) => `  ${id}: { from: ${id}, read: ${read}, missing: unknown, target: '${target}' }`,
  );
  writeFileSync(
    join(cwd, 'faults.yaml'),
    ['profile: faults/test', 'sources:', ...lines, 'metrics:', ...metrics, ''].join('\n'),
  );
  const options = { cwd, env };
  const json = await runToEnd(['check', 'faults.yaml', '--json'], options);
  expect([json.stderr, json.code]).toEqual(['', 3]);
  const text = await runToEnd(['check', 'faults.yaml'], options);
  const report = join(cwd, 'r.md');
  const snapshot = await runToEnd(['snapshot', 'faults.yaml', '-o', report], options);
  const watch = startProgram(['watch', 'faults.yaml', '--json'], options);
  await watch.boardWhere('every source polled', ({ sources }) => sources.every(({ polls }) => polls > 0));
  watch.kill('SIGINT');
  await watch.exit;
  const outputs = [json.stdout, text.stdout, readFileSync(report, 'utf8'), watch.lines.join('\n')];
  expect([json.stderr, text.stderr, snapshot.stderr, watch.errors()]).toEqual(['', '', '', '']);
  for (const output of outputs) {
    expect(obeyed.exec(output)?.[0]).toBeUndefined();
    for (const secret of secrets) expect(output).not.toContain(secret);
  }
  expect([json.code, text.code, snapshot.code]).toEqual([3, 3, 3]);
  return boardSchema.parse(JSON.parse(json.stdout));
}

/** What the board says of each case: its exact value, or `reason: sentence`. */
export function saidOf(board: Board): Record<string, string> {
  return Object.fromEntries(
    board.metrics.map(({ id, status, exact, gap }) => [
      id,
      gap ? `${status === 'green' ? 'GREEN ' : ''}${gap.reason}: ${gap.message}` : `${exact}`,
    ]),
  );
}

export function expectedOf(cases: readonly FaultCase[]): Record<string, unknown> {
  return Object.fromEntries(
    cases.map(({ id, says }) => [id, typeof says === 'string' ? says : expect.stringMatching(says)]),
  );
}

/** Every sentence is one: it fits two lines of a tile, and is no heap of codes and stacks. */
export function expectSentences(board: Board): void {
  for (const { gap, reason } of board.metrics) {
    expect(gap?.message ?? '').not.toMatch(/\n|\bat \S+:\d+:\d+|\[object|undefined/);
    expect((gap?.message ?? '').length).toBeLessThanOrEqual(300);
    expect(reason).not.toBe('');
  }
}
