// Credentials that go to another machine over plain HTTP.

import { hostsElsewhere } from '../../sources/hosts.ts';
import type { SourceSetup } from '../../sources/source.ts';
import { isCredentialKey } from '../environment/credentials.ts';
import type { Findings } from '../read/findings.ts';
import type { Send } from '../profile.ts';
import type { Secrecy } from '../read/secrecy.ts';
import { awsCredentials, toldHosts } from '../sends.ts';
import { userInfosIn } from '../environment/template.ts';
import { childOf, eachScalar, type MapNode, type ProfileNode } from '../read/tree.ts';

interface Watched {
  /** With the variables of its texts put in. */
  readonly root: MapNode;
  readonly setups: readonly SourceSetup[];
  readonly sends: readonly Send[];
  readonly secrecy: Secrecy;
}

/** Whoever is on the way of plain HTTP reads the credentials that go over it. */
export function warnPlainCredentials({ root, setups, sends, secrecy }: Watched, findings: Findings): void {
  for (const { id, kind, options } of setups) {
    const node = childOf(childOf(root, 'sources'), id);
    const plain = kind === 'exec' ? [] : plainHosts(options);
    const isSent = sends.some(
      ({ source, variable }) => source === id && (variable === awsCredentials || secrecy.isSecret(variable)),
    );
    if (node && plain.length > 0 && (isSent || holdsCredential(node)))
      findings.warning(
        node.place,
        ['sources', id],
        `credentials go to ${toldHosts(node, plain).join(', ')} over plain http, for everybody on the way to read: write https`,
      );
  }
}

/** The hosts elsewhere of all plain http addresses in it. */
function plainHosts(options: unknown): readonly string[] {
  if (typeof options === 'string') return /^http:/i.test(options) ? hostsElsewhere([options]) : [];
  if (typeof options !== 'object' || options === null) return [];
  return [...new Set(Object.values(options).flatMap(plainHosts))];
}

function holdsCredential(source: ProfileNode): boolean {
  let found = false;
  eachScalar(source, ({ value }, path) => {
    found ||= isCredentialKey(path) || (typeof value === 'string' && userInfosIn(value).length > 0);
  });
  return found;
}
