// Windows that hold too few readings to say anything, or more than are kept.

import type { Milliseconds } from '../../domain/clock.ts';
import { groupThousands } from '../../domain/display.ts';
import { exactDuration, formatDuration, printDuration } from '../../domain/duration.ts';
import { seriesPointsMax } from '../../domain/series.ts';
import type { Call } from '../condition/ast.ts';
import { dropWindows } from '../condition/functions.ts';
import { readBehind } from '../evaluate/derived.ts';
import type { LintFinding, LintPath } from '../sites.ts';
import type { MetricPlan, Plan } from '../plan.ts';

/** Fewer readings than this in a window, and one that is missing changes the result (docs/rules-research.md §6.4). */
const readingsMin = 4;
/** A quantile rests on the readings above it: ten of them, or it is noise (docs/rules-research.md §2.2). */
const tailReadings: Readonly<Record<string, number>> = { p95: 200, p99: 1_000 };
/** Functions that compare readings with each other: one alone tells nothing. */
const needsTwo: readonly string[] = ['rate', 'increase', 'delta', 'resets', 'changes'];

export function lintWindow(
  call: Call,
  metric: MetricPlan,
  path: LintPath,
  offset: number,
  plan: Plan,
): readonly LintFinding[] {
  const { name, window } = call;
  const { id, interval } = metric;
  if (window === null) return [];
  if (window >= readingsMin * interval)
    return [...lintTail(call, metric, path, offset), ...lintKept(call, metric, path, offset, plan)];
  const least = printDuration(readingsMin * interval);
  const rhythm = `${id} has a reading every ${exactDuration(interval)}`;
  const at = { path, offset };
  if (needsTwo.includes(name) ? window <= interval : window < interval) {
    const why = needsTwo.includes(name)
      ? `${name}() needs two readings, and ${exactDuration(window)} never hold two: it can never be told`
      : `${exactDuration(window)} never hold more than one reading: ${name}() of it says nothing that the reading does not`;
    return [{ ...at, severity: 'error', message: `${why}; ${rhythm}, so write ${least} or more` }];
  }
  const message = `${exactDuration(window)} hold about ${Math.max(1, Math.round(window / interval))} readings, and one that is missing changes ${name}(): ${rhythm}, so write ${least} or more`;
  return [{ ...at, severity: 'warning', message }];
}

/** The window that the source itself computes a reading over: growth within it takes two looks. */
export function lintReadWindow({ id, readWindow, interval }: MetricPlan): readonly LintFinding[] {
  if (readWindow === null || readWindow >= readingsMin * interval) return [];
  const at = { path: ['metrics', id, 'read', 'window'], offset: null };
  const remedy = `${id} is looked at every ${exactDuration(interval)}, so write ${printDuration(readingsMin * interval)} or more`;
  const window = exactDuration(readWindow);
  if (readWindow <= interval) {
    const message = `what grows needs two looks, and ${window} never hold two: it can never be told; ${remedy}`;
    return [{ ...at, severity: 'error', message }];
  }
  const message = `${window} hold about ${Math.max(1, Math.round(readWindow / interval))} looks, and one that is missing changes the reading; ${remedy}`;
  return [{ ...at, severity: 'warning', message }];
}

/** Who writes `minSamples` has thought of how many readings are enough. */
function lintTail(
  { name, window }: Call,
  { id, interval, samplesMin }: MetricPlan,
  path: LintPath,
  offset: number,
): readonly LintFinding[] {
  const wanted = tailReadings[name];
  if (window === null || wanted === undefined || samplesMin > 1) return [];
  const readings = Math.round(window / interval);
  if (readings >= wanted) return [];
  const above = Math.max(1, Math.round((readings * (100 - Number(name.slice(1)))) / 100));
  const message = `${name}() of about ${readings} readings rests on the highest ${above} of them: ${id} has one every ${exactDuration(interval)}, so write ${printDuration(wanted * interval)} or more for ${wanted}, or say with minSamples how many are enough`;
  return [{ path, offset, severity: 'warning', message }];
}

/** A series is bounded by its number of readings: what is older than that is not seen. */
function lintKept(
  { name, window }: Call,
  metric: MetricPlan,
  path: LintPath,
  offset: number,
  plan: Plan,
): readonly LintFinding[] {
  if (window === null) return [];
  const windows = name === 'drop' ? dropWindows + 1 : 1;
  const paces = pacesOf(metric, plan);
  const perMs = [...paces.values()].reduce((sum, interval) => sum + 1 / interval, 0);
  const readings = Math.round(windows * window * perMs);
  if (readings <= seriesPointsMax) return [];
  const second = 1_000;
  const held = Math.floor(seriesPointsMax / perMs / second) * second;
  const apart = formatDuration(Math.round(1 / perMs));
  const sources = [...paces.keys()].map((source) => `"${source}"`).join(' and ');
  // Each of several sources has to be asked that much more seldom.
  const every = Math.ceil((paces.size * windows * window) / seriesPointsMax / second) * second;
  const most = printDuration(Math.floor(held / windows / second) * second);
  const message = `${printDuration(windows * window)} hold ${groupThousands(String(readings))} readings of ${metric.id}, one every ${apart}, and ${groupThousands(String(seriesPointsMax))} are kept: ${name}() would see the last ${printDuration(held)} only; write every: ${printDuration(every)} or more on ${sources}, or ${most} or less`;
  return [{ path, offset, severity: 'warning', message }];
}

/** How far apart the readings of each source are that gives this metric one. A calculated one has a reading with each of them. */
function pacesOf({ id }: MetricPlan, plan: Plan): ReadonlyMap<string, Milliseconds> {
  const known = new Map<string, Milliseconds>();
  for (const { source, interval } of readBehind(id, (one) =>
    plan.metrics.find((metric) => metric.id === one),
  ))
    known.set(source, Math.min(known.get(source) ?? Infinity, interval));
  return known;
}
