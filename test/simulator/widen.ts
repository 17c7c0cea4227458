// Draws the rest of the language into a world: `use`, calculated metrics, counters, functions that only the log can tell, two metrics
// in one comparison, tests of time, and missing data that are good news.
import { drawPlain } from './draw.ts';
import { counterForm, shareForm } from './forms.ts';
import { mulberry32, type Random } from './random.ts';
import {
  loggedNames,
  type LeafScript,
  type MetricScript,
  type OwnLimit,
  type RuleScript,
  type Script,
  type WindowName,
} from './script.ts';

const second = 1_000;

export function drawScript(seed: number): Script {
  const random = mulberry32(seed ^ 0x5bd1e995);
  const plain = drawPlain(seed);
  const metrics = plain.metrics.map((metric, index) => widened(random, metric, index, plain.length));
  const withDerived = random.chance(0.3) ? derivedOver(random, metrics) : metrics;
  const rule = (given: RuleScript): RuleScript => widenedRule(random, given, withDerived);
  return {
    ...plain,
    metrics: withDerived,
    incidents: plain.incidents.map((incident) => ({ ...incident, when: rule(incident.when) })),
    hints: plain.hints.map(rule),
    gate: plain.gate.map(rule),
  };
}

const isPlainNumber = (metric: MetricScript | undefined): boolean =>
  metric !== undefined && metric.form <= 2 && metric.use === undefined;

function widened(random: Random, metric: MetricScript, index: number, length: number): MetricScript {
  const kind = random.int(0, 19);
  if (kind === 0) return counted(random, metric, index);
  if (kind === 1) {
    const readings = random.int(2, 8);
    const least = random.int(1, Math.min(3, readings - 1));
    const use = { name: 'success', ms: metric.interval * readings, least } as const;
    return { ...bare(metric, index), form: shareForm, use };
  }
  if (kind <= 4 && isPlainNumber(metric)) {
    const name = random.pick(['avg', 'min', 'max', 'p95'] as const);
    // Early or late, one reading less may be in the window.
    const readings = random.int(2, 6);
    const use = { name, ms: metric.interval * readings, least: random.int(1, Math.min(3, readings - 1)) };
    return { ...withoutWindows(metric), use };
  }
  if (kind <= 6) {
    const from = random.int(0, length / second) * second;
    const nothing = { from, to: from + random.int(10, 150) * second, kind: 'empty' } as const;
    return { ...metric, missing: 'good', faults: [nothing, ...metric.faults] };
  }
  if (kind <= 8 && isPlainNumber(metric)) {
    const leaf = (given: LeafScript): LeafScript => logged(random, given, metric);
    return { ...metric, alert: mapLeaves(metric.alert, leaf) };
  }
  if (kind <= 11) return restingOnTime(random, metric, index);
  return metric;
}

/** Its own alert, or its target, is told without a value too. */
function restingOnTime(random: Random, metric: MetricScript, index: number): MetricScript {
  const plain = bare(metric, index);
  const held = random.chance(0.6) ? ({ type: 'duration', ms: random.int(1, 20) * second } as const) : null;
  const timed = random.chance(0.6)
    ? ({ kind: 'absent' } as const)
    : ({ kind: 'age', ms: random.int(2, 20) * second } as const);
  const time = mapLeaves(plain.alert, (leaf) => ({ ...leaf, held, timed }));
  const alert: RuleScript = random.chance(0.5)
    ? time
    : { type: random.pick(['or', 'and'] as const), parts: [metric.alert, time] };
  const target = random.chance(0.3) ? ({ type: 'not', part: { ...time } } as const) : metric.target;
  return { ...metric, alert, target: random.chance(0.3) ? null : target };
}

/** The function stands for the readings: nothing is looked at through another window. */
function withoutWindows(metric: MetricScript): MetricScript {
  const plain = (leaf: LeafScript): LeafScript => ({ ...leaf, window: null });
  return {
    ...metric,
    alert: mapLeaves(metric.alert, plain),
    target: metric.target && mapLeaves(metric.target, plain),
  };
}

function bare(metric: MetricScript, index: number): MetricScript {
  const leaf = (test: 'alert' | 'target', held: LeafScript['held']): RuleScript => ({
    type: 'leaf',
    leaf: { metric: index, test, until: false, window: null, held },
  });
  const [first] = metric.alert.type === 'leaf' ? [metric.alert.leaf] : [];
  return { ...metric, alert: leaf('alert', first?.held ?? null), target: leaf('target', null) };
}

function counted(random: Random, metric: MetricScript, index: number): MetricScript {
  const window = { name: 'rate', ms: metric.interval * random.int(2, 6) + random.pick([0, 500]) } as const;
  const own = (operator: '<' | '>', tenths: number): Partial<LeafScript> => ({
    window,
    own: { operator, tenths, suffix: '/s' },
  });
  const plain = bare(metric, index);
  return {
    ...plain,
    form: counterForm,
    alert: mapLeaves(plain.alert, (leaf) => ({ ...leaf, ...own('>', 503) })),
    target: plain.target && mapLeaves(plain.target, (leaf) => ({ ...leaf, ...own('<', 203) })),
  };
}

