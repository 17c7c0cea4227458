// What the program adds to a rule by itself: one reading of exact money that is not zero is a suspicion, two are a fact
// (docs/rules-research.md §5). The oracle judges the rules as they are meant, with that written out.
import { forms } from './forms.ts';
import type { RuleScript, Script } from './script.ts';

/** The script whose alerts, hints and incidents say `!= 0 for 2 samples` where they say `!= 0` of exact money. */
export function withSuspicion(script: Script): Script {
  const write = (rule: RuleScript): RuleScript => writeOut(rule, script);
  return {
    ...script,
    metrics: script.metrics.map((metric) => ({ ...metric, alert: write(metric.alert) })),
    incidents: script.incidents.map((incident) => ({ ...incident, when: write(incident.when) })),
    hints: script.hints.map(write),
  };
}

function writeOut(rule: RuleScript, script: Script): RuleScript {
  if (rule.type === 'not') return rule;
  if (rule.type !== 'leaf') return { ...rule, parts: rule.parts.map((part) => writeOut(part, script)) };
  const { leaf } = rule;
  const form = forms[script.metrics[leaf.metric]?.form ?? 0];
  const isZeroTest = leaf.test === 'alert' && form?.exact === true && form.enters.operator === '!=';
  if (!isZeroTest || leaf.held !== null || leaf.timed || leaf.other) return rule;
  return { type: 'leaf', leaf: { ...leaf, held: { type: 'samples', needed: 2, of: 2 } } };
}
