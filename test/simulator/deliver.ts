// What the watcher gets to see of a script: readings and gaps with the instant of their arrival, and how each source stands.
import type { GapReason } from '../../src/domain/gap.ts';
import type { ValueSample } from '../../src/domain/sample.ts';
import type { Value } from '../../src/domain/value.ts';
import { counterForm, valueIn, type Zone } from './forms.ts';
import { formOf } from './plan-of-script.ts';
import { scatter } from './random.ts';
import {
  scriptStart,
  type FaultKind,
  type MetricScript,
  type Offset,
  type Script,
  type Spending,
} from './script.ts';

export interface Reading {
  readonly metric: number;
  /** When it reaches the watcher. */
  readonly arrives: number;
  /** The instant that it carries. */
  readonly at: number;
  /** The instant of the truth that it tells. */
  readonly taken: number;
  readonly truth: bigint;
  readonly value: Value;
  readonly begunAt?: number;
  readonly run?: string;
  readonly gap?: undefined;
}

export interface Failure {
  readonly metric: number;
  readonly arrives: number;
  readonly gap: GapReason;
  readonly at?: undefined;
  readonly value?: undefined;
}

export type Delivery = Reading | Failure;

export function sampleOf({ at, value, begunAt, run }: Reading): ValueSample {
  return { at, value, ...(begunAt !== undefined && { begunAt }), ...(run !== undefined && { run }) };
}

const networkFaults: Partial<Record<FaultKind, GapReason>> = { timeout: 'timeout', refused: 'refused' };
const gapOf: Partial<Record<FaultKind, GapReason>> = {
  ...networkFaults,
  parse: 'parse',
  empty: 'empty',
  gone: 'not_found',
  throttled: 'throttled',
};

export function zoneAt(metric: MetricScript, at: Offset): Zone {
  return metric.truth.findLast((segment) => segment.from <= at)?.zone ?? 'fine';
}

/** Everything that arrives, in the order in which it does. */
export function deliveriesOf(script: Script): readonly Delivery[] {
  return script.metrics
    .flatMap((metric, index) => looksAt(script, metric, index))
    .sort((left, right) => left.arrives - right.arrives);
}

function looksAt(script: Script, metric: MetricScript, index: number): readonly Delivery[] {
  const deliveries: Delivery[] = [];
  if (metric.derived) return [];
  for (let at = metric.phase, look = 0; at < script.length; look++) {
    const away = script.events.find(
      (event) => (event.type === 'suspend' || event.type === 'pause') && event.at <= at && at < event.to,
    );
    if (away && away.type !== 'restart') {
      // Periods go on from the epoch, whoever was away.
      const { period = 1 } = metric.aligned ?? {};
      at = Math.ceil(away.to / period) * period;
      continue;
    }
    const fault = metric.faults.find(({ from, to }) => from <= at && at < to)?.kind ?? null;
    const outage = script.events.some((event) => event.type === 'outage' && event.at <= at && at < event.to);
    deliveries.push(...lookOnce(script, metric, index, { at, look, fault: outage ? 'timeout' : fault }));
    const put = fault === 'throttled' ? 2 * metric.interval : 0;
    const early = scatter(script.seed + index, look) * 2 - 1;
    at += metric.interval + put + Math.round(early * metric.jitter);
  }
  return deliveries;
}

/** A counter grows each second by what the truth says, and begins again at zero now and then. */
function countedUntil(script: Script, index: number, until: Offset): bigint {
  const metric = script.metrics[index];
  const form = formOf(script, index);
  let count = 0n;
  if (!metric) return count;
  for (let at = 0; at <= until; at += 1_000) {
    const salt = script.seed + index * 7_919 + at;
    if (beginsAt(script, index, at)) count = 0n;
    count += valueIn(form, zoneAt(metric, at), salt);
  }
  return count;
}

/** Whether the process behind a metric begins anew at this second. */
function beginsAt({ seed }: Script, index: number, at: Offset): boolean {
  return scatter(seed + index * 7_919 + at, 3) < 0.01;
}

/** What the source tells of the process that it sees at this instant. */
function processAt(
  script: Script,
  index: number,
  at: Offset,
  look: number,
): Pick<Reading, 'begunAt' | 'run'> {
  const told = script.metrics[index]?.process;
  const salt = script.seed + index * 104_729 + look;
  if (!told || scatter(salt, 5) * 10 < told.silent) return {};
  // The first one has been there for a while.
  let begun = -Math.round(scatter(script.seed + index, 6) * 200) * 1_000;
  for (let second = 0; second <= at; second += 1_000) if (beginsAt(script, index, second)) begun = second;
  const drift = Math.round((scatter(salt, 7) * 2 - 1) * told.drift);
  return {
    ...(told.tells !== 'run' && { begunAt: scriptStart + begun + told.ahead + drift }),
    ...(told.tells !== 'beginning' && { run: `run since ${begun}` }),
  };
}

/** What is left at this instant. */
function balanceAt(spent: readonly Spending[], at: Offset): bigint {
  const since = spent.findLast(({ from }) => from <= at);
  return since ? since.value - since.pace * BigInt(at - since.from) : 0n;
}

function lookOnce(
  script: Script,
  metric: MetricScript,
  index: number,
  { at, look, fault }: { at: Offset; look: number; fault: FaultKind | null },
): readonly Delivery[] {
  if (fault === 'silent') return [];
  const taken = metric.aligned ? at : at + Math.floor(metric.latency / 2);
  const arrives = scriptStart + at + metric.latency;
  const reason = fault === null ? undefined : gapOf[fault];
  if (reason !== undefined) {
    const wait = reason === 'timeout' ? script.timeout : metric.latency;
    return [{ metric: index, arrives: scriptStart + at + wait, gap: reason }];
  }
  const form = formOf(script, index);
  const salt = script.seed + index * 7_919 + look * 104_729;
  const counted = metric.form === counterForm;
  const truth = metric.spent
    ? balanceAt(metric.spent, taken)
    : counted
      ? countedUntil(script, index, taken)
      : valueIn(form, zoneAt(metric, taken), salt);
  const own = metric.aligned ? 0 : metric.ownClock;
  const stamp = own === null ? arrives : scriptStart + taken + own;
  const reading: Reading = {
    metric: index,
    arrives,
    at: stamp,
    taken: scriptStart + taken,
    truth,
    value: form.reading(truth),
    ...processAt(script, index, taken, look),
  };
  switch (fault) {
    case 'nan':
      return [{ ...reading, value: Number.NaN }];
    case 'future':
      return [{ ...reading, at: arrives + 3_600_000 }];
    case 'late': {
      // It carries its own time, or it would not be late but young.
      // Never on the stamp of the look before it: of one stamp there is one reading.
      return [
        {
          ...reading,
          at: Math.min(stamp, metric.aligned ? stamp : arrives - 1),
          arrives: arrives + Math.round(metric.interval * (0.5 + scatter(salt, 1) * 6)),
        },
      ];
    }
    case 'twice':
      return [reading, { ...reading, arrives: arrives + Math.round(metric.interval * scatter(salt, 2)) }];
    case 'corrected': {
      const again = counted ? truth + 1n : valueIn(form, zoneAt(metric, taken), salt + 1);
      return [
        reading,
        {
          ...reading,
          truth: again,
          value: form.reading(again),
          arrives: arrives + Math.round(metric.interval / 2),
        },
      ];
    }
    default:
      return [reading];
  }
}
