// One source at its own pace, under a clock that is moved by hand: one poll in flight, deadlines, pacing, and what is counted.
import { describe, expect, test } from 'vitest';
import { gapReasons } from '../../src/domain/gap.ts';
import { Agenda } from '../../src/engine/agenda.ts';
import { SourceRunner } from '../../src/engine/source-runner.ts';
import { StartGuard } from '../../src/engine/start-guard.ts';
import type { MetricSample, PollResult } from '../../src/sources/source.ts';
import { handClock } from '../support/hand-clock.ts';
import { failure, HandSource, reading, start } from './support.ts';

const every = 10_000;

function runnerOf(
  source: HandSource,
  { timeout = 3_000, runs = false, interval = every, kind = 'http' } = {},
) {
  const clock = handClock(start);
  const agenda = new Agenda(clock);
  const evidence: MetricSample[] = [];
  const faults: string[] = [];
  const runner = new SourceRunner(
    { id: 'api', kind, every: interval, timeout, metrics: ['depth', 'size'], runs },
    source,
    {
      clock,
      agenda,
      starts: new StartGuard(clock),
      events: {
        samples: (samples) => evidence.push(...samples),
        fault: (id, error) => faults.push(`${id}: ${String(error)}`),
        trouble: (sentence) => faults.push(sentence),
        redact: (text) => text.replaceAll('hunter2', '***'),
      },
    },
  );
  const last = (metric: string) => evidence.findLast((one) => one.metric === metric)?.sample;
  return { clock, runner, evidence, faults, last };
}

describe('a poll', () => {
  test('is made at once, and then about once an interval', async () => {
    const source = new HandSource(() => reading('depth', 3, 0));
    const { clock, runner } = runnerOf(source);
    runner.start();
    await clock.pass(100 * every);
    expect(source.polls.length).toBeGreaterThanOrEqual(100);
    expect(source.polls.length).toBeLessThanOrEqual(102);
    expect(runner.state).toMatchObject({ ok: true, gaps: 0, skipped: 0, polls: source.polls.length });
  });

  test('is never made while another one is in flight; what was skipped is counted', async () => {
    const source = new HandSource();
    const { clock, runner } = runnerOf(source, { timeout: 60_000 });
    runner.start();
    await clock.pass(45_000);
    expect(source.polls).toHaveLength(1);
    const { polls, skipped } = runner.state;
    expect([polls, skipped]).toEqual([0, expect.toSatisfy((count: number) => count === 4 || count === 5)]);
    source.last.answer(reading('depth', 3, clock.now()));
    await clock.pass(every * 1.2);
    expect(source.polls).toHaveLength(2);
    expect(runner.state).toMatchObject({ polls: 1, skipped });
  });

  test('is broken off at its timeout', async () => {
    const source = new HandSource();
    const { clock, runner, last } = runnerOf(source);
    runner.start();
    await clock.pass(2_900);
    expect(source.last.signal.aborted).toBe(false);
    await clock.pass(200);
    expect(source.last.signal.aborted).toBe(true);
    source.last.answer(failure('timeout'));
    await clock.pass(0);
    expect(runner.state).toMatchObject({ ok: false, gaps: 1, gap: { reason: 'timeout' } });
    expect([last('depth')?.gap?.reason, last('size')?.gap?.reason]).toEqual(['timeout', 'timeout']);
  });

  test('that does not end even so is left behind, three times and then no more', async () => {
    const source = new HandSource();
    const { clock, runner, last } = runnerOf(source);
    runner.start();
    await clock.pass(4_100);
    expect(last('depth')?.gap).toEqual({ reason: 'timeout', message: 'no answer within 3s' });
    await clock.pass(30 * every);
    expect(source.polls).toHaveLength(3);
    expect(runner.state.skipped).toBeGreaterThan(5);
    // What comes after its time is not taken for an answer, but makes room for another poll.
    source.last.answer(reading('depth', 3, clock.now()));
    await clock.pass(0);
    expect(last('depth')?.gap?.reason).toBe('timeout');
    source.reply = () => reading('depth', 4, clock.now());
    await clock.pass(6 * every);
    expect(last('depth')?.value).toBe(4);
  });

  test.each([
    ['rejects', () => Promise.reject(new Error('our bug'))],
    [
      'throws',
      () => {
        throw new Error('our bug');
      },
    ],
  ])('that %s is a gap and a fault that is told, and the next one is made', async (_what, poll) => {
    const source = new HandSource(() => reading('depth', 3, 0));
    const good = source.poll.bind(source);
    source.poll = poll;
    const { clock, runner, faults, last } = runnerOf(source);
    runner.start();
    await clock.pass(0);
    await clock.pass(100);
    expect(faults).toEqual(['api: Error: our bug']);
    expect(last('depth')?.gap?.reason).toBe('unavailable');
    source.poll = good;
    await clock.pass(every * 1.2);
    expect(last('depth')?.value).toBe(3);
  });

  test('gives a gap to each metric that has no reading in the answer', async () => {
    const source = new HandSource(() => reading('depth', 3, start));
    const { clock, runner, last } = runnerOf(source);
    runner.start();
    await clock.pass(100);
    expect([last('depth')?.value, last('size')?.gap?.reason]).toEqual([3, 'partial_data']);
  });

  test.each(gapReasons)(
    'that fails as a whole (%s) never says of a reading that it is not there',
    async (reason) => {
      const { clock, runner, last } = runnerOf(new HandSource(() => failure(reason)));
      runner.start();
      await clock.pass(1_000);
      const expected = reason === 'empty' || reason === 'not_found' ? 'needs' : reason;
      expect(last('depth')?.gap).toMatchObject({
        reason: expected,
        message: expect.stringContaining(`it is ${reason}`),
      });
    },
  );

  test('brings in nothing that a terminal would obey, and no secret', async () => {
    const source = new HandSource(() =>
      reading('depth', '\u001b[2Jred hunter2', start, {
        note: 'from hunter2\u0007',
        gap: {
          reason: 'parse',
          message: 'a\u001b]0;b hunter2',
          remedy: { text: 'Take\u0007 hunter2.', run: 'login hunter2' },
        },
      }),
    );
    const { clock, runner, last } = runnerOf(source);
    runner.start();
    await clock.pass(100);
    expect([last('depth')?.value, last('size')?.gap?.message]).toEqual(['[2Jred ***', 'a ]0;b ***']);
    expect([runner.state.note, runner.state.gap?.message]).toEqual(['from ***', 'a ]0;b ***']);
    // Without its secret the command would be another one.
    expect(runner.state.gap?.remedy).toEqual({ text: 'Take ***.', run: null });
    expect(last('size')?.gap?.remedy).toEqual({ text: 'Take ***.', run: null });
  });
});

