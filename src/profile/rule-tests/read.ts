// Tests of a profile's own rules, as one file holds them: read, checked against the profile, each mistake with its place.

import { dirname, resolve } from 'node:path';
import type { Instant, Milliseconds } from '../../domain/clock.ts';
import { printDuration } from '../../domain/duration.ts';

import { formulaMetrics } from '../../rules/condition/formula.ts';
import { idOfTarget } from '../../rules/launch/mark-check.ts';
import type { MetricPlan, Plan } from '../../rules/plan.ts';
import { readText } from '../read/files.ts';
import { Findings } from '../read/findings.ts';
import { checkedBy } from '../schema/issues.ts';
import { knownWords } from '../read/findings.ts';
import { loadProfile, type LoadOptions } from '../load.ts';
import type { Diagnostic } from '../read/findings.ts';
import { readClaims, type Claim } from './claims.ts';
import { seriesLooksMax } from './series.ts';
import { ruleTestsSchema, type RuleTestsDocument, type TestDocument } from './schema.ts';
import { readSeries, type Look } from './series.ts';
import {
  childOf,
  columnWithin,
  keyPlaceAt,
  nodeAt,
  plainOf,
  textNode,
  type NodePath,
  type Place,
  type ProfileNode,
} from '../read/tree.ts';
import { parseTree } from '../read/yaml.ts';

export interface RuleTestFile {
  readonly file: string;
  readonly plan: Plan;
  readonly tests: readonly RuleTest[];
}

export interface RuleTest {
  readonly name: string;
  readonly place: Place;
  readonly start: Instant;
  /** Undefined: the profile's own. */
  readonly t0: Instant | undefined;
  readonly series: ReadonlyMap<string, LookSeries>;
  /** Criteria without a condition that count as signed by a person. */
  readonly signed: ReadonlySet<string>;
  /** Windows count as seen whole from the first sample on. */
  readonly seenWhole: boolean;
  readonly checkpoints: readonly Checkpoint[];
}

/** Looks at one metric from the start on, so far apart. */
export interface LookSeries {
  readonly every: Milliseconds;
  readonly looks: readonly Look[];
}

export interface Checkpoint {
  /** From the start of the test. */
  readonly at: Milliseconds;
  readonly claims: readonly Claim[];
}

export type RuleTestsResult =
  | { readonly ok: true; readonly file: RuleTestFile }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** A test that names no start begins at midnight: the clock in a sentence is then the time into the test. */
const startByDefault: Instant = Date.UTC(2026, 0, 1);
const intervalByDefault: Milliseconds = 10_000;

/** Never throws for what a file holds. Of the environment only what the file itself gives is seen. */
export async function readRuleTests(
  file: string,
  options: Omit<LoadOptions, 'env' | 't0'>,
): Promise<RuleTestsResult> {
  const findings = new Findings();
  const path = resolve(options.cwd, file);
  const text = await readText(path);
  const top: Place = { file: path, line: 1, column: 1 };
  if (!text.ok) findings.error(top, [], text.problem);
  const root = text.ok ? await parseTree(path, text.text, findings) : null;
  const document = root && checkedBy(ruleTestsSchema, plainOf(root), root, [], findings);
  if (!root || !document) return { ok: false, diagnostics: findings.sorted([path]) };
  const loaded = await loadProfile(profileOf(document, path), {
    ...options,
    // What decides nothing need not be given: a URL is never asked here.
    missingEnvironment: 'stand-in',
    env: Object.fromEntries(Object.entries(document.env ?? {}).map(([name, value]) => [name, String(value)])),
  });
  if (!loaded.ok) {
    const errors = loaded.diagnostics.filter(({ severity }) => severity === 'error');
    const place = childOf(root, 'profile')?.place ?? root.place;
    findings.error(place, ['profile'], `the profile ${document.profile} cannot be judged by`);
    return { ok: false, diagnostics: [...findings.sorted([path]), ...errors] };
  }
  const { plan } = loaded.profile;
  const reader = new TestReader(root, plan, document, findings);
  const tests = document.tests.map((test, index) => reader.read(test, ['tests', index]));
  if (findings.hasErrors) return { ok: false, diagnostics: findings.sorted([path]) };
  return { ok: true, file: { file: path, plan, tests } };
}

/** A path is one from the test's own folder; anything else is a name. */
function profileOf({ profile }: RuleTestsDocument, file: string): string {
  return /^\.|\.ya?ml$/.test(profile) ? resolve(dirname(file), profile) : profile;
}

class TestReader {
  readonly #read = new Map<string, RuleTest>();
  readonly #root: ProfileNode;
  readonly #plan: Plan;
  readonly #document: RuleTestsDocument;
  readonly #findings: Findings;

