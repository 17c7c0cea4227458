// One file's YAML as a tree with places. Every mistake in the YAML itself is a finding here.

import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, Scalar, type Document } from 'yaml';
import { plainText } from '../../domain/text.ts';
import type { Findings } from './findings.ts';
import type { ToldSlip, YamlProblem } from './yaml-slips.ts';
import type { ListNode, MapEntry, MapNode, NodePath, Place, ProfileNode, ScalarNode } from './tree.ts';

/** Deepest nesting, and most values that a file may have after its aliases are followed (an alias bomb has billions). */
const depthMax = 40;
const nodesMax = 50_000;
/** Syntax errors of one file that are listed: what follows the first few is mostly their echo. */
const syntaxErrorsMax = 5;

const tooDeep = `this cannot be read as YAML: it is nested too deeply, at most ${depthMax} levels are read`;

interface Parsing {
  readonly file: string;
  /** What is read; as it is written, or with its slips mended. */
  readonly text: string;
  /** The lines of the text as it is written. */
  readonly lines: LineCounter;
  readonly written: (at: number) => number;
  readonly document: Document;
  readonly findings: Findings;
  nodes: number;
  /** The limit was passed and reported; nothing more is taken in. */
  full: boolean;
}

/** The tree of the file's one document, or null when it is no YAML at all or empty; `findings` says what is wrong. */
export async function parseTree(file: string, text: string, findings: Findings): Promise<ProfileNode | null> {
  const lines = new LineCounter();
  for (let at = 0; at >= 0; at = text.indexOf('\n', at) + 1 || -1) lines.addNewLine(at);
  const top: Place = { file, line: 1, column: 1 };
  const read = readDocument(text);
  if (read === null || 'tooDeep' in read) {
    findings.error(read === null ? top : placeIn(file, lines, read.tooDeep), [], tooDeep);
    return null;
  }
  const found = await mended(text, read);
  if ('problems' in found) {
    for (const { start, message } of found.problems.slice(0, syntaxErrorsMax))
      findings.error(placeIn(file, lines, start), [], `this is no YAML: ${message}`);
    return null;
  }
  findings.isPartial ||= found.isPartial;
  for (const { at, sentence } of found.slips)
    findings.error(placeIn(file, lines, at), [], `this is no YAML: ${sentence}`);
  const { document } = found;
  if (document.contents === null || isEmptyScalar(document.contents)) {
    findings.error(top, [], 'the file is empty: a profile is a map with sources and metrics');
    return null;
  }
  const reading: Parsing = { ...found, file, lines, findings, nodes: 0, full: false };
  return convert(reading, document.contents, [], []);
}

interface ReadDocument {
  readonly document: Document;
  readonly problems: readonly YamlProblem[];
}

/** Null, or the place, where it is nested beyond reading. */
function readDocument(text: string): ReadDocument | { readonly tooDeep: number } | null {
  try {
    // Duplicate keys are looked for below: the library compares each pair with each other.
    const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false, logLevel: 'error' });
    const all = [...document.errors, ...document.warnings];
    const exhausted = all.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
    if (exhausted) return { tooDeep: exhausted.pos[0] };
    return { document, problems: all.map(({ pos: [start, end], message }) => ({ start, end, message })) };
  } catch {
    return null;
  }
}

interface Mended extends Pick<Parsing, 'document' | 'text' | 'written'> {
  readonly slips: readonly ToldSlip[];
  readonly isPartial: boolean;
}

/** The document as it was probably meant; its problems where that cannot be told. */
async function mended(
  text: string,
  { document, problems }: ReadDocument,
): Promise<Mended | { readonly problems: readonly YamlProblem[] }> {
  if (problems.length === 0) return { document, text, slips: [], isPartial: false, written: (at) => at };
  const { mendYaml, ownSentence } = await import('./yaml-slips.ts');
  const problemsOf = (tried: string): readonly YamlProblem[] => {
    const read = readDocument(tried);
    return read !== null && 'document' in read ? read.problems : problems;
  };
  const found = mendYaml(text, problemsOf);
  const read = found && readDocument(found.text);
  if (!found || !read || !('document' in read))
    return { problems: problems.map((one) => ({ ...one, message: ownSentence(one.message) })) };
  return { ...found, document: read.document };
}

function isEmptyScalar(node: unknown): boolean {
  return isScalar(node) && node.value === null;
}

function placeOf({ file, lines, written }: Parsing, offset: number): Place {
  return placeIn(file, lines, written(offset));
}

function placeIn(file: string, lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { file, line: Math.max(1, line), column: Math.max(1, col) };
}