/** Polls made in each stretch of this many intervals. */
async function pollsIn(
  clock: { pass(by: number): Promise<void> },
  source: HandSource,
  intervals: number,
): Promise<number> {
  const before = source.polls.length;
  await clock.pass(intervals * every);
  return source.polls.length - before;
}

describe('pacing', () => {
  test.each(gapReasons.filter((reason) => !['throttled', 'auth', 'denied', 'tls'].includes(reason)))(
    '%s is asked for at its own pace: what comes back must be seen at once',
    async (reason) => {
      const source = new HandSource(() => failure(reason));
      const { clock, runner } = runnerOf(source);
      runner.start();
      await clock.pass(20 * every);
      expect(await pollsIn(clock, source, 30)).toBeGreaterThanOrEqual(29);
      expect(runner.gap?.message).toBe(`it is ${reason}`);
    },
  );

  test.each(['throttled', 'auth', 'denied', 'tls'] as const)(
    '%s is held off, at most 30s, and says when the next look is',
    async (reason) => {
      const source = new HandSource(() => failure(reason));
      const { clock, runner } = runnerOf(source, { interval: 1_000 });
      runner.start();
      await clock.pass(60_000);
      const before = source.polls.length;
      expect(before).toBeLessThanOrEqual(7);
      await clock.pass(300_000);
      expect(source.polls.length - before).toBeGreaterThanOrEqual(9);
      expect(source.polls.length - before).toBeLessThanOrEqual(11);
      expect(runner.gap?.message).toMatch(/; next look at \d\d:\d\d:\d\d$/);
      expect(runner.gap?.message).toContain(runner.state.nextAt?.slice(11, 19));
      source.reply = () => reading('depth', 3, clock.now());
      await clock.pass(31_000);
      expect(runner.state.ok).toBe(true);
    },
  );

  test('a probe that says down is an answer: it is looked at as often as one that says up', async () => {
    const source = new HandSource(() =>
      reading('depth', false, 0, { gap: { reason: 'refused', message: 'nobody listens' } }),
    );
    const { clock, runner } = runnerOf(source);
    runner.start();
    expect(await pollsIn(clock, source, 50)).toBeGreaterThanOrEqual(49);
    expect(runner.state).toMatchObject({ ok: false, gap: { reason: 'refused' } });
  });

  test('who asks to be left alone is left alone that long', async () => {
    const source = new HandSource(() => failure('throttled', { retryAfter: 120_000 }));
    const { clock, runner } = runnerOf(source);
    runner.start();
    await clock.pass(120_000);
    expect(source.polls).toHaveLength(1);
    await clock.pass(15_000);
    expect(source.polls).toHaveLength(2);
  });
});

