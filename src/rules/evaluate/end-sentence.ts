// What would change how a rule stands: what ends it, what makes it worse, what lets a line pass.

import { printQuantity } from '../../domain/quantity.ts';
import { leavesOf, type ComparisonOperator, type Condition } from '../condition/ast.ts';
import { printHeld, printOperand } from '../condition/print.ts';
import { threshold } from './condition-sentence.ts';

const opposite: Readonly<Record<ComparisonOperator, string>> = {
  '<': 'at or above',
  '<=': 'above',
  '>': 'at or below',
  '>=': 'below',
  '==': 'when it is not',
  '!=': 'when it is',
  in: 'outside',
};

/** What would end a rule that fires: `ends at or below 500`. Of a line that passes, `fails at or below 500`. */
export function endSentence(condition: Condition, ends: 'ends' | 'fails' = 'ends'): string {
  const [leaf, ...others] = leavesOf(condition);
  if (!leaf || others.length > 0 || condition.type === 'not')
    return `${ends} when the condition no longer holds`;
  if (leaf.type === 'status') return `${ends} when it is no longer ${leaf.status}`;
  if (leaf.type === 'absent') return `${ends} with a fresh value`;
  if (leaf.until)
    return `${ends} ${untilWords[leaf.until.operator]} ${printQuantity(leaf.until.right.quantity)}`;
  if (leaf.right.type === 'boolean') {
    const up = leaf.right.value === (leaf.operator === '!=');
    return `${ends} when it is ${up ? 'up' : 'down'}`;
  }
  return `${ends} ${opposite[leaf.operator]} ${threshold(leaf.right)}`;
}

const untilWords: Readonly<Record<ComparisonOperator, string>> = {
  '<': 'below',
  '<=': 'at or below',
  '>': 'above',
  '>=': 'at or above',
  '==': 'when it is',
  '!=': 'when it is not',
  in: 'within',
};

/** `red above 500 for 5m`: what would make it worse. */
export function worsensSentence(condition: Condition): string {
  const [leaf, ...others] = leavesOf(condition);
  if (!leaf || others.length > 0 || leaf.type !== 'comparison') return '';
  const held = printHeld(leaf.held);
  const call = leaf.left.call === null ? '' : `${printOperand(leaf.left)} `;
  return `red at ${call}${leaf.operator} ${threshold(leaf.right)}${held === null ? '' : ` ${held}`}`;
}

/** What would let a line pass that fails: `passes at < 500 for 5m`. */
export function passSentence(condition: Condition): string {
  const [leaf, ...others] = leavesOf(condition);
  if (!leaf || others.length > 0 || condition.type === 'not') return 'passes when the condition holds';
  const held = printHeld(leaf.held);
  const during = held === null ? '' : ` ${held}`;
  if (leaf.type === 'status') return `passes when it is ${leaf.status}${during}`;
  if (leaf.type === 'absent') return `passes when a look says that it is not there${during}`;
  if (leaf.right.type === 'boolean') {
    const up = leaf.right.value === (leaf.operator === '==');
    return `passes when it is ${up ? 'up' : 'down'}${during}`;
  }
  const call = leaf.left.call === null ? '' : `${printOperand(leaf.left)} `;
  return `passes at ${call}${leaf.operator} ${threshold(leaf.right)}${during}`;
}
