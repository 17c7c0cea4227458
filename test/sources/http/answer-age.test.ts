// An answer's instant is its own: every client that reads one over HTTP takes off what a cache says that it is old.

import type { ServerResponse } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { refuseFuture } from '../../../src/rules/evaluate/admit.ts';
import type { PollResult } from '../../../src/sources/source.ts';
import { answerAge } from '../../../src/sources/http/answer-age.ts';
import { httpSource } from '../../../src/sources/http/kind.ts';
import { prometheusSource } from '../../../src/sources/prometheus/kind.ts';
import { promqlSource } from '../../../src/sources/promql/kind.ts';
import { httpCases, now, type HttpCase } from '../../support/http-kinds.ts';
import { httpServer } from '../../support/http-servers.ts';
import { clockFrom, openSource, told, type TestSource } from '../../support/poll-source.ts';

const cases: Readonly<Record<string, HttpCase>> = {
  ...httpCases,
  http: {
    ...httpCases.http,
    reads: { up: 'up', status: 'status', value: { json: '/v' }, header: { hasHeader: 'content-type' } },
  },
  'http steps': {
    ...httpCases.http,
    options: (url) => ({ steps: [{ name: 'one', url }] }),
    reads: { up: 'up', value: { step: 'one', read: { json: '/v' } } },
  },
  'prometheus at a cache beside it': {
    ...httpCases.prometheus,
    reads: { value: { series: 'q' } },
    body: `# TYPE q gauge\nq 1 ${now}\n`,
  },
};

async function serving(
  { kind, options, reads, body }: HttpCase,
  shape: (response: ServerResponse) => void,
): Promise<TestSource> {
  const server = await httpServer((_request, response) => {
    response.setHeader('content-type', kind === prometheusSource ? 'text/plain' : 'application/json');
    shape(response);
    response.end(body);
  });
  onTestFinished(() => server.close());
  return openSource(kind, options(server.url), reads, { clock: clockFrom(() => now) });
}

const withAge =
  (...ages: readonly string[]) =>
  (response: ServerResponse): void => {
    response.setHeader('age', ages);
  };

/** The instants of all samples, as milliseconds before now. */
function agesOf(result: PollResult): number[] {
  return [...new Set(result.samples.map(({ sample }) => now - sample.at))];
}

test.each(Object.entries(cases))('%s: an answer out of a cache is as old as that says', async (_, one) => {
  const fresh = await (await serving(one, () => {})).look();
  expect(Object.values(told(fresh)).join()).not.toContain('gap');
  expect(agesOf(fresh)).toEqual([0]);
  const old = await (await serving(one, withAge('100'))).look();
  expect(told(old)).toEqual(told(fresh));
  expect(agesOf(old)).toEqual([100_000]);
  const two = await (await serving(one, withAge('12', '400'))).look();
  expect(agesOf(two)).toEqual([400_000]);
});

test.each(Object.entries(cases))('%s: an age that cannot be read is any', async (_, one) => {
  for (const age of ['-50', '1e3', 'old', '5, x', '']) {
    const result = await (await serving(one, withAge(age))).look();
    for (const { sample } of result.samples) expect(sample.gap?.reason).toBe('parse');
    expect(result.gap?.reason).toBe('parse');
  }
});

/** Of an RPC's answers the block's own time tells that they are new. */
const datedCases = Object.entries(cases).filter(([name]) => name !== 'evm');

const dated =
  (ageMs: number, more: Readonly<Record<string, string>> = {}) =>
  (response: ServerResponse): void => {
    response.setHeader('date', new Date(now - ageMs).toUTCString());
    for (const [name, value] of Object.entries(more)) response.setHeader(name, value);
  };

const day = 24 * 3_600_000;
const stale = { warning: '110 - "Response is Stale"' };

test.each(datedCases)(
  '%s: an answer is as old as its Date says, beyond what clocks may differ',
  async (_, one) => {
    for (const [shape, age] of [
      [dated(day), day],
      [dated(60_000, { age: '10' }), 60_000],
      [dated(20_000), 20_000],
      [dated(27_000), 27_000],
      [dated(20_000, { age: '20' }), 20_000],
      [dated(2_000), 0],
      [dated(-2_000), 0],
      [dated(-day), 0],
      [dated(102_000, { age: '100' }), 100_000],
      [dated(day, stale), day],
      [dated(0, { ...stale, age: '300' }), 300_000],
      [dated(0, { ...stale, age: '0' }), 0],
      [dated(0, { warning: '113 - "Heuristic Expiration"' }), day],
      [dated(0, { warning: '299 - "in 110 days, 110 more"' }), 0],
    ] as const) {
      const result = await (await serving(one, shape)).look();
      expect(Object.values(told(result)).join()).not.toContain('gap');
      expect(agesOf(result)).toEqual([age]);
      const old = age === 0 ? '' : / old/;
      expect(result.note ?? '').toMatch(old);
      expect(result.note?.includes(' old') ?? false).toBe(age > 0);
      // What counts until the next look (every 5s, for 30s) nobody need mend.
      expect(result.warning?.includes(' old') ?? false).toBe(age > 25_000);
    }
  },
);

