// Draws worlds of an hour or two: balances that are spent evenly and filled up again, and rules on how long they last.
import { drawEvents, drawFaults, type EventBounds, type FaultBounds } from './draw.ts';
import { balanceForm } from './forms.ts';
import { mulberry32, type Random } from './random.ts';
import {
  faultKinds,
  type LeafScript,
  type MetricScript,
  type RuleScript,
  type Script,
  type Spending,
} from './script.ts';

const second = 1_000;
const minute = 60 * second;
/** What is left is forecast to this. */
const bound = 1_000_000_000n;

export function drawSlow(seed: number): Script {
  const random = mulberry32(seed ^ 0x165667b1);
  const length = random.int(40, 115) * minute;
  const metrics = Array.from({ length: random.int(1, 3) }, (_, index) => drawBalance(random, index, length));
  return {
    seed,
    length,
    tick: random.pick([15, 30, 30, 60]) * second,
    timeout: 3 * second,
    metrics,
    events: drawEvents(random, length, eventBounds),
    incidents: [],
    hints: [],
    gate: metrics.map((_, index) => lasting(index, '>', drawLimit(random))),
  };
}

function drawBalance(random: Random, index: number, length: number): MetricScript {
  const interval = random.int(15, 80) * second;
  const limit = drawLimit(random);
  return {
    form: balanceForm,
    interval,
    jitter: random.pick([0, 0, Math.floor(interval / 20)]),
    latency: 0,
    staleAfter: Math.max(2.5 * interval, interval + 8 * second),
    hold: 0,
    missing: 'unknown',
    ownClock: random.chance(0.7) ? null : 0,
    phase: random.int(0, 20) * second,
    target: random.chance(0.7) ? lasting(index, '>', limit + random.int(1, 20) * minute) : null,
    alert: lasting(index, '<', limit),
    needs: null,
    truth: [{ from: 0, zone: 'fine' }],
    faults: random.chance(0.3) ? [] : drawFaults(random, length, faultBounds),
    spent: drawSpending(random, length),
  };
}

function lasting(metric: number, operator: '<' | '>', ms: number): RuleScript {
  const leaf: LeafScript = {
    metric,
    test: operator === '<' ? 'alert' : 'target',
    until: false,
    window: null,
    held: null,
    lasts: { bound, operator, ms },
  };
  return { type: 'leaf', leaf };
}

function drawLimit(random: Random): number {
  return random.int(5, 90) * minute;
}

/** Filled up to a height that lasts so long; sometimes spent at another pace from then on. */
function drawSpending(random: Random, length: number): readonly Spending[] {
  const drawPace = (): bigint => BigInt(random.int(1, 2_000));
  let pace = drawPace();
  const isSteady = random.chance(0.7);
  const spent: Spending[] = [];
  for (let from = 0; from < length;) {
    const lasts = random.int(25, 200) * minute;
    spent.push({ from, value: bound + pace * BigInt(lasts), pace });
    from += Math.floor(lasts * random.pick([0.4, 0.8, 0.95, 1.1]));
    if (!isSteady) pace = drawPace();
  }
  return spent;
}

const faultBounds: FaultBounds = {
  kinds: faultKinds.filter((kind) => kind !== 'corrected'),
  least: 20,
  short: 200,
  long: 1_200,
};
const eventBounds: EventBounds = { none: 0.5, most: 2, first: 60, least: 30, long: 900 };
