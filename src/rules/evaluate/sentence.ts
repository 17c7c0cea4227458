// The one sentence that every status, hint, incident, item and criterion has: value, threshold, since when.

import type { Amount } from '../../domain/amount.ts';
import { clockTime, type Instant } from '../../domain/clock.ts';
import { displayLimit, displayReading, displayValue } from '../../domain/display.ts';
import { exactDuration, formatDuration } from '../../domain/duration.ts';
import type { Part } from '../../domain/sample.ts';
import { isNumeric, toNumber, type Value } from '../../domain/value.ts';
import { leavesOf, type Condition, type Leaf, type Operand, type Right } from '../condition/ast.ts';
import { isFresh, operandReading, type Facts } from '../condition/compile.ts';
import type { LeafState } from '../machine/leaf.ts';
import { unitAfterCall } from '../condition/operand-type.ts';
import { printHeld, printOperand, printRight } from '../condition/print.ts';
import { asReading, type WindowReading } from '../condition/windows.ts';
import { inMetricUnit } from './pace.ts';
import { doubtWords } from './observer.ts';
import { openWords, sawWords, toldValueWords } from './seen-words.ts';
import type { MetricPlan } from '../plan.ts';

export interface Narrator {
  readonly facts: Facts;
  readonly now: Instant;
  metric(id: string): MetricPlan | undefined;
  /** Nothing comes back from where it is read, and it may be our own way out. */
  inDoubt(metric: string): boolean;
  /** Tells in whole minutes for how long something has been so: a line of a list must not be another text each second. */
  readonly inMinutes?: true;
}

/** What a sentence adds where one of these metrics is in doubt. */
export function inDoubtWords(metrics: readonly string[], narrator: Narrator): string {
  return metrics.some((metric) => narrator.inDoubt(metric)) ? `; ${doubtWords}` : '';
}

/** A span for a sentence: coarse, so that it does not change with each second once it is long. */
export function span(from: Instant, to: Instant): string {
  const length = Math.max(0, to - from);
  return formatDuration(length < 3_600_000 ? length - (length % 1_000) : length - (length % 60_000));
}

/** For how long something has been so; for lines of lists in whole minutes once it is one. */
export function lasting(from: Instant, { now, inMinutes }: Narrator): string {
  const length = Math.max(0, now - from);
  return inMinutes && length >= 60_000 ? formatDuration(length - (length % 60_000)) : span(from, now);
}

export interface Told {
  readonly text: string;
  /** It says itself of something that it cannot be told. */
  readonly untold: boolean;
}

interface LeafTold extends Told {
  /** The value, as the sentence has it; null where it has none. */
  readonly shown: string | null;
}

function told(text: string, shown: string | null = null): LeafTold {
  return { text, untold: false, shown };
}

function untold(text: string): LeafTold {
  return { text, untold: true, shown: null };
}

/** What one comparison says now: `queue depth 1,240 > 1,000 for 7m12s of 10m`. */
export function leafSentence(leaf: Leaf, memory: LeafState | undefined, narrator: Narrator): string {
  return leafTold(leaf, memory, narrator).text;
}

function leafTold(leaf: Leaf, memory: LeafState | undefined, narrator: Narrator): LeafTold {
  const metric = narrator.metric(leaf.left.metric);
  const name = metric?.title ?? leaf.left.metric;
  const held = heldFor(leaf, memory, narrator);
  switch (leaf.type) {
    case 'status':
      return told(`${name} is ${narrator.facts.status(leaf.left.metric) ?? 'not judged'}${held}`);
    case 'absent':
      return told(`${name} ${freshWords(leaf, memory, metric, narrator)}${held}`);
    case 'comparison': {
      const read = readNow(leaf, memory, narrator, boundOf(leaf, metric));
      const left = leaf.left.call === null || leaf.left.implicit ? name : `${leaf.left.call.name}(${name})`;
      if (read.value === null && leaf.left.implicit && leaf.left.call !== null)
        return untold(
          `${left} ${printOperand(leaf.left)} ${leaf.operator} ${threshold(leaf.right)} cannot be told yet`,
        );
      if (read.value === null || !metric) return untold(`${left} cannot be told`);
      if (typeof read.value === 'boolean')
        return told(`${left}: ${displayReading(read.value, metric)}${held}`);
      const shown = (value: Value): string => shownOperand(value, leaf.left, metric);
      const raw = memory?.raw ?? null;
      if (read.part && raw === null)
        return untold(`${left} ${openStatement(read.value, read.part, leaf, shown)}`);
      const seen = read.part ? ` (${sawWords(read.part)})` : '';
      const value = read.part ? toldValueWords(read.value, read.part, shown) : shown(read.value);
      return told(`${left} ${statement(value, leaf, raw)}${seen}${held}`, value);
    }
  }
}

