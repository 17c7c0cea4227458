// Draws a script from a seed: metrics with a truth, faults in the looks at them, events in the watcher, and rules.
import { forms, plainForms, type Zone } from './forms.ts';
import { mulberry32, type Random } from './random.ts';
import {
  faultKinds,
  type FaultKind,
  type Fault,
  type Held,
  type LeafScript,
  type MetricScript,
  type RuleScript,
  type Script,
  type Segment,
  type WorldEvent,
} from './script.ts';

const second = 1_000;

/** A world of polled metrics; `widen.ts` adds what is calculated, counted and told by time. */
export function drawPlain(seed: number): Script {
  const random = mulberry32(seed);
  const length = random.int(120, 360) * second;
  // On a grid of whole seconds the ends of `for`, of windows and of the freshness are hit exactly.
  const grid = random.chance(0.6);
  const count = random.pick([1, 1, 2, 3, 4]);
  const metrics = Array.from({ length: count }, (_, index) => drawMetric(random, index, length, grid));
  const rule = (): RuleScript => drawRule(random, count, metrics);
  const many = (most: number): RuleScript[] => Array.from({ length: random.int(0, most) }, rule);
  return {
    seed,
    length,
    tick: random.pick([1, 2, 5, 5]) * second,
    timeout: 3 * second,
    metrics,
    events: drawEvents(random, length, eventBounds),
    incidents: many(2).map((when) => ({ class: random.pick(['P0', 'P1'] as const), when })),
    hints: many(1),
    gate: many(2),
  };
}

function drawMetric(random: Random, index: number, length: number, grid: boolean): MetricScript {
  const form = random.int(0, plainForms - 1);
  const interval = random.int(3, 15) * second;
  const shape = drawShape(random, index, form, interval);
  return {
    form,
    interval,
    jitter: grid ? 0 : random.int(0, Math.floor(interval / 20)),
    latency: grid ? random.pick([0, 0, second]) : random.int(1, 1_500),
    staleAfter: Math.max(2.5 * interval, interval + 8 * second),
    hold: random.pick([0, 0, 10, 20, 40]) * second,
    missing: random.chance(0.85) ? 'unknown' : random.pick(['keep', 'bad'] as const),
    ownClock: random.chance(0.6) ? null : random.pick([0, 0, -2_000, 2_000, 4_000]),
    phase: grid ? random.int(0, 5) * second : random.int(0, interval),
    target: random.chance(0.8)
      ? { type: 'leaf', leaf: { ...shape, test: 'target', until: false, held: null } }
      : null,
    alert: drawAlert(random, shape, form),
    needs: index > 0 && random.chance(0.15) ? random.int(0, index - 1) : null,
    truth: drawTruth(random, length),
    faults: random.chance(0.25) ? [] : drawFaults(random, length, faultBounds),
  };
}

/** What a metric's own leaves share: the window, where its values can have one. */
function drawShape(random: Random, metric: number, form: number, interval: number): LeafScript {
  const windowed = forms[form]?.kind === 'number' && forms[form].exact !== true && random.chance(0.25);
  return {
    metric,
    test: 'alert',
    until: false,
    window: windowed
      ? {
          name: random.pick(['avg', 'min', 'max', 'p95'] as const),
          ms: interval * random.int(1, 6) + random.pick([0, 500]),
        }
      : null,
    held: null,
  };
}

function drawAlert(random: Random, shape: LeafScript, form: number): RuleScript {
  const until = hasExit(form) && random.chance(0.4);
  const leaf = (): RuleScript => ({
    type: 'leaf',
    leaf: { ...shape, test: 'alert', until, held: drawHeld(random) },
  });
  return random.chance(0.9) ? leaf() : { type: random.pick(['or', 'and'] as const), parts: [leaf(), leaf()] };
}

function hasExit(form: number): boolean {
  return typeof forms[form]?.until === 'string';
}

function drawHeld(random: Random): Held | null {
  const kind = random.int(0, 4);
  if (kind <= 1) return null;
  if (kind <= 2) return { type: 'duration', ms: random.int(1, 12) * 5 * second };
  const needed = random.int(2, 3);
  return { type: 'samples', needed, of: kind === 3 ? needed : needed + random.int(1, 2) };
}

function drawRule(random: Random, count: number, metrics: readonly MetricScript[]): RuleScript {
  const leaf = (): RuleScript => {
    const metric = random.int(0, count - 1);
    const form = metrics[metric]?.form ?? 0;
    const shape = drawShape(random, metric, form, metrics[metric]?.interval ?? second);
    const test = random.chance(0.6) ? 'alert' : 'target';
    return {
      type: 'leaf',
      leaf: {
        ...shape,
        test,
        until: test === 'alert' && hasExit(form) && random.chance(0.3),
        held: drawHeld(random),
      },
    };
  };
  const kind = random.int(0, 5);
  if (kind <= 2) return leaf();
  if (kind === 3) return { type: 'not', part: leaf() };
  const parts = [leaf(), random.chance(0.3) ? ({ type: 'not', part: leaf() } as const) : leaf()];
  return { type: kind === 4 ? 'and' : 'or', parts };
}

function drawTruth(random: Random, length: number): readonly Segment[] {
  const healthy = random.chance(0.2);
  const segments: Segment[] = [{ from: 0, zone: healthy || random.chance(0.8) ? 'fine' : 'beyond' }];
  const calm = random.chance(0.5);
  for (let at = 0; ;) {
    at += calm ? random.int(40, 200) * second : random.int(2, 60) * second;
    if (at >= length) return segments;
    const zones: readonly Zone[] = healthy
      ? ['fine', 'off', 'band']
      : ['fine', 'off', 'band', 'beyond', 'beyond'];
    segments.push({ from: at, zone: random.pick(zones) });
  }
}

const faultBounds: FaultBounds = { kinds: faultKinds, least: 3, short: 20, long: 120 };
const eventBounds: EventBounds = { none: 0.4, most: 3, first: 10, least: 5, long: 120 };

/** Bounds of what is drawn, in seconds. */
export interface FaultBounds {
  readonly kinds: readonly FaultKind[];
  readonly least: number;
  readonly short: number;
  readonly long: number;
}

export function drawFaults(random: Random, length: number, bounds: FaultBounds): readonly Fault[] {
  return Array.from({ length: random.int(1, 5) }, () => {
    const from = random.int(0, length / second) * second;
    const most = random.chance(0.3) ? bounds.long : bounds.short;
    return {
      from,
      to: from + random.int(bounds.least, most) * second,
      kind: random.pick(bounds.kinds),
    };
  });
}

export interface EventBounds {
  /** How often there are none. */
  readonly none: number;
  readonly most: number;
  readonly first: number;
  readonly least: number;
  readonly long: number;
}

export function drawEvents(random: Random, length: number, bounds: EventBounds): readonly WorldEvent[] {
  if (random.chance(bounds.none)) return [];
  return Array.from({ length: random.int(1, bounds.most) }, (): WorldEvent => {
    const at = random.int(bounds.first, length / second) * second;
    const type = random.pick(['restart', 'suspend', 'pause', 'outage'] as const);
    if (type === 'restart') return { type, at, keeps: random.chance(0.6) };
    return { type, at, to: at + random.int(bounds.least, bounds.long) * second };
  }).sort((left, right) => left.at - right.at);
}
