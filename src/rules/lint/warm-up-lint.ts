// The lint of windows that are told too late, or never for long: at the gate, and by minimums that do not fit.

import { exactDuration, printDuration } from '../../domain/duration.ts';
import { leavesOf, operandsOf } from '../condition/ast.ts';
import type { LintFinding, LintPath } from '../sites.ts';
import { gateHoldDefault, gateTimeoutDefault, gateWaits } from './gate-warm-up.ts';
import type { MetricPlan, Plan } from '../plan.ts';
import { warmUpWords } from './warm-up.ts';

/** A look is up to a twentieth of its interval early or late, so two are up to a tenth further apart. */
const jitterShare = 0.1;

/** What the gate stands on and what is told too late for `gate` as it runs by itself. */
export function lintGateWarmUp(plan: Plan): readonly LintFinding[] {
  return gateWaits(plan, gateTimeoutDefault - gateHoldDefault).map(({ path, wait }): LintFinding => {
    const needed = printDuration(Math.ceil((wait.takes + gateHoldDefault) / 60_000) * 60_000);
    const remedy = wait.estimated ? 'write minSeen: 5m there or on its metric, or ' : '';
    const message = `it is told ${exactDuration(wait.takes)} after the start (${warmUpWords(wait)}), and gate waits ${exactDuration(gateTimeoutDefault)} and holds ${exactDuration(gateHoldDefault)}: it cannot go; ${remedy}run gate --timeout ${needed}`;
    return { severity: 'warning', path, offset: null, message };
  });
}

/** Minimums that its windows never have, or have only sometimes. */
export function lintMinimums(metric: MetricPlan): readonly LintFinding[] {
  return [...lintMinSamples(metric), ...lintMinSeen(metric)];
}

function lintMinSamples({ id, use, samplesMin, interval }: MetricPlan): readonly LintFinding[] {
  const path: LintPath = ['metrics', id, 'minSamples'];
  if (!use) {
    if (samplesMin <= 1) return [];
    const message = `minSamples counts the readings of "use", and there is none: leave it out, or write "for ${samplesMin} samples" in the alert`;
    return [{ severity: 'warning', path, offset: null, message }];
  }
  if (use.window === null) return [];
  const always = Math.max(1, Math.floor((use.window - jitterShare * interval) / interval));
  if (samplesMin <= always) return [];
  const most = Math.ceil(use.window / interval);
  const told =
    samplesMin > most
      ? `${samplesMin} readings never fit into ${exactDuration(use.window)} at one every ${exactDuration(interval)}: it would be warming for ever`
      : `${exactDuration(use.window)} hold ${samplesMin} readings only sometimes, at one every ${exactDuration(interval)} and a little early or late: it would be told and not told by turns`;
  return [{ severity: 'error', path, offset: null, message: `${told}; write ${always} or less` }];
}

function lintMinSeen(metric: MetricPlan): readonly LintFinding[] {
  const { id, minSeen, use, readWindow, target, alert } = metric;
  if (minSeen === null) return [];
  const path: LintPath = ['metrics', id, 'minSeen'];
  const calls = [target, alert].flatMap((rule) =>
    rule
      ? leavesOf(rule.condition)
          .flatMap(operandsOf)
          .flatMap(({ call }) => call?.window ?? [])
      : [],
  );
  const windows = [
    ...(use?.window ? [use.window] : []),
    ...(readWindow === null ? [] : [readWindow]),
    ...calls,
  ];
  const longest = Math.max(0, ...windows);
  if (longest === 0) {
    const message =
      'minSeen says how much of a window must have been seen, and nothing here looks back over one: leave it out';
    return [{ severity: 'warning', path, offset: null, message }];
  }
  if (minSeen <= longest) return [];
  const message = `no more than ${exactDuration(longest)} of a window of ${exactDuration(longest)} is ever seen: write ${printDuration(longest)} or less`;
  return [{ severity: 'error', path, offset: null, message }];
}
