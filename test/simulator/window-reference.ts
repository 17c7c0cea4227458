// What a function over a window is by its definition (docs/rules-research.md §6.4, docs/conditions.md): whole numbers over the whole log, nothing kept.
import type { Entry, Fraction } from './logbook.ts';
import type { WindowName } from './script.ts';

/** The readings of (at − length, at], where `at` is the instant of the reading with this index. */
export function insideWindow(entries: readonly Entry[], index: number, length: number): readonly Entry[] {
  const end = entries[index]?.at ?? 0;
  return between(entries, end - length, end);
}

export function between(entries: readonly Entry[], after: number, until: number): readonly Entry[] {
  return entries.filter(({ at }) => at > after && at <= until);
}

/** Null where it cannot be told. */
export function windowFraction(
  name: WindowName,
  entries: readonly Entry[],
  index: number,
  length: number,
  usable: (until: number) => boolean = () => true,
): Fraction | null {
  const inside = insideWindow(entries, index, length);
  const values = inside.map(({ truth }) => truth);
  const total = values.reduce((sum, value) => sum + value, 0n);
  const pairs = values.slice(1).map((value, place) => [values[place] ?? 0n, value] as const);
  const end = entries[index]?.at ?? 0;
  switch (name) {
    case 'min':
      return ranked(values, 0, 1);
    case 'max':
      return ranked(values, 1, 1);
    case 'p50':
      return ranked(values, 1, 2);
    case 'p95':
      return ranked(values, 19, 20);
    case 'avg':
    case 'success':
      return [total, BigInt(values.length)];
    case 'sum':
      return [total, 1n];
    case 'count':
      return [BigInt(values.length), 1n];
    case 'resets':
      return [BigInt(pairs.filter(([before, after]) => after < before).length), 1n];
    case 'changes':
      return [BigInt(pairs.filter(([before, after]) => after !== before).length), 1n];
    case 'delta':
      return values.length < 2 ? null : [(values.at(-1) ?? 0n) - (values[0] ?? 0n), 1n];
    case 'increase':
      return approximate(extrapolated(inside, end, length));
    case 'rate':
      return approximate(extrapolated(inside, end, length), length / 1_000);
    case 'drop':
      return drop(entries, end, length, usable);
  }
}

/** Rank q·(n − 1), between the two neighbours; q = part/whole. */
function ranked(values: readonly bigint[], part: number, whole: number): Fraction {
  const sorted = values.toSorted((left, right) => (left < right ? -1 : left > right ? 1 : 0));
  const rank = part * (sorted.length - 1);
  const below = Math.floor(rank / whole);
  const weight = BigInt(rank % whole);
  const low = sorted[below] ?? 0n;
  const high = sorted[below + 1] ?? low;
  return [low * (BigInt(whole) - weight) + high * weight, BigInt(whole)];
}

/** Prometheus' increase: what was added, resets counted from zero, stretched to the window's edges where they are near. */
export function extrapolated(inside: readonly Entry[], end: number, length: number): number | null {
  const [first] = inside;
  const last = inside.at(-1);
  if (!first || !last || inside.length < 2) return null;
  let grown = 0;
  for (const [place, { truth }] of inside.entries()) {
    const before = inside[place - 1]?.truth ?? truth;
    grown += Number(truth < before ? truth : truth - before);
  }
  const sampled = last.at - first.at;
  if (sampled === 0) return null;
  const apart = sampled / (inside.length - 1);
  const near = (distance: number): number => (distance < apart * 1.1 ? distance : apart / 2);
  let before = near(first.at - (end - length));
  const start = Number(first.truth);
  // Where it was zero by this pace, it began.
  if (grown > 0 && start >= 0) before = Math.min(before, (sampled * start) / grown);
  return grown * ((sampled + before + near(end - last.at)) / sampled);
}

function approximate(value: number | null, seconds = 1): Fraction | null {
  const scale = 1_000_000_000n;
  return value === null ? null : fraction(value / seconds, scale);
}

export function fraction(value: number, scale = 1_000_000_000n): Fraction {
  return [BigInt(Math.round(value * Number(scale))), scale];
}

/** By how many percent the window's mean lies below the median of the means of the twelve windows before it. */
function drop(
  entries: readonly Entry[],
  end: number,
  length: number,
  usable: (until: number) => boolean,
): Fraction | null {
  const means = Array.from({ length: 13 }, (_, back) => {
    const until = end - back * length;
    const inside = usable(until) ? between(entries, until - length, until) : [];
    const total = inside.reduce((sum, { truth }) => sum + truth, 0n);
    return inside.length === 0 ? null : ([total, BigInt(inside.length)] as const);
  });
  const [now, ...earlier] = means;
  const known = earlier.flatMap((mean) => (mean ? [mean] : []));
  if (!now || known.length < 3) return null;
  const sorted = known.toSorted((left, right) => Number(left[0] * right[1] - right[0] * left[1]));
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  if (!low || !high) return null;
  const [top, bottom] = [low[0] * high[1] + high[0] * low[1], 2n * low[1] * high[1]];
  if (top <= 0n) return null;
  // 100 · (1 − now ÷ median)
  return [100n * (top * now[1] - now[0] * bottom), top * now[1]];
}
