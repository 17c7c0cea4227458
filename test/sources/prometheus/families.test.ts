// "There is none" is said of exactly the name that is read: of a family that the page knows, and has no sample of under any name.

import { describe, expect, it, test } from 'vitest';
import fc from 'fast-check';
import { sentences, told } from '../../support/poll-source.ts';
import { exporterWith } from './exporter.ts';

const text = 'text/plain; version=0.0.4';
const openMetrics = 'application/openmetrics-text; version=1.0.0';

async function read(name: string, page: string, contentType = text) {
  const exporter = await exporterWith({ m: { series: name, aggregate: 'sum' } });
  exporter.page = page;
  exporter.contentType = contentType;
  const result = await exporter.look();
  return { told: told(result)['m'], sentence: sentences(result)[0] };
}

describe('a name without a series on the page', () => {
  it.each<[string, string, string, string]>([
    [
      'the family stands under another name',
      'request_errors_total',
      '# TYPE request_errors counter\nrequest_errors{code="500"} 57\n',
      'not_found',
    ],
    [
      'the family is known under another name',
      'request_errors_total',
      '# TYPE request_errors counter\n',
      'not_found',
    ],
    [
      'known under exactly that name',
      'request_errors_total',
      '# TYPE request_errors_total counter\n',
      'empty',
    ],
    ['by its help text', 'request_errors_total', '# HELP request_errors_total Requests.\n', 'empty'],
    [
      'by the help text of another name',
      'request_errors_total',
      '# HELP request_errors Requests.\n',
      'not_found',
    ],
    [
      'another family stands beside it',
      'errors_total',
      '# TYPE errors gauge\nerrors 3\n# TYPE errors_total counter\n',
      'empty',
    ],
    [
      'its own family stands under a name of its own',
      'errors',
      '# TYPE errors counter\nerrors_total 3\n',
      'not_found',
    ],
    [
      'the sample stands under the name without `_total`',
      'errors_total',
      '# TYPE errors_total counter\nerrors 57\n',
      'not_found',
    ],
    [
      'the family of the other name is a counter, too',
      'errors_total',
      '# TYPE errors counter\nerrors 57\n# TYPE errors_total counter\n',
      'not_found',
    ],
    [
      'the sample stands under the name with `_total`',
      'errors',
      '# TYPE errors counter\n# TYPE errors_total counter\nerrors_total 57\n',
      'not_found',
    ],
    [
      'a histogram stands beside it',
      'errors_total',
      '# TYPE errors histogram\nerrors_count 3\n# TYPE errors_total counter\n',
      'empty',
    ],
    [
      'its help text, and the sample without `_total`',
      'errors_total',
      '# HELP errors_total Errors.\nerrors 57\n',
      'not_found',
    ],
    ['a histogram without observations', 'wait_count', '# TYPE wait histogram\n', 'empty'],
    [
      'a histogram of which only some names stand',
      'wait_count',
      '# TYPE wait histogram\nwait_bucket{le="+Inf"} 3\n',
      'not_found',
    ],
    ['a histogram has no series of its own name', 'wait', '# TYPE wait histogram\n', 'not_found'],
    ['a summary', 'wait', '# TYPE wait summary\n', 'empty'],
    ['a gauge has no count', 'wait_count', '# TYPE wait gauge\n', 'not_found'],
    ['a name in other letters', 'Errors_total', '# TYPE errors_total counter\n', 'not_found'],
    ['an empty page', 'errors_total', '', 'not_found'],
    ['other labels', 'other', '# TYPE other counter\nother{a="1"} 1\n', 'value'],
  ])('%s', async (_name, name, page, reason) => {
    expect((await read(name, page)).told).toBe(reason === 'value' ? '1' : `gap:${reason}`);
  });

  it('in OpenMetrics a counter is named without its `_total`', async () => {
    const page = '# TYPE errors counter\n# EOF\n';
    expect((await read('errors_total', page, openMetrics)).told).toBe('gap:empty');
    expect((await read('errors', page, openMetrics)).told).toBe('gap:not_found');
    const standing = '# TYPE errors counter\nerrors_total 3\n# EOF\n';
    expect((await read('errors', standing, openMetrics)).told).toBe('gap:not_found');
  });

  it('says which name of its family stands there', async () => {
    const page = '# TYPE request_errors counter\nrequest_errors{code="500"} 57\nrequest_error_totals 1\n';
    expect((await read('request_errors_total', page)).sentence).toBe(
      'no series "request_errors_total" is on the page (did you mean "request_errors"?)',
    );
  });
});

test('whatever is on the page, "there is none" is never said of a family that has a sample', async () => {
  const names = ['e', 'e_total', 'e_count', 'e_sum', 'e_bucket'];
  const exporter = await exporterWith(
    Object.fromEntries(names.map((name) => [name, { series: name, aggregate: 'sum' }])),
  );
  const type = fc.constantFrom('counter', 'gauge', 'histogram', 'summary', 'untyped');
  const page = fc.record({
    typed: fc.dictionary(fc.constantFrom(...names), type),
    standing: fc.uniqueArray(fc.constantFrom(...names)),
  });
  await fc.assert(
    fc.asyncProperty(page, async ({ typed, standing }) => {
      exporter.page = [
        ...Object.entries(typed).map(([name, of]) => `# TYPE ${name} ${of}\n`),
        ...standing.map((name) => `${name}{le="1",quantile="0.5"} 1\n`),
      ].join('');
      const said = told(await exporter.look());
      if (said['*'] !== undefined) return;
      for (const name of names) {
        if (standing.includes(name)) expect(said[name]).toBe('1');
        if (said[name] !== 'gap:empty') continue;
        const families = Object.entries(typed).filter(([family]) => name.startsWith(family));
        expect(families.some(([family]) => standing.every((other) => !other.startsWith(family)))).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});
