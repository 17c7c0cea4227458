// Credentials that go to another machine over plain HTTP.

import { hostsElsewhere } from '../sources/hosts.ts';
import type { SourceSetup } from '../sources/source.ts';
import type { Findings } from './findings.ts';
import type { Send } from './profile.ts';
import { awsCredentials } from './sends.ts';
import { childOf, eachScalar, type MapNode, type ProfileNode } from './tree.ts';

const credentialName =
  /(?:^|_)(?:TOKEN|KEY|APIKEY|SECRET|PASS|PASSWD|PASSWORD|PWD|PAT|JWT|WEBHOOK|DSN|CREDENTIALS?|AUTH)(?:_|$)/i;
const credentialHeader = /^(?:authorization|proxy-authorization|cookie|.*[-_.](?:token|key|secret))$/i;

/** Whoever is on the way of plain HTTP reads the credentials that go over it. */
export function warnPlainCredentials(
  root: MapNode,
  setups: readonly SourceSetup[],
  sends: readonly Send[],
  findings: Findings,
): void {
  for (const setup of setups) {
    const node = childOf(childOf(root, 'sources'), setup.id);
    const plain = node && setup.kind !== 'exec' ? plainHosts(setup.options) : [];
    const isSent =
      sends.some(
        ({ source, variable }) =>
          source === setup.id && (variable === awsCredentials || credentialName.test(variable)),
      ) || holdsCredential(node);
    if (node && isSent && plain.length > 0)
      findings.warning(
        node.place,
        ['sources', setup.id],
        `credentials go to ${plain.join(', ')} over plain http, for everybody on the way to read: write https`,
      );
  }
}

/** The hosts elsewhere of all plain http addresses in it. */
function plainHosts(options: unknown): readonly string[] {
  if (typeof options === 'string') return /^http:/i.test(options) ? hostsElsewhere([options]) : [];
  if (typeof options !== 'object' || options === null) return [];
  return [...new Set(Object.values(options).flatMap(plainHosts))];
}

function holdsCredential(node: ProfileNode | null): boolean {
  let found = false;
  if (node)
    eachScalar(node, ({ value }, path) => {
      const hasUser = typeof value === 'string' && /^https?:\/\/[^/?#]*@/i.test(value);
      found ||= hasUser || credentialHeader.test(String(path.at(-1)));
    });
  return found;
}
