// What may stand somewhere, in words: from the schema that something did not fit.

import * as core from 'zod/v4/core';
import { didYouMean } from '../domain/nearest.ts';
import { plainText } from '../domain/text.ts';

type RawIssue = core.$ZodRawIssue;

/**
 * What may stand there. Only here is the schema at hand, with its description; what stood there is added by `report`,
 * which has the document. Unknown keys get a line each, in their order.
 */
export function expectation(issue: RawIssue): string {
  const schema = issue.schema ?? issue.inst;
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${described(schema, typeWords[issue.expected] ?? issue.expected)}`;
    case 'invalid_value':
      return `expected ${oneOf(issue.values.map(String))}`;
    case 'too_small':
      return sizeSentence(issue.origin, 'at least', issue.minimum, issue.inclusive ?? true);
    case 'too_big':
      return sizeSentence(issue.origin, 'at most', issue.maximum, issue.inclusive ?? true);
    case 'invalid_format':
      return `expected ${described(schema, issue.pattern ? `text of the form ${issue.pattern}` : issue.format)}`;
    case 'not_multiple_of':
      return `expected a multiple of ${issue.divisor}`;
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, keysOf(issue.inst))).join('\n');
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options)
        ? `expected ${oneOf(issue.options.map(String))}`
        : `expected ${unionWords(issue.inst)}`;
    default:
      return 'this does not fit here';
  }
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

function sizeSentence(origin: string, bound: string, limit: number | bigint, inclusive: boolean): string {
  const size = inclusive ? `${bound} ${limit}` : `${bound === 'at least' ? 'more' : 'less'} than ${limit}`;
  if (origin === 'string')
    return limit === 1 && inclusive ? 'expected some text' : `expected ${size} characters`;
  if (origin === 'array' || origin === 'object')
    return `expected ${size} ${limit === 1 ? 'entry' : 'entries'}`;
  return `expected ${size}`;
}

function keysOf(schema: unknown): readonly string[] {
  return schema instanceof core.$ZodObject ? Object.keys(schema._zod.def.shape) : [];
}

function unknownKey(key: string, known: readonly string[]): string {
  const meant = didYouMean(key, known);
  const there = meant === '' && known.length > 0 ? `; there are ${known.join(', ')}` : meant;
  return `unknown key "${plainText(key, 60)}"${there}`;
}

/** What each branch of a union takes, in a few words: `text or a list`, `one of up, latency, or a map with pointer`. */
function unionWords(schema: unknown): string {
  if (!(schema instanceof core.$ZodUnion)) return 'something else';
  const words = schema._zod.def.options.map(branchWords);
  return [...new Set(words)].join(' or ');
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
