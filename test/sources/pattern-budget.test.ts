// What all patterns of one source have together: sixty that never end cost the others of the wall no more than four of them.

import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/engine/clocks.ts';
import { BoundedRegex } from '../../src/sources/bounded-regex.ts';
import { httpSource } from '../../src/sources/http/kind.ts';
import { LabelMatchers } from '../../src/sources/prometheus/label-matchers.ts';
import { PatternBudget } from '../../src/sources/pattern-budget.ts';
import { httpServer } from '../support/http-servers.ts';
import { clockFrom, openSource, sentences } from '../support/poll-source.ts';
import { commanded } from './exec/support.ts';

const evil = '(\\w+\\w+)+!';
const long = 'a'.repeat(60);
const isSlow = (sentence: string): boolean =>
  /took more than \d+ms over .* and was broken off$/.test(sentence);
const isSpent = (sentence: string): boolean =>
  /had no time left over .*: this source's patterns have \d+ms of the processor a second together$/.test(
    sentence,
  );

/** Each reads by a pattern of its own, which never ends. */
function evilReads<Read>(count: number, read: (pattern: string) => Read): Record<string, Read> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`m${index}`, read(`${evil}x{${index}}`)]),
  );
}

test('http: four have their time at the most, the others are not begun; the next second is another', async () => {
  const server = await httpServer((_request, response) => response.end(`depth=7 ${long}`));
  onTestFinished(server.close);
  let monotonic = 0;
  const clock = { ...clockFrom(Date.now), monotonic: () => monotonic };
  const reads = { good: { body: 'depth=(\\d)' }, ...evilReads(60, (body) => ({ body })) };
  const source = await openSource(httpSource, { url: server.url }, reads, { clock });
  for (const seconds of [0, 5, 10]) {
    monotonic = seconds * 1_000;
    const result = await source.look();
    expect(result.samples.find(({ metric }) => metric === 'good')?.sample.gap).toBeUndefined();
    const said = sentences(result);
    expect(said).toHaveLength(60);
    expect(said.filter(isSlow).length).toBeGreaterThan(0);
    expect(said.filter(isSlow).length).toBeLessThanOrEqual(4);
    expect(said.filter((sentence) => !isSlow(sentence) && !isSpent(sentence))).toEqual([]);
  }
  expect(sentences(await source.look()).filter(isSpent)).toHaveLength(61);
}, 60_000);

test('exec: one has its time, the others are not begun', async () => {
  const clock = { ...systemClock(), monotonic: () => 0 };
  const reads = evilReads(20, (line) => ({ line: `^${line}` }));
  const { poll } = await commanded({ options: { command: ['echo', long] }, reads, clock });
  const said = sentences(await poll());
  expect(
    said.map((sentence) => (isSlow(sentence) ? 'slow' : isSpent(sentence) ? 'spent' : sentence)),
  ).toEqual(['slow', ...Array.from({ length: 19 }, () => 'spent')]);
});

test('labels: all new values are held against a pattern at once, as many as may be', () => {
  const budget = new PatternBudget({ monotonic: () => 0 });
  const series = Array.from({ length: 2_000 }, (_, index) => ({ path: `/api/${index}`, code: '200' }));
  const matchers = new LabelMatchers({ code: '200', path: /^(?:\/api\/\d*7)$/ }, budget);
  const among = matchers.among(series, (one, label) => (label === 'path' ? one.path : one.code));
  expect(among.value?.map(({ path }) => path)).toEqual(
    series.map(({ path }) => path).filter((path) => path.endsWith('7')),
  );
  const never = new LabelMatchers({ path: new RegExp(`^(?:${evil})$`) }, budget);
  const [first, second] = [1, 2].map(() => never.among([{ path: long }], (one) => one.path));
  expect([first, second].map((one) => one?.gap?.reason)).toEqual(['too_large', 'too_large']);
  expect(second?.gap?.message).toMatch(/had no time left over a label/);
});

test('what is left of a second is what a pattern gets', () => {
  let monotonic = 0;
  const budget = new PatternBudget({ monotonic: () => monotonic });
  const never = new BoundedRegex(new RegExp(evil), budget);
  const results = Array.from({ length: 10 }, () => never.exec(long));
  expect(results.slice(0, 1)).toEqual(['slow']);
  expect(results.slice(4)).toEqual(Array.from({ length: 6 }, () => 'spent'));
  expect(new BoundedRegex(/a/, budget).exec('a')).toBe('spent');
  monotonic = 1_000;
  expect(new BoundedRegex(/a/, budget).exec('a')).toEqual(['a']);
});

test('a second that goes by while a pattern is broken off gives none of it back', () => {
  // A machine on which one twentieth of the time is ours.
  const monotonic = (): number => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 50;
  };
  const never = new BoundedRegex(new RegExp(evil), new PatternBudget({ monotonic }));
  const results = Array.from({ length: 10 }, () => never.exec(long));
  expect(results.filter((one) => one === 'slow').length).toBeLessThanOrEqual(4);
});
