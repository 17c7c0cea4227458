// What a rule test says of one metric, as looks: a value, a gap, or none at all; checked against the metric. The notation is the one that
// operators know from `promtool test rules`:
//
//   series := item (blank item)*
//   item   := number [step] times? | "word" times? | true times? | false times? | "_" times? | stale [":" reason] times?
//   number := decimal [unit] | NaN | Inf | -Inf        step := ("+" | "-") decimal [unit]
//   times  := [blank] "x" n
//
// `a+bxn` is a and n more samples, `axn` n+1 samples, `_xn` n looks that never were; `stale` is a look without an answer.

import {
  addAmounts,
  amount,
  divideAmounts,
  multiplyAmounts,
  type Amount,
  parseAmount,
} from '../../domain/amount.ts';
import { gap, type Gap, gapReasons, type GapReason } from '../../domain/gap.ts';
import { printQuantity, quantityIn, type Quantity } from '../../domain/quantity.ts';
import { countUnit, findUnit, type Unit } from '../../domain/unit.ts';
import type { Value } from '../../domain/value.ts';
import type { Call } from '../../rules/condition/ast.ts';
import type { MetricPlan } from '../../rules/plan.ts';
import { didYouMean } from '../../domain/nearest.ts';

/** One look at a metric: what it read, or why it read nothing; null where nobody looked. */
export type Look = { readonly value: Value } | { readonly gap: Gap } | null;

export interface SeriesReading {
  readonly looks: readonly Look[];
  readonly problems: readonly NotationProblem[];
}

/** Functions whose result is in the unit of the readings; the others read plain numbers, or true and false. */
const sameUnit: readonly string[] = [
  'avg',
  'min',
  'max',
  'sum',
  'p50',
  'p90',
  'p95',
  'p99',
  'delta',
  'stddev',
  'increase',
];

export function readSeries(text: string, metric: MetricPlan, ownUnits: readonly string[]): SeriesReading {
  const notation = parseNotation(text);
  const problems = [...notation.problems];
  const looks: Look[] = [];
  for (const item of notation.items) {
    const expanded = looksOf(item, metric, ownUnits);
    if (typeof expanded === 'string') problems.push({ offset: item.offset, message: expanded });
    else for (const look of expanded) looks.push(look);
  }
  return { looks, problems };
}

function looksOf(
  { what, count }: SeriesItem,
  metric: MetricPlan,
  ownUnits: readonly string[],
): readonly Look[] | string {
  const all = (look: Look): Look[] => Array.from({ length: count }, () => look);
  switch (what.type) {
    case 'missing':
      return all(null);
    case 'gap':
      return all({ gap: gap(what.reason, 'no answer (the test says stale)', null) });
    case 'boolean':
      return wantsProbe(metric) || metric.unit === null
        ? all({ value: what.value })
        : `${metric.id} is in ${metric.unit}: true and false are no samples of it`;
    case 'text':
      return wantsProbe(metric) || metric.unit !== null
        ? `${metric.id} ${wantsProbe(metric) ? 'counts probes: write true or false' : `is in ${metric.unit}: a word is no sample of it`}`
        : all({ value: what.text });
    case 'float':
      return wantsProbe(metric) ? probeProblem(metric) : all({ value: what.value });
    case 'number': {
      if (wantsProbe(metric)) return probeProblem(metric);
      const start = reading(what.start, metric, ownUnits);
      const step = what.step && reading(what.step, metric, ownUnits);
      if (typeof start === 'string') return start;
      if (typeof step === 'string') return step;
      return Array.from({ length: count }, (_, index) => ({
        value: step ? addAmounts(start, multiplyAmounts(step, amount(index))) : start,
      }));
    }
  }
}

function wantsProbe({ use }: MetricPlan): boolean {
  return use?.name === 'success';
}

function probeProblem(metric: MetricPlan): string {
  return `${metric.id} counts probes with success(): its samples are true and false`;
}

/**
 * The amount as the source would have read it: a sample is written in the metric's own unit, which is what its source
 * gives times its scale. Below a function that changes the unit, a sample is the plain number that is read.
 */
function reading(quantity: Quantity, metric: MetricPlan, ownUnits: readonly string[]): Amount | string {
  const { use, scale } = metric;
  if (!inMetricUnit(use))
    return quantity.unit === ''
      ? quantity.amount
      : `${metric.id} takes ${use?.name ?? ''}() over its readings: write them without a unit`;
  const unit: Unit | null = metric.unit === null ? countUnit : findUnit(metric.unit, ownUnits);
  const value = unit && quantityIn(quantity, unit, ownUnits);
  if (!value) return `${printQuantity(quantity)} does not fit ${metric.id}, which is ${unitWords(metric)}`;
  return (scale && divideAmounts(value, scale)) ?? value;
}

function inMetricUnit(use: Call | null): boolean {
  return use === null || sameUnit.includes(use.name);
}

function unitWords({ unit }: MetricPlan): string {
  return unit === null ? 'a plain count' : `in ${unit}`;
}

export interface SeriesItem {
  readonly offset: number;
  readonly count: number;
  readonly what: ItemValue;
}

