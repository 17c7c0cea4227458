// Consecutive runs as Argo Rollouts judges an AnalysisRun: its own cases, and the table of its documentation.
import { z } from 'zod';
import {
  runPhase,
  tallyPhase,
  worstPhase,
  type RunLimits,
  type RunPhase,
} from '../../src/rules/evaluate/run-phase.ts';
import { describeConformance, itPassesAll } from '../support/conformance.ts';

const phases = ['Pending', 'Running', 'Successful', 'Failed', 'Inconclusive', 'Error'] as const;
const phase = z.enum(phases);
const said = z.enum(['true', 'false', '', '<error>']);
const count = z.int().min(0).default(0);
const limit = z.int().min(-1);

const schema = z.object({
  metric_status: z.array(
    z.object({
      id: z.string(),
      metric: z.strictObject({
        failureLimit: limit.default(0),
        inconclusiveLimit: limit.default(0),
        consecutiveErrorLimit: limit.default(4),
        consecutiveSuccessLimit: limit.default(0),
        count: limit.default(0),
      }),
      result: z.strictObject({
        measurements: z.int().optional(),
        last_in_flight: z.boolean().default(false),
        count,
        successful: count,
        failed: count,
        inconclusive: count,
        consecutiveError: count,
        consecutiveSuccess: count,
      }),
      expect: phase,
    }),
  ),
  condition_to_phase: z.array(z.object({ success: said, failure: said, expect: phase })),
  run_status_worst_of_completed: z.array(z.object({ metrics: z.array(phase), expect: phase })),
  doc_table_at_count: z.array(
    z.object({
      failureLimit_violated: z.boolean(),
      consecutiveSuccessLimit_satisfied: z.boolean(),
      at_count: z.literal(true),
      expect: phase,
    }),
  ),
});

const words: Readonly<Record<z.output<typeof phase>, RunPhase>> = {
  Pending: 'pending',
  Running: 'running',
  Successful: 'successful',
  Failed: 'failed',
  Inconclusive: 'inconclusive',
  Error: 'error',
};

const saidWords = { true: true, false: false, '': null, '<error>': 'error' } as const;

function differs(id: string, was: RunPhase, expected: z.output<typeof phase>): string | null {
  return was === words[expected] ? null : `${id}: ${was} instead of ${expected}`;
}

const none = { failed: 0, inconclusive: 0, consecutiveErrors: 0, consecutiveSuccesses: 0, inFlight: false };

// `expect_if_terminating` is left out on purpose: there no measurement at all is a success, which is what never happens here.
describeConformance('gate/argo_analysis.json', (data) => {
  const cases = schema.parse(data);
  itPassesAll('Argo, a row of runs', 31, cases.metric_status, ({ id, metric, result, expect }) => {
    const limits: RunLimits = {
      failed: metric.failureLimit === -1 ? null : metric.failureLimit,
      inconclusive: metric.inconclusiveLimit,
      consecutiveErrors: metric.consecutiveErrorLimit,
      consecutiveSuccesses: metric.consecutiveSuccessLimit === 0 ? null : metric.consecutiveSuccessLimit,
      count: metric.count === 0 ? null : metric.count,
    };
    const { failed, inconclusive, consecutiveError, consecutiveSuccess } = result;
    // Three cases name no count: what they do name has been measured.
    const seen = result.measurements ?? Math.max(result.count, failed, inconclusive, consecutiveError);
    const tally = {
      runs: seen,
      failed,
      inconclusive,
      consecutiveErrors: consecutiveError,
      consecutiveSuccesses: consecutiveSuccess,
      inFlight: result.last_in_flight,
    };
    return differs(id, tallyPhase(limits, tally), expect);
  });
  itPassesAll('Argo, one run', 8, cases.condition_to_phase, ({ success, failure, expect }) =>
    differs(`"${success}" "${failure}"`, runPhase(saidWords[success], saidWords[failure]), expect),
  );
  itPassesAll('Argo, the worst of several', 2, cases.run_status_worst_of_completed, ({ metrics, expect }) =>
    differs(metrics.join(' '), worstPhase(metrics.map((metric) => words[metric])), expect),
  );
  itPassesAll('Argo, its table at the last run', 4, cases.doc_table_at_count, (row) => {
    const limits: RunLimits = {
      failed: 1,
      inconclusive: 0,
      consecutiveErrors: 4,
      consecutiveSuccesses: 3,
      count: 9,
    };
    const tally = {
      ...none,
      runs: 9,
      failed: row.failureLimit_violated ? 2 : 1,
      consecutiveSuccesses: row.consecutiveSuccessLimit_satisfied ? 3 : 2,
    };
    return differs(JSON.stringify(row), tallyPhase(limits, tally), row.expect);
  });
});
