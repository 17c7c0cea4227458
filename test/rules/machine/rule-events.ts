// One rule in each state, and the events that may come then: a table says what each makes of it.
import { newsOf, type News } from '../../../src/rules/machine/news.ts';
import { RuleMachine, type IsBlocked } from '../../../src/rules/machine/rule.ts';
import type { MissingData } from '../../../src/rules/plan.ts';
import { loneRule, loneSeries, type LoneSpec } from '../../support/lone-rule.ts';

export const second = 1_000;
const step = 10 * second;
const own = newsOf(['m']);
const nobody: ReadonlySet<string> = new Set();
const blocked: IsBlocked = () => true;

/** How each kind is judged; a sample comes every ten seconds, and counts for 25. */
const kinds = {
  fresh: { when: 'm > 5 for 20s', mode: 'fresh' },
  periods: { when: 'm > 5 for 2 of 3 samples', mode: 'fresh', aligned: { period: step, delay: 0 } },
  prometheus: { when: 'm > 5 for 20s', mode: 'prometheus' },
  cloudwatch: { when: 'm > 5 for 2 of 3 samples', mode: 'cloudwatch', aligned: { period: step, delay: 0 } },
} as const satisfies Readonly<Record<string, LoneSpec>>;

/** The values, one every ten seconds, after which a rule is in this state; the last comes at 1m. */
const before = {
  inactive: [1, 1, 1, 1, 1, 1],
  pending: [1, 1, 1, 1, 1, 9],
  firing: [1, 1, 9, 9, 9, 9],
  holding: [1, 1, 9, 9, 9, 1],
  // Two of three samples hold on while one of them is false: there it takes one more.
  'holding, counted': [1, 9, 9, 9, 1, 1],
} as const;

export const states = ['inactive', 'pending', 'firing', 'holding'] as const;
export const kindNames = ['fresh', 'periods', 'prometheus', 'cloudwatch'] as const;

export type Kind = keyof typeof kinds;
export type StateName = (typeof states)[number];
const last = 60 * second;

class Lone {
  readonly series = loneSeries({ staleAfter: 25 * second });
  readonly machine: RuleMachine;
  facts = this.series.facts;

  constructor(kind: Kind, missing: MissingData = 'unknown') {
    const setup = loneRule({
      ...kinds[kind],
      hold: 20 * second,
      staleAfter: 25 * second,
      interval: step,
      missing,
    });
    this.machine = RuleMachine.from(setup);
  }

  step(at: number, news: News = own, isBlocked?: IsBlocked): void {
    this.machine.step(this.facts, at, news, isBlocked);
  }

  tick(at: number, isBlocked?: IsBlocked): void {
    this.machine.tick(this.facts, at, isBlocked);
  }

  sample(at: number, value: number | null): void {
    this.series.push(at, value);
    this.step(at);
  }

  /** `holding 50, hold 60 70, true 50, at 70: false, leaf false false -`: since when, the two instants of its hold, and so on. */
  told(): string {
    const { state, since, holdSince, lastFalseAt, confirmedAt, truth, steppedAt, leaves } =
      this.machine.memory;
    const seconds = (at: number | null): string => (at === null ? '-' : String(at / second));
    const leaf = leaves[0]?.state;
    return (
      `${state} ${seconds(since)}, hold ${seconds(holdSince)} ${seconds(lastFalseAt)}, ` +
      `true ${seconds(confirmedAt)}, at ${seconds(steppedAt)}: ${truth}, ` +
      `leaf ${leaf?.raw} ${leaf?.matured} ${seconds(leaf?.activeAt ?? null)}`
    );
  }
}

interface Event {
  readonly missing?: MissingData;
  readonly happen: (rule: Lone) => void;
}

const touchedOnly: News = { touched: own.touched, fresh: nobody };

const events = {
  nothing: { happen: () => undefined },
  true: { happen: (rule) => rule.sample(70_000, 9) },
  false: { happen: (rule) => rule.sample(70_000, 1) },
  'false for the hold': { happen: (rule) => [70, 80, 90].forEach((at) => rule.sample(at * second, 1)) },
  'false after a break': { happen: (rule) => rule.sample(100_000, 1) },
  'true after a break': { happen: (rule) => rule.sample(100_000, 9) },
  untold: { happen: (rule) => rule.sample(70_000, null) },
  'false, stale on arrival': {
    happen: (rule) => {
      rule.series.push(70_000, 1);
      rule.step(70_000, touchedOnly);
    },
  },
  'true, blocked': {
    happen: (rule) => {
      rule.series.push(70_000, 9);
      rule.step(70_000, own, blocked);
    },
  },
  'false, blocked': {
    happen: (rule) => {
      rule.series.push(70_000, 1);
      rule.step(70_000, own, blocked);
    },
  },
  'of another metric': { happen: (rule) => rule.step(70_000, newsOf(['other'])) },
  missing: { happen: (rule) => rule.tick(100_000) },
  'missing is kept': { missing: 'keep', happen: (rule) => rule.tick(100_000) },
  'missing is bad': { missing: 'bad', happen: (rule) => rule.tick(100_000) },
  'missing is bad, blocked': { missing: 'bad', happen: (rule) => rule.tick(100_000, blocked) },
  'missing is good, failing': { missing: 'good', happen: (rule) => rule.tick(100_000) },
  'missing is good, empty': {
    missing: 'good',
    happen: (rule) => {
      rule.facts = { ...rule.facts, emptyAt: () => 100_000 };
      rule.tick(100_000);
    },
  },
  ended: { happen: (rule) => rule.step(70_000, { ...touchedOnly, ended: true }) },
  'ended is bad': {
    missing: 'bad',
    happen: (rule) => rule.step(100_000, { ...touchedOnly, ended: true }),
  },
  expired: { happen: (rule) => rule.step(90_000, { ...touchedOnly, expired: true }) },
  'late, true': { happen: (rule) => rule.sample(55_000, 9) },
  'late, false': { happen: (rule) => rule.sample(55_000, 1) },
  'changed to true': { happen: (rule) => rule.sample(last, 9) },
  'changed to false': { happen: (rule) => rule.sample(last, 1) },
} satisfies Readonly<Record<string, Event>>;

export function standing(kind: Kind, state: StateName, missing?: MissingData): Lone {
  const rule = new Lone(kind, missing);
  const isCounted = state === 'holding' && kinds[kind].when.includes('samples');
  for (const [index, value] of before[isCounted ? 'holding, counted' : state].entries())
    rule.sample((index + 1) * step, value);
  return rule;
}

export function after(kind: Kind, state: StateName, event: string): string {
  const known = new Map<string, Event>(Object.entries(events)).get(event);
  if (!known) throw new Error(`no event ${event}`);
  const { happen, missing } = known;
  const rule = standing(kind, state, missing);
  happen(rule);
  return rule.told();
}
