// How long a balance lasts, by its truth: it is spent evenly since it was last filled up, so that what is left over the pace is the answer.
// It speaks where the log reaches far enough for any trend, and where nothing of the kind can be known (docs/conditions.md, `until`).
import type { Violation } from './checks.ts';
import { criterionId, metricId } from './plan-of-script.ts';
import type { Entry } from './logbook.ts';
import {
  leavesIn,
  scriptStart,
  type LeafScript,
  type MetricScript,
  type RuleScript,
  type Script,
  type Spending,
} from './script.ts';
import type { Moment } from './world.ts';

const minute = 60_000;
/** A trend wants so many readings, over so long a time; it looks at one reading in a minute and a half, and back over two hours. */
const readingsMin = 20;
const spanMin = 30 * minute;
const grain = 90_000;
const trendMax = 115 * minute;

type Answer = boolean | 'untold' | 'perhaps';

export function spendingViolations(script: Script, moment: Moment): readonly Violation[] {
  const { board } = moment;
  const found: Violation[] = [];
  const hold = (id: string, shown: string, expected: string | null): void => {
    if (expected !== null && shown !== expected)
      found.push({ check: 'until', what: `${id} is ${shown}, and by its truth ${expected}` });
  };
  for (const [index, metric] of script.metrics.entries()) {
    const state = board.metrics[index];
    if (!metric.spent || !state || state.detail === 'flapping') continue;
    hold(metricId(index), state.status ?? 'none', statusOf(moment, metric, index));
  }
  for (const [index, rule] of script.gate.entries()) {
    const [leaf] = leavesIn(rule);
    const metric = script.metrics[leaf?.metric ?? -1];
    if (!leaf?.lasts || !metric?.spent) continue;
    const answer = isKnown(moment, metric, leaf.metric) ? answerOf(moment, metric, leaf) : 'untold';
    const shown = board.gate.criteria.find(({ id }) => id === criterionId(index))?.status ?? 'missing';
    hold(
      criterionId(index),
      shown,
      answer === 'perhaps' ? null : answer === 'untold' ? 'unknown' : answer ? 'pass' : 'fail',
    );
  }
  return found;
}

function statusOf(moment: Moment, metric: MetricScript, index: number): string | null {
  if (!isKnown(moment, metric, index)) return 'unknown';
  const [alert, target] = [metric.alert, metric.target].map((rule) => ruleAnswer(moment, metric, rule));
  if (alert === 'perhaps' || target === 'perhaps') return null;
  if (alert === 'untold') return moment.board.metrics[index]?.was === 'red' ? null : 'unknown';
  if (alert === true) return 'red';
  return target === false ? 'amber' : 'green';
}

function ruleAnswer(moment: Moment, metric: MetricScript, rule: RuleScript | null): Answer | null {
  const [leaf] = rule ? leavesIn(rule) : [];
  return leaf ? answerOf(moment, metric, leaf) : null;
}

function isKnown({ now, logs, offline }: Moment, { staleAfter }: MetricScript, index: number): boolean {
  return !offline && (logs[index]?.isFresh(now, staleAfter) ?? false);
}

function answerOf({ now, logs }: Moment, metric: MetricScript, leaf: LeafScript): Answer {
  const { lasts } = leaf;
  const entries = logs[leaf.metric]?.entries.filter(({ at }) => at <= now) ?? [];
  const newest = entries.at(-1);
  if (!lasts || !newest) return 'untold';
  const reach = reachOf(entries, metric);
  if (reach !== 'far') return reach === 'short' ? 'untold' : 'perhaps';
  const pace = since(metric, newest)?.pace ?? 1n;
  const left = newest.truth - lasts.bound;
  // What has been crossed is for the bound's own comparison to say.
  if (left <= 0n) return 'perhaps';
  const difference = left - pace * BigInt(lasts.ms);
  const tolerance = 2n * pace;
  if (difference <= tolerance && difference >= -tolerance) return 'perhaps';
  return difference < 0n === (lasts.operator === '<');
}

/** Whether there is enough to go by: surely, surely not, or it depends. */
function reachOf(entries: readonly Entry[], metric: MetricScript): 'far' | 'short' | 'between' {
  const [first, last] = [entries[0], entries.at(-1)];
  if (!first || !last || entries.length < readingsMin || last.at - first.at < spanMin) return 'short';
  if (last.at - first.at > trendMax) return 'between';
  const parts = partsOf(entries, metric);
  if (parts === null) return 'between';
  const steady = new Set(parts.map(({ pace }) => pace)).size === 1;
  const counted = steady ? parts : parts.slice(-1);
  // Only the first reading of a stretch is looked at, so that one right after a refill, or the last one, may be none.
  const inner = counted.map(({ entries: [head, ...rest] }) =>
    rest.filter(({ at }) => at >= (head?.at ?? 0) + grain && at <= last.at - grain),
  );
  const spare = 2 * Math.ceil(grain / metric.interval) + 2;
  const span = inner.reduce((sum, part) => sum + Math.max(0, spanOf(part) - grain), 0);
  const readings = inner.reduce((sum, part) => sum + Math.max(0, part.length - spare), 0);
  return span >= spanMin && readings >= readingsMin ? 'far' : 'between';
}

interface Part extends Spending {
  readonly entries: readonly Entry[];
}

/** The readings from refill to refill; null where one cannot be seen as such in them. */
function partsOf(entries: readonly Entry[], metric: MetricScript): readonly Part[] | null {
  const parts: { spending: Spending; entries: Entry[] }[] = [];
  for (const entry of entries) {
    const spending = since(metric, entry);
    if (!spending) return null;
    const part = parts.at(-1);
    if (part?.spending === spending) part.entries.push(entry);
    else parts.push({ spending, entries: [entry] });
  }
  const steps = parts.slice(1).map(({ entries: part }, index) => {
    const before = parts[index]?.entries.at(-1)?.truth ?? 0n;
    const after = part[0]?.truth ?? 0n;
    return { before, rise: after - before };
  });
  const steepest = parts.reduce((most, { spending }) => (spending.pace > most ? spending.pace : most), 0n);
  // A step up of a fifth, and of more than what is spent in a long silence.
  const seen = steps.every(({ before, rise }) => rise * 5n > before && rise > steepest * BigInt(20 * minute));
  return seen ? parts.map(({ spending, entries: part }) => ({ ...spending, entries: part })) : null;
}

function spanOf(entries: readonly Entry[]): number {
  return (entries.at(-1)?.at ?? 0) - (entries[0]?.at ?? 0);
}

function since({ spent }: MetricScript, { taken }: Entry): Spending | null {
  return spent?.findLast(({ from }) => from <= taken - scriptStart) ?? null;
}
