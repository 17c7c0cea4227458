// The states of a metric, a hint or an incident in words, with the thresholds and durations of this very rule filled in.

import { exactDuration } from '../../domain/duration.ts';
import { leavesOf, type Condition, type Held, type Call } from '../condition/ast.ts';
import { printCondition, printOperand } from '../condition/print.ts';
import { coveredBy, type MetricPlan, type Plan } from '../plan.ts';
import { metricWarmUp } from '../lint/warm-up.ts';
import type { Milliseconds } from '../../domain/clock.ts';

export interface StateLine {
  readonly state: string;
  readonly when: string;
}

/** What the metric is, a fact a sentence. */
export function metricFacts(plan: Plan, metric: MetricPlan): readonly string[] {
  const source = plan.sources.find(({ id }) => id === metric.source);
  const facts = [
    metric.derived
      ? `calculated: ${metric.derived.text}, a value every ${exactDuration(metric.interval)}`
      : `reads: ${metric.source}${source ? ` (${source.kind}, ${source.place})` : ''}, a sample every ${exactDuration(metric.interval)}`,
  ];
  if (source)
    facts.push(
      `polled: every ${exactDuration(source.every)}, an answer within ${exactDuration(source.timeout)}`,
    );
  if (metric.aligned && source)
    facts.push(
      `settles: a period counts ${exactDuration(metric.aligned.delay - source.every)} after its end`,
    );
  const covers = coveredBy(metric, plan.sources);
  if (covers > 0)
    facts.push(`covers: ${exactDuration(covers)}; while the source has data of less, there is no value`);
  if (metric.use) facts.push(`judged: ${readingWords(metric)}`);
  if (metric.unit !== null) facts.push(`unit: ${metric.unit}${metric.exact ? ', exact values only' : ''}`);
  else if (metric.exact) facts.push('unit: none; exact values only');
  facts.push(`target: ${metric.target ? printCondition(metric.target.condition) : 'none'}`);
  facts.push(`alert: ${metric.alert ? printCondition(metric.alert.condition) : 'none'}`);
  if (metric.alert) facts.push(`hold: ${exactDuration(metric.hold)} against the alert before a red ends`);
  facts.push(`fresh: a value counts while it is younger than ${exactDuration(metric.staleAfter)}`);
  facts.push(`missing: ${missingWords(metric)}`);
  const needs = [...new Set([...metric.needs, ...(source?.needs ?? [])])];
  if (needs.length > 0)
    facts.push(`needs: ${needs.join(', ')}; while one is down this is unknown because of it`);
  return facts;
}

function readingWords({ use, samplesMin, interval }: MetricPlan): string {
  if (!use) return '';
  const few = fewSamples(use, interval);
  const least = samplesMin > 1 ? `, once there are ${samplesMin} readings` : '';
  return `${printOperand({ type: 'operand', metric: '', call: use, implicit: true, span: { start: 0, end: 0 } })} of its readings${least}${few === null ? '' : `; ${few}`}`;
}

function missingWords({ missing, because }: MetricPlan): string {
  switch (missing) {
    case 'unknown':
      return 'unknown, never green';
    case 'keep':
      return 'the last status is kept';
    case 'bad':
      return 'counts as bad: red';
    case 'good':
      return `an empty answer is good: ${because ?? ''}`;
  }
}