describe('when our own way out is back', () => {
  test('it is asked within two seconds, and then on its grid again', async () => {
    const source = new HandSource(() => failure('timeout'));
    const { clock, runner } = runnerOf(source, { interval: 600_000 });
    runner.start();
    await clock.pass(10_000);
    runner.lookSoon();
    await clock.pass(2_000);
    expect(source.polls).toHaveLength(2);
    runner.lookSoon();
    runner.lookSoon();
    await clock.pass(2_000);
    expect(source.polls).toHaveLength(3);
  });

  test.each<readonly [string, Parameters<typeof runnerOf>[1], Partial<PollResult>]>([
    ['what Retry-After holds', {}, { retryAfter: 300_000 }],
    ['exec', { kind: 'exec' }, {}],
    ['runs', { runs: true }, {}],
  ])('%s is not', async (_name, setup, more) => {
    const source = new HandSource((): PollResult => reading('depth', 3, start, more));
    const { clock, runner } = runnerOf(source, { interval: 600_000, ...setup });
    runner.start();
    await clock.pass(10_000);
    runner.lookSoon();
    await clock.pass(100_000);
    expect(source.polls).toHaveLength(1);
  });

  test('nor is one that is paused, stopped, never begun, or under way', async () => {
    const source = new HandSource();
    const { clock, runner } = runnerOf(source, { interval: 600_000, timeout: 60_000 });
    runner.lookSoon();
    await clock.pass(10_000);
    expect(source.polls).toHaveLength(0);
    runner.start();
    await clock.pass(100);
    runner.lookSoon();
    source.last.answer(reading('depth', 3, start));
    runner.setPaused(true);
    runner.lookSoon();
    await clock.pass(10_000);
    await runner.stop();
    runner.lookSoon();
    await clock.pass(10_000);
    expect(source.polls).toHaveLength(1);
  });
});

describe('pause', () => {
  test('nothing is polled until it ends, and then at once', async () => {
    const source = new HandSource(() => reading('depth', 3, 0));
    const { clock, runner } = runnerOf(source);
    runner.start();
    await clock.pass(100);
    runner.setPaused(true);
    expect(await pollsIn(clock, source, 20)).toBe(0);
    runner.setPaused(false);
    await clock.pass(100);
    expect(source.polls).toHaveLength(2);
    expect(await pollsIn(clock, source, 10)).toBeGreaterThanOrEqual(9);
  });

  test('that begins and ends while a poll is in flight stops nothing', async () => {
    const source = new HandSource();
    const { clock, runner } = runnerOf(source, { timeout: 60_000 });
    runner.start();
    await clock.pass(1_000);
    runner.setPaused(true);
    await clock.pass(2 * every);
    runner.setPaused(false);
    source.last.answer(reading('depth', 3, clock.now()));
    source.reply = () => reading('depth', 4, clock.now());
    expect(await pollsIn(clock, source, 10)).toBeGreaterThanOrEqual(9);
  });
});

describe('stop', () => {
  test('breaks off what is in flight, closes the source, and takes nothing more', async () => {
    const source = new HandSource();
    const { clock, runner, evidence } = runnerOf(source);
    runner.start();
    await clock.pass(100);
    await runner.stop();
    expect([source.last.signal.aborted, source.closed]).toEqual([true, 1]);
    source.last.answer(reading('depth', 3, clock.now()));
    await clock.pass(20 * every);
    expect([evidence, source.polls.length]).toEqual([[], 1]);
  });

  test('does not wait for ever for a source that does not let go, and tells of one that cannot', async () => {
    const stuck = new HandSource();
    stuck.close = () => new Promise(() => undefined);
    const { clock, runner } = runnerOf(stuck);
    let ended = false;
    void runner.stop().then(() => (ended = true));
    await clock.pass(900);
    expect(ended).toBe(false);
    await clock.pass(200);
    expect(ended).toBe(true);

    const broken = new HandSource();
    broken.close = () => Promise.reject(new Error('our bug'));
    const other = runnerOf(broken);
    await other.runner.stop();
    expect(other.faults).toEqual(['api: Error: our bug']);
    expect(other.clock.pending()).toBe(0);
  });
});

describe('a source of consecutive runs', () => {
  const minutes = 5 * 60_000;

  test('is tried again after ten seconds, four times, when a look could not be made', async () => {
    const source = new HandSource(() => failure('timeout'));
    const { clock, runner } = runnerOf(source, { runs: true, interval: minutes });
    runner.start();
    await clock.pass(10_000 * 4 + 1_000);
    expect(source.polls).toHaveLength(5);
    await clock.pass(60_000);
    expect(source.polls.length).toBeLessThanOrEqual(6);
  });

  test('goes back to its own pace as soon as a look could be made', async () => {
    const source = new HandSource(() => failure('refused'));
    const { clock, runner } = runnerOf(source, { runs: true, interval: minutes });
    runner.start();
    await clock.pass(5_000);
    source.reply = () => reading('depth', 3, clock.now());
    await clock.pass(20_000);
    const before = source.polls.length;
    expect(before).toBeLessThanOrEqual(3);
    await clock.pass(3 * minutes);
    expect(source.polls.length - before).toBeLessThanOrEqual(4);
  });

  test.each(['throttled', 'auth', 'http_status'] as const)(
    'is not tried again for %s: that is an answer',
    async (reason) => {
      const source = new HandSource(() => failure(reason));
      const { clock, runner } = runnerOf(source, { runs: true, interval: minutes });
      runner.start();
      await clock.pass(60_000);
      expect(source.polls.length).toBeLessThanOrEqual(2);
    },
  );
});
