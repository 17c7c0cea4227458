// Polling in another thread, both sides of it under one clock that is moved by hand; what they say is copied as between threads.
import { describe, expect, test } from 'vitest';
import { PollService } from '../../src/engine/poll-service.ts';
import type { Ask, Told } from '../../src/engine/poll-messages.ts';
import { RemotePoller, type PollThreadEvents } from '../../src/engine/remote-poller.ts';
import type { MetricSample, SourceSetup } from '../../src/sources/source.ts';
import { handClock } from '../support/hand-clock.ts';
import { failure, HandMemory, HandSource, reading, start } from './support.ts';

const every = 1_000;

function setupOf(id: string): SourceSetup {
  return {
    id,
    kind: 'http',
    options: {},
    reads: [{ metric: `m-${id}`, read: 'up', exact: false }],
    every,
    timeout: 500,
  };
}

/** A poller with its threads, of which each is one service; `deaf` threads hear nothing. */
function remote(sources: Readonly<Record<string, HandSource>>, { deaf = false } = {}) {
  const clock = handClock(start);
  const samples: MetricSample[] = [];
  const faults: string[] = [];
  const given: (string | null)[] = [];
  const threads: { readonly events: PollThreadEvents; ended: boolean }[] = [];
  let secrets: readonly string[] = [];
  const poller = new RemotePoller({
    clock,
    events: {
      samples: (come) => samples.push(...come),
      fault: (source, error) => faults.push(`${source}: ${String(error)}`),
      trouble: (sentence) => faults.push(sentence),
      redact: (text) => text,
    },
    secrets: () => secrets,
    begin(events) {
      const thread = { events, ended: false };
      threads.push(thread);
      const service = new PollService({
        clock,
        open: ({ id }, memory) => {
          given.push(memory);
          const source = sources[id];
          return source ? Promise.resolve(source) : Promise.reject(new Error(`no ${id} here`));
        },
        tell: (told: Told) => {
          if (!thread.ended) events.told(structuredClone(told));
        },
      });
      return {
        tell: (ask: Ask) => {
          if (!deaf) void service.hear(structuredClone(ask));
        },
        end: () => {
          thread.ended = true;
          return Promise.resolve();
        },
      };
    },
  });
  const values = (metric: string) =>
    samples.filter((one) => one.metric === metric).map(({ sample }) => sample.value ?? sample.gap?.reason);
  return {
    clock,
    poller,
    samples,
    faults,
    given,
    threads,
    values,
    hide: (...words: string[]) => {
      secrets = words;
    },
  };
}

