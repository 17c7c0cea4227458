// Which of the environment's words are secrets. A word is one when it stands where a credential belongs, when its variable's name
// says so, or when it looks like a key; a host, a region, a cluster or a user's name is none, and a command on the wall can be
// copied with it. In doubt it is a secret.

import type { NodePath } from './tree.ts';

/** A word that the environment gave, and where it stands in the text that it became a part of. */
export interface Given {
  readonly name: string;
  readonly value: string;
  /** The text as it came out, and the offset of the word in it. */
  readonly text: string;
  readonly offset: number;
  readonly path: NodePath;
  /** The entry before it, where the text is one of a list: a command's `--password`. */
  readonly previous: string | null;
}

/** Below these keys everything is a credential, or may hold one. */
const secretMaps: readonly unknown[] = ['headers', 'env', 'body'];

const words =
  'token|secret|passw|passphrase|key|credential|auth|cookie|bearer|private|signing|webhook|dsn|jwt';
const credentialName = new RegExp(`${words}|(?:^|_)(?:pw|pwd|pass|pin|otp|pat)(?:_|$)`, 'i');
/** `apikey=`, `"token": "`, `Authorization: Bearer `. */
const credentialBefore = new RegExp(
  `(?:${words}|\\bpwd?|\\bpass)[\\w-]*["']?\\s*[=:]\\s*["']?(?:(?:Bearer|Basic|Token)\\s+)?$|\\b(?:Bearer|Basic|Token)\\s+(?:token=)?$`,
  'i',
);
const credentialFlag =
  /^(?:-[uHp]|--(?:user|header)|--?[\w-]*(?:token|secret|pass|pwd|key|auth|cred|cookie)[\w-]*)$/i;

export function isSecretGiven(given: Given): boolean {
  const { name, value, text, offset, path, previous } = given;
  if (path.some((part) => secretMaps.includes(part))) return true;
  if (credentialName.test(name) || credentialBefore.test(text.slice(0, offset))) return true;
  if (previous !== null && credentialFlag.test(previous)) return true;
  return isUserInfo(given) || looksLikeKey(value);
}

/** Databases name a user where other services take a token. */
const namesItsUser = /^(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?):\/\//i;

/** In `scheme://user:password@`: the password; and the user where it stands alone and is no database's. */
function isUserInfo({ value, text, offset }: Given): boolean {
  const before = /[a-z][a-z0-9+.-]*:\/\/([^/?#\s@]*)$/i.exec(text.slice(0, offset));
  const after = text.slice(offset + value.length);
  if (!before || !/^[^\s?#]*@/.test(after)) return false;
  if (before[1]?.includes(':')) return true;
  return !after.startsWith(':') && !namesItsUser.test(before[0]);
}

/** A user that stands alone in a URL's user info is a token, unless the service is one that names its users there. */
export function isLoneUserSecret(url: string, user: string): boolean {
  return !namesItsUser.test(url) || looksLikeKey(user);
}

const hostName = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}(?::\d{1,5})?$/;
const publicAddress = /^0x[0-9a-f]{40}$/i;
/** How AWS names a load balancer, a target group, a resource: with a number of its own that opens nothing. */
const resourceName = /^(?:(?:app|net|gwy|targetgroup)\/[\w-]+\/[0-9a-f]{16}|arn:[\w-]+:[\w-]+:[\w:/.-]+)$/;
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
const ordinary = /^[\p{L}\p{N}\s._:/@,-]*$/u;
const textLengthMax = 200;

/** A text that somebody has drawn rather than chosen. */
export function looksLikeKey(text: string): boolean {
  if (publicAddress.test(text) || hostName.test(text) || resourceName.test(text)) return false;
  if (text.length > textLengthMax || uuid.test(text) || !ordinary.test(text) || /:[^/@\s]*@/.test(text))
    return true;
  return text.split(/[^\p{L}\p{N}]+/u).some(isDrawn);
}

function isDrawn(word: string): boolean {
  if (!/\d/.test(word) || !/\p{L}/u.test(word)) return word.length > 32;
  const turns = word.match(/\d+|\D+/g)?.length ?? 0;
  const mixed = /\p{Ll}/u.test(word) && /\p{Lu}/u.test(word);
  return word.length >= 20 || (word.length >= 8 && (mixed || turns > 4));
}
