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
    if (expected !== null && shown !== expected)
      found.push({ check: 'reference', what: `${id} is ${shown}, and its log says ${expected}` });
  };
  for (const [index, metric] of script.metrics.entries()) {
    const state = board.metrics[index];
    if (state) hold(state.id, statusWord(state), metricWord(moment, metric, index));
  }
  const told = [
    ...references.incidents.map((reference, index) => ({ id: incidentId(index), reference })),
    ...references.hints.map((reference, index) => ({ id: hintId(index), reference })),
  ];
  for (const { id, reference } of told) {
    const shown = [...board.incidents, ...board.hints].find((entry) => entry.id === id);
    const word = shown?.state === 'open' || shown?.state === 'active' ? 'firing' : shown?.state;
    if (reference.reliable && !hasNeeds(script, reference)) hold(id, word ?? 'inactive', reference.state());
  }
  for (const [index, reference] of references.gate.entries()) {
    const id = criterionId(index);
    const shown = board.gate.criteria.find((criterion) => criterion.id === id)?.status ?? 'missing';
    if (!reference.reliable || hasNeeds(script, reference)) continue;
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
  if (!alert?.reliable || target?.reliable === false) return null;
  const state = alert.state();
  const wasRed = state === 'firing' ? ', was red' : '';
  const need = metric.needs === null ? undefined : board.metrics[metric.needs]?.status;
  if (moment.offline || need === 'red' || need === 'unknown') return `unknown${wasRed}`;
  const newest = logs[index]?.newest(now);
  if (!newest) return 'unknown';
  if (now - newest.at >= metric.staleAfter) {
    if (metric.missing === 'keep') return null;
    return metric.missing === 'bad' ? 'red' : `unknown${wasRed}`;
  }
  if (state === 'firing') return redWord(alert, now);
  if (state === 'pending') return 'amber, pending';
  return target?.truth('matured', now) === false ? 'amber' : 'green';
}

/** Recovering once the newest evidence speaks against it. */
function redWord(alert: Reference, now: number): string {
  const against = alert.truth('raw', now) === false && alert.truth('matured', now) === false;
  return against ? 'red, recovering' : 'red';
}

/** What the rule says of a metric that needs another is not in its log alone. */
function hasNeeds(script: Script, { metrics }: Reference): boolean {
  return metrics.some((metric) => script.metrics[metric]?.needs !== null);
}
