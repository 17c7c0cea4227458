// A secret is used in sources, reads and quoted texts of conditions, and stands by its name in what people read. Anywhere else what
// stands there is shown by what follows from it: an interval, a unit, a class. There a secret is refused.

import type { Findings } from '../read/findings.ts';
import type { Secrecy } from '../read/secrecy.ts';
import { variablesIn } from '../read/told.ts';
import { mapScalars, nodeAt, type MapNode, type NodePath } from '../read/tree.ts';

/** Keys of a source that every kind has. */
const sharedKeys = ['kind', 'every', 'timeout', 'needs', 'missing'];
const metricKeys = 'from unit use hold detect staleAfter minSamples minSeen missing needs exact'.split(' ');
const ruleKeys = ['kind', 'class', 'minSeen', 'detect'];

/** Reports each one; what stands there is not judged any further, so that no other message repeats it. */
export function refuseSecrets(root: MapNode, secrecy: Secrecy, findings: Findings): MapNode {
  return mapScalars(root, (scalar, path) => {
    const secret = variablesIn(scalar.parts ?? []).find(({ name }) => secrecy.isSecret(name));
    if (!secret || !isShownByItsEffect(root, path)) return scalar;
    const message = `${secret.name} is secret, and what stands here would be shown: write the value itself, or take it from another variable`;
    findings.error(scalar.place, path, message);
    return { ...scalar, unresolved: true };
  });
}

function isShownByItsEffect(root: MapNode, path: NodePath): boolean {
  const [section, , key] = path;
  const is = (keys: readonly string[]): boolean => keys.includes(String(key));
  switch (section) {
    case 'sources':
      return is(sharedKeys);
    case 'metrics':
      return is(metricKeys);
    case 'hints':
    case 'incidents':
      return is(ruleKeys);
    case 'units':
      return true;
    case 'launch':
      return path[1] === 'at';
    case 'phases':
      return key === 'at' || isOfItem(root, path);
    case 'gate':
      return isOfItem(root, path);
    default:
      return false;
  }
}

/** `runs` and `minSeen` of an item or a criterion. */
function isOfItem(root: MapNode, path: NodePath): boolean {
  const at = path.findLastIndex((part) => part === 'runs' || part === 'minSeen');
  return at > 2 && nodeAt(root, path.slice(0, at))?.type === 'map';
}
