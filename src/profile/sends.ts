// What of the environment a profile hands to whom: each variable that stands in a source or in what its metrics read, and the
// hosts that the source looks at. What stays on this machine is not sent; commands are agreed to by themselves (`launchwall trust`).

import { bareHost, hostOfUrl, isThisMachine } from '../sources/hosts.ts';
import type { SourceSetup } from '../sources/source.ts';
import { toldHost } from '../sources/told-address.ts';
import type { Send } from './profile.ts';
import type { SourceKinds } from './schema/schema.ts';
import { isAddress } from './environment/structure.ts';
import { templateOf } from './environment/template.ts';
import { variablesIn, type TextPart } from './read/told.ts';
import {
  childOf,
  eachScalar,
  entriesOf,
  textNode,
  type MapNode,
  type NodePath,
  type ProfileNode,
} from './read/tree.ts';

/** Stands for whatever AWS credentials there are: they are no one variable. */
export const awsCredentials = 'AWS credentials';

/** CloudWatch itself, or an endpoint of a VPC to it. Other names below amazonaws.com are whoever's who has taken them. */
const awsMonitoring =
  /^(?:vpce-[a-z0-9-]+\.)?monitoring(?:-fips)?\.[a-z]{2}(?:-[a-z]+)+-\d\.(?:vpce\.)?amazonaws\.com(?:\.cn)?$/;

/** Options of a source that nobody else is told of. */
const ownOptions: readonly unknown[] = ['kind', 'every', 'timeout', 'settle', 'history'];

/**
 * @param root with the variables of its texts.
 * @param setups the sources as they are used.
 */
export function sendsOf(root: MapNode, setups: readonly SourceSetup[], kinds: SourceKinds): readonly Send[] {
  const sources = childOf(root, 'sources');
  const reads = entriesOf(childOf(root, 'metrics')).map(([metric, { value }]) => ({
    from: textNode(childOf(value, 'from'))?.value,
    names: variablesBelow(childOf(value, 'read'), ['metrics', metric, 'read']),
  }));
  const found = setups.flatMap((setup): readonly Send[] => {
    const { id, kind, options } = setup;
    if (kind === 'exec') return [];
    const source = childOf(sources, id);
    const hosts = toldHosts(source, kinds.get(kind)?.hosts(options) ?? []);
    const place = (source ?? root).place;
    const ofReads = reads.filter(({ from }) => from === id).flatMap(({ names }) => names);
    const names = new Set(hosts.length === 0 ? [] : [...variablesBelow(source, ['sources', id]), ...ofReads]);
    const signed = signedFor(setup);
    const relays = (kinds.get(kind)?.relays(options) ?? []).map(({ from, to }) => {
      const [answers = from, told = to] = toldHosts(source, [from, to]);
      return { variable: `an answer of ${answers}`, to: told, source: id, place };
    });
    return [
      ...relays,
      ...[...names].map((variable) => ({ variable, to: hosts.join(', '), source: id, place })),
      ...(signed === null
        ? []
        : [{ variable: awsCredentials, to: toldHosts(source, signed).join(', '), source: id, place }]),
    ];
  });
  return found.sort((one, other) => (lineOf(one) < lineOf(other) ? -1 : 1));
}

function lineOf({ variable, to, source }: Send): string {
  return `${variable} ${to} ${source}`;
}

/** The hosts of addresses in this node as people may read them: what is a secret stands there by its name. */
export function toldHosts(node: ProfileNode | null, hosts: readonly string[]): readonly string[] {
  const told = new Map<string, string>();
  if (node)
    eachScalar(node, ({ value, known }) => {
      if (typeof value !== 'string' || known === null || known === value) return;
      const host = hostOfUrl(value);
      if (host !== null) told.set(host, bareHost(toldHost(known).replace(/:\d*$/, '')));
    });
  return hosts.map((host) => told.get(host) ?? host);
}

/** The hosts that are sent a request signed with AWS credentials, where that is not AWS; null elsewhere. */
function signedFor({ kind, options }: SourceSetup): readonly string[] | null {
  if (kind !== 'cloudwatch' || fieldOf(options, 'anonymous') === true) return null;
  const endpoint = fieldOf(options, 'endpoint');
  if (typeof endpoint !== 'string') return null;
  const host = hostOfUrl(endpoint) ?? '';
  return (awsMonitoring.test(host) && endpoint.startsWith('https:')) || isThisMachine(host) ? null : [host];
}

function fieldOf(options: unknown, name: string): unknown {
  return typeof options === 'object' && options !== null ? Reflect.get(options, name) : undefined;
}

/** The names of the variables in all texts below this node. */
function variablesBelow(node: ProfileNode | null, at: NodePath): readonly string[] {
  const names: string[] = [];
  if (node)
    eachScalar(
      node,
      ({ parts }, path) => {
        if (parts !== null && !isOwnOption(path)) names.push(...sentNames(parts, path));
      },
      at,
    );
  return names;
}

/** Only of the source itself: a header may be called like one. */
function isOwnOption([section, , key, ...below]: NodePath): boolean {
  return section === 'sources' && below.length === 0 && ownOptions.includes(key);
}

/** A variable that an address begins with is its base: it says who is asked, and is told to nobody else. */
function sentNames(parts: readonly TextPart[], path: NodePath): readonly string[] {
  const [first] = path[0] === 'sources' && isAddress(path) ? templateOf(parts, 'atom').atoms : [];
  if (first?.at !== 0) return variablesIn(parts).map(({ name }) => name);
  const { given, fallback } = first.part;
  const rest = parts.filter((part) => part !== first.part);
  // A default in its place is an address of the profile's own.
  return sentNames([...(given === null ? (fallback ?? []) : []), ...rest], given === null ? path : []);
}
