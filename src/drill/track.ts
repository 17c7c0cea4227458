// A track: one number over the launch, as keyframes with ramps, steps and noise. Exact: a track may be a balance in wei.

import { addAmounts, type Amount } from '../domain/amount.ts';
import type { Milliseconds } from '../domain/clock.ts';
import { noiseAt } from './noise.ts';

/** How a value gets from the keyframe before to this one: along a line, or at once when its moment comes. */
type Move = 'ramp' | 'step';

interface Keyframe {
  /** Launch milliseconds from T-0. */
  readonly at: number;
  readonly value: Amount;
  readonly move: Move;
}

export interface Track {
  /** Digits after the point that values have, 0 to 18. */
  readonly digits: number;
  /** Largest deviation from the line, either way. */
  readonly noise: Amount;
  readonly max: Amount | null;
  /** Ascending in time, at least one. */
  readonly points: readonly Keyframe[];
}

/** For so long one draw of the noise stays. */
const noiseEvery: Milliseconds = 5_000;

/** The track's value at an offset from T-0, times 10^digits: an integer, so that nothing is rounded twice. */
export type Curve = (offset: number) => bigint;

/** Before the first keyframe and after the last one the value stays as it is there. Noise never carries a value across zero. */
export function curveOf(name: string, track: Track, seed: number): Curve {
  const points = track.points.map((point) => ({ ...point, scaled: scaledBy(point.value, track.digits) }));
  const amplitude = Number(scaledBy(track.noise, track.digits));
  const max = track.max && scaledBy(track.max, track.digits);
  const line = (offset: number): bigint => {
    const next = points.findIndex((point) => point.at > offset);
    const before = points[next < 0 ? points.length - 1 : next - 1];
    const after = points[Math.max(next, 0)];
    if (before === undefined) return after?.scaled ?? 0n;
    if (next < 0 || after === undefined || after.move === 'step') return before.scaled;
    const done = BigInt(offset - before.at);
    return before.scaled + ((after.scaled - before.scaled) * done) / BigInt(after.at - before.at);
  };
  return (offset) => {
    const plain = line(offset);
    if (amplitude === 0) return plain;
    const draw = noiseAt(seed, name, Math.floor(offset / noiseEvery));
    const noisy = plain + BigInt(Math.round(amplitude * draw));
    const sameSide = plain < 0n ? noisy < 0n : noisy >= 0n;
    const kept = sameSide ? noisy : 0n;
    return max !== null && kept > max ? max : kept;
  };
}

/** The amount times 10^digits, rounded half up. */
function scaledBy(value: Amount, digits: number): bigint {
  const scaled = addAmounts(
    { numerator: value.numerator * 10n ** BigInt(digits), denominator: value.denominator },
    { numerator: 1n, denominator: 2n },
  );
  const quotient = scaled.numerator / scaled.denominator;
  return scaled.numerator < 0n && quotient * scaled.denominator !== scaled.numerator
    ? quotient - 1n
    : quotient;
}

/** Decimal text with exactly `digits` digits after the point: `0.460000`. */
export function scaledText(scaled: bigint, digits: number): string {
  if (digits === 0) return String(scaled);
  const text = String(scaled < 0n ? -scaled : scaled).padStart(digits + 1, '0');
  return `${scaled < 0n ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