/** Limits that lie among what the values of the forms give, and never on it. */
const limits: Readonly<Record<(typeof loggedNames)[number], readonly OwnLimit[]>> = {
  sum: [{ operator: '>', tenths: 25_003, suffix: '' }],
  count: [
    { operator: '<', tenths: 25, suffix: '' },
    { operator: '>', tenths: 35, suffix: '' },
  ],
  delta: [
    { operator: '>', tenths: 1_503, suffix: '' },
    { operator: '<', tenths: -1_503, suffix: '' },
  ],
  p50: [{ operator: '>', tenths: 4_003, suffix: '' }],
  rate: [{ operator: '>', tenths: 83, suffix: '/s' }],
  increase: [{ operator: '>', tenths: 3_007, suffix: '' }],
  resets: [{ operator: '>', tenths: 5, suffix: '' }],
  changes: [
    { operator: '<', tenths: 15, suffix: '' },
    { operator: '>', tenths: 25, suffix: '' },
  ],
  drop: [
    { operator: '>', tenths: 303, suffix: '%' },
    { operator: '<', tenths: -203, suffix: '%' },
  ],
};

function logged(random: Random, leaf: LeafScript, metric: MetricScript): LeafScript {
  const name: WindowName = random.pick(loggedNames);
  // Of a window with room for one look nothing is told.
  const [least, most] = name === 'drop' ? [2, 3] : [1, 6];
  const ms = metric.interval * random.int(least, most) + random.pick([0, 500]);
  return { ...leaf, until: false, window: { name, ms }, own: random.pick(limits[name]) };
}

/** One metric more: calculated from the first two that are plain numbers. */
function derivedOver(random: Random, metrics: readonly MetricScript[]): readonly MetricScript[] {
  const [first, second] = metrics.flatMap((metric, index) => (isPlainNumber(metric) ? [index] : []));
  const [a, b] = [metrics[first ?? -1], metrics[second ?? first ?? -1]];
  if (first === undefined || !a || !b) return metrics;
  const of = [first, second ?? first] as const;
  const index = metrics.length;
  const weights = random.pick([
    [1, 1],
    [3, 1],
    [1, 0],
    [2, -1],
  ] as const);
  const derived: MetricScript = {
    ...bare(a, index),
    interval: Math.max(a.interval, b.interval),
    staleAfter: Math.max(a.staleAfter, b.staleAfter),
    phase: Math.max(a.phase, b.phase),
    hold: a.hold,
    missing: 'unknown',
    needs: null,
    faults: [],
    derived: { of, weights },
  };
  const inputs = metrics.map((metric, place) =>
    of.includes(place) ? { ...metric, needs: null, missing: 'unknown' as const } : metric,
  );
  return [...inputs, derived];
}

function widenedRule(random: Random, rule: RuleScript, metrics: readonly MetricScript[]): RuleScript {
  return mapLeaves(rule, (given) => {
    // The last is the calculated one, where there is one.
    const moved = random.chance(0.3) ? metrics.length - 1 : given.metric;
    const metric = metrics[moved];
    if (!metric) return given;
    const plain = { ...given, metric: moved, until: false, window: null };
    const held = given.held?.type === 'samples' ? null : given.held;
    const kind = random.int(0, 9);
    if (kind === 0) return { ...plain, held, timed: { kind: 'absent' } };
    if (kind === 1) return { ...plain, held, timed: { kind: 'age', ms: random.int(2, 20) * second } };
    if (metric.form === counterForm) {
      const window = { name: 'rate', ms: metric.interval * 4 } as const;
      return { ...plain, window, own: { operator: '>', tenths: 503, suffix: '/s' } };
    }
    const numbers = metrics.flatMap((other, index) => (isPlainNumber(other) ? [index] : []));
    if (kind <= 4 && isPlainNumber(metric) && numbers.length > 1) {
      const operator = random.pick(['<', '<=', '>', '>='] as const);
      const other = { metric: random.pick(numbers), percent: random.pick([100, 100, 50, 150]), operator };
      if (other.metric !== moved) return { ...plain, other };
    }
    if (metric.use !== undefined || metric.derived !== undefined) return plain;
    if (kind <= 6 && isPlainNumber(metric)) return logged(random, plain, metric);
    return moved === given.metric && metrics[given.metric]?.form !== shareForm ? given : plain;
  });
}

function mapLeaves(rule: RuleScript, change: (leaf: LeafScript) => LeafScript): RuleScript {
  if (rule.type === 'leaf') return { type: 'leaf', leaf: change(rule.leaf) };
  if (rule.type === 'not') return { type: 'not', part: mapLeaves(rule.part, change) };
  return { type: rule.type, parts: rule.parts.map((part) => mapLeaves(part, change)) };
}
