// Which variables of the environment are secret, by where they stand and by what they are called; and the words that a far end
// may repeat and nobody may read.

import { percentDecodedOrAsIs } from '../../domain/escapes.ts';
import { isSecretName, Secrecy } from '../read/secrecy.ts';
import { addressOf, templateOf, userInfosIn, type Template } from './template.ts';
import { usedText, variablesIn, type EnvironmentPart, type TextPart } from '../read/told.ts';
import {
  childOf,
  eachScalar,
  entriesOf,
  itemsOf,
  nodeAt,
  textNode,
  type MapNode,
  type NodePath,
  type ProfileNode,
  type ScalarNode,
} from '../read/tree.ts';

/** A path segment longer than this may be a key. */
const segmentLengthMax = 20;
/** One character is a part of everything. */
const secretLengthMin = 2;

const credentialKey =
  /^(?:.*[-_.])?(?:token|password|passwd|secret|api[-_]?key|key|authorization|cookie|credentials?|passphrase)$/i;
const camelCredentialKey = /(?:Token|Password|Secret|Key|Credentials?)$/;
/** What stands before a credential in other text: `"password": "`, `Authorization: Bearer `, `client_secret=`, `--token `. */
const credentialBefore =
  /(?:(?:token|passw(?:or)?d|passphrase|secret|api[-_]?key|authorization|cookie)["']?\s{0,4}[:=]\s{0,4}["']?(?:(?:bearer|basic|token)[ =]+)?|--?[\w-]{0,40}(?:token|passw(?:or)?d|passphrase|secret|key)[ =]["']?)$/i;
const beforeMax = 120;
/** What an authorization says of itself, and words that are in too many other texts. */
const harmlessWords = new Set(
  'bearer basic token digest default true false disable allow prefer require verify-ca verify-full no-verify'.split(
    ' ',
  ),
);

/** What AWS's tools read out of the environment. */
const awsVariables = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];

type Environment = Readonly<Record<string, string | undefined>>;

/** How each variable of the document is told. */
export function secrecyOf(root: MapNode): Secrecy {
  const secret = new Set<string>(declaredIn(root));
  const inSources = new Set<string>();
  eachScalar(root, (scalar, path) => {
    if (scalar.parts === null) return;
    const isSource = path[0] === 'sources';
    for (const { name } of isSource ? variablesIn(scalar.parts) : []) inSources.add(name);
    for (const { name } of credentialsIn(root, scalar.parts, path)) secret.add(name);
  });
  return new Secrecy(secret, inSources);
}

/** `secret: [NAME]` */
function declaredIn(root: MapNode): readonly string[] {
  return itemsOf(childOf(root, 'secret')).flatMap((item) => textNode(item)?.value ?? []);
}

/** The variables that stand where a credential stands. */
function credentialsIn(
  root: MapNode,
  parts: readonly TextPart[],
  path: NodePath,
): readonly EnvironmentPart[] {
  const template = templateOf(parts, 'atom');
  const inUserInfo = userInfosIn(template.text);
  const inAddress = path[0] === 'sources' ? addressCredentials(template) : () => false;
  const all = isCredentialKey(path) || followsCredentialFlag(root, path);
  return template.atoms.flatMap(({ at, part }) => {
    const isSecret =
      all ||
      inUserInfo.some(({ start, end }) => at >= start && at < end) ||
      inAddress(at) ||
      credentialBefore.test(template.text.slice(Math.max(0, at - beforeMax), at)) ||
      (path[0] === 'sources' && part.given !== null && urlSecrets(part.given).length > 0);
    return isSecret ? variablesIn([part]) : [];
  });
}

/** In an address: its query, its fragment, and what is long in its path. */
function addressCredentials(template: Template): (at: number) => boolean {
  const places = addressOf(template);
  if (places === null) return () => false;
  const { text, atoms } = template;
  const { path, query } = places;
  const given = new Map(atoms.map(({ at, part }) => [at, usedText([part])]));
  return (at) => {
    if (at >= query) return true;
    if (at < path) return false;
    const start = text.lastIndexOf('/', at) + 1;
    const end = text.slice(at, query).indexOf('/');
    const segment = text.slice(Math.max(path, start), end < 0 ? query : at + end);
    const length =
      segment.length -
      1 +
      (given.get(at) ?? '').split('/').reduce((most, part) => Math.max(most, part.length), 0);
    return length > segmentLengthMax;
  };
}

