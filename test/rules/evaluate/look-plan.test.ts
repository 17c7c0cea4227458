// What a decision stands on: through derived metrics, what is needed, other metrics' rules, and the incidents that block a go.
import { expect, it } from 'vitest';
import { gateLooks, boardLooks, type LookPlan } from '../../../src/rules/evaluate/look-plan.ts';
import { planOf, type PlanSpec } from '../../support/plan.ts';

/** `s1: a b?`: the source, the metrics that must give a value, `?` where "there is nothing" is an answer too, `!` where any word is that it is not there. */
function told(looks: LookPlan): readonly string[] {
  return [...looks].map(([source, wanted]) =>
    [
      `${source}:`,
      ...[...wanted].map(
        ([id, { orElse }]) => `${id}${{ gone: '!', empty: '?', none: '' }[orElse ?? 'none']}`,
      ),
    ].join(' '),
  );
}

const metrics: PlanSpec['metrics'] = {
  a: { source: 's1', target: '< 100' },
  b: { source: 's2', alert: '> 5', missing: 'good', because: 'none is fine' },
  c: { source: 's3', needs: ['d'] },
  d: { source: 's4', alert: '< 90% of e' },
  e: { source: 's5' },
  sum: { expr: 'a + b' },
};

it.each<[string, PlanSpec, readonly string[]]>([
  ['what is required', { metrics, gate: { required: { x: 'a < 5', lead: null } } }, ['s1: a']],
  ['not what is recommended', { metrics, gate: { recommended: { x: 'a < 5' } } }, []],
  ['what it is calculated from', { metrics, gate: { required: { x: 'sum < 5' } } }, ['s1: a', 's2: b?']],
  ['what it is compared with', { metrics, gate: { required: { x: 'a < 50% of e' } } }, ['s1: a', 's5: e']],
  ['what is needed', { metrics, gate: { required: { x: 'c < 5' } } }, ['s3: c', 's4: d', 's5: e']],
  ['whose status it is', { metrics, gate: { required: { x: 'd is green' } } }, ['s4: d', 's5: e']],
  ['a word of what is absent', { metrics, gate: { required: { x: 'a absent' } } }, ['s1: a!']],
  ['a word of what is not absent', { metrics, gate: { required: { x: 'not (a absent)' } } }, ['s1: a!']],
  [
    'what of it is calculated from',
    { metrics, gate: { required: { x: 'sum absent' } } },
    ['s1: a!', 's2: b!'],
  ],
  ['either', { metrics, gate: { required: { x: 'a absent or a < 5' } } }, ['s1: a!']],
  [
    'a value where it is kept',
    { metrics: { a: { missing: 'keep' } }, gate: { required: { x: 'a absent or a < 5' } } },
    ['src: a'],
  ],
  [
    'what its status looks for',
    {
      metrics: { ...metrics, f: { source: 's6', alert: 'a absent' } },
      gate: { required: { x: 'f is green' } },
    },
    ['s1: a!', 's6: f'],
  ],
  [
    'the P0 incidents',
    {
      metrics,
      gate: { required: { x: 'a < 5' } },
      incidents: { down: { when: 'e > 5', class: 'P0' }, slow: { when: 'd > 5', class: 'P1' } },
    },
    ['s1: a', 's5: e'],
  ],
  [
    'the looks that are counted',
    {
      metrics,
      gate: { required: { x: 'a < 5' } },
      runs: { x: { of: 'e', count: 3, maxAge: 60_000, same: 'c' } },
    },
    ['s1: a', 's3: c', 's4: d', 's5: e'],
  ],
  [
    'needs that need each other end',
    {
      metrics: { p: { source: 's1', needs: ['q'] }, q: { source: 's2', needs: ['p'] } },
      gate: { required: { x: 'p < 5' } },
    },
    ['s1: p', 's2: q'],
  ],
])('a go stands on %s', (_, spec, expected) => {
  expect(told(gateLooks(planOf(spec)))).toEqual(expected);
});

it('a verdict stands on everything that is judged', () => {
  expect(told(boardLooks(planOf({ metrics })))).toEqual(['s1: a', 's2: b?', 's4: d', 's5: e']);
});
