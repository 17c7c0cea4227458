// A reason in the room that there is: whole, or replaced by a shorter one that is whole; and the bound that a metric is beyond.

import type { MetricState } from '../../../rules/board.ts';
import { clip, columnsOf } from '../../text/columns.ts';

/** The bound that it is beyond. */
export function boundWords({ status, target, alert }: MetricState): string {
  return (status === 'red' ? (withoutHeld(alert) ?? target) : (target ?? withoutHeld(alert))) ?? '';
}

/** `> 500` of `> 500 for 5m`. */
function withoutHeld(rule: string | null): string | null {
  return rule === null ? null : rule.replace(/ for .*$/, '');
}

/** How long it has been so stands at the name: the reason has the instant. */
const spanInBrackets = / \((?:\d+(?:d|h|ms|m|s))+\)/g;

/** The reason without how long it has been so. */
export function bareReason({ reason }: MetricState): string {
  return reason.replace(spanInBrackets, '');
}

/** The reason, whole; where there is no room for it, the short one that is whole: value and bound. */
export function wholeReason(metric: MetricState, columns: number): string {
  const reason = bareReason(metric);
  if (columnsOf(reason) <= columns) return reason;
  const clauses = reason.split('; ');
  for (let count = clauses.length - 1; count > 0; count--) {
    const fewer = clauses.slice(0, count).join('; ');
    if (columnsOf(fewer) <= columns) return fewer;
  }
  const short = `${metric.display ?? 'no value'} ${boundWords(metric)}`.trim();
  return columnsOf(short) <= columns ? short : clip(short, columns);
}
