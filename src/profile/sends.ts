// What of the environment a profile hands to whom: each variable that stands in a source or in what its metrics read, and the
// hosts that the source looks at. What stays on this machine is not sent; commands are agreed to by themselves (`launchwall trust`).

import { bareHost, hostsElsewhere, isHere } from '../sources/hosts.ts';
import type { SourceSetup } from '../sources/source.ts';
import type { Send } from './profile.ts';
import { isAddress } from './structure.ts';
import { templateOf } from './template.ts';
import { variablesIn, type TextPart } from './told.ts';
import {
  childOf,
  eachScalar,
  entriesOf,
  textNode,
  type MapNode,
  type NodePath,
  type ProfileNode,
} from './tree.ts';

/** Stands for whatever AWS credentials there are: they are no one variable. */
export const awsCredentials = 'AWS credentials';

/** Options that nobody else is told of. */
const ownOptions: readonly unknown[] = ['kind', 'region', 'every', 'timeout', 'settle', 'history'];

/**
 * @param root with the variables of its texts.
 * @param setups the sources as they are used.
 */
export function sendsOf(root: MapNode, setups: readonly SourceSetup[]): readonly Send[] {
  const sources = childOf(root, 'sources');
  const reads = entriesOf(childOf(root, 'metrics')).map(([metric, { value }]) => ({
    from: textNode(childOf(value, 'from'))?.value,
    names: variablesBelow(childOf(value, 'read'), ['metrics', metric, 'read']),
  }));
  const found = setups.flatMap((setup): readonly Send[] => {
    const { id, kind, hosts = [] } = setup;
    if (kind === 'exec') return [];
    const source = childOf(sources, id);
    const place = (source ?? root).place;
    const ofReads = reads.filter(({ from }) => from === id).flatMap(({ names }) => names);
    const names = new Set(hosts.length === 0 ? [] : [...variablesBelow(source, ['sources', id]), ...ofReads]);
    const signed = signedFor(setup);
    return [
      ...[...names].map((variable) => ({ variable, to: hosts.join(', '), source: id, place })),
      ...(signed === null ? [] : [{ variable: awsCredentials, to: signed, source: id, place }]),
    ];
  });
  return found.sort((one, other) => (lineOf(one) < lineOf(other) ? -1 : 1));
}

function lineOf({ variable, to, source }: Send): string {
  return `${variable} ${to} ${source}`;
}

/** The host that is sent a request signed with AWS credentials, where that is not AWS; null elsewhere. */
function signedFor({ kind, options }: SourceSetup): string | null {
  if (kind !== 'cloudwatch' || fieldOf(options, 'anonymous') === true) return null;
  const endpoint = fieldOf(options, 'endpoint');
  if (typeof endpoint !== 'string' || !URL.canParse(endpoint)) return null;
  const host = bareHost(new URL(endpoint).hostname).toLowerCase();
  const isAws = /(?:^|\.)amazonaws\.com(?:\.cn)?$/.test(host) && endpoint.startsWith('https:');
  return isAws || isHere(host) ? null : hostsElsewhere([endpoint]).join(', ');
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
        if (parts !== null && !ownOptions.includes(path.at(-1))) names.push(...sentNames(parts, path));
      },
      at,
    );
  return names;
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
