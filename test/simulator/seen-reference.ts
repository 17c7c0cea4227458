// What a window that was seen in part leaves open (docs/conditions.md §8.3), told from the whole log at once; nothing of src/rules is in it.
import type { Entry, Fraction } from './logbook.ts';
import type { WindowName } from './script.ts';
import { eventsOf, kinship, type Look } from './process-reference.ts';
import { between, extrapolated, fraction, windowFraction } from './window-reference.ts';

/** What is known of the looks at one metric. */
export interface Looks {
  readonly values: readonly Entry[];
  /** Instants of answers that there is nothing, and of looks that failed. */
  readonly nothings: readonly number[];
  readonly fails: readonly number[];
  readonly staleAfter: number;
  readonly interval: number;
}

/** Null: open on that side. */
export interface Part {
  readonly low: Fraction | null;
  readonly high: Fraction | null;
  readonly from: Fraction | null;
  readonly to: Fraction | null;
  readonly told: boolean;
  readonly length: number;
  readonly seen: number;
  readonly looks: number;
  /** A counter came to be between two looks. */
  readonly born?: boolean;
}

export interface Window {
  readonly length: number;
  /** What is written of how much of it must have been seen. */
  readonly minSeen: number | null;
}

export interface Told {
  readonly value: Fraction;
  /** Null: seen whole. */
  readonly part: Part | null;
}

/** @param index of the reading that the window ends with. */
export function toldOver(name: WindowName, looks: Looks, index: number, window: Window): Told | null {
  const { values, interval } = looks;
  const { length } = window;
  const end = values[index]?.at ?? 0;
  const after = end - length;
  if (name === 'delta') return plain(delta(looks, after, end));
  if (name === 'drop') return drop(looks, index, window);
  if (name === 'rate' || name === 'increase') return growth(name, looks, index, window);
  const value = windowFraction(name, values, index, length);
  if (value === null) return null;
  const seen = name === 'count' ? polled(looks, after, end) : seenIn(looks, after, end, false);
  if (seen >= length) return { value, part: null };
  const unseen = BigInt(Math.ceil((length - seen) / interval));
  const facts = {
    told: isTold(looks, window, end, false),
    length,
    seen,
    looks: looksWithin(looks, after, end),
  };
  const bounds = (low: Fraction | null, high: Fraction | null): Told => ({
    value,
    part: { low, high, from: low, to: high, ...facts },
  });
  const count = BigInt(between(values, after, end).length);
  switch (name) {
    case 'min':
      return bounds(null, value);
    case 'max':
    case 'resets':
    case 'changes':
      return bounds(value, null);
    // Its readings may be below zero.
    case 'sum':
      return bounds(null, null);
    case 'count':
      return bounds(value, [count + unseen, 1n]);
    case 'success': {
      const [good] = value;
      const low: Fraction = [good, count + unseen];
      return {
        value,
        part: { low, high: [good + 100n * unseen, count + unseen], from: value, to: value, ...facts },
      };
    }
    default:
      return { value, part: { low: null, high: null, from: value, to: value, ...facts } };
  }
}

function looksWithin(looks: Looks, after: number, until: number): number {
  const all = looksOf(looks);
  const last = all.findLastIndex(({ at }) => at <= until);
  return last - all.findLastIndex(({ at }) => at <= after);
}

function plain(value: Fraction | null): Told | null {
  return value && { value, part: null };
}

const sorted = new WeakMap<Looks, readonly Look[]>();

function looksOf(looks: Looks): readonly Look[] {
  const known = sorted.get(looks);
  if (known) return known;
  const all = [
    ...looks.values.map((value): Look => ({ at: value.at, value })),
    ...looks.nothings.map((at): Look => ({ at, value: null })),
  ].sort((left, right) => left.at - right.at);
  sorted.set(looks, all);
  return all;
}

