// The lint of meaning (docs/judgement.md §8.12): what is well formed and still cannot work, or works differently than it reads.

import type { Milliseconds } from '../../domain/clock.ts';
import { exactDuration, printDuration } from '../../domain/duration.ts';
import { boundWords, detectionOf, type Detection } from './detection.ts';
import { conditionSites, type LintFinding, type LintPath } from '../sites.ts';
import { lintCondition, lintRuns } from './lines.ts';
import { lintCuts, type ThresholdContext } from './thresholds.ts';
import { lintGateWarmUp, lintMinimums } from './warm-up-lint.ts';
import { lintReadWindow, lintWindow } from './windows.ts';
import type { IncidentPlan, MetricPlan, PhasePlan, Plan, SourcePlan } from '../plan.ts';
import { confirmExactZero } from '../evaluate/exact-zero.ts';
import { ruleContext } from '../evaluate/context.ts';

/** A red that is held longer than this hides that it is over. */
const holdMax: Milliseconds = 3_600_000;

/** Everything that is doubtful about a plan, in the order of the profile. Paths are those of the document. */
export function lintPlan(given: Plan): readonly LintFinding[] {
  const plan = confirmExactZero(given);
  const metrics = new Map(plan.metrics.map((metric) => [metric.id, metric]));
  const context: ThresholdContext = {
    lookup: ruleContext(plan, metrics).lookup,
    metric: (id) => metrics.get(id),
  };
  return [
    ...plan.sources.flatMap((source) => lintSource(source, plan)),
    ...plan.metrics.flatMap((metric) => [...lintMetric(metric, plan), ...lintCuts(metric, context)]),
    ...conditionSites(plan).flatMap((site) => lintCondition(site, plan, context)),
    ...plan.incidents.flatMap((incident) => lintIncident(incident, plan)),
    ...lintRuns(plan),
    ...lintPhases(plan.phases),
    ...lintGate(plan),
    ...lintGateWarmUp(plan),
  ];
}

function warning(path: LintPath, message: string): LintFinding {
  return { severity: 'warning', path, offset: null, message };
}

/** Where the service itself has a rhythm, asking more often costs and tells nothing. */
function lintSource({ id, every }: SourcePlan, { metrics }: Plan): readonly LintFinding[] {
  const own = metrics.filter(({ source }) => source === id);
  const periods = own.flatMap(({ aligned }) => (aligned ? [aligned.period] : []));
  const shortest = Math.min(...periods);
  if (periods.length === 0 || periods.length < own.length || every >= shortest) return [];
  return [
    warning(
      ['sources', id, 'every'],
      `polled every ${exactDuration(every)}, and its shortest period is ${exactDuration(shortest)}: most polls cost money and bring nothing new; write every: ${printDuration(shortest)}`,
    ),
  ];
}

function lintMetric(metric: MetricPlan, plan: Plan): readonly LintFinding[] {
  const path: LintPath = ['metrics', metric.id];
  const { use, alert, detect, hold } = metric;
  const findings: LintFinding[] = [];
  if (use) findings.push(...lintWindow(use, metric, [...path, 'use'], 0, plan));
  findings.push(...lintReadWindow(metric), ...lintMinimums(metric));
  if (hold > holdMax)
    findings.push(
      warning(
        [...path, 'hold'],
        `a red would stay for ${exactDuration(hold)} after it is over: hold is for flapping, write an hour at the most`,
      ),
    );
  if (detect !== null && !alert)
    findings.push(
      warning(
        [...path, 'detect'],
        'detect promises how soon the alert tells, and there is no alert: add one',
      ),
    );
  if (alert) findings.push(...lintPromise(detect, detectionOf(alert.condition, plan), path, 'turns red'));
  return [...findings, ...lintFreshness(metric, plan)];
}