/** `has no fresh value`; `has a fresh value, 1,240`. */
function freshWords(
  { left }: Leaf,
  memory: LeafState | undefined,
  metric: MetricPlan | undefined,
  { facts, now }: Narrator,
): string {
  if (memory?.raw === true) return 'has no fresh value';
  const newest = isFresh(facts, left.metric, now) ? facts.series(left.metric)?.newestValue(now) : null;
  if (!newest) return 'has no fresh value, and no look says that it is not there';
  return metric ? `has a fresh value, ${displayReading(newest.value, metric)}` : 'has a fresh value';
}

/** `at least 478, < 1,000 cannot be told: saw 12s of 1m`. */
function openStatement(
  value: Value,
  part: Part,
  leaf: Extract<Leaf, { type: 'comparison' }>,
  shown: (value: Value) => string,
): string {
  const words = `${leaf.operator} ${threshold(leaf.right)} cannot be told yet`;
  const open = openWords(value, part, shown);
  return `${open === null ? '' : `${open}, `}${words}: ${sawWords(part)}`;
}

/** What is judged by now: where a window has run empty since the newest reading, and that is fresh, what it said then. */
function readNow(
  { left }: Leaf,
  memory: LeafState | undefined,
  { facts, now }: Narrator,
  bound: Amount | null,
): WindowReading {
  const read = operandReading(left, bound, facts, now, null);
  const judgedAt = memory?.raw === null ? null : (memory?.lastEvidenceAt ?? null);
  const isJudged = read !== null || judgedAt === null || !isFresh(facts, left.metric, now);
  return asReading(isJudged ? read : operandReading(left, bound, facts, judgedAt, null));
}

/** A span of time is shown as one: `1h51m`; a forecast without an end as `never`. */
export function shownOperand(value: Value, { call }: Operand, metric: MetricPlan): string {
  if (call !== null && unitAfterCall(call, metric.unit) === 'ms' && call.window === null && isNumeric(value))
    return value === Number.POSITIVE_INFINITY ? 'never' : formatDuration(toNumber(value));
  return displayValue(value, unitAfterCall(call, metric.unit), { exact: metric.exact && call === null });
}

/** The bound of `until()` in the metric's own unit. */
function boundOf(leaf: Leaf, metric: MetricPlan | undefined): Amount | null {
  const bound = leaf.left.call?.bound;
  return metric && bound?.type === 'quantity' ? inMetricUnit(bound.quantity, metric) : null;
}

/** `1,240 > 1000`, or `980, not > 1000` when the comparison does not hold. */
function statement(shown: string, leaf: Extract<Leaf, { type: 'comparison' }>, raw: boolean | null): string {
  const words = `${leaf.operator} ${threshold(leaf.right)}`;
  return raw === false ? `${shown}, not ${words}` : `${shown} ${words}`;
}

/** The right side with its thousands parted and its hours told as hours, as values are shown. */
export function threshold(right: Right): string {
  return printRight(right).replace(
    /(?<![\w.])(\d{2,})([a-z]*)(?![\w.])/g,
    (_, digits: string, unit: string) => displayLimit(digits, unit),
  );
}

