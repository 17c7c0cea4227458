// What the schema found, as findings in our own words: what may stand there, what stood there, and the nearest known word.

import type { z } from 'zod';
import { didYouMean } from '../../domain/nearest.ts';
import { plainText } from '../../domain/text.ts';
import { type Expectation, Expectations } from './expectation.ts';
import type { Findings } from '../read/findings.ts';
import {
  isHidden,
  keyPlaceAt,
  nodeAt,
  pathText,
  unquoted,
  type NodePath,
  type Place,
  type ProfileNode,
  type ScalarNode,
} from '../read/tree.ts';

type Issue = z.core.$ZodIssue;

/** Parses, and reports everything that does not fit; `at` is where the value stands in the document. */
export function checkedBy<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  document: ProfileNode,
  at: NodePath,
  findings: Findings,
): z.output<Schema> | undefined {
  const expectations = new Expectations();
  const result = schema.safeParse(value, { error: expectations.say });
  if (result.success) return result.data;
  const told = tolder(schema, value, at);
  reportAll(result.error.issues, at, { document, findings, expectations, told });
  return undefined;
}

interface Reporting {
  readonly document: ProfileNode;
  readonly findings: Findings;
  readonly expectations: Expectations;
  readonly told: Told;
}

/** What the schema's own sentence would be of a text as it is printed; null where that fits. */
type Told = (node: ScalarNode, path: NodePath) => string | null;

/** A schema's own sentence may quote a part of what stood there: where that must not be printed, it is asked anew with what may be. */
function tolder(schema: z.ZodType, value: unknown, at: NodePath): Told {
  return ({ shown }, path) => {
    const result = schema.safeParse(replaced(value, path.slice(at.length), shown), {
      error: new Expectations().say,
    });
    return result.error ? messageAt(result.error.issues, at, pathText(path)) : null;
  };
}

function messageAt(issues: readonly Issue[], at: NodePath, wanted: string): string | null {
  for (const issue of issues) {
    const path = pathOf(issue, at);
    const branches = issue.code === 'invalid_union' ? issue.errors : [];
    for (const branch of branches) {
      const found = messageAt(branch, path, wanted);
      if (found !== null) return found;
    }
    if (branches.length === 0 && pathText(path) === wanted) return issue.message;
  }
  return null;
}

/** The same data with something else at this path. */
function replaced(value: unknown, [first, ...rest]: NodePath, by: unknown): unknown {
  if (first === undefined) return by;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (index === first ? replaced(item, rest, by) : item));
  if (typeof value !== 'object' || value === null) return value;
  const next: unknown = Reflect.get(value, first);
  return { ...value, [first]: replaced(next, rest, by) };
}

/** A key that is missing because it is misspelt is one mistake, told at the misspelt one. */
function reportAll(issues: readonly Issue[], at: NodePath, reporting: Reporting): void {
  const { document, expectations } = reporting;
  const misspelt = new Set(
    issues.flatMap((issue) =>
      (expectations.of(issue)?.keys ?? []).flatMap(({ meant }) =>
        meant === null ? [] : pathText([...pathOf(issue, at), meant]),
      ),
    ),
  );
  for (const issue of issues) {
    const path = pathOf(issue, at);
    if (nodeAt(document, path) !== null || !misspelt.has(pathText(path))) report(issue, at, reporting);
  }
}

function pathOf(issue: Issue, at: NodePath): NodePath {
  return [...at, ...issue.path.filter((part) => typeof part !== 'symbol')];
}

function report(issue: Issue, at: NodePath, reporting: Reporting): void {
  const { document, findings, expectations } = reporting;
  const path = pathOf(issue, at);
  if (isUnresolved(document, path)) return;
  if (issue.code === 'unrecognized_keys') {
    const keys = expectations.of(issue)?.keys ?? [];
    issue.keys.forEach((key, index) => {
      const place = keyPlaceAt(document, [...path, key]) ?? nearestPlace(document, path);
      const hint = commaHint(document, [...path, key]);
      findings.error(
        place,
        [...path, key],
        hint ?? keys[index]?.sentence ?? `unknown key "${plainText(key, 60)}"`,
      );
    });
    return;
  }
  if (issue.code === 'invalid_key') {
    const place = keyPlaceAt(document, path) ?? nearestPlace(document, path);
    const key = plainText(String(path.at(-1)), 60);
    for (const inner of issue.issues)
      findings.error(place, path, `"${key}" is no name here: ${inner.message}`);
    return;
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const branch = likeliest(issue.errors, expectations, (inner) =>
      isCollection(nodeAt(document, [...path, ...pathOf(inner, [])])),
    );
    if (branch) {
      reportAll(branch, path, reporting);
      return;
    }
  }
  const node = nodeAt(document, path);
  if (node) findings.error(node.place, path, sentence(issue, node, path, reporting));
  else
    findings.absent(
      nearestPlace(document, path),
      path,
      `"${String(path.at(-1))}" is missing: ${issue.message}`,
    );
}

