// Windows that hold too few readings to say anything.

import { formatDuration, printDuration } from '../domain/duration.ts';
import type { Call } from './condition/ast.ts';
import type { LintFinding, LintPath } from './lint-finding.ts';
import type { MetricPlan } from './plan.ts';

/** Fewer readings than this in a window, and one that is missing changes the result (RULES.md §6.4). */
const readingsMin = 4;
/** Functions that compare readings with each other: one alone tells nothing. */
const needsTwo: readonly string[] = ['rate', 'increase', 'delta', 'resets', 'changes'];

export function lintWindow(
  { name, window }: Call,
  { id, interval }: MetricPlan,
  path: LintPath,
  offset: number,
): readonly LintFinding[] {
  if (window === null || window >= readingsMin * interval) return [];
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