/** Whether what lies between two looks in a row is known. */
function isLinked({ staleAfter, fails }: Looks, from: Look, to: Look, ofCounter: boolean): boolean {
  if (to.at - from.at <= staleAfter) return true;
  if (!ofCounter || from.value === null || to.value === null || to.value.truth < from.value.truth)
    return false;
  const kin = kinship(from.value, to.value);
  return kin === 'same' || (kin === 'unsaid' && !fails.some((at) => at > from.at && at < to.at));
}

function seenIn(looks: Looks, after: number, until: number, ofCounter: boolean): number {
  let sum = 0;
  const all = looksOf(looks);
  for (let place = all.length - 1; place > 0; place--) {
    const [from, to] = [all[place - 1], all[place]];
    if (to && to.at <= after) break;
    if (!from || !to || from.at >= until || !isLinked(looks, from, to, ofCounter)) continue;
    sum += Math.min(to.at, until) - Math.max(from.at, after);
  }
  return sum;
}

function polled(looks: Looks, after: number, until: number): number {
  const instants = [...looksOf(looks).map(({ at }) => at), ...looks.fails]
    .filter((at) => at <= until)
    .sort((left, right) => left - right);
  return instants.slice(1).reduce((sum, to, place) => {
    const from = instants[place] ?? to;
    const near = to - from <= looks.staleAfter;
    return sum + (near ? Math.max(0, Math.min(to, until) - Math.max(from, after)) : 0);
  }, 0);
}

interface Needed {
  readonly looks: number;
  readonly ms: number;
}

function neededOf({ interval }: Looks, { length, minSeen }: Window): Needed {
  if (minSeen !== null) return { looks: 2, ms: Math.min(minSeen, length) };
  const most = Math.max(0, length - 1.1 * interval);
  const few = most < 2.9 * interval;
  return { looks: Math.max(2, few ? Math.floor(most / interval) + 1 : 4), ms: Math.min(length / 10, most) };
}

function isEnough(looks: Looks, window: Window, at: number, ofCounter: boolean): boolean {
  const needed = neededOf(looks, window);
  const after = at - window.length;
  const seen = seenIn(looks, after, at, ofCounter);
  const count = looksWithin(looks, after, at);
  const many = count >= needed.looks || (count > 1 && seen >= (needed.looks - 1) * 1.1 * looks.interval);
  return many && seen >= needed.ms;
}

/** Told once enough was seen, and until less than half of that is left: look by look from the first one on. */
function isTold(looks: Looks, window: Window, until: number, ofCounter: boolean): boolean {
  const needed = neededOf(looks, window);
  const { length } = window;
  const instants = looksOf(looks)
    .map(({ at }) => at)
    .filter((at) => at > until - 9 * length && at < until);
  let told = false;
  for (const at of [...instants, until]) {
    const seen = seenIn(looks, at - length, at, ofCounter);
    const half = 2 * seen >= Math.max(needed.ms, (needed.looks - 1) * looks.interval);
    told = isEnough(looks, window, at, ofCounter) || (told && half);
  }
  return told;
}

function delta({ values, staleAfter }: Looks, after: number, end: number): Fraction | null {
  const inside = between(values, after, end);
  const edge = values.findLast(({ at }) => at <= after);
  const reached = edge !== undefined && after - edge.at <= staleAfter;
  const [first] = inside;
  const last = inside.at(-1);
  if (!first || !last) return null;
  if (first.at - after <= staleAfter && inside.length > 1) return [last.truth - first.truth, 1n];
  return reached ? [last.truth - edge.truth, 1n] : null;
}

function drop(looks: Looks, index: number, window: Window): Told | null {
  const { values } = looks;
  const { length } = window;
  const end = values[index]?.at ?? 0;
  const isWhole = (until: number): boolean => seenIn(looks, until - length, until, false) >= length;
  const exact = isWhole(end) ? windowFraction('drop', values, index, length, isWhole) : null;
  if (exact !== null) return { value: exact, part: null };
  const usable = (until: number): boolean => isWhole(until) || isEnough(looks, window, until, false);
  const value = usable(end) ? windowFraction('drop', values, index, length, usable) : null;
  const seen = Math.min(length - 1, seenIn(looks, end - length, end, false));
  const facts = { told: true, length, seen, looks: looksWithin(looks, end - length, end) };
  return value && { value, part: { low: null, high: null, from: value, to: value, ...facts } };
}

