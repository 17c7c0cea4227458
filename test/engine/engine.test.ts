// The engine under a clock that is moved by hand: its pace, sources that do not disturb each other, reloads, and its end.
import { describe, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import type { Source, SourceSetup } from '../../src/sources/source.ts';
import { handClock } from '../support/hand-clock.ts';
import { planOf, type PlanSpec } from '../support/plan.ts';
import { failure, HandSource, reading, start } from './support.ts';

interface Setup {
  readonly spec?: PlanSpec['metrics'];
  readonly sources?: Readonly<Record<string, Source>>;
  readonly every?: number;
  /** Each source looks at a host of its own, elsewhere. */
  readonly elsewhere?: boolean;
}

/** One metric a source, of the same name as the source. */
function sourcesOf(ids: readonly string[], every: number, options: unknown = {}): SourceSetup[] {
  return ids.map((id) => ({
    id,
    kind: 'http',
    options,
    reads: [{ metric: id, read: 'up', exact: false }],
    every,
    timeout: 3_000,
  }));
}

function planFor(metrics: PlanSpec['metrics']) {
  return planOf({
    metrics: Object.fromEntries(Object.entries(metrics).map(([id, one]) => [id, { source: id, ...one }])),
  });
}

function engineOf({ spec = {}, sources = {}, every = 10_000, elsewhere = false }: Setup) {
  const clock = handClock(start);
  const opened: string[] = [];
  const engine = new Engine({
    plan: planFor(spec),
    sources: sourcesOf(Object.keys(spec), every).map((source) => ({
      ...source,
      ...(elsewhere && { hosts: [`${source.id}.example`] }),
    })),
    clock,
    redact: (text) => text,
    open(source) {
      opened.push(source.id);
      const one = sources[source.id];
      return one ? Promise.resolve(one) : Promise.reject(new Error(`no ${source.id} here`));
    },
  });
  const metric = (id: string) => engine.wall.get().board.metrics.find((one) => one.id === id);
  return { clock, engine, opened, metric };
}

test('a reading from the future stays one, although the machine sleeps until that instant before it is judged', async () => {
  const hour = 3_600_000;
  const source: HandSource = new HandSource(() =>
    source.polls.length === 2 ? reading('a', 1, start + hour) : failure('timeout'),
  );
  const { clock, engine, metric } = engineOf({
    spec: { a: { target: '< 5' } },
    sources: { a: source },
    every: 100,
  });
  await engine.start();
  while (source.polls.length < 2) await clock.pass(10);
  clock.sleep(hour);
  await clock.pass(10);
  expect(metric('a')).toMatchObject({ status: 'unknown', value: null });
  await engine.stop();
});

describe('pace', () => {
  test('however much comes in, at most five publications a second, and one a second when nothing does', async () => {
    const source = new HandSource(() => reading('a', 1, clock.now()));
    const { clock, engine } = engineOf({ spec: { a: { target: '< 5' } }, sources: { a: source }, every: 10 });
    const published: number[] = [];
    engine.wall.subscribe(() => published.push(clock.now()));
    await engine.start();
    // News with every hundredth of a second.
    for (let turn = 0; turn < 1_000; turn++) {
      engine.notice('info', `${turn}`);
      await clock.pass(10);
    }
    expect(source.polls.length).toBeGreaterThan(300);
    for (const at of published)
      expect(published.filter((other) => other >= at && other < at + 1_000).length).toBeLessThanOrEqual(5);
    expect(published.length).toBeGreaterThan(30);
    // The clock on the screen moves with each second.
    expect(new Set(published.map((at) => Math.floor(at / 1_000))).size).toBe(11);

    engine.setPaused(true);
    const before = published.length;
    await clock.pass(10_000);
    expect(published.length - before).toBe(10);
    await engine.stop();
  });

  test('what changes no status waits for the tick; what does is told at once', async () => {
    let value = 1;
    const source = new HandSource(() => reading('a', value, clock.now()));
    const { clock, engine } = engineOf({ spec: { a: { target: '< 5' } }, sources: { a: source }, every: 50 });
    const published: number[] = [];
    await engine.start();
    await clock.pass(2_000);
    engine.wall.subscribe(() => published.push(clock.now()));
    await clock.pass(10_000);
    expect(published.length).toBe(10);
    value = 9;
    await clock.pass(300);
    expect(engine.wall.get().board.metrics[0]).toMatchObject({ status: 'amber', display: '9' });
    await engine.stop();
  });

  test('a source that hangs keeps no other one from being green', async () => {
    const hung = new HandSource();
    const fine = new HandSource(() => reading('fine', 1, clock.now()));
    const { clock, engine, metric } = engineOf({
      spec: { hung: { target: '< 5' }, fine: { target: '< 5' } },
      sources: { hung, fine },
    });
    await engine.start();
    await clock.pass(60_000);
    expect([metric('fine')?.status, metric('hung')?.status]).toEqual(['green', 'unknown']);
    expect(metric('hung')?.gap?.reason).toBe('timeout');
    expect(engine.wall.get().board.verdict).toBe('unknown');
    expect(fine.polls.length).toBeGreaterThanOrEqual(6);
    await engine.stop();
  });

  test('a source that cannot be opened is unknown and says why', async () => {
    const { clock, engine, metric } = engineOf({ spec: { a: { target: '< 5' } } });
    await engine.start();
    await clock.pass(2_000);
    expect(metric('a')).toMatchObject({
      status: 'unknown',
      gap: { reason: 'not_configured', message: 'the source could not be opened: no a here' },
    });
    await engine.stop();
  });
});

describe('reload', () => {
  test('keeps samples, timers and connections of what has not changed, and judges changed thresholds anew', async () => {
    const sources = {
      a: new HandSource(() => reading('a', 50, clock.now())),
      b: new HandSource(() => reading('b', 1, clock.now())),
    };
    const { clock, engine, opened, metric } = engineOf({
      spec: { a: { target: '< 100', alert: '> 500 for 1m' }, b: { target: '< 5' } },
      sources,
    });
    await engine.start();
    await clock.pass(30_000);
    const since = metric('b')?.since;
    expect([metric('a')?.status, metric('b')?.status]).toEqual(['green', 'green']);

    const polls = sources.b.polls.length;
    await engine.reload(
      planFor({ a: { target: '< 10' }, b: { target: '< 5' } }),
      sourcesOf(['a', 'b'], 10_000),
    );
    expect([metric('a')?.status, metric('a')?.value]).toEqual(['amber', 50]);
    expect([metric('b')?.status, metric('b')?.since, sources.b.polls.length]).toEqual([
      'green',
      since,
      polls,
    ]);
    expect([opened, sources.a.closed, sources.b.closed]).toEqual([['a', 'b'], 0, 0]);
    await clock.pass(20_000);
    expect(sources.b.polls.length).toBeGreaterThan(polls);
    await engine.stop();
  });

  test('closes what has gone or changed, opens what is new', async () => {
    const sources = {
      a: new HandSource(() => reading('a', 1, clock.now())),
      b: new HandSource(() => reading('b', 1, clock.now())),
      c: new HandSource(() => reading('c', 1, clock.now())),
    };
    const { clock, engine, opened, metric } = engineOf({
      spec: { a: { target: '< 5' }, b: { target: '< 5' } },
      sources,
    });
    await engine.start();
    await clock.pass(1_000);
    const changed = [...sourcesOf(['b'], 10_000, { url: 'elsewhere' }), ...sourcesOf(['c'], 10_000)];
    await engine.reload(planFor({ b: { target: '< 5' }, c: { target: '< 5' } }), changed);
    expect([opened, sources.a.closed, sources.b.closed]).toEqual([['a', 'b', 'b', 'c'], 1, 1]);
    // What b said was said by something else.
    expect(metric('b')?.status).toBe('unknown');
    await clock.pass(1_000);
    expect(engine.wall.get().board.metrics.map(({ id, status }) => [id, status])).toEqual([
      ['b', 'green'],
      ['c', 'green'],
    ]);
    await engine.stop();
    expect([sources.b.closed, sources.c.closed, clock.pending()]).toEqual([2, 1, 0]);
  });

  test('what a source has said before it was changed is no reading of what it is now', async () => {
    const a = new HandSource(() => reading('a', 1, clock.now()));
    const spec = { a: { target: '< 5' } };
    const { clock, engine, metric } = engineOf({ spec, sources: { a } });
    await engine.start();
    await clock.pass(1_000);
    a.reply = null;
    const polls = a.polls.length;
    while (a.polls.length === polls) await clock.pass(100);
    // Right after a board: what comes now waits for the next one.
    engine.setPaused(true);
    engine.setPaused(false);
    a.last.answer(reading('a', 2, clock.now()));
    await clock.pass(0);
    await engine.reload(planFor(spec), sourcesOf(['a'], 10_000, { url: 'elsewhere' }));
    expect(metric('a')).toMatchObject({ status: 'unknown', value: null });
    await clock.pass(5_000);
    expect(metric('a')).toMatchObject({ status: 'unknown', value: null });
    a.reply = () => reading('a', 3, clock.now());
    await clock.pass(20_000);
    expect(metric('a')).toMatchObject({ status: 'green', value: 3 });
    await engine.stop();
  });

  test('two in a row, also while it is being started, open each source once', async () => {
    const made: HandSource[] = [];
    const clock = handClock(start);
    const engine = new Engine({
      plan: planFor({ a: { target: '< 5' } }),
      sources: sourcesOf(['a'], 10_000),
      clock,
      redact: (text) => text,
      async open() {
        await new Promise<void>((resolve) => clock.after(500, resolve));
        const source = new HandSource(() => reading('a', 1, clock.now()));
        made.push(source);
        return source;
      },
    });
    const all = [
      engine.start(),
      engine.reload(planFor({ a: { target: '< 6' } }), sourcesOf(['a'], 10_000, { second: true })),
      engine.reload(planFor({ a: { target: '< 7' } }), sourcesOf(['a'], 10_000, { third: true })),
    ];
    await clock.pass(3_000);
    await Promise.all(all);
    await clock.pass(60_000);
    expect(made.map(({ closed }) => closed)).toEqual([1, 1, 0]);
    expect(made.filter(({ polls }) => polls.length > 5)).toHaveLength(1);
    await engine.stop();
    expect(made.map(({ closed }) => closed)).toEqual([1, 1, 1]);
  });

  test('a red stays red until fresh evidence ends it', async () => {
    const a = new HandSource(() => reading('a', 900, clock.now()));
    const { clock, engine, metric } = engineOf({ spec: { a: { alert: '> 500' } }, sources: { a } });
    await engine.start();
    await clock.pass(1_000);
    expect(metric('a')?.status).toBe('red');
    a.reply = () => failure('timeout');
    await engine.reload(planFor({ a: { alert: '> 500', target: '< 100' } }), sourcesOf(['a'], 10_000));
    expect(metric('a')?.status).toBe('red');
    await clock.pass(120_000);
    expect(metric('a')).toMatchObject({ status: 'unknown', was: 'red' });
    await engine.stop();
  });
});

describe('the end', () => {
  test('lets go of everything: sources, polls in flight, timers', async () => {
    const hung = new HandSource();
    const fine = new HandSource(() => reading('fine', 1, clock.now()));
    const { clock, engine } = engineOf({
      spec: { hung: {}, fine: { target: '< 5' } },
      sources: { hung, fine },
    });
    let published = 0;
    engine.wall.subscribe(() => published++);
    await engine.start();
    await clock.pass(1_500);
    await engine.stop();
    const atEnd = published;
    expect([hung.closed, fine.closed, hung.last.signal.aborted, clock.pending()]).toEqual([1, 1, true, 0]);
    hung.last.answer(reading('hung', 1, clock.now()));
    await clock.pass(60_000);
    expect([published, fine.polls.length, clock.pending()]).toEqual([atEnd, 1, 0]);
  });

  test('that comes while a source is being opened lets go of that source, too', async () => {
    const a = new HandSource();
    const clock = handClock(start);
    const engine = new Engine({
      plan: planFor({ a: {} }),
      sources: sourcesOf(['a'], 10_000),
      clock,
      redact: (text) => text,
      open: () => new Promise((resolve) => clock.after(500, () => resolve(a))),
    });
    const started = engine.start();
    await clock.pass(100);
    const stopped = engine.stop();
    await clock.pass(1_000);
    await Promise.all([started, stopped]);
    expect([a.closed, a.polls.length, clock.pending()]).toEqual([1, 0, 0]);
  });
});

test('polled once: every source is asked once, and what it said is judged', async () => {
  const a = new HandSource(() => reading('a', 1, clock.now()));
  const b = new HandSource(() => failure('auth'));
  const { clock, engine, metric } = engineOf({
    spec: { a: { target: '< 5' }, b: { target: '< 5' } },
    sources: { a, b },
  });
  await engine.pollOnce();
  expect([metric('a')?.status, metric('b')?.status, metric('b')?.gap?.reason]).toEqual([
    'green',
    'unknown',
    'auth',
  ]);
  await clock.pass(60_000);
  expect([a.polls.length, b.polls.length]).toEqual([1, 1]);
  await engine.stop();
  expect(clock.pending()).toBe(0);
});

describe('our own way out', () => {
  const ids = ['a', 'b', 'c', 'd'];
  const cutOff = {
    reason: 'unreachable',
    message: 'no way leads there',
    way: 'ours',
    reached: 'name',
  } as const;
  const spec = Object.fromEntries(ids.map((id) => [id, { target: '< 5' }]));

  test('is gone: one banner; when it is back, all are asked within two seconds', async () => {
    let gone = false;
    const sources = Object.fromEntries(
      ids.map((id) => [
        id,
        new HandSource(() => (gone ? failure('unreachable', { gap: cutOff }) : reading(id, 1, clock.now()))),
      ]),
    );
    const { clock, engine } = engineOf({ spec, sources, every: 60_000, elsewhere: true });
    const observer = () => engine.wall.get().board.observer;
    await engine.start();
    await clock.pass(100_000);
    gone = true;
    await clock.pass(70_000);
    expect(observer()).toMatchObject({ offline: true, grade: 'certain' });
    gone = false;
    while (observer().offline) await clock.pass(100);
    const endedAt = clock.now();
    const statuses = () => engine.wall.get().board.metrics.map(({ gap }) => gap);
    await clock.pass(2_000);
    expect(statuses()).toEqual([null, null, null, null]);
    expect(clock.now() - endedAt).toBeLessThanOrEqual(2_100);
    await engine.stop();
  });
});

describe('a machine that slept', () => {
  test('leaves a note, and a busy moment leaves none', async () => {
    const source = new HandSource(() => reading('a', 1, clock.now()));
    const { clock, engine } = engineOf({ spec: { a: { target: '< 5' } }, sources: { a: source } });
    await engine.start();
    await clock.pass(10_000);
    clock.sleep(1_500);
    await clock.pass(10_000);
    expect(engine.wall.get().notices).toEqual([]);
    clock.sleep(7_200_000);
    await clock.pass(3_000);
    expect(engine.wall.get().notices.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^this program stood still for 2h.* nothing was seen in that time$/),
    ]);
    await engine.stop();
  });
});
