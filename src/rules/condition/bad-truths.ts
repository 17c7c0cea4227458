// What of a condition speaks against the launch: in a rule that warns, that it holds; in one that lets pass, that it does not.

import type { Condition } from './ast.ts';

/** Whether a rule speaks against the launch when it holds (an alert, a hint, an incident), or for it (a target, a criterion). */
export type RuleRole = 'breach' | 'pass';

/** For each leaf, left to right, the truth that speaks against the launch. */
export function badTruths(condition: Condition, role: RuleRole): readonly boolean[] {
  switch (condition.type) {
    case 'and':
    case 'or':
      return condition.parts.flatMap((part) => badTruths(part, role));
    case 'not':
      return badTruths(condition.part, role === 'breach' ? 'pass' : 'breach');
    default:
      return [role === 'breach'];
  }
}
