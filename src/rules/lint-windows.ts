// Windows that hold too few readings to say anything.

import { formatDuration, printDuration } from '../domain/duration.ts';
import type { Call } from './condition/ast.ts';
import type { LintFinding, LintPath } from './lint-finding.ts';
import type { MetricPlan } from './plan.ts';

/** Fewer readings than this in a window, and one that is missing changes the result (RULES.md §6.4). */
const readingsMin = 4;
/** A quantile rests on the readings above it: ten of them, or it is noise (RULES.md §2.2). */
const tailReadings: Readonly<Record<string, number>> = { p95: 200, p99: 1_000 };
/** Functions that compare readings with each other: one alone tells nothing. */
const needsTwo: readonly string[] = ['rate', 'increase', 'delta', 'resets', 'changes'];

export function lintWindow(
  call: Call,
  metric: MetricPlan,
  path: LintPath,
  offset: number,
): readonly LintFinding[] {
  const { name, window } = call;
  const { id, interval } = metric;
  if (window === null) return [];
  if (window >= readingsMin * interval) return lintTail(call, metric, path, offset);
  const least = printDuration(readingsMin * interval);
  const rhythm = `${id} has a reading every ${formatDuration(interval)}`;
  const at = { path, offset };
  if (needsTwo.includes(name) ? window <= interval : window < interval) {
    const why = needsTwo.includes(name)
      ? `${name}() needs two readings, and ${formatDuration(window)} never hold two: it can never be told`
      : `${formatDuration(window)} never hold more than one reading: ${name}() of it says nothing that the reading does not`;
    return [{ ...at, severity: 'error', message: `${why}; ${rhythm}, so write ${least} or more` }];
  }
  const message = `${formatDuration(window)} hold about ${Math.max(1, Math.round(window / interval))} readings, and one that is missing changes ${name}(): ${rhythm}, so write ${least} or more`;
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
  const message = `${name}() of about ${readings} readings rests on the highest ${above} of them: ${id} has one every ${formatDuration(interval)}, so write ${printDuration(wanted * interval)} or more for ${wanted}, or say with minSamples how many are enough`;
  return [{ path, offset, severity: 'warning', message }];
}
