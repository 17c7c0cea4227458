// What in a profile is secret, and what is secret but stands there for everybody to read.

import type { Findings } from './findings.ts';
import { createRedactor } from '../domain/redact.ts';
import { childOf, eachScalar, type MapNode, type NodePath, type ScalarNode } from './tree.ts';

/** Shorter words are too likely to be a part of other words: they are not hidden. */
const secretLengthMin = 4;

/** A path segment longer than this may be a key. */
const segmentLengthMax = 20;

const userInfo = /[a-z][a-z0-9+.-]*:\/\/([^/?#@\s"'{}]+|[^/?#@\s"']*\$\{[^}]*\}[^/?#@\s"']*)@/gi;
const credentialKey = /^(?:.*[-_.])?(?:token|password|passwd|secret|api[-_]?key|authorization|cookie)$/i;
const camelCredentialKey = /(?:Token|Password|Secret|ApiKey)$/;

/**
 * Says where, not who: an address without user info, query and anything in its path that may be a key; a short number
 * (a port, a chain's id); true and false.
 */
export function isHarmless(text: string): boolean {
  if (/^\d{1,6}$/.test(text) || text === 'true' || text === 'false') return true;
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) && URL.canParse(text) && urlSecrets(text).length === 0;
}

/** The parts of a URL that may be credentials: user info, query, fragment, long segments of its path. */
function urlSecrets(text: string): readonly string[] {
  if (!URL.canParse(text)) return [];
  const { username, password, search, hash, pathname, searchParams } = new URL(text);
  const segments = pathname.split('/').filter((segment) => segment.length > segmentLengthMax);
  const whole = [username, password, search.slice(1), hash.slice(1)];
  return [...whole, ...searchParams.values(), ...segments].filter((part) => part !== '');
}

/** Takes secrets out of what is shown; of an address with a key in it, the key alone, so that the host can still be read. */
export function displayRedactor(secrets: readonly string[]): (text: string) => string {
  const parts = createRedactor(secrets.filter((secret) => !secret.includes('://')));
  const all = createRedactor(secrets);
  return (text) => all(parts(text));
}

/**
 * Everything that must never be shown.
 * @param given what the environment gave to the sources.
 */
export function secretsOf(root: MapNode, given: readonly string[]): readonly string[] {
  const secrets = new Set<string>();
  const add = (secret: string): void => {
    if (secret.length >= secretLengthMin) secrets.add(secret);
  };
  for (const value of given) {
    if (isHarmless(value)) continue;
    add(value);
    for (const part of urlSecrets(value)) if (part !== 'default') add(part);
  }
  const sources = childOf(root, 'sources');
  if (sources)
    eachScalar(sources, (scalar, path) => {
      if (typeof scalar.value !== 'string') return;
      for (const found of scalar.value.matchAll(userInfo))
        for (const part of userInfoParts(found[1] ?? '')) add(part);
      if (isCredentialKey(path)) for (const part of scalar.value.split(/\s+/)) add(part);
    });
  return [...secrets].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

/** The whole, and the password, as written and decoded; of a user without a password, the user. */
function userInfoParts(text: string): readonly string[] {
  const colon = text.indexOf(':');
  const secret = colon < 0 ? text : text.slice(colon + 1);
  return [...new Set([text, secret, decoded(text), decoded(secret)])];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Credentials belong into the environment; one that is written into the file is a warning. */
export function warnLiteralCredentials(root: MapNode, findings: Findings): void {
  for (const [section, { value }] of root.entries)
    eachScalar(
      value,
      (scalar, path) => {
        const problem = literalCredential(scalar, path);
        if (problem !== null)
          findings.warning(
            scalar.place,
            path,
            `${problem} stands here for everybody to read: take it from \${NAME}`,
          );
      },
      [section],
    );
}

function literalCredential(scalar: ScalarNode, path: NodePath): string | null {
  const text = scalar.shown ?? scalar.value;
  if (typeof text !== 'string' || text === '') return null;
  for (const found of text.matchAll(userInfo)) {
    const info = found[1] ?? '';
    const colon = info.indexOf(':');
    const secret = colon < 0 ? info : info.slice(colon + 1);
    if (secret !== '' && !secret.includes('${') && !isQuoted(secret, path))
      return colon < 0 ? "a URL's user info" : "a URL's password";
  }
  if (path[0] !== 'sources' || !isCredentialKey(path) || text.includes('${')) return null;
  // A value that an http step has kept: it is not written here.
  if (/<<[A-Za-z_][\w-]*>>/.test(text)) return null;
  return `"${String(path.at(-1))}" with its value`;
}

/** A checklist shows what an address looks like, `postgres://user:pass@host`, and its line is given back word for word. */
function isQuoted(secret: string, path: NodePath): boolean {
  const isLine = (path[0] === 'phases' || path[0] === 'gate') && path.at(-1) === 'text';
  return isLine && /^(?:pass|password|passwd|secret|x+|\*+|<[^>]*>)$/i.test(secret);
}

/** What an http step keeps under a name is told by where it stands in the answer: `keep: { token: /access_token }`. */
function isCredentialKey(path: NodePath): boolean {
  if (path.at(-2) === 'keep') return false;
  const key = String(path.at(-1));
  return credentialKey.test(key) || camelCredentialKey.test(key);
}
