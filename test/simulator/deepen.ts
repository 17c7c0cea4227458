// Draws what has a rhythm of its own into a world: metrics whose source tells a value a period (M of N, as CloudWatch counts),
// with each of the four treatments of missing data.
import { mulberry32, type Random } from './random.ts';
import { plainForms } from './forms.ts';
import type { LeafScript, MetricScript, RuleScript, Script } from './script.ts';
import { withSeen } from './seen-draw.ts';
import { drawSlow } from './slow.ts';
import { drawScript } from './widen.ts';

const second = 1_000;

/** What `npm run simulate` draws. */
export function drawWorld(seed: number): Script {
  return mulberry32(seed ^ 0x3c6ef372).chance(0.1) ? drawSlow(seed) : withSeen(drawAligned(seed));
}

export function drawAligned(seed: number): Script {
  const random = mulberry32(seed ^ 0x27d4eb2f);
  const script = drawScript(seed);
  const index = script.metrics.findIndex((metric, place) => canBeAligned(script, metric, place));
  return index < 0 || !random.chance(0.35) ? script : withPeriods(random, script, index);
}

function canBeAligned({ metrics }: Script, { form, use, derived }: MetricScript, index: number): boolean {
  const isInput = metrics.some((other) => other.derived?.of.includes(index));
  return form < plainForms && use === undefined && derived === undefined && !isInput;
}

function withPeriods(random: Random, script: Script, index: number): Script {
  const metric = script.metrics[index];
  if (!metric) return script;
  const period = random.pick([5, 10, 10, 15, 20, 30]) * second;
  const delay = random.int(0, Math.floor((1.5 * period) / second)) * second;
  const counted = (test: 'alert' | 'target'): RuleScript => ({
    type: 'leaf',
    leaf: { metric: index, test, until: false, window: null, held: drawCount(random) },
  });
  const until = metric.alert.type === 'leaf' && metric.alert.leaf.until;
  const alert = counted('alert');
  const aligned: MetricScript = {
    ...metric,
    aligned: { period, delay },
    interval: period,
    jitter: 0,
    latency: Math.min(delay, random.int(0, 3) * second),
    // A profile may believe a value for longer than a range reaches back.
    staleAfter: random.pick([3, 3, 5, 8]) * period + delay,
    missing: random.pick(['unknown', 'unknown', 'keep', 'bad', 'good'] as const),
    ownClock: null,
    phase: period,
    needs: null,
    alert: alert.type === 'leaf' ? { type: 'leaf', leaf: { ...alert.leaf, until } } : alert,
    target: random.chance(0.5) ? counted('target') : metric.target && plain(index),
  };
  return {
    ...script,
    metrics: script.metrics.with(index, aligned),
    incidents: [...script.incidents, { class: 'P1', when: drawRule(random, () => counted('alert')) }],
    hints: [...script.hints, drawRule(random, () => counted('target'))],
    gate: [...script.gate, drawRule(random, () => counted('target'))],
  };
}

function plain(metric: number): RuleScript {
  return { type: 'leaf', leaf: { metric, test: 'target', until: false, window: null, held: null } };
}

function drawRule(random: Random, leaf: () => RuleScript): RuleScript {
  const kind = random.int(0, 5);
  if (kind <= 3) return leaf();
  return kind === 4
    ? { type: 'not', part: leaf() }
    : { type: random.pick(['and', 'or'] as const), parts: [leaf(), leaf()] };
}

function drawCount(random: Random): NonNullable<LeafScript['held']> {
  const of = random.int(1, 6);
  return { type: 'samples', needed: random.int(1, of), of };
}
