// What is counted of one series from look to look: how much it has grown, how much of that is known, and what it may have grown by besides.

import type { Instant, Milliseconds } from '../../domain/clock.ts';
import { beginningOf, hasBegunSince, type Lineage, type Origin } from '../../domain/lineage.ts';
import { isLinked, type FirstLook, type PageLook } from './page-looks.ts';

/** Everything but `at` and `raw` is counted since the series was first seen. */
export interface Point {
  readonly at: Instant;
  readonly raw: number;
  /** Growth that was seen, resets made good. */
  readonly grown: number;
  /** What it may have grown by besides, where it came to be between two looks. */
  readonly slack: number;
  /** Growth between looks that belong together, and how long that was. */
  readonly known: number;
  readonly knownMs: Milliseconds;
  /** It was not there yet: no point of its own. */
  readonly before: boolean;
}

const nothingYet = { raw: 0, grown: 0, slack: 0, known: 0, knownMs: 0 };

export function originOf(at: Instant, begunAt: Instant | null): Origin {
  return begunAt === null ? { at } : { at, begunAt };
}

/** Null where nobody says that it began after the look before. */
export function firstLook(origin: Origin, before: Instant | null): FirstLook | null {
  const { at, begunAt } = origin;
  if (begunAt === undefined || begunAt >= at) return null;
  return hasBegunSince(before ?? Number.NEGATIVE_INFINITY, origin)
    ? { at, ...beginningOf(begunAt, before) }
    : null;
}

/** A series that a page which was read well did not have before has grown by at most what it shows. */
export function firstPoints(
  at: Instant,
  raw: number,
  { before }: PageLook,
  first: FirstLook | null,
): Point[] {
  if (first !== null && first.since < at)
    return [
      { ...nothingYet, at: first.since, before: false },
      { ...nothingYet, at, raw, grown: raw, known: raw, knownMs: at - first.since, before: false },
    ];
  if (before === null || before >= at) return [{ ...nothingYet, at, raw, before: false }];
  return [
    { ...nothingYet, at: before, before: true },
    { ...nothingYet, at, raw, slack: raw, knownMs: at - before, before: false },
  ];
}

/** What is known of a series since the look before. */
export interface Known {
  readonly lineage: Lineage;
  /** It holds less than before, and nothing tells since when: what it had grown by until then is lost. */
  readonly isLost: boolean;
}

export const nothingKnown: Known = { lineage: 'unsaid', isLost: false };

/** A growth of which a part is lost is as little known as that of another counter, unless the looks belong together. */
export function shown({ lineage, isLost }: Known): Lineage {
  return isLost ? 'another' : lineage;
}

/** The beginning that its first look was told was no evidence: what that showed may have been there before. */
export function withoutBeginning(points: readonly Point[], first: FirstLook): readonly Point[] {
  const [since, shown] = points;
  if (since?.at !== first.since || shown === undefined) return points;
  const taken = shown.grown - since.grown;
  const rest = points.slice(1).map((point) => ({
    ...point,
    grown: point.grown - taken,
    known: point.known - taken,
    slack: point.slack + taken,
  }));
  return [{ ...since, before: true }, ...rest];
}

interface Step extends Known {
  readonly look: PageLook;
  /** It was not on the page at the look before. */
  readonly isBack: boolean;
}

export function nextPoint(last: Point, at: Instant, raw: number, step: Step): Point {
  const { look, lineage, isBack } = step;
  const isNew = lineage === 'begun';
  const isUnclear = lineage === 'another' || (isBack && !isNew);
  // What is less than before began again at zero.
  const more = isNew || raw < last.raw ? raw : raw - last.raw;
  const growth = isUnclear ? 0 : more;
  const linked = isLinked(look, shown(step));
  return {
    at,
    raw,
    grown: last.grown + growth,
    slack: last.slack + (isUnclear ? raw : 0),
    known: last.known + (linked ? growth : 0),
    knownMs: last.knownMs + (linked ? at - last.at : 0),
    before: false,
  };
}