/** Freshness that ends before the next value can be there. */
function lintFreshness(metric: MetricPlan, { sources }: Plan): readonly LintFinding[] {
  const { staleAfter, interval, aligned } = metric;
  const source = sources.find(({ id }) => id === metric.source);
  // With periods the delay has the next poll in it.
  const delay = aligned ? aligned.delay - (source?.every ?? 0) : 0;
  const path: LintPath = ['metrics', metric.id, 'staleAfter'];
  const needed = delay > 0 ? interval + delay + (source?.every ?? 0) : interval + (source?.timeout ?? 0);
  if (staleAfter >= needed) return [];
  const remedy = `write ${boundWords(Math.max(2.5 * interval, needed + 5_000))}, or leave it out`;
  if (staleAfter > interval + delay)
    return [
      warning(
        path,
        `one slow answer makes it unknown: a value counts for ${exactDuration(staleAfter)}, and the next may take ${exactDuration(needed)}; ${remedy}`,
      ),
    ];
  return [
    {
      severity: 'error',
      path,
      offset: null,
      message: `a value counts for ${exactDuration(staleAfter)}, and the next comes ${exactDuration(interval + delay)} after it: it is unknown before each look, and no "for" can ripen; ${remedy}`,
    },
  ];
}

function lintIncident(incident: IncidentPlan, plan: Plan): readonly LintFinding[] {
  const { id, when, detect, respond, respondText } = incident;
  const path: LintPath = ['incidents', id];
  if (!when)
    return detect === null
      ? []
      : [
          warning(
            [...path, 'detect'],
            'only a person can tell this incident: detect promises nothing here; leave it out',
          ),
        ];
  const detection = detectionOf(when.condition, plan);
  const total = detection?.total ?? null;
  if (detect !== null) return lintPromise(detect, detection, path, 'opens');
  if (respond === null || total === null || total <= respond) return [];
  return [
    warning(
      [...path, 'when'],
      `it opens up to ${boundWords(total)} after its cause, later than the ${respondText ?? ''} in which there has to be a response: shorten "for" or the window, or poll more often`,
    ),
  ];
}

function lintPromise(
  detect: Milliseconds | null,
  detection: Detection | null,
  path: LintPath,
  what: string,
): readonly LintFinding[] {
  if (detect === null || (detection && detection.total + detection.held <= detect)) return [];
  const told =
    detection === null
      ? 'no bound can be given: it rests on a forecast or on another status'
      : detection.total <= detect
        ? `after a login, a right or a TLS handshake that failed it ${what} only after ${boundWords(detection.total + detection.held)}: promise that, or take it as it is`
        : `at the worst it ${what} after ${boundWords(detection.total)}: shorten "for" or the window, poll more often, or promise that`;
  return [warning([...path, 'detect'], `detect promises ${exactDuration(detect)}, and ${told}`)];
}

function lintPhases(phases: readonly PhasePlan[]): readonly LintFinding[] {
  const findings: LintFinding[] = [];
  let before: { readonly title: string; readonly offset: number } | null = null;
  const timed = phases.some(({ offset }) => offset !== null);
  for (const [index, { title, offset }] of phases.entries()) {
    if (offset === null) {
      if (timed) findings.push(warning(['phases', index], untimedWords(title, before)));
      continue;
    }
    if (before && offset < before.offset)
      findings.push(
        warning(
          ['phases', index, 'at'],
          `"${title}" begins before "${before.title}", which stands before it: put the phases in the order of the clock`,
        ),
      );
    before = { title, offset };
  }
  return findings;
}

/** What stands between phases with an instant belongs to one of them, or has its own. */
function untimedWords(
  title: string,
  before: { readonly title: string; readonly offset: number } | null,
): string {
  const sign = before !== null && before.offset < 0 ? '-' : '+';
  const example =
    before === null
      ? 'T-1d'
      : before.offset === 0
        ? 'T-0'
        : `T${sign}${printDuration(Math.abs(before.offset))}`;
  const like = before === null ? '' : `, as "${before.title}" has, or later`;
  return `"${title}" has no instant: it is never current, nothing in it is due, and nothing that passes is kept; write at: ${example}${like}`;
}

function lintGate({ gate }: Plan): readonly LintFinding[] {
  if (gate.length === 0 || gate.some(({ required }) => required)) return [];
  return [
    warning(['gate'], 'nothing is required, so the gate is never a go: put what must hold under "required"'),
  ];
}
