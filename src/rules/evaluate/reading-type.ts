// Whether a reading is of the kind that the metric's own rules compare: a word has no place on either side of a number.

import { gap, type Gap } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import type { Value } from '../../domain/value.ts';
import { leavesOf } from '../condition/ast.ts';
import type { MetricPlan, Rule } from '../plan.ts';

const shownMax = 40;

/** By metric, the rule that compares its readings with a number; a plan never changes, and it is asked with each reading. */
const numeric = new WeakMap<MetricPlan, { readonly rule: Rule | null }>();

/** A word or a truth where the metric's target or alert wants a number; null when the reading can be judged. */
export function wrongType(metric: MetricPlan, value: Value): Gap | null {
  if (typeof value !== 'string' && typeof value !== 'boolean') return null;
  let known = numeric.get(metric);
  if (!known) numeric.set(metric, (known = { rule: numericRule(metric) }));
  if (known.rule === null) return null;
  const shown = typeof value === 'string' ? `"${plainText(value, shownMax)}"` : String(value);
  return gap('wrong_type', `${shown} is no number, and ${known.rule.text} compares one`);
}

function numericRule({ target, alert, use }: MetricPlan): Rule | null {
  // A function may read words and truths, and give a number.
  if (use !== null) return null;
  return [target, alert].find((rule) => rule !== null && comparesNumber(rule)) ?? null;
}

function comparesNumber({ condition }: Rule): boolean {
  return leavesOf(condition).some(
    (leaf) =>
      leaf.type === 'comparison' &&
      leaf.left.implicit &&
      leaf.left.call === null &&
      (leaf.right.type === 'quantity' || leaf.right.type === 'range'),
  );
}
