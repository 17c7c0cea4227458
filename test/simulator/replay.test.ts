// Replays: the same bytes in every time zone and order of sources; the same states however the evidence is cut into ticks.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Board } from '../../src/rules/board.ts';
import { digestOf } from './digest.ts';
import { drawScript } from './widen.ts';
import { leavesIn, type Script } from './script.ts';
import { World } from './world.ts';

const seeds = Array.from({ length: 12 }, (_, index) => 40_000 + index);

/** What of a board must not depend on when it was asked for. */
function told(board: Board): unknown {
  return {
    metrics: board.metrics.map(({ id, status, detail, was, exact, sampledAt }) =>
      [id, status, detail, was, exact, sampledAt].join(' '),
    ),
    incidents: board.incidents.map(({ id, state, since }) => [id, state, since]),
    hints: board.hints.map(({ id, state, since }) => [id, state, since]),
    gate: [board.gate.verdict, ...board.gate.criteria.map(({ id, status }) => [id, status])],
  };
}

/** The evidence carries the instants of its arrival, in order, and nothing else happens to the watcher. */
function orderly(script: Script): Script {
  const faults = ['late', 'twice', 'corrected', 'future'];
  return {
    ...script,
    events: [],
    metrics: script.metrics.map((metric) => ({
      ...metric,
      ownClock: null,
      needs: null,
      missing: 'unknown',
      faults: metric.faults.filter(({ kind }) => !faults.includes(kind)),
    })),
  };
}

/** What time itself changes is seen at the next board. */
function restsOnTime({ metrics, incidents, hints, gate }: Script): boolean {
  const own = metrics.flatMap(({ alert, target }) => (target ? [alert, target] : [alert]));
  const rules = [...own, ...incidents.map(({ when }) => when), ...hints, ...gate];
  return rules.flatMap(leavesIn).some(({ timed }) => timed !== undefined);
}

describe('replay', { timeout: 120_000 }, () => {
  it.each(['Pacific/Kiritimati', 'America/St_Johns', 'UTC'])(
    'gives the same bytes in %s',
    (TZ) => {
      const main = fileURLToPath(new URL('digest-main.ts', import.meta.url));
      const args = ['--no-warnings', main, ...seeds.map(String)];
      const digest = execFileSync(process.execPath, args, { env: { ...process.env, TZ }, encoding: 'utf8' });
      expect(digest).toBe(digestOf(seeds));
    },
    60_000,
  );

  it('gives the same bytes whichever source is heard first', () => {
    expect(digestOf(seeds, true)).toBe(digestOf(seeds));
  }, 60_000);

  it('evidence that comes in order is judged the same, tick by tick or in long strides', () => {
    for (let seed = 41_000; seed < 41_040; seed++) {
      const script = orderly(drawScript(seed));
      if (restsOnTime(script)) continue;
      const boards = (tick: number): Map<number, unknown> =>
        new Map(
          [...new World({ ...script, tick }).moments()].map(({ offset, board, offline }) => [
            offset,
            offline ? null : told(board),
          ]),
        );
      if ([...new World(script).moments()].some(({ offline }) => offline)) continue;
      const fine = boards(1_000);
      for (const [offset, stride] of boards(15_000))
        expect([seed, offset, stride]).toEqual([seed, offset, fine.get(offset)]);
    }
  }, 60_000);

  it('an hour without a sample changes nothing but ages, once everything is stale', () => {
    for (let seed = 42_000; seed < 42_040; seed++) {
      const script = orderly(drawScript(seed));
      const world = new World(script);
      const timed = (index: number): boolean => {
        const metric = script.metrics[index];
        const rules = metric ? [metric.alert, ...(metric.target ? [metric.target] : [])] : [];
        return rules.flatMap(leavesIn).some((leaf) => leaf.timed !== undefined);
      };
      for (const _ of world.moments()) continue;
      const stale = world.silence(script.length + 60_000);
      const later = world.silence(script.length + 3_660_000);
      expect(told(later)).toEqual(told(stale));
      expect(later.metrics.map(({ since }) => since)).toEqual(stale.metrics.map(({ since }) => since));
      // What rests on time itself is told without a sample; green it is never.
      const left = later.metrics.filter(({ status }, index) => !timed(index) || status === 'green');
      expect(left.every(({ status }) => status === 'unknown')).toBe(true);
    }
  }, 60_000);
});
