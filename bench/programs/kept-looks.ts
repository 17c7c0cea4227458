// What is kept of looks: 300 plain metrics that are looked at each second of a time that only counts, judged every fifteen. Arguments:
// the number of metrics, minutes. Answers on stdout, as JSON: bytes a kept look of one long series; and by how
// many bytes a look the judgement has grown from the fifth minute on, collected.
import { amount } from '../../src/domain/amount.ts';
import { Series } from '../../src/domain/series.ts';
import { Judge } from '../../src/rules/judge.ts';
import { planOf } from '../../test/support/plan.ts';

const [metrics = 0, minutes = 0] = process.argv.slice(2).map(Number);
const boardEvery = 15;
const early = 5 * 60;
const start = Date.UTC(2026, 11, 1, 15);
const looks = 100_000;

const look = bytesALook();
const ids = Array.from({ length: metrics }, (_, index) => `m${index}`);
const judge = new Judge(
  planOf({
    metrics: Object.fromEntries(
      ids.map((id) => [id, { target: '< 900', alert: '> 950', interval: '1s', staleAfter: '9s' }]),
    ),
  }),
  start,
);
let before = Number.NaN;
for (let second = 0; second < minutes * 60; second++) {
  const now = start + second * 1_000;
  const samples = ids.map((metric, index) => ({
    metric,
    sample: { at: now, value: amount((second * 7 + index * 13) % 900) },
  }));
  if (second % boardEvery === 0) judge.advance({ now, samples, sources: [], loopLagMs: 0 });
  else judge.absorb({ now, samples, sources: [] });
  if (second === early) before = held();
}
const growth = (held() - before) / (metrics * (minutes * 60 - early));
process.stdout.write(JSON.stringify({ look, growth }));

/** Measured numbers, counts, probes and outages by turns, as one metric after another would tell them. */
function bytesALook(): number {
  fill();
  const empty = held();
  const series = fill();
  return (held() - empty) / series.length;
}

function fill(): Series {
  const series = new Series({ keep: looks, pointsMax: looks });
  const gap = { reason: 'timeout', message: 'no answer within 3s' } as const;
  for (let at = 0; at < 2 * looks; at++) {
    const kind = Math.floor(at / 1_000) % 4;
    if (kind === 3) series.push({ at, gap });
    else series.push({ at, value: kind === 0 ? Math.sin(at) : kind === 1 ? amount(at, 1_000) : at % 7 > 0 });
  }
  return series;
}

function held(): number {
  // What an array held goes a round later.
  for (let round = 0; round < 3; round++) globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