type ItemValue =
  | { readonly type: 'missing' }
  | { readonly type: 'gap'; readonly reason: GapReason }
  | { readonly type: 'number'; readonly start: Quantity; readonly step: Quantity | null }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'text'; readonly text: string };

export interface NotationProblem {
  readonly offset: number;
  readonly message: string;
}

export interface Notation {
  readonly items: readonly SeriesItem[];
  readonly problems: readonly NotationProblem[];
}

/** Most samples that one series of a test may have: almost six days at ten seconds. */
export const seriesLooksMax = 50_000;

const decimal = String.raw`(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?`;
const unit = String.raw`(?:[A-Za-z%/$€£¥][A-Za-z0-9%/$€£¥]*?)??`;
const end = String.raw`(?=[-+]|\s*x\d|\s|$)`;
const itemPattern = new RegExp(
  [
    '(?<missing>_)',
    String.raw`stale(?::(?<reason>[a-z_]+?))?(?=\s*x\d|\s|$)`,
    String.raw`(?<boolean>true|false)`,
    '"(?<text>[^"]*)"',
    String.raw`(?<float>NaN|[-+]?Inf)`,
    String.raw`(?<start>[-+]?${decimal})(?<unit>${unit})${end}(?:(?<step>[-+]${decimal})(?<stepUnit>${unit})${end})?`,
  ].join('|'),
  'y',
);
const timesPattern = /\s*x(\d+)(?=\s|$)/y;

/** Reads the whole text; what cannot be read is told with its place, and reading goes on behind the next blank. */
export function parseNotation(text: string): Notation {
  const items: SeriesItem[] = [];
  const problems: NotationProblem[] = [];
  let at = skipBlank(text, 0);
  let looks = 0;
  while (at < text.length) {
    const item = readItem(text, at);
    if ('message' in item) problems.push(item);
    else if ((looks += item.count) > seriesLooksMax) {
      problems.push({ offset: at, message: `more than ${seriesLooksMax} samples: use a longer interval` });
      break;
    } else items.push(item);
    at = skipBlank(text, 'message' in item ? nextBlank(text, at) : item.end);
  }
  return { items, problems };
}

function readItem(text: string, offset: number): (SeriesItem & { readonly end: number }) | NotationProblem {
  itemPattern.lastIndex = offset;
  const match = itemPattern.exec(text);
  if (!match) return { offset, message: unreadable(text, offset) };
  timesPattern.lastIndex = itemPattern.lastIndex;
  const times = timesPattern.exec(text);
  const stop = times ? timesPattern.lastIndex : itemPattern.lastIndex;
  if (stop < text.length && !/\s/.test(text.charAt(stop)))
    return { offset, message: unreadable(text, offset) };
  const what = valueOf(match.groups ?? {});
  if (typeof what === 'string') return { offset, message: what };
  if (what.type === 'number' && what.step !== null && !times)
    return { offset, message: `"${match[0]}" needs how many more samples there are: ${match[0]}x5` };
  const repeats = Number(times?.[1] ?? 0);
  // As in promtool: `5x3` is four samples, `_x3` three looks that never were.
  const count = what.type === 'missing' ? (times ? repeats : 1) : repeats + 1;
  return { offset, count, what, end: stop };
}

function valueOf(groups: Readonly<Record<string, string | undefined>>): ItemValue | string {
  if (groups['missing'] !== undefined) return { type: 'missing' };
  if (groups['boolean'] !== undefined) return { type: 'boolean', value: groups['boolean'] === 'true' };
  if (groups['text'] !== undefined) return { type: 'text', text: groups['text'] };
  if (groups['float'] !== undefined)
    return { type: 'float', value: Number(groups['float'].replace('Inf', 'Infinity')) };
  if (groups['start'] === undefined) return gapOf(groups['reason']);
  const start = quantity(groups['start'], groups['unit'], 'a sample');
  if (typeof start === 'string' || groups['step'] === undefined)
    return typeof start === 'string' ? start : { type: 'number', start, step: null };
  const step = quantity(groups['step'], groups['stepUnit'], 'a step');
  return typeof step === 'string' ? step : { type: 'number', start, step };
}

function gapOf(word: string | undefined): ItemValue | string {
  if (word === undefined) return { type: 'gap', reason: 'unavailable' };
  const reason = gapReasons.find((known) => known === word);
  return reason
    ? { type: 'gap', reason }
    : `"${word}" is no reason for a gap${didYouMean(word, gapReasons)}; there are ${gapReasons.join(', ')}`;
}

function quantity(text: string, unit: string | undefined, what: string): Quantity | string {
  const amount: Amount | null = parseAmount(text);
  return amount ? { amount, unit: unit ?? '' } : `${text} is too large or too small for ${what}`;
}

function unreadable(text: string, offset: number): string {
  const word = text.slice(offset, nextBlank(text, offset));
  return `"${word}" is no sample: write 5, 5x3, 0+10x5, 0.5ETH, true, false, "OK", _ (no look), _x3 or stale (no answer)`;
}

function skipBlank(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text.charAt(at))) at++;
  return at;
}

function nextBlank(text: string, from: number): number {
  let at = from;
  while (at < text.length && !/\s/.test(text.charAt(at))) at++;
  return at;
}
