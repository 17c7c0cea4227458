// Gatus' conditions in our language: which of them have a counterpart, how it is written, and why the others have none.
import { amountFromNumber } from '../../src/domain/amount.ts';
import type { Value } from '../../src/domain/value.ts';

export interface GatusResult {
  readonly ip?: string | undefined;
  readonly status?: number | undefined;
  readonly response_time_ms?: number | undefined;
  readonly certificate_expiration_ms?: number | undefined;
  readonly connected?: boolean | undefined;
  readonly body?: string | undefined;
}

export interface Translated {
  readonly when: string;
  /** By the metric's id: its unit, and its value; null where there is none. */
  readonly metrics: ReadonlyMap<string, { readonly unit: string | null; readonly value: Value | null }>;
}

/** Why a condition of theirs is not run. */
export function withoutCounterpart(condition: string, result: GatusResult): string | null {
  if (condition.includes('pat(')) return 'patterns of text: a word is compared whole';
  if (condition.includes('len(')) return 'lengths: a source reads the count it wants to have judged';
  if (condition.includes('has('))
    return 'a field that is there: one that is not is a gap (`absent`), never a value';
  if (!condition.includes('[')) return 'no metric in it';
  if (/0[xob]/.test(condition) || /"0[xob]/.test(result.body ?? ''))
    return 'words that are taken for numbers: not copied';
  if (condition.includes('potato')) return 'a word that counts as 0: not copied (ours is an error at load)';
  if (condition.includes('CERTIFICATE') && result.certificate_expiration_ms === undefined)
    return 'what was not read counts as 0: not copied (ours cannot be told)';
  return null;
}

/** Placeholders become metrics; `any(a, b)` one comparison for each of them; bare words are put in quotes. */
export function translate(condition: string, result: GatusResult): Translated {
  const metrics = new Map<string, { unit: string | null; value: Value | null }>();
  const found = /^(.+?) ([=!<>]=?) (.+)$/.exec(condition);
  const [, left = '', operator = '', right = ''] = found ?? [];
  const operand = (text: string): string | null => {
    const found = /^\[(\w+)\](.*)$/.exec(text);
    if (!found) return null;
    const [, name = '', path = ''] = found;
    const id = `m${metrics.size}`;
    metrics.set(id, read(name, path, result));
    return id;
  };
  const mine = operand(left);
  const theirs = operand(right);
  const [metric, other] = mine === null ? [theirs ?? '', left] : [mine, theirs ?? right];
  const value = metrics.get(metric)?.value ?? null;
  const options = /^any\((.*)\)$/.exec(other)?.[1]?.split(', ') ?? [other];
  const when = options
    .map(
      (option) =>
        `${metric} ${operator} ${theirs !== null && mine !== null ? option : literal(option, value)}`,
    )
    .join(' or ');
  return { when, metrics };
}

/** A number beside a number, a truth beside a truth; else a word. */
function literal(text: string, value: Value | null): string {
  if (/^(true|false)$/.test(text) && (typeof value === 'boolean' || value === null)) return text;
  const isNumber = /^-?\d+(\.\d+)?(ms|s|m|h)?$/.test(text);
  return isNumber && typeof value !== 'string' ? text : `"${text}"`;
}

function read(
  name: string,
  path: string,
  result: GatusResult,
): { readonly unit: string | null; readonly value: Value | null } {
  const number = (value: number | undefined): Value | null =>
    value === undefined ? null : amountFromNumber(value);
  switch (name) {
    case 'STATUS':
      return { unit: null, value: number(result.status) };
    case 'RESPONSE_TIME':
      return { unit: 'ms', value: number(result.response_time_ms) };
    case 'CERTIFICATE_EXPIRATION':
      return { unit: 'ms', value: number(result.certificate_expiration_ms) };
    case 'CONNECTED':
      return { unit: null, value: result.connected ?? null };
    case 'IP':
      return { unit: null, value: result.ip ?? null };
    default:
      return { unit: null, value: bodyValue(result.body ?? '', path) };
  }
}

/** As our sources read JSON: a number, a word, a truth; anything else is nothing that can be judged. */
function bodyValue(body: string, path: string): Value | null {
  let found: unknown;
  try {
    found = JSON.parse(body);
  } catch {
    return path === '' ? body : null;
  }
  for (const key of path.split(/[.[\]]+/).filter((part) => part !== ''))
    found =
      typeof found === 'object' && found !== null
        ? Object.entries(found).find(([name]) => name === key)?.[1]
        : null;
  if (typeof found === 'number') return amountFromNumber(found);
  return typeof found === 'string' || typeof found === 'boolean' ? found : null;
}
