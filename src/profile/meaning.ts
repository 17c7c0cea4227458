// The lint of meaning, with places: what the rules find in the plan is told where it stands in the files.

import { lintPlan } from '../rules/lint/lint.ts';
import type { LintPath } from '../rules/sites.ts';
import type { Plan } from '../rules/plan.ts';
import type { Findings } from './read/findings.ts';
import { columnWithin, keyPlaceAt, nodeAt, textNode, type MapNode, type Place } from './read/tree.ts';

/** @param isTold leaves out what cannot be told of a plan in parts. */
export function lintMeaning(
  plan: Plan,
  root: MapNode,
  findings: Findings,
  isTold: (path: LintPath) => boolean = () => true,
): void {
  for (const { severity, path, offset, message } of lintPlan(plan))
    if (isTold(path)) findings[severity](placeOf(root, path, offset), path, message);
}

/** The text itself, or the nearest thing around it that somebody wrote: a default has no place of its own. */
function placeOf(root: MapNode, path: LintPath, offset: number | null): Place {
  const node = nodeAt(root, path);
  const text = textNode(node);
  if (text && offset !== null) return { ...text.place, column: columnWithin(text, offset) };
  if (node && node.type === 'scalar') return node.place;
  for (let length = path.length; length > 0; length--) {
    const place = keyPlaceAt(root, path.slice(0, length)) ?? nodeAt(root, path.slice(0, length))?.place;
    if (place) return place;
  }
  return root.place;
}
