// A JSON Web Key Set (RFC 7517): which keys are in it, and whether one shows what must stay private.

import { amount } from '../../domain/amount.ts';
import type { Answer, Lacking, Reading } from '../../domain/answer.ts';
import { gap } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import { aType } from '../json-text.ts';
import type { JwksRead, KeyPattern } from './jwks-schema.ts';

/** Most keys of a set; real ones have a handful. */
const keysMax = 1_000;
type Key = Readonly<Record<string, unknown>>;

/** What a key of each type needs to be one (RFC 7518 §6, RFC 8037 §2); of a type that we do not know, nothing. */
const needed: Readonly<Record<string, readonly string[]>> = {
  EC: ['crv', 'x', 'y'],
  RSA: ['n', 'e'],
  OKP: ['crv', 'x'],
  oct: ['k'],
};
/** What no public key has: private exponents, primes and what follows from them, symmetric keys (RFC 7518 §6), AKP's seed. */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'] as const;

const noKeys: Lacking = { gap: gap('empty', 'the JWKS holds no key') };

/** @param document the whole body, parsed. */
export function jwksReading(document: unknown, read: JwksRead): Reading {
  const listed = keysOf(document);
  if (listed.gap) return listed;
  const keys = listed.value;
  // One key that is open for all to see is an alarm, whatever the other keys look like.
  if (read === 'private' && keys.some(isLeaked)) return { value: true };
  for (const [index, key] of keys.entries()) {
    const problem = problemOf(key);
    if (problem !== null) return { gap: gap('parse', plainText(`no JWKS: /keys/${index} ${problem}`)) };
  }
  if (read === 'private') return keys.length === 0 ? noKeys : { value: false };
  if (read === 'count') return { value: amount(keys.length) };
  if (!('every' in read)) return { value: keys.some((key) => fits(key, read)) };
  // Of no key at all everything could be said.
  return keys.length === 0 ? noKeys : { value: keys.every((key) => fits(key, read.every)) };
}

function keysOf(document: unknown): Answer<readonly unknown[]> {
  if (!isObject(document))
    return { gap: gap('parse', `no JWKS: the document is ${typeName(document)}, not an object`) };
  const { keys } = document;
  if (keys === undefined) return { gap: gap('parse', 'no JWKS: the document has no "keys"') };
  if (!Array.isArray(keys)) return { gap: gap('parse', `no JWKS: /keys is ${typeName(keys)}, not an array`) };
  return keys.length > keysMax
    ? { gap: gap('too_large', `the JWKS has more than ${keysMax} keys`) }
    : { value: keys };
}

/** What is wrong with a key, or null. */
function problemOf(key: unknown): string | null {
  if (!isObject(key)) return `is ${typeName(key)}, not an object`;
  if (typeof key['kty'] !== 'string') return 'has no "kty"';
  for (const name of ['kid', 'alg', 'use'])
    if (key[name] !== undefined && typeof key[name] !== 'string')
      return `has a "${name}" that is ${typeName(key[name])}, not a string`;
  const missing = (needed[key['kty']] ?? []).find(
    (name) => typeof key[name] !== 'string' || key[name] === '',
  );
  return missing === undefined ? null : `is a key of type ${plainText(key['kty'], 20)} without "${missing}"`;
}

function isLeaked(key: unknown): boolean {
  return isObject(key) && privateMembers.some((name) => Object.hasOwn(key, name));
}

function fits(key: unknown, pattern: KeyPattern): boolean {
  return (
    isObject(key) &&
    Object.entries(pattern).every(([name, wanted]) =>
      wanted === true ? typeof key[name] === 'string' && key[name] !== '' : key[name] === wanted,
    )
  );
}

function isObject(value: unknown): value is Key {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typeName(value: unknown): string {
  if (value === null) return aType('null');
  if (Array.isArray(value)) return aType('array');
  const type = typeof value;
  return type === 'number' || type === 'string' || type === 'boolean' || type === 'object'
    ? aType(type)
    : type;
}
