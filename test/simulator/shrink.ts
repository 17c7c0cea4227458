// Makes a failing script small: parts are left out, by halves first, as long as the same check still fails.
import { runScript, type Failure } from './run.ts';
import type { MetricScript, RuleScript, Script } from './script.ts';

/** Most runs that shrinking may take. */
const triesMax = 600;

export function shrink(failure: Failure): Failure {
  const check = failure.violations[0]?.check;
  let best = failure;
  let tries = 0;
  const attempt = (script: Script): boolean => {
    if (tries++ > triesMax) return false;
    const again = runScript(script);
    if (again?.violations[0]?.check !== check || !again) return false;
    best = again;
    return true;
  };
  // An attempt that still fails is the start of the next round; the attempts are bounded.
  while (smaller(best.script, best.offset).some((script) => attempt(script))) tries++;
  return best;
}

/** Every script that is a step smaller than this one; the largest steps first. */
function smaller(script: Script, failsAt: number): readonly Script[] {
  const cut = Math.ceil(failsAt / script.tick) * script.tick;
  return [
    ...(script.length > cut ? [{ ...script, length: cut }] : []),
    ...without(script.events).map((events) => ({ ...script, events })),
    ...without(script.incidents).map((incidents) => ({ ...script, incidents })),
    ...without(script.hints).map((hints) => ({ ...script, hints })),
    ...without(script.gate).map((gate) => ({ ...script, gate })),
    ...simplerRules(script),
    ...(script.minSeen ? [withoutMinimum(script)] : []),
    ...script.metrics.flatMap((metric, index) =>
      simplerMetrics(metric).map((simpler) => ({ ...script, metrics: script.metrics.with(index, simpler) })),
    ),
  ];
}

function withoutMinimum({ minSeen: _minSeen, ...script }: Script): Script {
  return script;
}

function simplerRules(script: Script): readonly Script[] {
  return [
    ...script.incidents.flatMap((incident, index) =>
      simpler(incident.when).map((when) => ({
        ...script,
        incidents: script.incidents.with(index, { ...incident, when }),
      })),
    ),
    ...script.gate.flatMap((rule, index) =>
      simpler(rule).map((when) => ({ ...script, gate: script.gate.with(index, when) })),
    ),
  ];
}

function simpler(rule: RuleScript): readonly RuleScript[] {
  if (rule.type === 'not') return [rule.part];
  if (rule.type !== 'leaf') return rule.parts;
  const { leaf } = rule;
  return [
    ...(leaf.held ? [{ ...leaf, held: null }] : []),
    ...(leaf.window && !leaf.own ? [{ ...leaf, window: null }] : []),
    ...(leaf.until ? [{ ...leaf, until: false }] : []),
    ...(leaf.timed || leaf.other
      ? [{ metric: leaf.metric, test: leaf.test, until: false, window: leaf.window, held: leaf.held }]
      : []),
  ].map((plain) => ({ type: 'leaf', leaf: plain }));
}

function simplerMetrics(metric: MetricScript): readonly MetricScript[] {
  const truths = without(metric.truth).filter((truth) => truth[0]?.from === 0);
  return [
    ...without(metric.faults).map((faults) => ({ ...metric, faults })),
    ...truths.map((truth) => ({ ...metric, truth })),
    ...simpler(metric.alert).map((alert) => ({ ...metric, alert })),
    ...(metric.target ? [{ ...metric, target: null }] : []),
    ...(metric.jitter > 0 ? [{ ...metric, jitter: 0 }] : []),
    ...(metric.latency > 0 ? [{ ...metric, latency: 0 }] : []),
    ...(metric.ownClock === null ? [] : [{ ...metric, ownClock: null }]),
    ...(metric.needs === null ? [] : [{ ...metric, needs: null }]),
    ...withoutSeen(metric),
    ...(metric.hold > 0 ? [{ ...metric, hold: 0 }] : []),
  ];
}

function withoutSeen(metric: MetricScript): readonly MetricScript[] {
  const { minSeen, process, ...plain } = metric;
  return [
    ...(minSeen === undefined ? [] : [process ? { ...plain, process } : plain]),
    ...(process === undefined ? [] : [minSeen === undefined ? plain : { ...plain, minSeen }]),
  ];
}

/** The list without its second half, its first half, and without each single entry. */
function without<T>(list: readonly T[]): readonly (readonly T[])[] {
  if (list.length === 0) return [];
  const half = Math.floor(list.length / 2);
  const halves = list.length > 2 ? [list.slice(0, half), list.slice(half)] : [];
  return [...halves, ...list.map((_, index) => list.toSpliced(index, 1))];
}
