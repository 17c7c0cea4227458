// What may stand somewhere, in words: from the schema that something did not fit.

import * as core from 'zod/v4/core';
import { didYouMean, nearestWord } from '../../domain/nearest.ts';
import { plainText } from '../../domain/text.ts';
import { misnomers, type Misnomer } from '../../sources/fields.ts';

type RawIssue = core.$ZodRawIssue;

/** What may stand at a place. */
export interface Expectation {
  /** What stood there is added by `report`, which has the document. */
  readonly sentence: string;
  /** The words of which one may stand there; none where it is no choice of words. */
  readonly words: readonly string[];
  /** Any text may stand there. */
  readonly anyText: boolean;
  /** The unknown keys, in their order. */
  readonly keys: readonly UnknownKey[];
}

export interface UnknownKey {
  readonly sentence: string;
  /** The known key that was probably meant. */
  readonly meant: string | null;
}

/** Only while a schema parses is it at hand, with its descriptions: what it expects is kept under the sentence that it gives out. */
export class Expectations {
  readonly #said = new Map<string, Expectation>();

  /** An error map for the parsing. */
  readonly say = (issue: RawIssue): string => {
    const expectation = expectationOf(issue);
    this.#said.set(expectation.sentence, expectation);
    return expectation.sentence;
  };

  /** Null for a sentence of the schema's own. */
  of({ message }: { readonly message: string }): Expectation | null {
    return this.#said.get(message) ?? null;
  }
}

function expectationOf(issue: RawIssue): Expectation {
  const schema = issue.schema ?? issue.inst;
  switch (issue.code) {
    case 'invalid_type': {
      const words = described(schema, typeWords[issue.expected] ?? issue.expected);
      return { ...expected(words), anyText: words === typeWords['string'] };
    }
    case 'invalid_value':
      return choice(issue.values.map(String));
    case 'too_small':
      return expected(size(issue.origin, 'at least', issue.minimum, issue.inclusive ?? true));
    case 'too_big':
      return expected(size(issue.origin, 'at most', issue.maximum, issue.inclusive ?? true));
    case 'invalid_format':
      return expected(described(schema, issue.pattern ? `text of the form ${issue.pattern}` : issue.format));
    case 'not_multiple_of':
      return expected(`a multiple of ${issue.divisor}`);
    case 'unrecognized_keys': {
      const keys = issue.keys.map(
        (key) => misnomerOf(issue.inst, key) ?? unknownKey(key, keysOf(issue.inst)),
      );
      return { ...nothing, sentence: keys.map(({ sentence }) => sentence).join('\n'), keys };
    }
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options)
        ? choice(issue.options.map(String))
        : { ...expected(unionWords(issue.inst)), words: choicesOf(issue.inst) };
    default:
      return nothing;
  }
}

const nothing: Expectation = { sentence: 'this does not fit here', words: [], anyText: false, keys: [] };

function expected(what: string): Expectation {
  return { ...nothing, sentence: `expected ${what}` };
}

function choice(words: readonly string[]): Expectation {
  return { ...expected(oneOf(words)), words };
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys and values',
  record: 'a map of names and values',
  null: 'null',
};

/** "A duration: 250ms, …" with an example gives `a duration such as 10s`; any other description explains the type. */
function described(schema: unknown, type: string): string {
  if (!(schema instanceof core.$ZodType)) return type;
  const meta = core.globalRegistry.get(schema);
  const noun = /^(?:An?|One) [^:.;]+/.exec(meta?.description ?? '')?.[0];
  const examples: unknown = meta?.['examples'];
  const example: unknown = Array.isArray(examples) ? examples[0] : undefined;
  const words = noun === undefined ? type : noun.charAt(0).toLowerCase() + noun.slice(1);
  return typeof example === 'string' ? `${words} such as ${example}` : words;
}

function oneOf(words: readonly string[]): string {
  return words.length === 1 ? `"${words[0]}"` : `one of ${words.join(', ')}`;
}

function size(
  origin: string,
  bound: 'at least' | 'at most',
  limit: number | bigint,
  inclusive: boolean,
): string {
  const words = inclusive ? `${bound} ${limit}` : `${bound === 'at least' ? 'more' : 'less'} than ${limit}`;
  if (origin === 'string')
    return limit === 1 && inclusive && bound === 'at least' ? 'some text' : `${words} characters`;
  if (origin === 'array' || origin === 'object') return `${words} ${limit === 1 ? 'entry' : 'entries'}`;
  return words;
}

function misnomerOf(schema: unknown, key: string): Misnomer | null {
  const known = schema instanceof core.$ZodType ? misnomers.get(schema) : undefined;
  return known && Object.hasOwn(known, key) ? (known[key] ?? null) : null;
}

function keysOf(schema: unknown): readonly string[] {
  return schema instanceof core.$ZodObject ? Object.keys(schema._zod.def.shape) : [];
}

/** An unknown key, and the known one that it is near to. */
export function unknownKey(key: string, known: readonly string[]): UnknownKey {
  const meant = nearestWord(key, known);
  const there =
    meant === null && known.length > 0 ? `; there are ${known.join(', ')}` : didYouMean(key, known);
  return { meant, sentence: `unknown key "${plainText(key, 60)}"${there}` };
}

/** What each branch of a union takes, in a few words: `text or a list`, `one of up, latency, or a map with pointer`. */
function unionWords(schema: unknown): string {
  if (!(schema instanceof core.$ZodUnion)) return 'something else';
  const words = schema._zod.def.options.map(branchWords);
  return [...new Set(words)].join(' or ');
}

/** The words that a branch of a union takes as they are. */
function choicesOf(schema: unknown): readonly string[] {
  if (schema instanceof core.$ZodPipe) return choicesOf(schema._zod.def.in);
  if (schema instanceof core.$ZodUnion) return schema._zod.def.options.flatMap(choicesOf);
  if (schema instanceof core.$ZodLiteral) return schema._zod.def.values.map(String);
  if (schema instanceof core.$ZodEnum) return Object.values(schema._zod.def.entries).map(String);
  return [];
}

function branchWords(schema: core.$ZodType): string {
  if (schema instanceof core.$ZodPipe) return branchWords(schema._zod.def.in);
  if (schema instanceof core.$ZodUnion) return unionWords(schema);
  if (schema instanceof core.$ZodLiteral)
    return schema._zod.def.values.map((value) => `"${String(value)}"`).join(' or ');
  if (schema instanceof core.$ZodEnum) return oneOf(Object.values(schema._zod.def.entries).map(String));
  if (schema instanceof core.$ZodObject) {
    const required = Object.entries(schema._zod.def.shape).find(
      ([, field]) => field._zod.optin === undefined,
    )?.[0];
    return required === undefined ? 'a map' : `a map with "${required}"`;
  }
  return described(schema, typeWords[schema._zod.def.type] ?? schema._zod.def.type);
}