describe('sources in another thread', () => {
  test('are polled on their grid, and what they give comes whole: exact numbers, words, gaps', async () => {
    const exact = { numerator: 10n ** 40n, denominator: 3n };
    const { clock, poller, values } = remote({
      a: new HandSource(() => reading('m-a', exact, clock.now())),
      b: new HandSource(() => reading('m-b', 'ALARM', clock.now())),
      c: new HandSource(() => failure('refused')),
    });
    await poller.open(['a', 'b', 'c'].map(setupOf));
    await clock.pass(2_000);
    expect(values('m-a')).toEqual([]);
    poller.start(['a', 'b', 'c']);
    await clock.pass(10 * every);
    expect(values('m-a').length).toBeGreaterThanOrEqual(9);
    expect(values('m-a')[0]).toEqual(exact);
    expect(values('m-b')[0]).toBe('ALARM');
    expect(values('m-c')[0]).toBe('refused');
    expect(poller.source('a')).toMatchObject({ id: 'a', polls: values('m-a').length, gap: null });
    expect(poller.source('c')?.state).toMatchObject({ ok: false, gap: { reason: 'refused' } });
    expect(poller.source('d')).toBeNull();
  });

  test('that cannot be opened say why', async () => {
    const { poller, values } = remote({});
    await poller.open([setupOf('a')]);
    await poller.pollOnce();
    expect(values('m-a')).toEqual(['not_configured']);
  });

  test('that no metric reads tell all the same whether they answer: others may need them', async () => {
    const { poller } = remote({ gate: new HandSource(() => failure('refused')) });
    await poller.open([{ ...setupOf('gate'), reads: [] }]);
    await poller.pollOnce();
    expect(poller.source('gate')).toMatchObject({ polls: 1, gap: { reason: 'refused' } });
  });

  test('polled once: it ends when everything has been told', async () => {
    const { clock, poller, values } = remote({ a: new HandSource(() => reading('m-a', 3, clock.now())) });
    await poller.open([setupOf('a')]);
    await poller.pollOnce();
    expect(values('m-a')).toEqual([3]);
  });

  test('say nothing while paused, and go on at once afterwards', async () => {
    const { clock, poller, values } = remote({ a: new HandSource(() => reading('m-a', 3, clock.now())) });
    await poller.open([setupOf('a')]);
    poller.start(['a']);
    await clock.pass(2 * every);
    poller.setPaused(true);
    await clock.pass(100);
    const before = values('m-a').length;
    await clock.pass(10 * every);
    expect(values('m-a')).toHaveLength(before);
    poller.setPaused(false);
    await clock.pass(100);
    expect(values('m-a').length).toBeGreaterThan(before);
  });

  test('that were let go of are not heard any more, also when one of the same name is opened', async () => {
    const sources = { a: new HandSource(() => reading('m-a', 1, clock.now())) };
    const { clock, poller, values } = remote(sources);
    await poller.open([setupOf('a')]);
    poller.start(['a']);
    await clock.pass(2 * every);
    const old = values('m-a').length;
    await poller.pollOnce();
    // Its last reading is still on its way.
    const closed = poller.close(['a']);
    expect(poller.source('a')).toBeNull();
    await closed;
    const heard = values('m-a').length;
    sources.a = new HandSource(() => reading('m-a', 2, clock.now()));
    await poller.open([setupOf('a')]);
    poller.start(['a']);
    await clock.pass(3 * every);
    expect(heard).toBeLessThanOrEqual(old + 1);
    expect(new Set(values('m-a').slice(heard))).toEqual(new Set([2]));
  });

  test('bring no secret across, also none of a profile that was reloaded', async () => {
    const sources = {
      a: new HandSource(() => failure('parse', { note: 'hunter2' })),
      b: new HandSource(() => reading('m-b', 'tok3n', clock.now())),
    };
    const { clock, poller, values, hide } = remote(sources);
    hide('hunter2');
    await poller.open([setupOf('a')]);
    hide('hunter2', 'tok3n');
    await poller.open([setupOf('b')]);
    await poller.pollOnce();
    expect([poller.source('a')?.state.note, values('m-b')]).toEqual(['***', ['***']]);
  });

  test('bring across what can be done, without its secrets', async () => {
    const todo = { text: 'Sign in as hunter2.', run: 'aws sso login' };
    const problem = { reason: 'auth', message: 'expired', remedy: todo } as const;
    const { poller, hide } = remote({ a: new HandSource(() => failure('auth', { gap: problem })) });
    hide('hunter2');
    await poller.open([setupOf('a')]);
    await poller.pollOnce();
    expect(poller.source('a')?.state.gap?.remedy).toEqual({ text: 'Sign in as ***.', run: 'aws sso login' });
  });

  test('that throw are told by name', async () => {
    const broken = new HandSource();
    broken.poll = () => Promise.reject(new Error('our bug'));
    const { poller, faults } = remote({ a: broken });
    await poller.open([setupOf('a')]);
    await poller.pollOnce();
    expect(faults).toEqual(['a: our bug']);
  });
});

