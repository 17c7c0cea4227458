// `needs`: what each source and metric cannot do without. Unknown names and circles are findings.

import type { Findings } from '../read/findings.ts';
import { knownWords } from '../read/known-words.ts';
import {
  childOf,
  entriesOf,
  textNode,
  unquoted,
  type MapNode,
  type NodePath,
  type Place,
  type ProfileNode,
  type ScalarNode,
} from '../read/tree.ts';

/** Longest chain of needs: whoever follows it goes that deep. */
const chainMax = 50;

interface Need {
  /** `source:api` or `metric:api-uptime`. */
  readonly target: string;
  /** Where it is written; null for a metric's own source, which it needs without saying so. */
  readonly written: { readonly place: Place; readonly path: NodePath } | null;
}

export function checkNeeds(root: MapNode, findings: Findings): void {
  const sources = entriesOf(childOf(root, 'sources'));
  const metrics = entriesOf(childOf(root, 'metrics'));
  const sourceIds = new Set(sources.map(([id]) => id));
  const metricIds = new Set(metrics.map(([id]) => id));
  const known = [...new Set([...sourceIds, ...metricIds])];
  const needsOf = (value: ProfileNode, path: NodePath): Need[] =>
    needNodes(value, path).flatMap(({ node, path }) => {
      const written = { place: node.place, path };
      // A name that both have means the source: what is down takes its metrics with it.
      if (sourceIds.has(node.value)) return [{ target: `source:${node.value}`, written }];
      if (metricIds.has(node.value)) return [{ target: `metric:${node.value}`, written }];
      const message = unquoted(
        node,
        `there is no source or metric "${node.value}"${knownWords(node.value, known)}`,
      );
      findings.absent(node.place, path, message);
      return [];
    });
  const graph = new Map<string, readonly Need[]>();
  for (const [id, { value }] of sources) graph.set(`source:${id}`, needsOf(value, ['sources', id, 'needs']));
  for (const [id, { value }] of metrics) {
    const from = textNode(childOf(value, 'from'))?.value ?? '';
    const own: Need[] = sourceIds.has(from) ? [{ target: `source:${from}`, written: null }] : [];
    graph.set(`metric:${id}`, [...own, ...needsOf(value, ['metrics', id, 'needs'])]);
  }
  reportCircles(graph, findings);
}

function needNodes(
  value: ProfileNode,
  path: NodePath,
): { readonly node: ScalarNode & { readonly value: string }; readonly path: NodePath }[] {
  const needs = childOf(value, 'needs');
  const nodes = needs?.type === 'list' ? needs.items : needs ? [needs] : [];
  return nodes.flatMap((item, index) => {
    const node = textNode(item);
    return node ? [{ node, path: needs?.type === 'list' ? [...path, index] : path }] : [];
  });
}

/** Each circle is reported once, at the last need on it that somebody wrote; of chains that are too long the first one. */
function reportCircles(graph: ReadonlyMap<string, readonly Need[]>, findings: Findings): void {
  /** How many needs stand behind each one that was walked through. */
  const finished = new Map<string, number>();
  let isTold = false;
  const walk = (name: string, chain: readonly Need[]): void => {
    if (finished.has(name)) return;
    let depth = 0;
    for (const need of graph.get(name) ?? []) {
      if (chain.length + (finished.get(need.target) ?? 0) > chainMax) {
        if (!isTold && need.written !== null) {
          const message = `needs stand behind each other at most ${chainMax} deep: name what this really cannot do without`;
          findings.error(need.written.place, need.written.path, message);
          isTold = true;
        }
        continue;
      }
      const start = chain.findIndex((step) => step.target === need.target);
      const circle = start < 0 ? [] : [...chain.slice(start), need];
      const written = circle.findLast((step, index) => index > 0 && step.written !== null)?.written;
      const words = circle.map((step) => step.target.replace(/^\w+:/, ''));
      if (start < 0) walk(need.target, [...chain, need]);
      else if (written)
        findings.error(written.place, written.path, `this goes round in a circle: ${words.join(' → ')}`);
      depth = Math.max(depth, 1 + (finished.get(need.target) ?? 0));
    }
    finished.set(name, depth);
  };
  for (const name of graph.keys()) walk(name, [{ target: name, written: null }]);
}