test.each(['Sunday, 12-Nov-23 22:13:20 GMT', 'Sun Nov 12 22:13:20 2023', 'Sun, 12 Nov 2023 22:13:20 GMT'])(
  'a Date in any of its forms: %s',
  async (text) => {
    const http = cases['http'];
    if (http === undefined) throw new Error('no case');
    const result = await (await serving(http, (response) => response.setHeader('date', text))).look();
    expect(agesOf(result)).toEqual([2 * day]);
    expect(result.note).toBe(
      'by its own Date the answer is 2d old: it is a copy, or one of the two clocks is wrong',
    );
  },
);

test.each(datedCases)('%s: what a cache calls stale without an age may be of any', async (_, one) => {
  for (const code of ['110', '111', '112']) {
    const shape = dated(0, { warning: `199 a "b, 5", ${code} cache:80 "stale"` });
    const result = await (await serving(one, shape)).look();
    for (const { sample } of result.samples) expect(sample.gap?.reason).toBe('parse');
    expect(result.gap?.message).toContain(`(Warning: ${code})`);
  }
});

test.each(Object.entries(cases))('%s: a part that nobody asked for is no answer', async (_, one) => {
  const partOf = (range: string | null) => (response: ServerResponse) => {
    response.statusCode = 206;
    if (range !== null) response.setHeader('content-range', range);
  };
  for (const range of ['bytes 0-5/100', 'bytes 0-5/*', null]) {
    const result = await (await serving(one, partOf(range))).look();
    for (const { metric, sample } of result.samples)
      if (metric !== 'status') expect(sample.gap?.reason).toBe('partial_data');
    expect(result.gap?.reason).toBe('partial_data');
  }
  const whole = await (
    await serving(one, partOf(`bytes 0-${one.body.length - 1}/${one.body.length}`))
  ).look();
  expect(Object.values(told(whole)).join()).not.toContain('gap');
});

test('a part that was asked for is what it is', async () => {
  const shape = (response: ServerResponse): void => {
    response.statusCode = 206;
    response.setHeader('content-range', 'bytes 0-6/100');
  };
  const http = cases['http'];
  if (http === undefined) throw new Error('no case');
  for (const asked of [{ headers: { Range: 'bytes=0-6' } }, { expect: 206 }]) {
    const one = { ...http, options: (url: string) => ({ url, ...asked }) };
    expect(told(await (await serving(one, shape)).look())).toMatchObject({ up: 'true', value: '1' });
  }
});

test.each([
  [prometheusSource, { url: '' }, { series: 'q' }, `q 1 ${now + 6_000}\n`],
  [
    promqlSource,
    { url: '' },
    { query: 'q' },
    `{"status":"success","data":{"resultType":"scalar","result":[${(now + 6_000) / 1_000},"1"]}}`,
  ],
])('a cache makes no reading from the future one of the past: %#', async (kind, options, read, body) => {
  const one = { kind, options: (url: string) => ({ ...options, url }), reads: { value: read }, body };
  const { samples } = await (await serving(one, withAge('30'))).look();
  for (const { sample } of samples) {
    const told = refuseFuture(sample, now).gap;
    expect(told?.message).toBe('the reading is from the future by 6s: compare the clocks');
  }
});

test('that there is none is as old as the page that says so', async () => {
  const one: HttpCase = {
    kind: prometheusSource,
    options: (url) => ({ url }),
    reads: { value: { series: 'q' } },
    body: '# TYPE q gauge\n',
  };
  const result = await (await serving(one, withAge('100'))).look();
  expect(told(result)).toEqual({ value: 'gap:empty' });
  expect(agesOf(result)).toEqual([100_000]);
});

test('a preflight that a cache answers is as old as that says', async () => {
  const one: HttpCase = {
    kind: httpSource,
    options: (url) => ({ url }),
    reads: { value: { cors: { origin: 'https://a.example', method: 'POST' } } },
    body: '',
  };
  expect(agesOf(await (await serving(one, withAge('100'))).look())).toEqual([100_000]);
  const unreadable = await (await serving(one, withAge('x'))).look();
  expect(told(unreadable)).toMatchObject({ value: 'gap:parse' });
});

test('a rate over a page out of a cache goes from page to page, and never back', async () => {
  let clock = now;
  let answer = { age: 0, count: 0 };
  const server = await httpServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain', age: `${answer.age}` });
    response.end(`# TYPE c counter\nc ${answer.count}\n`);
  });
  onTestFinished(() => server.close());
  const reads = { rate: { rate: 'c', window: '60s' } };
  const source = await openSource(prometheusSource, { url: server.url }, reads, {
    clock: clockFrom(() => clock),
  });
  const after = async (ms: number, age: number, count: number): Promise<string | undefined> => {
    clock += ms;
    answer = { age, count };
    return told(await source.look())['rate'];
  };
  await after(0, 0, 0);
  expect(await after(10_000, 0, 100)).not.toContain('gap');
  // The same page, a second later by its age than by our clock.
  const same = await after(4_500, 5, 100);
  expect(same).not.toContain('gap');
  // Out of a cache that lags behind: neither growth nor a reset.
  expect(await after(500, 30, 40)).toBe('gap:unavailable');
  const last = await after(5_000, 0, 200);
  expect(Number(last)).toBeGreaterThan(9);
  expect(Number(last)).toBeLessThan(11);
});

test('a warning whose text does not end is looked through once', () => {
  for (const [text, ms] of [
    [`113 - "${'\\"'.repeat(120_000)}`, day],
    [`199 - "${'\\"'.repeat(120_000)}`, 0],
  ] as const)
    expect(answerAge((name) => (name === 'warning' ? [text] : []), now)).toEqual({
      value: { ms, dated: false },
    });
});
