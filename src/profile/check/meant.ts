// What was probably meant by the kind of a source, and by the source and the read of a metric, where no such thing is known: the rest is
// checked by it, so that one slip hides no other.

import { durationMeant, noDuration, parseDuration } from '../../domain/duration.ts';
import { didYouMean, nearestWord } from '../../domain/nearest.ts';
import { plainText } from '../../domain/text.ts';
import { keysMeant } from './keys-meant.ts';
import type { Findings } from '../read/findings.ts';
import { kindOf, ownOptions } from './kinds-behind.ts';
import { Expectations } from '../schema/expectation.ts';
import { profileSchemaFor, type SourceKinds } from '../schema/schema.ts';
import {
  childOf,
  entriesOf,
  isHidden,
  mapScalars,
  plainOf,
  textNode,
  type MapNode,
  type Plain,
  type ProfileNode,
} from '../read/tree.ts';

/**
 * The document with such words replaced, each of which is told, and keys that are misspelt. What is near to nothing stays, and is
 * told by whoever reads it.
 */
export function asMeant(root: MapNode, kinds: SourceKinds, findings: Findings): MapNode {
  const replaced = (document: MapNode, section: string, key: string, meant: Meant): MapNode =>
    mapScalars(document, (scalar, path) => {
      if (path.length !== 3 || path[0] !== section || path[2] !== key || isHidden(scalar)) return scalar;
      const text = textNode(scalar);
      const found = text && meant(text.value, childOf(childOf(document, section), String(path[1])));
      if (!found) return scalar;
      findings.error(scalar.place, path, found.sentence);
      return { ...scalar, value: found.word };
    });
  // A kind tells which keys its sources have, so theirs come after it.
  const schema = profileSchemaFor(kinds);
  const keyed = keysMeant(root, schema, findings);
  const withKinds = replaced(keyed, 'sources', 'kind', (word, source) => kindMeant(word, source, kinds));
  const keyedByKind = keysMeant(withKinds, schema, findings);
  const whole = pacesMeant(keyedByKind, findings);
  if (findings.isPartial) return whole;
  const from = replaced(whole, 'metrics', 'from', (word, metric) => sourceMeant(word, metric, whole, kinds));
  return replaced(from, 'metrics', 'read', (word, metric) => readMeant(word, metric, from, kinds));
}

/** How often a source is asked is rested on by all that is judged over time. */
function pacesMeant(root: MapNode, findings: Findings): MapNode {
  return mapScalars(root, (scalar, path) => {
    const text = path.length === 3 && path[0] === 'sources' && path[2] === 'every' ? textNode(scalar) : null;
    const meant = text && parseDuration(text.value) === null ? durationMeant(text.value) : null;
    if (meant === null || isHidden(scalar)) return scalar;
    findings.error(scalar.place, path, noDuration(String(scalar.value)));
    return { ...scalar, value: meant };
  });
}

type Meant = (
  word: string,
  entry: ProfileNode | null,
) => { readonly word: string; readonly sentence: string } | null;

/** The nearest kind, unless the source's keys fit another one as a whole and not that one. */
function kindMeant(word: string, source: ProfileNode | null, kinds: SourceKinds): ReturnType<Meant> {
  const names = [...kinds.keys()].sort();
  const near = kinds.has(word) ? null : nearestWord(word, names);
  if (near === null) return null;
  const options = ownOptions(source);
  const fits = (name: string): boolean => kinds.get(name)?.options.safeParse(options).success ?? false;
  return {
    word: fits(near) ? near : (names.find(fits) ?? near),
    sentence: `expected one of ${names.join(', ')}, found "${plainText(word, 60)}"${didYouMean(word, names)}`,
  };
}

/** The nearest source, unless the read fits another one and not that one. */
function sourceMeant(
  word: string,
  metric: ProfileNode | null,
  root: MapNode,
  kinds: SourceKinds,
): ReturnType<Meant> {
  const sources = childOf(root, 'sources');
  const ids = entriesOf(sources).map(([id]) => id);
  const near = ids.includes(word) ? null : nearestWord(word, ids);
  if (near === null) return null;
  const read = readOf(metric);
  const fits = (id: string): boolean => kindOf(sources, id, kinds)?.read.safeParse(read).success ?? false;
  return {
    word: fits(near) ? near : (ids.find(fits) ?? near),
    sentence: `there is no source "${word}"${didYouMean(word, ids)}`,
  };
}

/** The nearest of the words that the source's kind reads by. */
function readMeant(
  word: string,
  metric: ProfileNode | null,
  root: MapNode,
  kinds: SourceKinds,
): ReturnType<Meant> {
  const source = textNode(childOf(metric, 'from'))?.value;
  const kind = source === undefined ? null : kindOf(childOf(root, 'sources'), source, kinds);
  const expectations = new Expectations();
  const issue = kind?.read.safeParse(word, { error: expectations.say }).error?.issues[0];
  const expected = issue && expectations.of(issue);
  const near = expected && nearestWord(word, expected.words);
  if (!kind || !near || !kind.read.safeParse(near).success) return null;
  return {
    word: near,
    sentence: `${issue.message}, found "${plainText(word, 60)}"${didYouMean(word, expected.words)}`,
  };
}

function readOf(metric: ProfileNode | null): Plain | undefined {
  const read = childOf(metric, 'read');
  return read ? plainOf(read) : undefined;
}
