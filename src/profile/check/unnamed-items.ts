// Items whose ticks rest on a wording that a variable is a part of.

import { lineNodes } from './sites.ts';
import type { Findings } from '../read/findings.ts';
import { childOf, type ProfileNode } from '../read/tree.ts';

/** A variable is renamed, and the tick is given anew; an `id` or a `ref` stays. */
export function warnUnnamedItems(root: ProfileNode, findings: Findings): void {
  for (const { node, path } of lineNodes(root)) {
    const text = childOf(node, 'text');
    if (text?.type !== 'scalar' || text.parts === null) continue;
    if (childOf(node, 'id') !== null || childOf(node, 'ref') !== null) continue;
    findings.warning(
      text.place,
      [...path, 'text'],
      'a variable stands in this text, and the item is known by nothing else: give it an id, such as id: contact-reached',
    );
  }
}
