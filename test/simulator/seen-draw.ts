// Draws into a world what is written of how much of a window must have been seen, and what sources tell of their processes.
import { counterForm } from './forms.ts';
import { mulberry32, type Random } from './random.ts';
import type { MetricScript, ProcessScript, Script } from './script.ts';

const second = 1_000;

export function withSeen(script: Script): Script {
  const random = mulberry32(script.seed ^ 0x165667b1);
  const metrics = script.metrics.map((metric) => drawn(random, metric));
  if (!random.chance(0.3)) return { ...script, metrics };
  const minSeen = {
    breach: random.chance(0.6) ? drawMinimum(random, metrics) : null,
    gate: random.chance(0.6) ? drawMinimum(random, metrics) : null,
  };
  return { ...script, metrics, minSeen };
}

function drawn(random: Random, metric: MetricScript): MetricScript {
  if (metric.derived || metric.spent) return metric;
  const minSeen = random.chance(0.3) ? { minSeen: drawMinimum(random, [metric]) } : {};
  // What may be below zero counts nothing, and has no beginning at zero.
  const tells = !metric.aligned && metric.form === counterForm && random.chance(0.9);
  return { ...metric, ...minSeen, ...(tells && { process: drawProcess(random) }) };
}

/** From one look to more than any window holds. */
function drawMinimum(random: Random, metrics: readonly MetricScript[]): number {
  const { interval } = random.pick(metrics);
  return interval * random.int(1, 7) + random.pick([-500, 0, 0, 500]);
}

function drawProcess(random: Random): ProcessScript {
  return {
    tells: random.pick(['run', 'beginning', 'beginning', 'both'] as const),
    ahead: random.pick([0, 0, random.int(-4, 4) * second, random.int(-90, 90) * second]),
    drift: random.pick([0, 0, 300, 900, 2_500]),
    silent: random.pick([0, 0, 1, 3]),
  };
}
