// A profile with mistakes: all else that can be said of it. What a slip stands for is guessed and gone on with; what is wrong all
// the same is left out, with all that rests on it, and the meaning of what remains is looked at.

import * as z from 'zod';
import { metricsOf } from '../rules/condition/ast.ts';
import { formulaMetrics } from '../rules/condition/formula.ts';
import { checkProfile, type CheckedProfile } from './check/check.ts';
import { typedVariables } from './read/coerce.ts';
import { compile } from './plan/compile.ts';
import type { Rules } from './check/sites.ts';
import { Findings } from './read/findings.ts';
import { checkedBy } from './schema/issues.ts';
import { kindOf } from './check/kinds-behind.ts';
import { asMeant } from './check/meant.ts';
import { lintMeaning } from './meaning.ts';
import { warnPlainCredentials } from './check/plain-http.ts';
import { profileSchemaFor, sharedSourceKeys, type SourceKinds } from './schema/schema.ts';
import type { Secrecy } from './read/secrecy.ts';
import { sendsOf } from './sends.ts';
import { entryOf, readable, strangeKeys, without } from './plan/sound-parts.ts';
import { childOf, eachScalar, nodeAt, pathText, textNode, type MapNode, type NodePath } from './read/tree.ts';

export interface TheRest {
  readonly root: MapNode;
  readonly kinds: SourceKinds;
  readonly secrecy: Secrecy;
  /** What is wrong already, and what else is. */
  readonly findings: Findings;
}

export function tellTheRest({ root, kinds, secrecy, findings }: TheRest): void {
  const schema = profileSchemaFor(kinds);
  const guesses = new Findings(findings.isPartial);
  const typed = typedVariables(asMeant(root, kinds, guesses), schema);
  findings.take(guesses);
  const checked = checkProfile({ typed, kinds, secrecy, findings, checkedBy });
  // What is meant by a document in parts stands in its other parts as well.
  if (findings.isPartial) return;
  const harmless = new Set([...guesses.errorPaths, ...strangeKeys(typed.root, schema)].map(pathText));
  const wrong = findings.errorPaths.filter((path) => !harmless.has(pathText(path)) && !isAside(path));
  eachScalar(typed.root, ({ unresolved }, path) => void (unresolved && wrong.push(path)));
  const judged = wrong.filter((path) => !isOption(typed.root, path, kinds));
  const entries = unsound(typed.root, checked, judged);
  const anyOptions = lenientKinds(kinds);
  const sound = readable(without(typed.root, entries), profileSchemaFor(anyOptions));
  if (!sound.document) return;
  const compiled = compile({
    document: sound.document,
    root: sound.root,
    facts: checked.facts,
    rules: rulesOutside(checked.rules, entries),
    kinds: anyOptions,
    name: '',
    digest: '',
    t0: null,
    secrecy,
  });
  const whole = compiled.sources.filter(
    ({ kind, options }) => kinds.get(kind)?.options.safeParse(options).success,
  );
  const sends = sendsOf(sound.root, whole, kinds);
  const partial = new Set(sourcesInPart(typed.root, entries));
  lintMeaning(compiled.plan, typed.root, findings, (path) => {
    const [section = '', id = ''] = path;
    if (section === 'sources') return !partial.has(String(id));
    // Of a gate or a timeline in parts only the parts can be judged.
    return (
      path.length > 3 || !entries.some((entry) => entry[0] === section && entry.length < 3 && isList(section))
    );
  });
  warnPlainCredentials({ root: sound.root, setups: whole, sends, secrecy }, findings);
}

function isList(section: string | number): boolean {
  return section === 'gate' || section === 'phases';
}

/** An option of a source's own, of a kind that is asked in its own time: where it looks says nothing of what rests on it. */
function isOption(root: MapNode, [section, id = '', key = '']: NodePath, kinds: SourceKinds): boolean {
  if (section !== 'sources' || sharedSourceKeys.includes(String(key))) return false;
  const kind = kindOf(childOf(root, 'sources'), String(id), kinds);
  return kind !== null && !kind.isRhythmic && key !== '';
}

/** Kinds have one such form: the schema is built once for each. */
const lenient = new WeakMap<SourceKinds, SourceKinds>();

/** The kinds as if each took any options: what is wrong with those is told already. */
function lenientKinds(kinds: SourceKinds): SourceKinds {
  const known = lenient.get(kinds);
  if (known) return known;
  const made: SourceKinds = new Map(
    Array.from(kinds, ([name, kind]) => [
      name,
      {
        ...kind,
        options: z.object(
          Object.fromEntries(Object.keys(kind.options.shape).map((key) => [key, z.unknown().optional()])),
        ),
        place: () => '',
        hosts: () => [],
        rhythm: (options, read) => (kind.isRhythmic ? kind.rhythm(options, read) : null),
      },
    ]),
  );
  lenient.set(kinds, made);
  return made;
}

/** Texts for people: nothing is judged by them. */
const asideKeys = ['title', 'group', 'ref', 'text', 'tell', 'manual', 'do', 'version', 'environment'];

function isAside(path: NodePath): boolean {
  const key = path.slice(entryOf(path).length)[0] ?? path.at(-1);
  return asideKeys.includes(String(key));
}

/** The entries in which something is wrong, and all that rest on them. */
function unsound(root: MapNode, { facts, rules }: CheckedProfile, wrong: readonly NodePath[]): NodePath[] {
  const found = new Map<string, NodePath>();
  const isOut = (...entry: NodePath): boolean => found.has(pathText(entry));
  const add = (path: NodePath): void => void found.set(pathText(path), path);
  for (const path of wrong) if (path.length > 0) add(entryOf(path));
  const places = [...rules.keys()];
  const paths = new Map(pathsOf(root).map((path) => [pathText(path), path]));
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const [id, { derived }] of facts) {
      const from = textNode(childOf(nodeAt(root, ['metrics', id]), 'from'))?.value;
      const inputs = derived ? formulaMetrics(derived.formula) : [];
      const isBare = from === undefined && derived === null;
      if (isBare || isOut('sources', from ?? '') || inputs.some((input) => isOut('metrics', input)))
        add(['metrics', id]);
    }
    for (const place of places) {
      const [path, rule] = [paths.get(place), rules.get(place)];
      if (path && rule && metricsOf(rule.condition).some((metric) => isOut('metrics', metric)))
        add(entryOf(path));
    }
  }
  return [...found.values()];
}

function pathsOf(root: MapNode): NodePath[] {
  const paths: NodePath[] = [];
  eachScalar(root, (_, path) => void paths.push(path));
  return paths;
}

function rulesOutside(rules: Rules, entries: readonly NodePath[]): Rules {
  const left = entries.map((entry) => `${pathText(entry)}.`);
  return new Map([...rules].filter(([place]) => !left.some((entry) => place.startsWith(entry))));
}

/** Sources some of whose metrics are left out. */
function sourcesInPart(root: MapNode, entries: readonly NodePath[]): string[] {
  return entries.flatMap((entry) =>
    entry[0] === 'metrics' ? (textNode(childOf(nodeAt(root, entry), 'from'))?.value ?? []) : [],
  );
}