describe('a polling thread that ends by itself', () => {
  test('leaves nothing known, says so, and is begun anew with what was polled', async () => {
    const { clock, poller, values, threads, faults } = remote({
      a: new HandSource(() => reading('m-a', 3, clock.now())),
    });
    await poller.open([setupOf('a')]);
    poller.start(['a']);
    await clock.pass(2 * every);
    const [first] = threads;
    if (first) first.ended = true;
    first?.events.ended('out of memory');
    expect(values('m-a').at(-1)).toBe('unavailable');
    expect(poller.source('a')?.gap?.reason).toBe('unavailable');
    expect(faults).toEqual(['the polling thread has ended (out of memory); it is begun anew']);
    await clock.pass(3 * every);
    expect(threads).toHaveLength(2);
    expect(values('m-a').at(-1)).toBe(3);
    expect(poller.source('a')?.gap).toBeNull();
  });

  test('is begun less and less often while it goes on ending', async () => {
    const { clock, poller, threads } = remote({ a: new HandSource() }, { deaf: true });
    void poller.open([setupOf('a')]);
    threads[0]?.events.ended('again');
    await clock.pass(0);
    for (let seconds = 0; seconds < 120; seconds++) {
      const before = threads.length;
      await clock.pass(1_000);
      if (threads.length > before) threads.at(-1)?.events.ended('again');
    }
    expect(threads.length).toBeGreaterThan(4);
    expect(threads.length).toBeLessThan(9);
  });

  test('is not waited for by whoever ends meanwhile: nothing is left that would run', async () => {
    const { clock, poller, threads } = remote({ a: new HandSource() }, { deaf: true });
    const opened = poller.open([setupOf('a')]);
    for (let ends = 0; ends < 5; ends++) {
      threads.at(-1)?.events.ended('gone');
      await clock.pass(1_000 * 2 ** ends);
    }
    threads.at(-1)?.events.ended('gone');
    await opened;
    await poller.stop();
    expect(clock.pending()).toBe(0);
  });

  test('does not keep whoever waits for it: opening ends, stopping ends', async () => {
    const { clock, poller, threads } = remote({ a: new HandSource() }, { deaf: true });
    const opened = poller.open([setupOf('a')]);
    threads[0]?.events.ended('gone');
    await opened;
    await clock.pass(1_500);
    const stopped = poller.stop();
    await clock.pass(2_500);
    await stopped;
    expect(threads.at(-1)?.ended).toBe(true);
    await clock.pass(100_000);
    expect(threads).toHaveLength(2);
  });
});

test('hosts, whose way a gap speaks of, and "look soon" pass between the threads', async () => {
  const way = { way: 'ours', reached: null } as const;
  const source = new HandSource(() => failure('dns', { gap: { reason: 'dns', message: 'no', ...way } }));
  const { clock, poller } = remote({ a: source });
  await poller.open([{ ...setupOf('a'), every: 600_000, hosts: ['a.example'] }]);
  poller.start(['a']);
  await clock.pass(1_000);
  expect(poller.source('a')).toMatchObject({
    hosts: ['a.example'],
    gap: way,
    lookedAt: expect.stringMatching(/^2026-12-01T15:00:00/),
  });
  poller.lookSoon();
  await clock.pass(2_000);
  expect(source.polls).toHaveLength(2);
  await poller.stop();
});

describe('what sources hold between their looks', () => {
  const answering = (clock: { now(): number }, memory?: HandMemory): HandSource =>
    new HandSource(() => reading('m-a', 1, clock.now()), memory);

  test('passes between the threads, both ways', async () => {
    const memory = new HandMemory('so far');
    const sources: Record<string, HandSource> = { b: new HandSource(() => failure('refused')) };
    const { clock, poller, given } = remote(sources);
    sources['a'] = answering(clock, memory);
    await poller.open([setupOf('a'), setupOf('b')], new Map([['a', 'before']]));
    expect(given).toEqual(['before', null]);
    await poller.pollOnce();
    expect([poller.source('a')?.doubts, poller.source('b')?.doubts]).toEqual([0, null]);
    memory.doubts = 1;
    await poller.pollOnce();
    expect(poller.source('a')?.doubts).toBe(1);
    expect(await poller.memories(['a', 'b', 'c'], 99)).toEqual(
      new Map([['a', { text: 'so far', doubts: 1 }]]),
    );
    expect(memory.charsMax).toBe(99);
  });

  test.each([
    ['is given to a thread that is begun anew', 0, 'so far'],
    ['but not once a look has failed since it was told', 1, null],
  ])('%s', async (_, doubts, expected) => {
    const memory = new HandMemory('so far');
    const sources: Record<string, HandSource> = {};
    const { clock, poller, given, threads } = remote(sources);
    sources['a'] = answering(clock, memory);
    await poller.open([setupOf('a')]);
    poller.start(['a']);
    await poller.pollOnce();
    await poller.memories(['a'], 99);
    memory.doubts = doubts;
    await clock.pass(2 * every);
    threads[0]?.events.ended('out of memory');
    await clock.pass(3 * every);
    expect(given).toEqual([null, expected]);
  });

  test('is waited for no longer than a moment', async () => {
    const { clock, poller, threads } = remote({ a: new HandSource() }, { deaf: true });
    const opened = poller.open([setupOf('a')]);
    threads[0]?.events.ended('gone');
    await opened;
    await clock.pass(1_500);
    const asked = poller.memories(['a'], 99);
    await clock.pass(1_500);
    expect(await asked).toEqual(new Map());
  });
});
