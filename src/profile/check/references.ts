// What one part of a profile says of another: sources, needs, classes, ids. Everything that leads nowhere is a finding.

import { parseDuration } from '../../domain/duration.ts';
import { findUnit } from '../../domain/unit.ts';
import { metricsOf } from '../../rules/condition/ast.ts';
import type { Rules } from './sites.ts';
import type { Findings } from '../read/findings.ts';
import { knownWords } from '../read/known-words.ts';
import { checkNeeds } from './needs.ts';
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