  constructor(root: ProfileNode, plan: Plan, document: RuleTestsDocument, findings: Findings) {
    this.#root = root;
    this.#plan = plan;
    this.#document = document;
    this.#findings = findings;
  }

  read(test: TestDocument, path: NodePath): RuleTest {
    const start = test.start ?? startByDefault;
    const read: RuleTest = {
      name: test.name,
      place: nodeAt(this.#root, [...path, 'name'])?.place ?? this.#root.place,
      start,
      t0: test.t0 && ('instant' in test.t0 ? test.t0.instant : start + test.t0.offset),
      series: new Map([...this.#like(test, [...path, 'like']), ...this.#series(test, [...path, 'series'])]),
      signed: this.#signed(test, [...path, 'signed']),
      seenWhole: test.seen === 'whole',
      checkpoints: test.expect
        .map((entry, index) => ({
          at: entry.at,
          claims: readClaims(entry, [...path, 'expect', index], {
            root: this.#root,
            plan: this.#plan,
            findings: this.#findings,
          }),
        }))
        .sort((a, b) => a.at - b.at),
    };
    this.#checkLength(read, test, [...path, 'expect']);
    this.#read.set(test.name, read);
    return read;
  }

  /** What is asked long after the last sample costs a board for each look until then. */
  #checkLength({ series }: RuleTest, { expect }: TestDocument, path: NodePath): void {
    const shortest = Math.min(...[...series.values()].map(({ every }) => every), intervalByDefault);
    expect.forEach(({ at }, index) => {
      if (at <= shortest * seriesLooksMax) return;
      const place = nodeAt(this.#root, [...path, index, 'at'])?.place ?? this.#root.place;
      const most = `at most ${seriesLooksMax} looks, which is ${printDuration(shortest * seriesLooksMax)} here`;
      this.#findings.error(place, [...path, index, 'at'], `a test has ${most}: use a longer interval`);
    });
  }

  /** The series of an earlier test, of which this one changes some. */
  #like({ like }: TestDocument, path: NodePath): RuleTest['series'] {
    if (like === undefined) return new Map();
    const earlier = this.#read.get(like);
    if (earlier) return earlier.series;
    const place = nodeAt(this.#root, path)?.place ?? this.#root.place;
    const known = knownWords(like, [...this.#read.keys()]);
    this.#findings.error(place, path, `no test before this one is called "${like}"${known}`);
    return new Map();
  }

  #series(test: TestDocument, path: NodePath): RuleTest['series'] {
    const ids = this.#plan.metrics.map((metric) => metric.id);
    const interval = test.interval ?? this.#document.interval ?? intervalByDefault;
    const entries = Object.entries(test.series ?? {}).flatMap(([id, given]): [string, LookSeries][] => {
      const at = [...path, id];
      const metric = this.#plan.metrics.find((known) => known.id === id);
      if (!metric) {
        const place = keyPlaceAt(this.#root, at) ?? this.#root.place;
        this.#findings.error(place, at, `there is no metric "${id}"${knownWords(id, ids)}`);
        return [];
      }
      if (metric.derived) {
        const place = keyPlaceAt(this.#root, at) ?? this.#root.place;
        const inputs = formulaMetrics(metric.derived.formula).join(', ');
        this.#findings.error(place, at, `${id} is calculated: give samples of ${inputs}`);
        return [];
      }
      const own = typeof given === 'object';
      const looks = this.#looks(metric, own ? [...at, 'samples'] : at);
      return [[id, { every: own ? given.every : interval, looks }]];
    });
    return new Map(entries);
  }

  #looks(metric: MetricPlan, path: NodePath): readonly Look[] {
    const node = nodeAt(this.#root, path);
    const text = textNode(node);
    const written = text?.value ?? (node?.type === 'scalar' ? node.source : '');
    const { looks, problems } = readSeries(written, metric, this.#plan.units);
    const place = node?.place ?? this.#root.place;
    for (const { offset, message } of problems) {
      const at = text ? { ...place, column: columnWithin(text, offset) } : place;
      this.#findings.error(at, path, message);
    }
    return looks;
  }

  #signed(test: TestDocument, path: NodePath): ReadonlySet<string> {
    const manual = this.#plan.gate.filter(({ when }) => when === null).map(({ id }) => id);
    if (test.signed === 'all') return new Set(manual);
    const given = (test.signed ?? []).map((name) => idOfTarget(this.#plan, 'criterion', name) ?? name);
    given.forEach((id, index) => {
      if (manual.includes(id)) return;
      const at = [...path, index];
      const why = this.#plan.gate.some((criterion) => criterion.id === id)
        ? `${id} is judged by its condition and cannot be signed`
        : `the gate has no criterion "${id}" that a person signs${knownWords(id, manual)}`;
      this.#findings.error(nodeAt(this.#root, at)?.place ?? this.#root.place, at, why);
    });
    return new Set(given);
  }
}