/** ` for 7m12s of 10m`, ` for 1 of 2 samples`, ` for 12m`; without a clock ` for 10m`. */
function heldFor(leaf: Leaf, memory: LeafState | undefined, narrator: Narrator): string {
  if (!memory || memory.raw !== true) return '';
  // Without a clock only what it demands is told, and only of what has met it.
  if (memory.activeAt === null) return leaf.held && memory.matured ? ` ${printHeld(leaf.held)}` : '';
  if (leaf.held === null) return ` for ${lasting(memory.activeAt, narrator)}`;
  if (leaf.held.type === 'samples') {
    const seen = memory.recent.filter(Boolean).length;
    return memory.matured === true
      ? ` for ${lasting(memory.activeAt, narrator)}`
      : ` in ${seen} of ${leaf.held.needed} samples`;
  }
  const { now } = narrator;
  const lasted = Math.min(now, memory.lastTrueAt ?? now) - memory.activeAt;
  return memory.matured === true
    ? ` for ${lasting(memory.activeAt, narrator)}`
    : ` for ${formatDuration(lasted - (lasted % 1_000))} of ${exactDuration(leaf.held.duration)}`;
}

/** What a whole rule says: its comparisons, those that hold first. */
export function ruleSentence(
  condition: Condition,
  memories: readonly LeafState[],
  narrator: Narrator,
): string {
  return ruleTold(condition, memories, narrator).text;
}

export function ruleTold(condition: Condition, memories: readonly LeafState[], narrator: Narrator): Told {
  const joint = condition.type === 'or' ? ' or ' : ' and ';
  const leaves = toldLeaves(condition, memories).map(({ leaf, memory }) => leafTold(leaf, memory, narrator));
  return {
    text: leaves.map(({ text }) => text).join(joint),
    untold: leaves.some((leaf) => leaf.untold),
  };
}

/** By metric, what its own readings are in the rule's sentence. */
export function valuesTold(
  condition: Condition,
  memories: readonly LeafState[],
  narrator: Narrator,
): Readonly<Record<string, string>> {
  const values = toldLeaves(condition, memories).flatMap(({ leaf, memory }): [string, string][] => {
    const { shown } = leafTold(leaf, memory, narrator);
    return shown === null || leaf.left.call !== null ? [] : [[leaf.left.metric, shown]];
  });
  return Object.fromEntries(values);
}

/** Whether each value that the rule's sentence is about is there: right after a restart none is. */
export function isReadable(
  condition: Condition,
  memories: readonly LeafState[],
  narrator: Narrator,
): boolean {
  return toldLeaves(condition, memories).every(
    ({ leaf, memory }) =>
      leaf.type !== 'comparison' ||
      readNow(leaf, memory, narrator, boundOf(leaf, narrator.metric(leaf.left.metric))).value !== null,
  );
}

/** Of alternatives those that hold, if any does. */
function toldLeaves(condition: Condition, memories: readonly LeafState[]) {
  const leaves = leavesOf(condition).map((leaf, index) => ({ leaf, memory: memories[index] }));
  const holding = leaves.filter(({ memory }) => memory?.raw === true);
  return condition.type === 'or' && holding.length > 0 ? holding : leaves;
}

/** What fires has one clock, its own: since when it does. By then a comparison that stands alone has held for all of its `for`. */
export function withoutClocks(condition: Condition, leaves: readonly LeafState[]): readonly LeafState[] {
  const isAlone = leaves.length === 1 && condition.type !== 'not';
  return leaves.map((leaf) => ({ ...leaf, activeAt: null, matured: isAlone ? true : leaf.matured }));
}

/** `, confirmed last at 15:40:12`: the newest evidence that said so. */
export function confirmedWords(at: Instant | null): string {
  return at === null ? '' : `, confirmed last at ${clockTime(at)}`;
}

/** When that began which a rule that fires says: a comparison that stands alone has held for its `for` by the time that it fires. */
export function heldSince(condition: Condition, firing: Instant): Instant {
  const [leaf, ...others] = leavesOf(condition);
  const isAlone = others.length === 0 && condition.type !== 'not';
  return isAlone && leaf?.held?.type === 'duration' ? firing - leaf.held.duration : firing;
}

/** `since 15:31:02 (11m)`; at that very instant only `since 15:31:02`. */
export function sinceWords(since: Instant, narrator: Narrator): string {
  const lasted = narrator.now - since < 1_000 ? '' : ` (${lasting(since, narrator)})`;
  return `since ${clockTime(since)}${lasted}`;
}
