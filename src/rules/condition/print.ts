// Prints a condition back in its canonical form; parsing that gives the same condition.

import { printDuration } from '../../domain/duration.ts';
import { printQuantity, type Quantity } from '../../domain/quantity.ts';
import type { Condition, Held, Leaf, Literal, Operand, Right } from './ast.ts';

export function printCondition(condition: Condition): string {
  switch (condition.type) {
    case 'or':
      return condition.parts.map((part) => grouped(part, part.type === 'or')).join(' or ');
    case 'and':
      return condition.parts
        .map((part) => grouped(part, part.type === 'or' || part.type === 'and'))
        .join(' and ');
    case 'not':
      return `not ${grouped(condition.part, condition.part.type === 'or' || condition.part.type === 'and')}`;
    default:
      return printLeaf(condition);
  }
}

function grouped(condition: Condition, group: boolean): string {
  return group ? `(${printCondition(condition)})` : printCondition(condition);
}

export function printLeaf(leaf: Leaf): string {
  const left = printOperand(leaf.left);
  switch (leaf.type) {
    case 'status':
      return joined(left, 'is', leaf.status, printHeld(leaf.held));
    case 'absent':
      return joined(left, 'absent', printHeld(leaf.held));
    case 'comparison': {
      const until = leaf.until && `until ${leaf.until.operator} ${printQuantity(leaf.until.right.quantity)}`;
      const operator = leaf.operator === 'in' && leaf.left.implicit && left === '' ? '' : leaf.operator;
      return joined(left, operator, printRight(leaf.right), until, printHeld(leaf.held));
    }
  }
}

/** The threshold alone, as the wall shows it beside a metric's value: `> 500`, `0.2..0.5 ETH`. */
export function printRight(right: Right): string {
  switch (right.type) {
    case 'operand':
      return printOperand(right);
    case 'share':
      return `${printQuantity(right.percent)} of ${printOperand(right.of)}`;
    case 'range':
      return printRange(right.low, right.high);
    default:
      return printLiteral(right);
  }
}

function printRange(low: Quantity, high: Quantity): string {
  const short = low.unit === high.unit ? { ...low, unit: '' } : low;
  return `${printQuantity(short)}..${printQuantity(high)}`;
}

function printLiteral(literal: Literal): string {
  switch (literal.type) {
    case 'quantity':
      return printQuantity(literal.quantity);
    case 'text':
      return quotedText(literal.shown ?? literal.text);
    case 'boolean':
      return String(literal.value);
  }
}

function quotedText(text: string): string {
  return text.includes('"') ? `'${text}'` : `"${text}"`;
}

export function printOperand({ metric, call, implicit }: Operand): string {
  if (call === null) return implicit ? '' : metric;
  const argument = call.window === null ? call.bound && printLiteral(call.bound) : printDuration(call.window);
  return `${call.name}(${[implicit ? null : metric, argument].filter((part) => part !== null).join(', ')})`;
}

export function printHeld(held: Held | null): string | null {
  if (held === null) return null;
  if (held.type === 'duration') return `for ${printDuration(held.duration)}`;
  return held.needed === held.of ? `for ${held.of} samples` : `for ${held.needed} of ${held.of} samples`;
}

function joined(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join(' ');
}
