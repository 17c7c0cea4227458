// From an answer to the value of one read of it.

import type { Reading } from '../../domain/answer.ts';
import { BoundedRegex } from '../bounded-regex.ts';
import type { PatternBudget } from '../pattern-budget.ts';
import { directiveValue, fieldOf, hasDirective, jsonOfField, noField } from './header-reading.ts';
import { jwksReading } from './jwks.ts';
import type { JwksRead } from './jwks-schema.ts';
import { jsonReading, wordReading, type AnswerReader } from './reading.ts';
import type { AnswerRead } from './reads.ts';

/** An answer's read other than `up`, its pattern made ready. */
export interface ReadyRead {
  readonly read: Exclude<AnswerRead, 'up'>;
  readonly regex: BoundedRegex | null;
  /** What the patterns of the source share. */
  readonly budget: PatternBudget;
  readonly exact: boolean;
}

type HeaderRead = Extract<AnswerRead, { header: string } | { hasHeader: string }>;

/** Whether the read needs the answer's body. */
export function readsBody(read: AnswerRead): boolean {
  if (typeof read === 'string') return read === 'bytes';
  return !('header' in read) && !('hasHeader' in read);
}

export function answerReading(reader: AnswerReader, { read, regex, budget, exact }: ReadyRead): Reading {
  switch (read) {
    case 'status':
      return reader.status();
    case 'latency':
      return reader.latency();
    case 'bytes':
      return reader.bytes();
  }
  if ('header' in read || 'hasHeader' in read) return headerReading(reader, read, exact);
  if ('json' in read) return reader.json(read.json, { exact });
  if ('jwks' in read) return keySetReading(reader, read.jwks);
  return reader.body(regex ?? new BoundedRegex(read.body, budget));
}

function headerReading(reader: AnswerReader, read: HeaderRead, exact: boolean): Reading {
  const head = reader.head();
  if (head.gap) return head;
  if ('hasHeader' in read) return { value: fieldOf(head.value, read.hasHeader) !== null };
  const field = fieldOf(head.value, read.header);
  if ('hasDirective' in read) return { value: field !== null && hasDirective(field, read.hasDirective) };
  if (field === null) return { gap: noField(read.header) };
  if ('directive' in read) {
    return directiveValue(field, read.header, read.directive);
  }
  if (!('json' in read)) return wordReading(field, `the header ${read.header}`, { decimals: exact });
  const parsed = jsonOfField(field, read.header, read);
  return parsed.gap ? parsed : jsonReading(parsed.value, read.json, { exact });
}

function keySetReading(reader: AnswerReader, read: JwksRead): Reading {
  const document = reader.document();
  if (document.gap) return document;
  const text = reader.text();
  if (text.gap) return text;
  // The document was found to be JSON just now.
  const parsed: unknown = JSON.parse(text.value);
  return jwksReading(parsed, read);
}
