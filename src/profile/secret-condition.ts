// A secret in a condition: it is compared with, and never printed. It can be nothing but a part of a quoted text, so that what it holds
// changes nothing of what the condition says.

import type { Condition, Literal, Right } from '../rules/condition/ast.ts';
import type { Secrecy } from './secrecy.ts';
import { knownText, usedText, type EnvironmentPart, type TextPart } from './told.ts';

/** Stands for a secret while the condition is read. */
const mark = '\uE000';

export interface MarkedCondition {
  /** With a mark for each secret. */
  readonly text: string;
  /** The same condition with the secrets in it. */
  filled(condition: Condition): Condition;
  /** A message of the parser's, with the secrets by their names. */
  told(message: string): string;
}

/** Null where there is no secret in it. */
export function markedCondition(parts: readonly TextPart[], secrecy: Secrecy): MarkedCondition | null {
  const secrets: EnvironmentPart[] = [];
  const text = parts
    .map((part) => {
      if (typeof part === 'string') return part;
      if (!secrecy.isSecret(part.name)) return knownText([part], secrecy);
      secrets.push(part);
      return mark;
    })
    .join('');
  if (secrets.length === 0) return null;
  // The literals stand in the tree in the order in which they stand in the text.
  return {
    text,
    filled(condition) {
      let next = 0;
      return mapTexts(condition, (literal) => {
        const pieces = literal.text.split(mark);
        const [first = '', ...rest] = pieces;
        const mine = rest.map((piece) => ({ secret: secrets[next++], piece }));
        return mine.reduce(
          (whole, { secret, piece }) => ({
            ...whole,
            text: whole.text + (secret ? usedText([secret]) : '') + piece,
            shown: `${whole.shown ?? whole.text}${secret?.written ?? ''}${piece}`,
          }),
          { ...literal, text: first, ...(rest.length > 0 && { shown: first }) },
        );
      });
    },
    told(message) {
      let next = 0;
      const names = [...new Set(secrets.map(({ written }) => written))].join(', ');
      const words = message.replaceAll(mark, () => secrets[next++]?.written ?? mark);
      return `${words}; ${names} is secret, and can only stand inside a quoted text`;
    },
  };
}

type TextLiteral = Extract<Literal, { type: 'text' }>;

function mapTexts(condition: Condition, change: (literal: TextLiteral) => TextLiteral): Condition {
  switch (condition.type) {
    case 'and':
    case 'or':
      return { ...condition, parts: condition.parts.map((part) => mapTexts(part, change)) };
    case 'not':
      return { ...condition, part: mapTexts(condition.part, change) };
    case 'comparison': {
      const right: Right = condition.right.type === 'text' ? change(condition.right) : condition.right;
      return { ...condition, right };
    }
    default:
      return condition;
  }
}
