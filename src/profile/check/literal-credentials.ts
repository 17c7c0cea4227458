// Credentials belong into the environment: one that is written into the file is a warning.

import { isCredentialKey } from '../environment/credentials.ts';
import type { Findings } from '../read/findings.ts';
import { userInfosIn } from '../environment/template.ts';
import { eachScalar, type MapNode, type NodePath, type ScalarNode } from '../read/tree.ts';

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
  const text = scalar.written ?? scalar.value;
  if (typeof text !== 'string' || text === '') return null;
  for (const { start, end } of userInfosIn(withoutDefaults(text))) {
    const info = withoutDefaults(text).slice(start, end);
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

/** A default may have the very characters at which a user info ends. */
function withoutDefaults(text: string): string {
  return text.replace(/\$\{(\w+):-[^{}]*\}/g, '${$1}');
}

/** A checklist shows what an address looks like, `postgres://user:pass@host`, and its line is given back word for word. */
function isQuoted(secret: string, path: NodePath): boolean {
  const isLine = (path[0] === 'phases' || path[0] === 'gate') && path.at(-1) === 'text';
  return isLine && /^(?:pass|password|passwd|secret|x+|\*+|<[^>]*>)$/i.test(secret);
}
