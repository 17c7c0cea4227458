// Pages of metrics: every dialect's reader, broken off anywhere, and looks by our client at a page that changes.

import type { Dialect, PageListener } from '../../../src/sources/prometheus/page/dialect.ts';
import type { PageResult } from '../../../src/sources/prometheus/page/parse.ts';
import { pageReading } from '../../../src/sources/prometheus/page/read.ts';
import { prometheusSource } from '../../../src/sources/prometheus/kind.ts';
import { httpServer } from '../../support/http-servers.ts';
import { answersIn, joined, looked, lookAt } from '../far-end.ts';
import { demand, demandPrintable } from '../laws.ts';
import { textOf, type OpenTarget, type Target } from '../target.ts';

const dialects: readonly Dialect[] = ['text', 'strict text', 'openmetrics', 'strict openmetrics'];
const limits = { samplesMax: 2_000 };

const reads = {
  up: 'up',
  depth: { series: 'queue_depth' },
  most: { series: 'queue_depth', labels: { queue: '/^j.*/' }, aggregate: 'max' },
  rate: { rate: 'requests_total', window: '1m', aggregate: 'sum' },
  p95: { quantile: 0.95, histogram: 'latency_seconds', window: '1m' },
  share: { share: '<= 0.1', histogram: 'latency_seconds', window: '1m' },
};

const began = lookAt / 1_000 - 600;
const page = (count: number): string => `# HELP queue_depth Jobs that wait, "all" of them\\n.
# TYPE queue_depth gauge
queue_depth{queue="jobs",region="a\\\\b\\"c\\n"} ${count}
# TYPE requests_total counter
requests_total{code="200"} ${count * 10} ${lookAt}
requests_total{code="500",} 1e1
# TYPE latency_seconds histogram
latency_seconds_bucket{le="0.1"} ${count}
latency_seconds_bucket{le="1"} ${count + 5}
latency_seconds_bucket{le="+Inf"} ${count + 6}
latency_seconds_sum ${count}.5
latency_seconds_count ${count + 6}
process_start_time_seconds ${began}
`;
const open = (count: number): string => `# TYPE queue_depth gauge
# UNIT other_seconds seconds
queue_depth{queue="jobs"} ${count}
# TYPE requests counter
requests_total{code="200"} ${count * 10}.0 ${lookAt / 1_000}.25 # {trace_id="abc"} 0.67 1.5
requests_created{code="200"} ${began}
# TYPE latency_seconds histogram
latency_seconds_bucket{le="0.1"} ${count} # {} 0.05
latency_seconds_bucket{le="+Inf"} ${count + 6}
latency_seconds_count ${count + 6}
latency_seconds_sum 3.5
# TYPE up info
up_info{version="1"} 1
# EOF
`;
const quoted = `{"queue.depth","queue"="jobs"} 5\n{queue_depth} NaN\nqueue_depth{"a b"="c"} -Inf\n`;

const words = [
  '# HELP ',
  '# TYPE ',
  '# UNIT ',
  '# EOF\n',
  '# ',
  'gauge',
  'counter',
  'histogram',
  'summary',
  'stateset',
  'info',
  'gaugehistogram',
  '{',
  '}',
  '="',
  '",',
  '"',
  '\\',
  '\\n',
  '\n',
  '\r\n',
  '\t',
  ',',
  '=',
  ' ',
  ' # {',
  'le="',
  'le="NaN"',
  'quantile="0.5"',
  'NaN',
  '+Inf',
  '-Inf',
  'nan',
  'inf',
  '0x1p-2',
  '1_0',
  '_total',
  '_created',
  '_bucket',
  '_count',
  '_sum',
  'queue_depth',
  '{"',
];

export const metricsPage: Target = {
  name: 'metrics-page',
  cases: 200,
  async open(): Promise<OpenTarget> {
    let pages: readonly Buffer[] = [];
    let taken = 0;
    const server = await httpServer((_, response) => {
      const answer = pages[Math.min(taken++, pages.length - 1)] ?? Buffer.alloc(0);
      const type = answer.includes('# EOF')
        ? 'application/openmetrics-text; version=1.0.0'
        : 'text/plain; version=0.0.4';
      response.setHeader('content-type', type);
      response.end(answer);
    });
    return {
      seeds: [
        joined([page(3), page(9)]),
        joined([open(3), open(9)]),
        joined([page(9), page(3)]),
        joined([open(9), page(12)]),
        joined([quoted]),
      ],
      words,
      run(input) {
        pages = answersIn(input);
        for (const text of pages.map(textOf)) for (const dialect of dialects) demandSame(text, dialect);
        taken = 0;
        return looked(prometheusSource, { url: server.url }, reads, pages.length > 1 ? 2 : 1);
      },
      close: () => server.close(),
    };
  },
};

/** Wherever the reading was broken off, it comes to the same. */
function demandSame(text: string, dialect: Dialect): void {
  const [whole, parts] = [100_000, 3].map((lines) => read(text, dialect, lines));
  demand(whole === parts, `${dialect}: ${whole} at once, and ${parts} in parts`);
}

function read(text: string, dialect: Dialect, linesAtOnce: number): string {
  let samples = 0;
  const listener: PageListener = {
    sample() {
      samples++;
      return null;
    },
  };
  const reading = pageReading(text, dialect, listener, limits);
  let result: PageResult | null = null;
  // One step more than there are lines: it must end.
  for (let steps = 0; result === null; steps += linesAtOnce) {
    demand(steps <= text.length + 2 * linesAtOnce, `${dialect}: the reading does not end`);
    result = reading.step(linesAtOnce);
  }
  demand(samples <= limits.samplesMax, `${dialect}: ${samples} samples`);
  if (result.ok) return `${result.samples} samples, ${result.tolerated} tolerated`;
  demandPrintable(result.problem, `${dialect}: the problem`);
  demand(result.line >= 1 && result.problem !== '', `${dialect}: line ${result.line}: ${result.problem}`);
  return `line ${result.line}: ${result.problem}`;
}
