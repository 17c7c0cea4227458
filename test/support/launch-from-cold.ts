// A launch in which all is well, judged from the first look on: each source is looked at when the engine would look at it, and
// answers after half of the time that it may take. Nothing is polled.

import { isoInstant, type Instant, type Milliseconds } from '../../src/domain/clock.ts';
import type { Part } from '../../src/domain/sample.ts';
import { isNumeric, type Numeric, type Value } from '../../src/domain/value.ts';
import { nextOnGrid } from '../../src/engine/pace.ts';
import { type Board, type SourceState, unpolledSource } from '../../src/rules/board.ts';
import type { Evidence } from '../../src/rules/evaluate/input.ts';
import { Judge } from '../../src/rules/judge.ts';
import { marksOf, type Entry } from '../../src/rules/launch/marks.ts';
import type { MetricPlan, Plan, SourcePlan } from '../../src/rules/plan.ts';
import { oneLook } from '../../src/sources/prometheus/reader.ts';
import { goodReading } from './good-values.ts';

const start: Instant = Date.UTC(2026, 11, 1, 15, 0, 0);
/** The live program judges each second. */
export const coldTick: Milliseconds = 5_000;

interface Answer {
  readonly at: Instant;
  readonly source: SourcePlan;
  /** The number of the look. */
  readonly look: number;
}

/**
 * The boards of the launch, one each five seconds.
 * @param span how long it is watched, a multiple of five seconds.
 * @param unjudged readings of metrics that no rule bounds, by id.
 */
export function* launchFromCold(
  given: Plan,
  span: Milliseconds,
  unjudged: Readonly<Record<string, number>>,
): Generator<Board> {
  const plan = { ...given, launch: { ...given.launch, t0: given.launch.t0 ?? start } };
  const judge = new Judge(plan, start);
  const readings = new Map(
    plan.metrics.flatMap((metric) =>
      metric.derived ? [] : [[metric.id, goodReading(metric, plan, unjudged)]],
    ),
  );
  const states = new Map(plan.sources.map(({ id, kind }) => [id, unpolledSource(id, kind)]));
  const marks = marksOf(everythingSaid(plan));
  const answers = plan.sources.flatMap((source) => answersOf(source, start + span));
  const byTick = Map.groupBy(answers, ({ at }) => Math.ceil((at - start) / coldTick));
  for (let index = 0; index * coldTick <= span; index++) {
    const now = start + index * coldTick;
    const samples: Evidence[] = [];
    for (const { at, source, look } of byTick.get(index) ?? []) {
      const own = plan.metrics.filter((metric) => metric.source === source.id);
      samples.push(
        ...own.flatMap((metric) => {
          const value = readings.get(metric.id)?.(look);
          return evidenceOf(metric, source, { value, look }, at);
        }),
      );
      states.set(source.id, answered(states.get(source.id) ?? unpolledSource(source.id, source.kind), at));
    }
    yield judge.advance({ now, samples, sources: [...states.values()], loopLagMs: 0, marks }).board;
  }
}

/** At once, then on the source's own grid; a look that is under way is not joined by another. */
function answersOf(source: SourcePlan, end: Instant): readonly Answer[] {
  const answers: Answer[] = [];
  let begun = start;
  for (let look = 0; ; look++) {
    const at = begun + source.timeout / 2;
    if (at > end) return answers;
    answers.push({ at, source, look });
    while (begun < at) begun = nextOnGrid(source.id, source.every, begun);
  }
}

function evidenceOf(
  metric: MetricPlan,
  { every, timeout }: SourcePlan,
  { value, look }: { readonly value: Value | undefined; readonly look: number },
  now: Instant,
): readonly Evidence[] {
  if (value === undefined) return [];
  const { id, aligned, readWindow } = metric;
  // The newest period that has settled.
  const settled = aligned && now - (aligned.delay - every);
  const at = aligned && settled ? Math.floor(settled / aligned.period) * aligned.period : now;
  if (readWindow === null) return [{ metric: id, sample: { at, value }, seenAt: now }];
  if (look === 0) return [{ metric: id, sample: { at, gap: oneLook(readWindow) } }];
  const seenMs = Math.min(now - start - timeout / 2, readWindow);
  const part = seenMs < readWindow && isNumeric(value) ? partOf(value, readWindow, seenMs, look + 1) : null;
  return [{ metric: id, sample: { at, value, ...(part && { part }) } }];
}

/** An estimate: what was not seen may have been anything. */
function partOf(value: Numeric, windowMs: Milliseconds, seenMs: Milliseconds, looks: number): Part {
  const open = { atLeast: Number.NEGATIVE_INFINITY, atMost: Number.POSITIVE_INFINITY };
  return { windowMs, seenMs, looks, ...open, from: value, to: value, told: false };
}

function answered(state: SourceState, now: Instant): SourceState {
  const at = isoInstant(now);
  return { ...state, ok: true, polls: state.polls + 1, lookedAt: at, lastOkAt: at };
}

/** Everything that a person can tick or sign. */
function everythingSaid({ phases, gate }: Plan): readonly Entry[] {
  const said = { at: start, by: 'Ada', note: '' };
  const manual = phases.flatMap(({ items }) => items.filter(({ when }) => when === null));
  return [
    ...manual.map(({ id }): Entry => ({ ...said, kind: 'tick', subject: id })),
    ...gate
      .filter(({ when }) => when === null)
      .map(({ id, digest }): Entry => ({ ...said, kind: 'sign', subject: id, digest })),
  ];
}
