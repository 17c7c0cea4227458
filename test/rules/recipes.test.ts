// The recipes of docs/recipes.md, judged over series; every condition and formula that the documents show can be read.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Judge } from '../../src/rules/judge.ts';
import { parseFormula } from '../../src/rules/condition/formula.ts';
import { parseCall, parseCondition } from '../../src/rules/condition/parse.ts';
import { describeConformance, itPassesAll } from '../support/conformance.ts';
import { planOf, sampleAt, type MetricSpec } from '../support/plan.ts';

const start = Date.UTC(2026, 11, 1, 15, 0, 0);
const every = 15_000;
const minute = 60_000;

const recipes = readFileSync('docs/recipes.md', 'utf8');

/** What stands behind this key in the document's YAML. */
function written(document: string, key: string): string[] {
  const text = [...document.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block]) => block).join('\n');
  return [...text.matchAll(new RegExp(`\\b${key}: (?:"([^"]+)"|([^",}\\n]+?))(?=\\s*[,}\\n])`, 'g'))].map(
    ([, quoted, bare]) => quoted ?? bare ?? '',
  );
}

const counter: MetricSpec = { interval: '15s', staleAfter: '60s' };

/** The minutes at which an incident opens and ends, seen from the onset; `share` is that of bad requests by minute. */
function opened(
  when: string,
  metrics: Record<string, MetricSpec>,
  from: number,
  to: number,
  read: (minute: number, look: number) => Record<string, number | boolean>,
): string[] {
  const judge = new Judge(planOf({ metrics, incidents: { burn: { when } } }), start);
  const told: string[] = [];
  for (let look = 0; look * every < (to - from) * minute; look++) {
    const now = start + look * every;
    const at = from + (look * every) / minute;
    const samples = Object.entries(read(at, look)).map(([metric, value]) => ({
      metric,
      sample: sampleAt(now, value),
    }));
    const { transitions } = judge.advance({ now, samples, sources: [], loopLagMs: 0 });
    for (const { kind, to: word } of transitions)
      if (kind === 'incident') told.push(`${word} at ${Math.round(at)}m`);
  }
  return told;
}

/** Counters of 200 requests a look, of which this share fails from minute 0 to `until`. */
function counters(share: number, until: number): (minute: number) => Record<string, number> {
  let [errors, requests] = [0, 0];
  return (at) => {
    requests += 200;
    if (at >= 0 && at < until) errors += 200 * share;
    return { errors, requests };
  };
}

const windows = Object.fromEntries(
  ['5m', '30m', '1h', '6h'].map((window) => [
    `errors-${window}`,
    { ...counter, expr: `increase(errors, ${window}) / increase(requests, ${window})`, unit: '%' },
  ]),
);
const metrics: Record<string, MetricSpec> = { ...windows, errors: counter, requests: counter };

describe('burn rates', () => {
  const [fast = ''] = written(recipes, 'when');

  it('a fast burn opens when the long window has it, and ends soon after the recovery', () => {
    // 2 % is a burn rate of 20: an hour without faults hides it for 43 minutes, and 86 s of 5 minutes without them end it.
    expect(opened(fast, metrics, -370, 70, counters(0.02, 50))).toEqual(['open at 43m', 'ended at 52m']);
  });

  it('a short storm does not open it', () => {
    expect(opened(fast, metrics, -370, 30, counters(0.1, 8))).toEqual([]);
  });

  it('a slower burn opens the second pair', () => {
    // 1 % is a burn rate of 10: below 14.4, above 6. Of six hours it takes 3.6.
    expect(opened(fast, metrics, -370, 240, counters(0.01, 400))).toEqual(['open at 216m']);
  });

  it('a budget used as fast as it grows opens nothing', () => {
    expect(opened(fast, metrics, -370, 90, counters(0.001, 400))).toEqual([]);
  });

  it('from probes', () => {
    const when = written(recipes, 'when').find((one) => one.includes('success')) ?? '';
    const up: Record<string, MetricSpec> = { 'api-up': { interval: '15s', staleAfter: '60s' } };
    // Every 20th probe fails: the fourth failure of the 240 probes in an hour is more than 1.44 %.
    expect(opened(when, up, -70, 60, (at, look) => ({ 'api-up': at < 0 || look % 20 !== 0 }))).toEqual([
      'open at 15m',
    ]);
    expect(opened(when, up, -70, 30, (at) => ({ 'api-up': at !== 0 }))).toEqual([]);
  });
});

describeConformance(
  'slo/burn_rate.json',
  (data: {
    table_5_8: { long_window: string; short_window: string; burn_rate: number; budget_consumed: number }[];
    derived_checks: { burn_rate: number; slo?: number; error_ratio_threshold?: number }[];
  }) => {
    const table = recipes.split('\n').filter((line) => /^\| (?:page|ticket) \|/.test(line));
    itPassesAll('burn rates in docs/recipes.md', 3, data.table_5_8, (row) => {
      const line = table.find((one) => one.includes(`| ${row.long_window} | ${row.short_window} |`));
      const wanted = `| ${row.burn_rate} | ${row.budget_consumed * 100} % |`;
      const threshold = Number((row.burn_rate * 0.1).toPrecision(6));
      const isUsed = written(recipes, 'when').some(
        (when) =>
          when.includes(`errors-${row.long_window} > ${threshold}%`) &&
          when.includes(`errors-${row.short_window} > ${threshold}%`),
      );
      return line?.includes(wanted) && isUsed ? null : `${row.long_window}: ${line ?? 'no row'}`;
    });

    const thresholds = data.derived_checks.filter((check) => check.error_ratio_threshold !== undefined);
    itPassesAll(
      'thresholds of burn rates',
      4,
      thresholds,
      ({ slo = 0, burn_rate: rate, error_ratio_threshold: ratio = 0 }) =>
        Math.abs(rate * (1 - slo) - ratio) < 1e-9 ? null : `${rate}`,
    );
  },
);

describe.each(['docs/recipes.md', 'docs/conditions.md'])('%s', (file) => {
  const text = readFileSync(file, 'utf8');
  const read = (results: readonly { ok: boolean; text: string }[]) =>
    results.filter(({ ok }) => !ok).map((result) => result.text);

  it('shows conditions that can be read', () => {
    const conditions = written(text, 'when');
    expect(conditions.length).toBeGreaterThan(2);
    expect(read(conditions.map((one) => ({ ok: parseCondition(one).ok, text: one })))).toEqual([]);
    const own = [...written(text, 'alert'), ...written(text, 'target')];
    expect(read(own.map((one) => ({ ok: parseCondition(one, { own: 'm' }).ok, text: one })))).toEqual([]);
  });

  it('shows formulas and functions that can be read', () => {
    expect(read(written(text, 'expr').map((one) => ({ ok: parseFormula(one).ok, text: one })))).toEqual([]);
    expect(read(written(text, 'use').map((one) => ({ ok: parseCall(one).ok, text: one })))).toEqual([]);
  });
});