function isCollection(node: ProfileNode | null): boolean {
  return node?.type === 'map' || node?.type === 'list';
}

/**
 * The branch that was meant: the one that fits as a whole and fails in a part. Null when none fits as a whole. Where a map or a
 * list stands, a branch that takes one was rather meant than one that takes a text.
 */
function likeliest(
  branches: readonly (readonly Issue[])[],
  expectations: Expectations,
  standsAtCollection: (issue: Issue) => boolean,
): readonly Issue[] | null {
  let best: { readonly issues: readonly Issue[]; readonly cost: number } | null = null;
  for (const issues of branches) {
    if (
      issues.some(
        (issue) => issue.path.length === 0 && issue.code !== 'unrecognized_keys' && issue.code !== 'custom',
      )
    )
      continue;
    const unknown = issues.flatMap((issue) => expectations.of(issue)?.keys ?? []);
    const strange = unknown.filter(({ meant }) => meant === null).length;
    const shapes = issues.filter(
      (issue) => issue.code === 'invalid_type' && standsAtCollection(issue),
    ).length;
    const cost = strange * 100 + shapes * 1_000 + unknown.length * 10 + issues.length;
    if (best === null || cost < best.cost) best = { issues, cost };
  }
  return best?.issues ?? null;
}

/** An issue below something whose variable has no value says nothing new. */
function isUnresolved(document: ProfileNode, path: NodePath): boolean {
  const node = nodeAt(document, path);
  return node?.type === 'scalar' && node.unresolved;
}

/** The key of the innermost thing on the path that exists: where something is missing. */
function nearestPlace(document: ProfileNode, path: NodePath): Place {
  for (let length = path.length; length > 0; length--) {
    const head = path.slice(0, length);
    const place = keyPlaceAt(document, head) ?? nodeAt(document, head)?.place;
    if (place) return place;
  }
  return document.place;
}

function sentence(
  issue: Issue,
  node: ProfileNode,
  path: NodePath,
  { expectations, told }: Reporting,
): string {
  const found = foundWords(node);
  const expectation = expectations.of(issue);
  if (expectation !== null)
    return `${issue.message}, found ${found}${nearWord(expectation, node)}${quotesHint(issue, expectation, node)}`;
  if (node.type !== 'scalar') return `${issue.message}; found ${found}`;
  if (isHidden(node)) {
    const said = told(node, path);
    return said === null ? unquoted(node, issue.message) : `${said}; found ${found}`;
  }
  const says = node.source !== '' && issue.message.includes(`"${node.source}"`);
  return says ? issue.message : `${issue.message}; found ${found}`;
}

/** A word near to what the environment gave would tell what that is. */
function nearWord({ words }: Expectation, node: ProfileNode): string {
  const isSeen = node.type === 'scalar' && typeof node.value === 'string' && !isHidden(node);
  return isSeen ? didYouMean(node.value, words) : '';
}

/** What stands there; what the environment gave is named, never shown. */
function foundWords(node: ProfileNode): string {
  if (node.type === 'list') return node.items.length === 0 ? 'an empty list' : 'a list';
  if (node.type === 'map') return bracesHint(node) ?? (node.entries.size === 0 ? 'an empty map' : 'a map');
  const { value } = node;
  if (value === null) return 'nothing';
  if (isHidden(node)) return `what "${plainText(node.shown ?? '', 60)}" stands for`;
  if (typeof value === 'number') return `the number ${plainText(node.source, 60)}`;
  if (typeof value === 'boolean') return `${value}`;
  return value === '' ? 'an empty text' : `"${plainText(value, 60)}"`;
}

/** `{ when: avg(a, 5m) > 3 }`, `{ respond: 1,5m }` is two keys to YAML, and the second has no value. */
function commaHint(document: ProfileNode, path: NodePath): string | null {
  const node = nodeAt(document, path);
  const key = String(path.at(-1));
  if (node?.type !== 'scalar' || node.value !== null || node.source !== '' || /^[A-Za-z_][\w-]*$/.test(key))
    return null;
  return `unknown key "${plainText(key, 60)}": inside { } a text with a comma needs quotes`;
}

/** `{api}` without quotes is a map to YAML. */
function bracesHint(node: ProfileNode & { readonly type: 'map' }): string | null {
  const [only] = node.entries;
  if (!only || node.entries.size > 1 || only[1].value.type !== 'scalar' || only[1].value.value !== null)
    return null;
  return `a map: put the text in quotes, "{${plainText(only[0], 40)}}"`;
}

function quotesHint(issue: Issue, { anyText }: Expectation, node: ProfileNode): string {
  if (issue.code !== 'invalid_type' || issue.expected !== 'string' || node.type !== 'scalar') return '';
  if (node.value === null || typeof node.value === 'string') return '';
  // An address without quotes is a number to YAML.
  if (!anyText && !node.source.startsWith('0x')) return '';
  return `: put it in quotes, "${plainText(node.source, 60)}"`;
}