function convert(
  reading: Parsing,
  node: unknown,
  path: NodePath,
  inside: readonly unknown[],
  at?: Place,
): ProfileNode | null {
  const place = at ?? placeOf(reading, startOf(node));
  if (reading.full) return null;
  if (++reading.nodes > nodesMax) {
    reading.full = true;
    reading.findings.error(
      place,
      path,
      `more than ${nodesMax} values: aliases (*name) multiply what they name`,
    );
    return null;
  }
  if (path.length > depthMax) {
    reading.findings.error(place, path, `nested more than ${depthMax} levels deep`);
    return null;
  }
  if (isAlias(node)) {
    const target = node.resolve(reading.document);
    if (target !== undefined && !inside.includes(target))
      return convert(reading, target, path, inside, place);
    const name = `*${plainText(node.source, 60)}`;
    const why =
      target === undefined
        ? `names nothing that stands before it: put it in quotes, '${name}', if it is a text`
        : 'stands inside what it names';
    reading.findings.error(place, path, `the alias ${name} ${why}`);
    return unknown(place);
  }
  if (isScalar(node)) return scalar(reading, node, path, place);
  if (isSeq(node)) {
    const items = node.items.map((item, index) =>
      convert(reading, item, [...path, index], [...inside, node]),
    );
    return { type: 'list', place, items: items.filter((item) => item !== null) } satisfies ListNode;
  }
  return isMap(node) ? map(reading, node, path, [...inside, node], place) : null;
}

function startOf(node: unknown): number {
  if (!isScalar(node) && !isMap(node) && !isSeq(node) && !isAlias(node)) return 0;
  return node.range?.[0] ?? 0;
}

function map(
  reading: Parsing,
  node: { readonly items: readonly { readonly key: unknown; readonly value: unknown }[] },
  path: NodePath,
  inside: readonly unknown[],
  place: Place,
): MapNode {
  const entries = new Map<string, MapEntry>();
  for (const pair of node.items) {
    const at = placeOf(reading, startOf(pair.key));
    const key = isScalar(pair.key) ? keyText(pair.key) : null;
    if (key === null) {
      reading.findings.error(at, path, 'a key must be a plain word');
      continue;
    }
    const earlier = entries.get(key);
    if (earlier) {
      const message = `the key "${plainText(key)}" stands here a second time: it is already on line ${earlier.key.line}`;
      reading.findings.error(at, [...path, key], message);
    }
    // A key without a value has no node of its own in `? key` and `{key}`.
    const value: ProfileNode | null =
      pair.value === null
        ? nothing(at)
        : convert(
            reading,
            pair.value,
            [...path, key],
            inside,
            isEmptyScalar(pair.value) && emptySource(pair.value) ? at : undefined,
          );
    if (value && !earlier) entries.set(key, { key: at, value });
  }
  return { type: 'map', place, entries };
}

const withoutVariables = { parts: null, shown: null, written: null, known: null, unresolved: false } as const;

function nothing(place: Place): ScalarNode {
  return {
    type: 'scalar',
    place,
    value: null,
    source: '',
    column: null,
    ...withoutVariables,
  };
}

/** What it should be cannot be told: it is judged no further. */
function unknown(place: Place): ScalarNode {
  return { ...nothing(place), unresolved: true };
}

function keyText(key: Scalar): string | null {
  const text = typeof key.value === 'string' ? key.value : (key.source ?? null);
  // `__proto__` is never a word of ours, and no plain object can hold it as a key.
  return text === '__proto__' ? null : text;
}

function emptySource(node: unknown): boolean {
  return isScalar(node) && (node.source ?? '') === '';
}

function scalar(reading: Parsing, node: Scalar, path: NodePath, place: Place): ScalarNode {
  const { value } = node;
  const [start, end] = node.range ?? [0, 0];
  const quoted = node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE;
  const written = reading.text.slice(start, end);
  const oneLine = (quoted || node.type === Scalar.PLAIN) && !written.includes('\n');
  const source = quoted && oneLine ? written.slice(1, -1) : oneLine ? written : (node.source ?? '');
  const here = placeOf(reading, start);
  const sameLine = here.line === place.line && here.column === place.column;
  const column = oneLine && sameLine ? placeOf(reading, start + (quoted ? 1 : 0)).column : null;
  if (typeof value === 'string' || typeof value === 'boolean' || value === null)
    return { type: 'scalar', place, value, source, column, ...withoutVariables };
  if (typeof value === 'number') return { type: 'scalar', place, value, source, column, ...withoutVariables };
  reading.findings.error(place, path, 'a value must be text, a number, true, false or null');
  return unknown(place);
}
