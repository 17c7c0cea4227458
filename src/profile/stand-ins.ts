// A profile is checked where it is written, not where it runs: what only the environment there can give is stood in for, so
// that everything else is checked all the same.

import type { Instant } from '../domain/clock.ts';
import { checkProfile } from './check/check.ts';
import { asMeant } from './check/meant.ts';
import { typedVariables } from './read/coerce.ts';
import { Findings } from './read/findings.ts';
import { checkedBy } from './schema/issues.ts';
import { profileSchemaFor, type SourceKinds } from './schema/schema.ts';
import { eachScalar, pathText, type MapNode } from './read/tree.ts';
import { substitute, type Environment, type MissingVariable } from './environment/variables.ts';

const word = 'placeholder';
const hex = '5a'.repeat(20);
const instant = '2026-12-01T15:00:00Z';

/** What a variable may stand for, tried in this order: the first that fits wherever the variable is used is taken. */
const candidates = [
  word,
  `https://${word}.example`,
  `redis://${word}.example:6379`,
  `postgres://${word}@${word}.example/${word}`,
  `0x${hex}`,
  '1',
  '10s',
  'true',
  instant,
  '> 1',
] as const;

/** Most variables that are stood in for: each costs a few checks of the whole profile. */
const standInsMax = 50;
/** A text of several variables may need a second look, once its other parts have been found. */
const rounds = 2;

/** Whether a text of a profile, as it was read, may rest on a stand-in. Short ones (`1`, `10s`) cannot be told. */
export function mayBeStandIn(text: string): boolean {
  const small = text.toLowerCase();
  return small.includes(word) || small.includes(hex);
}

/** The instant that stands in for one. */
export const standInInstant: Instant = Date.parse(instant);

interface StandInInput {
  readonly root: MapNode;
  readonly kinds: SourceKinds;
  readonly env: Environment;
  readonly findings: Findings;
}

/** The environment with a value for each variable that it lacks; one warning for each of them. */
export function putStandIns({ root, kinds, env, findings }: StandInInput): Environment {
  const missing = new Map<string, MissingVariable>();
  for (const one of substitute(root, env, new Findings()).missing)
    if (!missing.has(one.name)) missing.set(one.name, one);
  const names = [...missing.keys()].slice(0, standInsMax);
  const chosen = new Map<string, string>(names.map((name) => [name, candidates[0]]));
  const misfits = (name: string, value: string): number =>
    misfitsOf(root, kinds, { ...env, ...Object.fromEntries(chosen), [name]: value }, name);
  const fits = new Set<string>();
  for (let round = 0; round < rounds; round++)
    for (const name of names.filter((one) => !fits.has(one)))
      for (const candidate of candidates) {
        if (misfits(name, candidate) > 0) continue;
        chosen.set(name, candidate);
        fits.add(name);
        break;
      }
  for (const { name, problem, place, path } of missing.values()) {
    const outcome = fits.has(name) ? 'a stand-in was checked' : 'what depends on it was not checked';
    findings.warning(place, path, `${name} is ${problem} here; ${outcome}`);
  }
  const found = [...chosen].filter(([name]) => fits.has(name));
  return { ...env, ...Object.fromEntries(found) };
}

/** How many errors there are at the texts that this variable is a part of. */
function misfitsOf(root: MapNode, kinds: SourceKinds, env: Environment, name: string): number {
  const findings = new Findings();
  const merged = substitute(root, env, findings);
  // What is misspelt beside it is gone on with as it was meant, and may tell more of what fits.
  const meant = asMeant(merged.root, kinds, findings);
  const typed = typedVariables(meant, profileSchemaFor(kinds));
  checkProfile({ typed, kinds, secrecy: merged.secrecy, findings, checkedBy });
  const users: string[] = [];
  const reference = new RegExp(`\\$\\{${name}[:}]`);
  eachScalar(merged.root, ({ written }, path) => {
    if (written !== null && reference.test(written)) users.push(pathText(path));
  });
  const isOwn = (path: string): boolean => users.some((user) => user === path || isWithin(user, path));
  return findings.sorted([]).filter(({ severity, path }) => severity === 'error' && isOwn(path)).length;
}

/** A read that fits none of its forms is told at the read itself. */
function isWithin(user: string, path: string): boolean {
  return path !== '' && (user.startsWith(`${path}.`) || user.startsWith(`${path}[`));
}
