// A condition with the environment's variables in it. Inside a quoted text each stands for its own characters, whatever they are;
// outside one it is a quantity or a word. A secret is compared with and never printed: it can only be a part of a quoted text.

import type { Condition, Literal, Right } from '../../rules/condition/ast.ts';
import type { Secrecy } from '../read/secrecy.ts';
import { usedText, type EnvironmentPart, type TextPart } from '../read/told.ts';

/** Stands for a variable while the condition is read. */
const mark = '\uE000';
/** What changes nothing of what a condition says: a number with its unit, a duration, a word. */
const quantity = /^[-+]?[\p{L}\p{N}_.,%$-]+(?: ?[\p{L}%$][\p{L}\p{N}_/%-]*)?$/u;
const grammar = /\b(?:and|or|not|is|in|of|for|until|absent|samples?)\b/;

export interface PlacedCondition {
  /** With a mark for each variable inside quotes. */
  readonly text: string;
  /** Why a variable cannot stand where it does. */
  readonly problem: string | null;
  /** The same condition with the variables in its texts. */
  filled(condition: Condition): Condition;
  /** A message of the parser's, with the variables by their names. */
  told(message: string): string;
}

/** Null where no variable of the environment has a say in it. */
export function placedCondition(parts: readonly TextPart[], secrecy: Secrecy): PlacedCondition | null {
  const placing = new Placing(secrecy);
  const isAlone = parts.length === 1;
  for (const part of parts) placing.add(part, { isAlone });
  const { text, marked, problem } = placing;
  if (marked.length === 0 && problem === null) return null;
  return {
    text,
    problem,
    filled: (condition) => filledBy(condition, marked, secrecy),
    told(message) {
      let next = 0;
      const secret = marked.filter(({ name }) => secrecy.isSecret(name)).map(({ written }) => written);
      const words = message.replaceAll(mark, () => marked[next++]?.written ?? mark);
      return secret.length === 0
        ? words
        : `${words}; ${secret.join(', ')} is secret, and can only stand inside a quoted text`;
    },
  };
}

class Placing {
  text = '';
  problem: string | null = null;
  readonly marked: EnvironmentPart[] = [];
  readonly #secrecy: Secrecy;
  #quote: string | null = null;

  constructor(secrecy: Secrecy) {
    this.#secrecy = secrecy;
  }

  /** @param isAlone the variable is the whole condition: it is parsed as its own. */
  add(part: TextPart, { isAlone }: { readonly isAlone: boolean }): void {
    if (typeof part === 'string') return this.#write(part);
    const { given, fallback, written } = part;
    if (this.#secrecy.isSecret(part.name) || (given !== null && this.#quote !== null)) {
      this.marked.push(part);
      this.text += mark;
    } else if (given === null) for (const inner of fallback ?? []) this.add(inner, { isAlone });
    else {
      if (!isAlone && (!quantity.test(given) || grammar.test(given)))
        this.problem ??= `what ${written} stands for would change what this condition says: outside of quotes it is one quantity`;
      this.text += given;
    }
  }

  #write(text: string): void {
    this.text += text;
    for (const sign of text)
      if (this.#quote === null) this.#quote = sign === '"' || sign === "'" ? sign : null;
      else if (sign === this.#quote) this.#quote = null;
  }
}

type TextLiteral = Extract<Literal, { type: 'text' }>;

/** The literals stand in the tree in the order in which they stand in the text. */
function filledBy(condition: Condition, marked: readonly EnvironmentPart[], secrecy: Secrecy): Condition {
  let next = 0;
  return mapTexts(condition, (literal) => {
    const [first = '', ...rest] = literal.text.split(mark);
    const mine = rest.flatMap((piece) => {
      const part = marked[next++];
      return part ? [{ part, piece }] : [];
    });
    const text = mine.reduce((whole, { part, piece }) => whole + usedText([part]) + piece, first);
    if (!mine.some(({ part }) => secrecy.isSecret(part.name))) return { ...literal, text };
    const shown = mine.reduce(
      (whole, { part, piece }) =>
        whole + (secrecy.isSecret(part.name) ? part.written : usedText([part])) + piece,
      first,
    );
    return { ...literal, text, shown };
  });
}

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