/** `["curl", "--token", "${T}"]` */
function followsCredentialFlag(root: MapNode, path: NodePath): boolean {
  const index = path.at(-1);
  if (typeof index !== 'number' || index === 0 || !path.includes('command')) return false;
  const before = textNode(nodeAt(root, [...path.slice(0, -1), index - 1]));
  return before !== null && credentialBefore.test(`${before.value} `);
}

/** The parts of a URL that may be credentials: user info, query, fragment, long segments of its path. */
export function urlSecrets(text: string): readonly string[] {
  if (!URL.canParse(text)) return [];
  const { username, password, search, hash, pathname, searchParams, protocol } = new URL(text);
  // `data:`, `mailto:`: no address with a host is opaque.
  const segments = pathname.split('/').filter((segment) => segment.length > segmentLengthMax);
  const whole = [username, password, search.slice(1), hash.slice(1)].flatMap((part) => [
    part,
    percentDecodedOrAsIs(part),
  ]);
  if (protocol === 'data:') return [pathname];
  const pair =
    username !== '' && password !== ''
      ? [`${percentDecodedOrAsIs(username)}:${percentDecodedOrAsIs(password)}`]
      : [];
  return [...whole, ...pair, ...searchParams.values(), ...segments].filter((part) => !isHarmless(part));
}

function isHarmless(word: string): boolean {
  return word.length < secretLengthMin || harmlessWords.has(word.toLowerCase());
}

/**
 * What a far end, a client or a command may repeat, and nobody may read: the values of all secret variables, the credentials
 * in addresses, and those that are written into the file.
 * @param passed names of variables that commands are given.
 */
export function secretsOf(
  root: MapNode,
  secrecy: Secrecy,
  env: Environment,
  passed: readonly string[],
): readonly string[] {
  const secrets = new Set<string>();
  const add = (secret: string): void => {
    if (!isHarmless(secret)) secrets.add(secret);
  };
  const addVariable = (value: string, isSecret: boolean): void => {
    const parts = urlSecrets(value);
    if (isSecret || parts.length > 0) add(value);
    for (const part of parts) add(part);
  };
  eachScalar(root, (scalar, path) => {
    for (const { name, given } of variablesIn(scalar.parts ?? []))
      if (given !== null && (path[0] === 'sources' || secrecy.isSecret(name)))
        addVariable(given, secrecy.isSecret(name));
    if (path[0] === 'sources') for (const secret of writtenSecrets(scalar, path)) add(secret);
  });
  for (const name of [...declaredIn(root), ...passed])
    if (env[name] !== undefined) addVariable(env[name], secrecy.isSecret(name));
  if (entriesOf(childOf(root, 'sources')).some(([, { value }]) => isSigned(value)))
    for (const name of awsVariables) add(env[name] ?? '');
  return [...secrets].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

/** Its requests are signed with what AWS's tools find in the environment. */
function isSigned(source: ProfileNode): boolean {
  return textNode(childOf(source, 'kind'))?.value === 'cloudwatch';
}

/** Credentials that stand in the file itself, as they are used. */
function writtenSecrets({ value }: ScalarNode, path: NodePath): readonly string[] {
  if (typeof value !== 'string') return [];
  const found = userInfosIn(value).flatMap(({ start, end }) => userInfoParts(value.slice(start, end)));
  return isCredentialKey(path) ? [...found, ...value.split(/\s+/)] : found;
}

/** The whole, and the password, as written and decoded; of a user without a password, the user. */
function userInfoParts(text: string): readonly string[] {
  const colon = text.indexOf(':');
  const secret = colon < 0 ? text : text.slice(colon + 1);
  return [...new Set([text, secret, percentDecodedOrAsIs(text), percentDecodedOrAsIs(secret)])];
}

/** What an http step keeps under a name is told by where it stands in the answer: `keep: { token: /access_token }`. */
export function isCredentialKey(path: NodePath): boolean {
  if (path.at(-2) === 'keep') return false;
  const key = String(path.at(-1));
  if (path.at(-2) === 'env' && path[0] === 'sources' && isSecretName(key)) return true;
  return credentialKey.test(key) || camelCredentialKey.test(key);
}
