// What must hold of the judgement for any samples and gaps, over every form that a condition can have.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Board } from '../../../src/rules/board.ts';
import { Judge } from '../../../src/rules/judge.ts';
import {
  evidenceOf,
  sampledForms,
  start,
  step,
  timedForms,
  walkWorld,
  worldPlan,
  worlds,
  type World,
} from '../../support/judged-world.ts';

const forms = [...sampledForms, ...timedForms];

function isTold(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && !Number.isNaN(value);
}

/** When the newest value of m was true, and what it was, as the looks up to `index` tell. */
function newestOf(world: World, index: number): { at: number; value: number } | null {
  for (let back = index; back >= 0; back--) {
    const sample = evidenceOf(world, back)[0]?.sample;
    const value = world.looks[back]?.[0];
    if (sample && isTold(value)) return { at: sample.at, value };
  }
  return null;
}

function staleAfter({ aligned }: World): number {
  return aligned ? 45_000 : 25_000;
}

/**
 * What does not depend on when something was learned. A rule over two sources, of which one tells of the past, may have
 * fired on what was known then.
 */
function settled({ metrics, hints, incidents, gate }: Board, aligned: boolean): unknown {
  return {
    metrics: metrics.map(({ status, detail, was, since, turnsRedAt }) => [
      status,
      detail,
      was,
      since,
      turnsRedAt,
    ]),
    criterion: gate.criteria[0]?.status,
    rules: aligned ? [] : [...hints, ...incidents].map(({ id, state, since }) => [id, state, since]),
  };
}

describe('doubt never helps', () => {
  it('no sequence of samples and gaps shows green while the newest fresh truth is beyond the target or the alert', () => {
    fc.assert(
      fc.property(worlds(forms), (world) => {
        const limit = world.target === '< 100' ? 100 : 400;
        for (const [index, { board }] of walkWorld(world, new Judge(worldPlan(world), start)).entries()) {
          if (board.metrics[0]?.status !== 'green') continue;
          const newest = newestOf(world, index);
          const now = start + index * step;
          if (newest === null || now - newest.at >= staleAfter(world) || newest.value >= limit) return false;
        }
        return true;
      }),
    );
  });

  it('a red ends only with a sample that is new', () => {
    fc.assert(
      fc.property(worlds(forms), (world) => {
        let red = false;
        for (const [index, { board }] of walkWorld(world, new Judge(worldPlan(world), start)).entries()) {
          const state = board.metrics[0];
          const isRed = state?.status === 'red' || state?.was === 'red';
          if (red && !isRed && !isTold(world.looks[index]?.[0])) return false;
          red = isRed;
        }
        return true;
      }),
    );
  });

  it('an open incident ends only with a sample that is new', () => {
    fc.assert(
      fc.property(worlds(forms), (world) => {
        let open = false;
        for (const [index, { board }] of walkWorld(world, new Judge(worldPlan(world), start)).entries()) {
          const isOpen = board.incidents.some(({ state }) => state === 'open');
          // A hold of four intervals may run out while the last word against it is still fresh.
          const fresh = [index, index - 1, index - 2, index - 3, index - 4].some((look) =>
            (world.looks[look] ?? []).some(isTold),
          );
          if (open && !isOpen && !fresh) return false;
          open = isOpen;
        }
        return true;
      }),
    );
  });

  it('a criterion never passes when nothing of it is fresh', () => {
    fc.assert(
      fc.property(worlds(sampledForms), (world) => {
        const boards = walkWorld(world, new Judge(worldPlan(world), start));
        return boards.every(({ board }, index) => {
          const passes = board.gate.criteria[0]?.status === 'pass';
          const recent = world.looks.slice(Math.max(0, index - 4), index + 1);
          return !passes || recent.some(([m, n]) => isTold(m) || isTold(n));
        });
      }),
    );
  });
});

describe('the same in, the same out', () => {
  it('a replay gives the same bytes, in any time zone', () => {
    const zone = process.env['TZ'];
    fc.assert(
      fc.property(
        worlds(forms, 25),
        fc.constantFrom('Asia/Kathmandu', 'America/St_Johns'),
        (world, other) => {
          const run = (): string => JSON.stringify(walkWorld(world, new Judge(worldPlan(world), start)));
          process.env['TZ'] = 'UTC';
          const here = run();
          process.env['TZ'] = other;
          const there = run();
          process.env['TZ'] = zone ?? 'UTC';
          return here === there;
        },
      ),
      { numRuns: 40 },
    );
  });

  it('judged look by look is as judged in one go', () => {
    fc.assert(
      fc.property(worlds(sampledForms, 25), (world) => {
        const last = world.looks.length - 1;
        const pieces = walkWorld(world, new Judge(worldPlan(world), start)).at(-1);
        const samples = world.looks.flatMap((_, index) => evidenceOf(world, index));
        const now = start + last * step;
        const oneGo = new Judge(worldPlan(world), start).advance({ now, samples, sources: [], loopLagMs: 0 });
        expect(pieces && settled(pieces.board, world.aligned)).toEqual(settled(oneGo.board, world.aligned));
      }),
    );
  });

  it('the order in which sources answer does not matter', () => {
    fc.assert(
      fc.property(worlds(forms, 20), (world) => {
        const run = (swap: boolean): unknown => {
          const judge = new Judge(worldPlan(world), start);
          return world.looks.map((_, index) => {
            const samples = evidenceOf(world, index);
            const now = start + index * step;
            const ordered = swap ? samples.toReversed() : samples;
            return judge.advance({ now, samples: ordered, sources: [], loopLagMs: 0 });
          });
        };
        expect(run(true)).toEqual(run(false));
      }),
    );
  });

  it('nor does it matter which of them answers a moment later', () => {
    fc.assert(
      fc.property(worlds(sampledForms, 20), (world) => {
        const apart = new Judge(worldPlan(world), start);
        const together = walkWorld(world, new Judge(worldPlan(world), start));
        for (const [index, { board }] of together.entries()) {
          const now = start + index * step;
          const [m, n] = evidenceOf(world, index);
          if (!m || !n) continue;
          apart.advance({ now, samples: [n], sources: [], loopLagMs: 0 });
          const seen = apart.advance({ now, samples: [m], sources: [], loopLagMs: 0 }).board;
          expect(seen.gate.criteria[0]?.status).toBe(board.gate.criteria[0]?.status);
        }
      }),
    );
  });

  it('a reload of the same profile changes nothing', () => {
    fc.assert(
      fc.property(worlds(forms, 20), fc.nat({ max: 19 }), (world, cut) => {
        const plan = worldPlan(world);
        const run = (reloadAt: number | null): unknown => {
          let judge = new Judge(plan, start);
          return world.looks.map((_, index) => {
            const now = start + index * step;
            if (index === reloadAt) {
              const next = new Judge(plan, now);
              next.adopt(judge, () => true);
              judge = next;
            }
            return judge.advance({ now, samples: evidenceOf(world, index), sources: [], loopLagMs: 0 });
          });
        };
        expect(run(Math.min(cut, world.looks.length - 1))).toEqual(run(null));
      }),
    );
  });
});