/** A long step, over which the growth is known, from before the window to its first look: no part of it or all may lie in there. */
function stepOver(
  looks: Looks,
  all: readonly Look[],
  after: number,
): { readonly growth: number; readonly isInside: boolean } | null {
  const place = all.findIndex(({ at }) => at > after);
  const [from, to] = [all[place - 1], all[place]];
  if (!from?.value || !to?.value || to.at - from.at <= looks.staleAfter) return null;
  if (!isLinked(looks, from, to, true)) return null;
  return { growth: Number(to.value.truth - from.value.truth), isInside: from.at === after };
}

function growth(name: 'rate' | 'increase', looks: Looks, index: number, window: Window): Told | null {
  const { length } = window;
  const end = looks.values[index]?.at ?? 0;
  const after = end - length;
  const all = looksOf(looks).filter(({ at }) => at <= end);
  const inside = between(looks.values, after, end);
  const [first] = inside;
  if (!first) return null;
  let [least, known, more, knownMs] = [0, 0, 0, 0];
  let seen = seenIn(looks, after, end, true);
  let before: Entry | null = null;
  let [isBorn, isExact] = [false, false];
  const over = stepOver(looks, all, after);
  if (over !== null) {
    isExact = true;
    knownMs += first.at - after;
    if (over.isInside) {
      least += over.growth;
      known += over.growth;
    } else {
      more += over.growth;
      isBorn = true;
    }
  }
  const events = eventsOf(all);
  for (const [place, look] of all.entries()) {
    const earlier = all[place - 1];
    const isFrom = earlier !== undefined && earlier.at >= first.at;
    const linked = earlier !== undefined && isLinked(looks, earlier, look, true);
    if (isFrom && linked) knownMs += look.at - earlier.at;
    if (look.value === null || look.at <= after) continue;
    const { truth } = look.value;
    const event = events[place] ?? null;
    // A beginning that may lie before the window is none in it.
    const counts = event?.kind === 'born' || (event !== null && event.after >= after);
    const step = before === null ? 0 : Number(truth < before.truth ? truth : truth - before.truth);
    const grown = !counts ? step : event.kind === 'begun' ? Number(truth) : 0;
    isExact ||= counts;
    if (counts && event.kind === 'born') {
      isBorn = true;
      more += Number(truth);
    }
    if (counts && before === null) knownMs += look.at - Math.max(after, event.since);
    if (counts && event.kind === 'begun' && event.isFirst) seen += look.at - after;
    least += grown;
    if (linked || before === null) known += grown;
    before = look.value;
  }
  const whole = seen >= length;
  if (whole && !isExact) return plain(windowFraction(name, looks.values, index, length));
  const perSecond = (value: number, ms: number): Fraction => fraction((value / ms) * 1_000);
  if (whole && more === 0) return plain(name === 'increase' ? fraction(least) : perSecond(least, length));
  const shown = Math.max(extrapolated(inside, end, length) ?? 0, least);
  const most = whole ? shown + more : null;
  const facts = {
    told: isTold(looks, window, end, true),
    length,
    seen,
    looks: looksWithin(looks, after, end),
    born: isBorn && more > 0,
  };
  if (name === 'increase') {
    const [low, high] = [fraction(least), most === null ? null : fraction(most)];
    return { value: fraction(shown), part: { low, high, from: low, to: high, ...facts } };
  }
  if (knownMs <= 0) return null;
  return {
    value: perSecond(known, knownMs),
    part: {
      low: perSecond(least, length),
      high: most === null ? null : perSecond(most, length),
      from: perSecond(known, knownMs),
      to: perSecond(known + more, knownMs),
      ...facts,
    },
  };
}
