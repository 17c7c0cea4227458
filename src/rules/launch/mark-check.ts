// Whether something may be said of this launch: a tick for what a person ticks, a signature for what a person signs. What
// the program can tell by itself, nobody can tell it.

import type { Instant } from '../../domain/clock.ts';
import { severity } from '../../domain/status.ts';
import type { Board } from '../board.ts';
import type { Entry } from './marks.ts';
import type { ItemPlan, Plan } from '../plan.ts';
import { lineSites, type LineSite } from '../sites.ts';

type Without<Whole, Key extends PropertyKey> = Whole extends unknown ? Omit<Whole, Key> : never;

/** An entry as it is asked for: when, how bad a metric is then, and which text is ticked or signed, is told by the program. */
export type Mark = Without<Entry, 'at' | 'severity' | 'digest'>;

/** The entry that a mark becomes now. */
export function entryOfMark(mark: Mark, at: Instant, board: Board, plan: Plan): Entry {
  if (mark.kind === 'sign' || mark.kind === 'tick' || mark.kind === 'skip') return handEntry(mark, at, plan);
  if (mark.kind !== 'ack') return { ...mark, at };
  const metric = board.metrics.find(({ id }) => id === mark.subject);
  return { ...mark, at, severity: metric ? severity(metric.status, metric.was) : null };
}

/** The same for ticks and signatures, which need no board. What is ticked and signed is the text of now. */
export function handEntry(mark: HandMark, at: Instant, { gate, phases }: Plan): Entry {
  switch (mark.kind) {
    case 'sign':
      return { ...mark, at, digest: digestIn(gate, mark.subject) };
    case 'tick':
    case 'skip':
      return {
        ...mark,
        at,
        digest: digestIn(
          phases.flatMap(({ items }) => items),
          mark.subject,
        ),
      };
    case 'untick':
    case 'note':
    case 'unsign':
      return { ...mark, at };
  }
}

function digestIn(items: readonly ItemPlan[], wanted: string): string | null {
  return items.find(({ id }) => id === wanted)?.digest ?? null;
}

export type HandMark = Extract<Mark, { kind: 'tick' | 'untick' | 'skip' | 'note' | 'sign' | 'unsign' }>;

/** Why this cannot be said, in one sentence; null when it can. */
export function refusal(mark: Mark, plan: Plan, board: Board, now: Instant): string | null {
  switch (mark.kind) {
    case 'tick':
    case 'untick':
    case 'skip':
    case 'sign':
    case 'unsign':
      return handRefusal(mark, plan);
    case 'note':
      return handRefusal(mark, plan) ?? noteRefusal(mark.subject, board);
    case 'ack':
    case 'unack':
    case 'mute':
    case 'unmute':
      return ofMetric(mark, board, now);
    case 'latch':
      return 'that an item has passed is seen, not said';
    case 't0':
      return null;
  }
}

/** The same for ticks and signatures, which need no board. */
export function handRefusal({ kind, subject, note, by }: HandMark, plan: Plan): string | null {
  if (by === '') return 'nobody’s name is given';
  if (kind === 'sign' || kind === 'unsign')
    return byHand(
      plan.gate.find(({ id }) => id === subject),
      'criterion',
      subject,
    );
  if (kind === 'skip' && note === '') return 'a skipped item needs a reason';
  const item = plan.phases.flatMap(({ items }) => items).find(({ id }) => id === subject);
  return byHand(item, 'item', subject);
}

function noteRefusal(subject: string, board: Board): string | null {
  const item = board.phases.flatMap(({ items }) => items).find(({ id }) => id === subject);
  const isMarked = item?.status === 'done' || item?.status === 'skipped';
  return isMarked ? null : `“${item?.text ?? subject}” is not ticked: there is nothing to add a note to`;
}

function byHand(item: ItemPlan | undefined, word: string, id: string): string | null {
  if (!item) return `there is no ${word} "${id}"`;
  if (item.when === null) return null;
  return `“${item.text}” is judged by its condition (${item.when.text}); nobody can say it instead`;
}

function ofMetric(
  mark: Extract<Mark, { kind: 'ack' | 'unack' | 'mute' | 'unmute' }>,
  board: Board,
  now: Instant,
): string | null {
  const metric = board.metrics.find(({ id }) => id === mark.subject);
  if (!metric) return `there is no metric "${mark.subject}"`;
  const hasUntil = mark.kind === 'ack' || mark.kind === 'mute';
  if (hasUntil && mark.until !== null && mark.until <= now) return 'its end lies in the past';
  if (mark.kind !== 'ack') return null;
  if (metric.status === null) return `${metric.title} is not judged: there is nothing to acknowledge`;
  return metric.status === 'green' ? `${metric.title} is green: there is nothing to acknowledge` : null;
}

/** What is meant by an id, a `ref` of its checklist's lines, or the id that an earlier version gave it. */
/** Every item and criterion with this id, else with this ref, else once with this id. */
export function targetsOf(plan: Plan, wanted: string): readonly LineSite[] {
  return named(lineSites(plan), wanted);
}

/** The id of the item, or the criterion, that is meant; null where none is, or more than one. */
export function idOfTarget(plan: Plan, type: LineSite['type'], wanted: string): string | null {
  const [only, ...others] = named(
    lineSites(plan).filter((target) => target.type === type),
    wanted,
  );
  return only !== undefined && others.length === 0 ? only.item.id : null;
}

function named(all: readonly LineSite[], wanted: string): readonly LineSite[] {
  const byId = all.filter(({ item }) => item.id === wanted);
  if (byId.length > 0) return byId;
  const byRef = all.filter(({ item }) => item.refs.includes(wanted));
  return byRef.length > 0 ? byRef : all.filter(({ item }) => item.former?.id === wanted);
}