export function metricStates(metric: MetricPlan, plan: Plan): readonly StateLine[] {
  const { target, alert, staleAfter, missing } = metric;
  if (!target && !alert)
    return [{ state: 'a plain reading', when: 'it has no target and no alert, and no status' }];
  const lines: StateLine[] = [];
  const meets = target
    ? `meets ${printCondition(target.condition)}`
    : `is not ${alert ? bare(alert.condition) : ''}`;
  lines.push({ state: '● green', when: `fresh, and ${meets}` });
  if (target) lines.push({ state: '▲ amber', when: `fresh, and misses ${printCondition(target.condition)}` });
  if (alert) {
    const held = heldOf(alert.condition);
    if (held)
      lines.push({
        state: '▲ amber, pending',
        when: `${bare(alert.condition)}, but not yet ${heldWords(held)}`,
      });
    lines.push({
      state: '✖ red',
      when: `${bare(alert.condition)}${held ? ` ${heldWords(held)}, on fresh samples` : ''}`,
    });
    if (metric.hold > 0)
      lines.push({
        state: '✖ red, recovering',
        when: `seen not to hold any more, for less than ${exactDuration(metric.hold)}`,
      });
  }
  const old = `no value younger than ${exactDuration(staleAfter)}`;
  if (missing === 'bad') lines.push({ state: '✖ red, stale', when: old });
  else if (missing === 'keep') lines.push({ state: 'as it was, stale', when: old });
  else
    lines.push({ state: '◌ unknown, stale', when: `${old}${alert ? '; a red before it stays noted' : ''}` });
  if (missing === 'good')
    lines.push({ state: '● green, stale', when: `${old}, and the source answers "nothing there"` });
  const warming = warmingWords(metric, plan);
  if (warming !== null) lines.push({ state: '◌ unknown, warming', when: warming });
  return lines;
}

/** Null where it looks back over no window. */
function warmingWords(metric: MetricPlan, plan: Plan): string | null {
  const wait = metricWarmUp(metric, plan);
  if (!wait || wait.window === null) return null;
  const { takes, window } = wait;
  const readings = metric.samplesMin > 1 ? `, or fewer than ${metric.samplesMin} readings in it` : '';
  const seen =
    takes > window
      ? `less than ${exactDuration(takes)} seen`
      : `less than ${takes < window ? `${exactDuration(takes)} of ` : ''}its window of ${exactDuration(window)} seen`;
  return `${seen}${readings}`;
}

export function ruleStates(
  condition: Condition,
  kind: 'hint' | 'incident',
  hold: number,
): readonly StateLine[] {
  const on = kind === 'hint' ? 'active' : 'open';
  const held = heldOf(condition);
  const holds = held ? `${bare(condition)} ${heldWords(held)}, on fresh samples` : printCondition(condition);
  const waits = leavesOf(condition).some((leaf) => leaf.held !== null);
  return [
    { state: 'not there', when: 'the condition does not hold, or never could be told' },
    ...(waits ? [{ state: 'pending', when: 'it holds, but not yet for all of its time' }] : []),
    { state: on, when: holds },
    {
      state: `${on}, ending`,
      when: `seen not to hold any more, for less than ${exactDuration(hold)}`,
    },
    { state: `${on}, not told`, when: 'its metrics have no fresh values: it stays until fresh ones end it' },
  ];
}

/** The `for` of a condition that is one comparison. */
function heldOf(condition: Condition): Held | null {
  const [only, ...others] = leavesOf(condition);
  return only && others.length === 0 ? only.held : null;
}

function heldWords(held: Held): string {
  if (held.type === 'duration') return `for ${exactDuration(held.duration)}`;
  return held.needed === held.of ? `in ${held.of} samples` : `in ${held.needed} of ${held.of} samples`;
}

/** The condition without its `for`, where it is a single comparison. */
function bare(condition: Condition): string {
  switch (condition.type) {
    case 'comparison':
    case 'status':
    case 'absent':
      return printCondition({ ...condition, held: null });
    default:
      return printCondition(condition);
  }
}

/**
 * How many readings a percentile takes before it says more than its greatest ones (AWS, "Percentile-based CloudWatch alarms and low
 * data samples"; docs/rules-research.md §2.2).
 * @param share of the values that lie below it, between 0 and 1: 0.95 for p95.
 */
export function samplesNeeded(share: number): number {
  // 1 − 0.9 is not quite 0.1; the smallest share that is asked for has three digits.
  const tail = Math.round(Math.min(share, 1 - share) * 1e6) / 1e6;
  return Math.round(10 / tail);
}

const shares: Readonly<Record<string, number>> = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 };

/** `60 readings are few for p95, which takes 200`; null where they are enough, or it is no percentile. */
export function fewSamples({ name, window }: Call, interval: Milliseconds): string | null {
  const share = shares[name];
  if (share === undefined || window === null) return null;
  const readings = Math.floor(window / interval);
  const needed = samplesNeeded(share);
  return readings < needed ? `${readings} readings are few for ${name}, which takes ${needed}` : null;
}
