// Looks as they stand in a launch's file: JSON, deflated. One that cannot be read makes its whole row unreadable: nobody would know
// what was seen in it.
//
//   { "readings": [digest, …], "looks": [[reading's place, at, said after, blocked, value, beside], …] }

import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { amount } from '../domain/amount.ts';
import { gap, gapReasons } from '../domain/gap.ts';
import type { Part, Sample, ValueSample } from '../domain/sample.ts';
import { isAmount, isNumeric, type Value } from '../domain/value.ts';
import type { StoredLook } from '../domain/stored-look.ts';

/** A row that unpacks to more than this was not written by us. */
const bodyBytesMax = 64 * 2 ** 20;

export function packLooks(looks: readonly StoredLook[]): Uint8Array {
  const readings = [...new Set(looks.map(({ reading }) => reading))];
  const places = new Map(readings.map((reading, place) => [reading, place]));
  const rows = looks.map(({ reading, sample, saidAt, blocked }) => {
    const said = sample.gap ? ['gap', sample.gap.reason] : packed(sample.value);
    const row = [places.get(reading), sample.at, saidAt - sample.at, blocked ? 1 : 0, said];
    const beside = sample.gap ? null : packedBeside(sample);
    return beside === null ? row : [...row, beside];
  });
  return deflateRawSync(JSON.stringify({ readings, looks: rows }), { level: 6 });
}

/** Null for what cannot be read. */
export function unpackLooks(body: unknown): readonly StoredLook[] | null {
  if (!(body instanceof Uint8Array)) return null;
  try {
    const text = inflateRawSync(body, { maxOutputLength: bodyBytesMax }).toString();
    const { readings, looks } = fieldsOf(JSON.parse(text));
    if (!Array.isArray(readings) || !Array.isArray(looks)) return null;
    const read = looks.map((row) => lookOf(row, readings)).filter((look) => look !== null);
    return read.length === looks.length ? read : null;
  } catch {
    return null;
  }
}

function lookOf(row: unknown, readings: readonly unknown[]): StoredLook | null {
  if (!Array.isArray(row)) return null;
  const [place, at, after, blocked, said, beside]: readonly unknown[] = row;
  const reading = readings[Number(place)];
  if (typeof reading !== 'string' || !isInstant(at) || !isInstant(after)) return null;
  const sample = sampleOf(at, said, beside);
  return sample && { reading, sample, saidAt: at + after, blocked: blocked === 1 };
}

function sampleOf(at: number, said: unknown, beside: unknown): Sample | null {
  const reason = gapReasons.find((one) => Array.isArray(said) && said[0] === 'gap' && said[1] === one);
  if (reason !== undefined) return { at, gap: gap(reason, 'before the restart', null) };
  const value = unpacked(said);
  if (value === null) return null;
  if (beside === undefined) return { at, value };
  const { begunAt, run, part } = fieldsOf(beside);
  const whole = part === undefined ? undefined : partOf(part);
  // Without what it rests on, it would count for more than it is.
  if (whole === null) return null;
  return {
    at,
    value,
    ...(isInstant(begunAt) && { begunAt }),
    ...(typeof run === 'string' && { run }),
    ...(whole && { part: whole }),
  };
}

/** JSON has neither infinities nor −0, and its numbers are not exact. */
function packed(value: Value): unknown {
  if (typeof value === 'string') return ['word', value];
  if (isAmount(value)) return ['exact', String(value.numerator), String(value.denominator)];
  if (typeof value === 'boolean') return value;
  return Number.isFinite(value) && !Object.is(value, -0) ? value : ['number', numberText(value)];
}

function unpacked(said: unknown): Value | null {
  if (typeof said === 'number' || typeof said === 'boolean') return said;
  if (!Array.isArray(said)) return null;
  const [kind, first, second]: readonly unknown[] = said;
  if (typeof first !== 'string') return null;
  if (kind === 'word') return first;
  if (kind === 'number') return Number.isNaN(Number(first)) ? null : Number(first);
  return kind === 'exact' && typeof second === 'string' ? amount(BigInt(first), BigInt(second)) : null;
}

function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function packedBeside({ begunAt, run, part }: ValueSample): object | null {
  if (begunAt === undefined && run === undefined && part === undefined) return null;
  return { begunAt, run, part: part && packedPart(part) };
}

const bounds = ['atLeast', 'atMost', 'from', 'to'] as const;

function packedPart({ windowMs, seenMs, looks, told, born, bornAt, ...part }: Part): unknown {
  return { windowMs, seenMs, looks, told, born, bornAt, bounds: bounds.map((bound) => packed(part[bound])) };
}

function partOf(part: unknown): Part | null {
  const { windowMs, seenMs, looks, told, born, bornAt, bounds: packedBounds } = fieldsOf(part);
  if (!isInstant(windowMs) || !isInstant(seenMs) || !isInstant(looks) || !Array.isArray(packedBounds))
    return null;
  const numbers = packedBounds.flatMap((bound) => {
    const value = unpacked(bound);
    return value !== null && isNumeric(value) ? [value] : [];
  });
  const [atLeast, atMost, from, to, ...others] = numbers;
  if (atLeast === undefined || atMost === undefined || from === undefined || to === undefined) return null;
  if (others.length > 0) return null;
  return {
    windowMs,
    seenMs,
    looks,
    atLeast,
    atMost,
    from,
    to,
    told: told === true,
    ...(born === true && { born: true as const }),
    ...(isInstant(bornAt) && { bornAt }),
  };
}

function isInstant(of: unknown): of is number {
  return typeof of === 'number' && Number.isFinite(of);
}

function fieldsOf(of: unknown): Readonly<Record<string, unknown>> {
  return typeof of === 'object' && of !== null ? { ...of } : {};
}
