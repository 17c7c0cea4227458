// What of the environment a profile hands to whom: each variable that stands in a source or in what its metrics read, and the
// hosts that the source looks at. What stays on this machine is not sent; commands are agreed to by themselves (`launchwall trust`).

import { bareHost, hostsElsewhere, isHere } from '../sources/hosts.ts';
import type { SourceSetup } from '../sources/source.ts';
import type { Send } from './profile.ts';
import { childOf, eachScalar, entriesOf, textNode, type MapNode, type ProfileNode } from './tree.ts';

/** Stands for whatever AWS credentials there are: they are no one variable. */
export const awsCredentials = 'AWS credentials';

const reference = /\$\$\{|\{\{[^{}]*\}\}|\$\{([A-Za-z_]\w*)|(?<!\$)\{([A-Za-z_][\w-]*)\}/g;

/**
 * @param root as it is written: no variable stands for its value yet.
 * @param setups the sources as they are used.
 */
export function sendsOf(root: MapNode, setups: readonly SourceSetup[]): readonly Send[] {
  const vars = childOf(root, 'vars');
  const sources = childOf(root, 'sources');
  const reads = entriesOf(childOf(root, 'metrics')).map(([, { value }]) => ({
    from: textNode(childOf(value, 'from'))?.value,
    read: childOf(value, 'read'),
  }));
  const found = setups.flatMap((setup) => {
    const { id, kind, hosts = [] } = setup;
    if (kind === 'exec') return [];
    const nodes = [childOf(sources, id), ...reads.filter(({ from }) => from === id).map(({ read }) => read)];
    const names = new Set<string>();
    for (const node of nodes) if (node) namesIn(node, vars, names);
    const signed = signedFor(setup);
    const to = hosts.join(', ');
    const place = (childOf(sources, id) ?? root).place;
    return [
      ...(to === '' ? [] : [...names].map((variable) => ({ variable, to, source: id, place }))),
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

/** Options that hold an address. A variable that such a one begins with says who is asked; it is sent to nobody else. */
const addressOptions: readonly unknown[] = ['url', 'endpoint', 'server', 'rpc'];

/** Options that nobody else is told of. */
const ownOptions: readonly unknown[] = ['kind', 'region', 'every', 'timeout', 'settle', 'history'];

/** The variables of the environment in it, through the profile's own. */
function namesIn(node: ProfileNode, vars: ProfileNode | null, names: Set<string>): void {
  eachScalar(node, ({ value }, path) => {
    const option = path.findLast((part) => typeof part === 'string');
    if (typeof value === 'string' && !ownOptions.includes(option))
      namesInText(value, vars, names, addressOptions.includes(option));
  });
}

function namesInText(
  text: string,
  vars: ProfileNode | null,
  names: Set<string>,
  isAddress: boolean,
  inside: readonly string[] = [],
): void {
  for (const { index, 1: name, 2: own } of text.matchAll(reference)) {
    const isBase = isAddress && index === 0;
    if (name !== undefined && !isBase) names.add(name);
    if (own === undefined || inside.includes(own)) continue;
    const variable = childOf(vars, own);
    const value = variable?.type === 'scalar' ? variable.value : null;
    if (typeof value === 'string') namesInText(value, vars, names, isBase, [...inside, own]);
  }
}
