// What one part of a profile says of another: sources, needs, classes, ids. Everything that leads nowhere is a finding.

import { parseDuration } from '../../domain/duration.ts';
import { findUnit } from '../../domain/unit.ts';
import { metricsOf } from '../../rules/condition/ast.ts';
import type { Rules } from './sites.ts';
import { type Findings, knownWords } from '../read/findings.ts';
import { ownOptions } from './kinds-behind.ts';
import type { SourceKinds } from '../schema/schema.ts';
import {
  childOf,
  entriesOf,
  itemsOf,
  nodeAt,
  plainOf,
  textNode,
  unquoted,
  type MapNode,
  type NodePath,
  type ProfileNode,
  type Place,
  type ScalarNode,
} from '../read/tree.ts';

export function checkReferences(root: MapNode, kinds: SourceKinds, rules: Rules, findings: Findings): void {
  checkFrom(root, findings);
  checkReads(root, kinds, findings);
  checkNeeds(root, findings);
  checkMissing(root, findings);
  checkTimeouts(root, kinds, findings);
  checkClasses(root, rules, findings);
  checkUnits(root, findings);
  if (entriesOf(childOf(root, 'metrics')).length === 0)
    findings.absent(
      root.place,
      [],
      'there are no metrics: nothing is watched, and the verdict stays unknown',
      'warning',
    );
}

function checkFrom(root: MapNode, findings: Findings): void {
  const ids = entriesOf(childOf(root, 'sources')).map(([id]) => id);
  for (const [id, { value }] of entriesOf(childOf(root, 'metrics'))) {
    const from = textNode(childOf(value, 'from'));
    if (from && !ids.includes(from.value))
      findings.absent(
        from.place,
        ['metrics', id, 'from'],
        unquoted(from, `there is no source "${from.value}"${knownWords(from.value, ids)}`),
      );
  }
}

/** A read that fits its kind, and that the source as it is set up cannot give. */
function checkReads(root: MapNode, kinds: SourceKinds, findings: Findings): void {
  const sources = childOf(root, 'sources');
  for (const [id, { value }] of entriesOf(childOf(root, 'metrics'))) {
    const source = childOf(sources, textNode(childOf(value, 'from'))?.value ?? '');
    const kind = kinds.get(textNode(childOf(source, 'kind'))?.value ?? '');
    const read = childOf(value, 'read');
    if (!kind || !read) continue;
    const misread = kind.misread(ownOptions(source), plainOf(read));
    if (!misread) continue;
    const path: NodePath = ['metrics', id, 'read', ...misread.path];
    findings.error((nodeAt(root, path) ?? read).place, path, misread.message);
  }
}

/** Missing data may be good news only where somebody says why. */
function checkMissing(root: MapNode, findings: Findings): void {
  for (const section of ['sources', 'metrics'])
    for (const [id, { value }] of entriesOf(childOf(root, section))) {
      const missing = textNode(childOf(value, 'missing'));
      const isGood = missing?.value === 'good' || missing?.value === 'notBreaching';
      if (!missing || !isGood || childOf(value, 'because')) continue;
      findings.absent(
        missing.place,
        [section, id, 'missing'],
        `"${missing.value}" needs a "because" beside it: why is it good news that there are no data?`,
      );
    }
}

function checkTimeouts(root: MapNode, kinds: SourceKinds, findings: Findings): void {
  for (const [id, { value }] of entriesOf(childOf(root, 'sources'))) {
    const defaults = kinds.get(textNode(childOf(value, 'kind'))?.value ?? '')?.defaults;
    const written = textNode(childOf(value, 'timeout'));
    const timeout = written ? parseDuration(written.value) : null;
    const every = textNode(childOf(value, 'every'));
    const interval = every ? parseDuration(every.value) : (defaults?.every ?? null);
    if (!written || timeout === null || interval === null || timeout <= interval) continue;
    findings.warning(
      written.place,
      ['sources', id, 'timeout'],
      `the timeout is longer than the time between two polls: polls will be skipped while one hangs`,
    );
  }
}

function checkClasses(root: MapNode, rules: Rules, findings: Findings): void {
  const classes = childOf(root, 'classes');
  const declared = entriesOf(classes).map(([name]) => name);
  for (const [id, { value }] of entriesOf(childOf(root, 'incidents'))) {
    const name = textNode(childOf(value, 'class'));
    if (!name || !/^P[0-3]$/.test(name.value)) continue;
    const path: NodePath = ['incidents', id, 'class'];
    if (!declared.includes(name.value) && !childOf(value, 'respond'))
      findings.absent(
        name.place,
        path,
        `the class ${name.value} is not described under classes: this incident has no time to respond`,
        'warning',
      );
    if (name.value !== 'P0') continue;
    const when = rules.get(`incidents.${id}.when`);
    for (const metric of when ? metricsOf(when.condition) : []) warnLenient(root, id, metric, findings);
  }
}

/** What a P0 rests on must not take missing data for good news (docs/judgement.md §8.6). */
function warnLenient(root: MapNode, incident: string, metric: string, findings: Findings): void {
  const node = childOf(childOf(root, 'metrics'), metric);
  const from = textNode(childOf(node, 'from'))?.value ?? '';
  const own = textNode(childOf(node, 'missing'));
  const missing = own ?? textNode(childOf(childOf(childOf(root, 'sources'), from), 'missing'));
  if (!missing || !['good', 'notBreaching', 'keep', 'ignore'].includes(missing.value)) return;
  findings.warning(
    missing.place,
    own ? ['metrics', metric, 'missing'] : ['sources', from, 'missing'],
    `the P0 incident ${incident} rests on ${metric}: with "${missing.value}" it may be missed while there are no data`,
  );
}

function checkUnits(root: MapNode, findings: Findings): void {
  const seen = new Set<string>();
  itemsOf(childOf(root, 'units')).forEach((item: ProfileNode, index) => {
    const unit = textNode(item);
    if (!unit) return;
    if (findUnit(unit.value))
      findings.error(unit.place, ['units', index], unquoted(unit, `"${unit.value}" is a known unit already`));
    if (seen.has(unit.value))
      findings.error(unit.place, ['units', index], unquoted(unit, `"${unit.value}" stands here twice`));
    seen.add(unit.value);
  });
}

/** Longest chain of needs: whoever follows it goes that deep. */
const chainMax = 50;

interface Need {
  /** `source:api` or `metric:api-uptime`. */
  readonly target: string;
  /** Where it is written; null for a metric's own source, which it needs without saying so. */
  readonly written: { readonly place: Place; readonly path: NodePath } | null;
}

/** `needs`: what each source and metric cannot do without. Unknown names and circles are findings. */
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
