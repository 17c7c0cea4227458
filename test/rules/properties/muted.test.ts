// What people mute changes what is counted, and nothing of what is judged: no gate, no item, no incident, no hint.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Mute } from '../../../src/rules/launch/controls.ts';
import { Judge } from '../../../src/rules/judge.ts';
import { noMarks } from '../../../src/rules/launch/marks.ts';
import {
  evidenceOf,
  sampledForms,
  start,
  step,
  timedForms,
  worldPlan,
  worlds,
  type World,
} from '../../support/judged-world.ts';

function boardsOf(world: World, muted: readonly string[]) {
  const judge = new Judge(worldPlan(world), start);
  const until = start + world.looks.length * step;
  const mutes = muted.map((metric): Mute => ({ metric, by: 'ana', at: start - 1, until, note: '' }));
  return world.looks.map((_, index) => {
    const [now, samples] = [start + index * step, evidenceOf(world, index)];
    const marks = { ...noMarks, controls: { acks: [], mutes } };
    return judge.advance({ now, samples, sources: [], loopLagMs: 0, marks }).board;
  });
}

test('gate, phases, incidents and hints are as they are without it, and what is left out is counted beside', () => {
  fc.assert(
    fc.property(
      worlds([...sampledForms, ...timedForms], 12),
      fc.subarray(['m', 'n'], { minLength: 1 }),
      (world, muted) => {
        const plain = boardsOf(world, []);
        boardsOf(world, muted).forEach((board, index) => {
          const other = plain[index];
          const { gate, phases, incidents, hints, metrics } = board;
          expect({ gate, phases, incidents, hints }).toEqual({
            gate: other?.gate,
            phases: other?.phases,
            incidents: other?.incidents,
            hints: other?.hints,
          });
          expect(metrics.map(({ status }) => status)).toEqual(other?.metrics.map(({ status }) => status));
          for (const status of ['green', 'amber', 'red', 'unknown'] as const)
            expect(board.counts[status] + board.muted[status]).toBe(other?.counts[status]);
        });
      },
    ),
    { numRuns: 150 },
  );
});
