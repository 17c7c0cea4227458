// Where readings came in order, each status, incident, hint and criterion is exactly what the log as a whole says.
import type { Violation } from './checks.ts';
import { statusWord } from './checks.ts';
import { criterionId, hintId, incidentId } from './plan-of-script.ts';
import type { Reference } from './reference.ts';
import type { MetricScript, Script } from './script.ts';
import type { Moment } from './world.ts';

export function disagreements(script: Script, moment: Moment): readonly Violation[] {
  const { board, references } = moment;
  const found: Violation[] = [];
  const hold = (id: string, shown: string, expected: string | null): void => {
    // A red that was damped is still remembered when it can no longer be told.
    const remembered =
      (shown === 'unknown, was red' && (expected === 'unknown' || expected?.startsWith('amber') === true)) ||
      // A function that has too little to go on leaves a recovery where it stood.
      (expected === 'red, untold' && (shown === 'red' || shown === 'red, recovering'));
    if (expected !== null && shown !== expected && !remembered)
      found.push({ check: 'reference', what: `${id} is ${shown}, and its log says ${expected}` });
  };
  for (const [index, metric] of script.metrics.entries()) {
    const state = board.metrics[index];
    // Damped, it may be worse than its log says (flapping.test.ts has the formula); never better.
    if (state && state.detail !== 'flapping')
      hold(state.id, statusWord(state), metricWord(moment, metric, index));
  }
  const told = [
    ...references.incidents.map((reference, index) => ({ id: incidentId(index), reference })),
    ...references.hints.map((reference, index) => ({ id: hintId(index), reference })),
  ];
  for (const { id, reference } of told) {
    const shown = [...board.incidents, ...board.hints].find((entry) => entry.id === id);
    const word = shown?.state === 'open' || shown?.state === 'active' ? 'firing' : shown?.state;
    if (isPlain(script, reference)) hold(id, word ?? 'inactive', reference.state());
  }
  for (const [index, reference] of references.gate.entries()) {
    const id = criterionId(index);
    const shown = board.gate.criteria.find((criterion) => criterion.id === id)?.status ?? 'missing';
    if (!isPlain(script, reference)) continue;
    const truth = moment.offline ? null : reference.truth('matured', moment.now);
    hold(id, shown, truth === null ? 'unknown' : truth ? 'pass' : 'fail');
  }
  return found;
}

/** Null where the log alone cannot tell. */
function metricWord(moment: Moment, metric: MetricScript, index: number): string | null {
  const { now, board, logs, references } = moment;
  const alert = references.alerts[index];
  const target = references.targets[index];
  if (!alert?.reliable || target?.reliable === false || metric.missing !== 'unknown') return null;
  const state = alert.state();
  const wasRed = state === 'firing' ? ', was red' : '';
  const need = metric.needs === null ? undefined : board.metrics[metric.needs]?.status;
  if (moment.offline || need === 'red' || need === 'unknown') return `unknown${wasRed}`;
  const newest = logs[index]?.newest(now);
  if (!newest) return alert.state() === 'firing' ? redByTime(alert, now) : 'unknown';
  if (!moment.logs[index]?.isFresh(now, metric.staleAfter))
    return timeWord(alert, target ?? null, now) ?? `unknown${wasRed}`;
  if (state === 'firing') return redWord(alert, now);
  if (state === 'pending') return 'amber, pending';
  // What grows is so far what was seen of it, where the metric has written how much is enough.
  const isQuiet =
    target !== null && target !== undefined && references.soFar[index]?.truth('raw', now) === false;
  if ((alert.truth('raw', now) === null && !isQuiet) || target?.truth('matured', now) === null)
    return 'unknown';
  return target?.truth('matured', now) === false ? 'amber' : 'green';
}

/** What the rules say without a fresh value: red while the alert holds, amber where all is told, green never. */
function timeWord(alert: Reference, target: Reference | null, now: number): string | null {
  if (alert.countsPeriods) return null;
  const state = alert.state();
  if (state === 'firing' && redByTime(alert, now) !== null) return 'red';
  const raw = alert.truth('raw', now);
  const meets = target ? (target.countsPeriods ? null : target.truth('matured', now)) : true;
  if (raw === null || meets === null) return null;
  if (state === 'firing') return 'red, recovering';
  if (state === 'pending') return 'amber, pending';
  return meets ? null : 'amber';
}

function redByTime(alert: Reference, now: number): string | null {
  return alert.truth('raw', now) === true || alert.truth('matured', now) === true ? 'red' : null;
}

/** Recovering once the newest evidence speaks against it. */
function redWord(alert: Reference, now: number): string {
  if (alert.truth('raw', now) === null) return 'red, untold';
  const against = alert.truth('raw', now) === false && alert.truth('matured', now) === false;
  return against ? 'red, recovering' : 'red';
}

/**
 * Its log says it all: in order, and of metrics that need no other and whose missing data are merely missing; where periods are
 * counted, the reference knows what a hole counts as.
 */
export function isPlain(script: Script, { reliable, metrics, countsPeriods }: Reference): boolean {
  return (
    reliable &&
    metrics.every((index) => {
      const metric = script.metrics[index];
      return metric?.needs === null && (countsPeriods || metric.missing === 'unknown');
    })
  );
}
