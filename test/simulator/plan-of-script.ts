// The profile that a script stands for, through the program's own parser.
import { printDuration } from '../../src/domain/duration.ts';
import type { Plan } from '../../src/rules/plan.ts';
import { planOf, type MetricSpec } from '../support/plan.ts';
import { forms } from './forms.ts';
import {
  limitInThousandths,
  type LeafScript,
  type MetricScript,
  type RuleScript,
  type Script,
} from './script.ts';

export const metricId = (index: number): string => `m${index}`;
export const incidentId = (index: number): string => `incident-${index}`;
export const hintId = (index: number): string => `hint-${index}`;
export const itemId = (index: number): string => `item-${index}`;
export const criterionId = (index: number): string => `criterion-${index}`;

export function planOfScript(script: Script): Plan {
  const text = (rule: RuleScript): string => ruleText(rule, script, null);
  const named = <T, Entry>(list: readonly T[], id: (index: number) => string, entry: (item: T) => Entry) =>
    Object.fromEntries(list.map((item, index) => [id(index), entry(item)]));
  const { breach = null, gate = null } = script.minSeen ?? {};
  const seen = (minSeen: number | null): { readonly minSeen?: string } =>
    minSeen === null ? {} : { minSeen: printDuration(minSeen) };
  const plan = planOf({
    metrics: Object.fromEntries(
      script.metrics.map((metric, index) => [metricId(index), metricSpec(metric, index, script)]),
    ),
    hints: named(script.hints, hintId, (when) => ({ when: text(when), ...seen(breach) })),
    incidents: named(script.incidents, incidentId, (incident) => ({
      class: incident.class,
      when: text(incident.when),
      ...seen(breach),
    })),
    // What the gate requires stands on the checklist too.
    phases: { watch: { items: named(script.gate, itemId, text) } },
    gate: {
      required: Object.fromEntries(script.gate.map((when, index) => [criterionId(index), text(when)])),
    },
    minSeen:
      gate === null
        ? {}
        : Object.fromEntries(
            script.gate.flatMap((_, index) =>
              [itemId(index), criterionId(index)].map((id) => [id, printDuration(gate)] as const),
            ),
          ),
  });
  const metrics = plan.metrics.map((metric, index) => {
    const scale = forms[script.metrics[index]?.form ?? 0]?.scale;
    return scale ? { ...metric, scale } : metric;
  });
  return { ...plan, metrics };
}

function metricSpec(metric: MetricScript, index: number, script: Script): MetricSpec {
  const { unit, exact } = formOf(script, index);
  return {
    source: `s${index}`,
    ...(metric.use
      ? { use: `${metric.use.name}(${printDuration(metric.use.ms)})`, samplesMin: metric.use.least }
      : {}),
    ...(metric.derived ? { expr: formulaText(metric.derived) } : {}),
    ...(metric.missing === 'good' ? { because: 'it is told only when there is something' } : {}),
    ...(metric.aligned
      ? {
          aligned: {
            period: printDuration(metric.aligned.period),
            delay: printDuration(metric.aligned.delay),
          },
        }
      : {}),
    alert: ruleText(metric.alert, script, index),
    ...(metric.target ? { target: ruleText(metric.target, script, index) } : {}),
    ...(unit === undefined ? {} : { unit }),
    ...(exact === undefined ? {} : { exact }),
    hold: printDuration(metric.hold),
    staleAfter: printDuration(metric.staleAfter),
    interval: printDuration(metric.interval),
    missing: metric.missing,
    ...(metric.minSeen === undefined ? {} : { minSeen: printDuration(metric.minSeen) }),
    ...(metric.needs === null ? {} : { needs: [metricId(metric.needs)] }),
  };
}

export function formOf(script: Script, metric: number): (typeof forms)[number] {
  const form = forms[script.metrics[metric]?.form ?? 0] ?? forms[0];
  if (!form) throw new RangeError('there are no forms');
  return form;
}

/** @param own the metric whose own rule it is: it is left out of the text. */
function ruleText(rule: RuleScript, script: Script, own: number | null): string {
  if (rule.type === 'leaf') return leafText(rule.leaf, script, own);
  if (rule.type === 'not') return `not (${ruleText(rule.part, script, own)})`;
  return rule.parts.map((part) => `(${ruleText(part, script, own)})`).join(` ${rule.type} `);
}

function leafText(leaf: LeafScript, script: Script, own: number | null): string {
  const form = formOf(script, leaf.metric);
  const name = leaf.metric === own ? '' : metricId(leaf.metric);
  const { timed, other, lasts, own: limit } = leaf;
  if (lasts)
    return `until(${name === '' ? '' : `${name}, `}${lasts.bound}) ${lasts.operator} ${printDuration(lasts.ms)}${heldText(leaf)}`;
  if (timed?.kind === 'absent') return `${name} absent${heldText(leaf)}`;
  if (timed) return `age(${name}) > ${printDuration(timed.ms)}${heldText(leaf)}`;
  if (other) {
    const share = other.percent === 100 ? '' : `${other.percent}% of `;
    return `${name} ${other.operator} ${share}${metricId(other.metric)}${heldText(leaf)}`;
  }
  if (limit)
    return `${operandText(leaf, name)}${limit.operator} ${limitInThousandths(limit) / 1_000}${limit.suffix}${heldText(leaf)}`;
  const comparison = leaf.test === 'alert' ? form.alert : form.target;
  const inRange = comparison.includes('..') && (name !== '' || leaf.window !== null);
  const until = leaf.until && form.until !== null ? ` until ${form.until}` : '';
  return `${operandText(leaf, name)}${inRange ? 'in ' : ''}${comparison}${until}${heldText(leaf)}`;
}

function formulaText({ of, weights }: NonNullable<MetricScript['derived']>): string {
  const [first, second] = of;
  const [much, little] = weights;
  return `(${metricId(first)} * ${much} + ${metricId(second)} * ${little}) / ${much + little}`;
}

function operandText({ window }: LeafScript, name: string): string {
  if (window === null) return name === '' ? '' : `${name} `;
  const length = printDuration(window.ms);
  return `${window.name}(${name === '' ? length : `${name}, ${length}`}) `;
}

function heldText({ held }: LeafScript): string {
  if (held === null) return '';
  if (held.type === 'duration') return ` for ${printDuration(held.ms)}`;
  return held.needed === held.of
    ? ` for ${held.needed} samples`
    : ` for ${held.needed} of ${held.of} samples`;
}
