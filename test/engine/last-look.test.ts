// The last look: everything is asked once more, as soon as each may be, and only a look that was begun since then counts.
import { describe, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import { LastLook } from '../../src/engine/last-look.ts';
import { LocalPoller, type LocalPollerSetup } from '../../src/engine/local-poller.ts';
import { PollService } from '../../src/engine/poll-service.ts';
import type { Poller } from '../../src/engine/poller.ts';
import { RemotePoller } from '../../src/engine/remote-poller.ts';
import { boardLooks } from '../../src/rules/evaluate/look-plan.ts';
import { handClock } from '../support/hand-clock.ts';
import { planOf } from '../support/plan.ts';
import { failure, HandSource, reading, start } from './support.ts';

const every = 60_000;

/** Polls there, as in another thread: what is said is copied. */
function inThread({ clock, open, events }: LocalPollerSetup): Poller {
  return new RemotePoller({
    clock,
    events,
    secrets: () => [],
    begin(threadEvents) {
      const service = new PollService({
        clock,
        open,
        tell: (said) => threadEvents.told(structuredClone(said)),
      });
      return {
        tell: (ask) => void service.hear(structuredClone(ask)),
        end: () => Promise.resolve(),
      };
    },
  });
}

const pollers: readonly (readonly [string, (setup: LocalPollerSetup) => Poller])[] = [
  ['in this thread', (setup) => new LocalPoller(setup)],
  ['in the polling thread', inThread],
];

async function watched(poller: (setup: LocalPollerSetup) => Poller, kind = 'http', more = {}) {
  const clock = handClock(start);
  const source = new HandSource(() => reading('m', 3, clock.now()));
  const plan = planOf({ metrics: { m: { target: '< 100', staleAfter: '150s' } } });
  const setup = { id: 'src', kind, options: {}, reads: [{ metric: 'm', read: 'up', exact: false }] };
  const engine = new Engine({
    plan,
    sources: [{ ...setup, every, timeout: 3_000, ...more }],
    clock,
    open: () => Promise.resolve(source),
    redact: (text) => text,
    poller,
  });
  const started = engine.start();
  await clock.pass(2_000);
  await started;
  expect(source.polls).toHaveLength(1);
  return { clock, source, engine, ask: () => new LastLook(boardLooks(plan), engine) };
}

describe.each(pollers)('%s', (_, poller) => {
  test('a look that was made before says nothing; one call does', async () => {
    const { clock, source, ask } = await watched(poller);
    const look = ask();
    expect(look.unanswered()).toMatchObject([{ source: 'src', why: expect.any(String) }]);
    await clock.pass(1_000);
    expect(look.unanswered()).toEqual([]);
    expect(source.polls).toHaveLength(2);
  });

  test('the poll that is under way was begun before: another one follows it', async () => {
    const { clock, source, ask } = await watched(poller);
    source.reply = null;
    const [before, look] = [ask(), (await clock.pass(1_000), ask())];
    expect(source.polls).toHaveLength(2);
    source.last.answer(reading('m', 3, clock.now()));
    await clock.pass(500);
    expect(before.unanswered()).toEqual([]);
    expect(look.unanswered()).toMatchObject([{ state: 'awaited' }]);
    expect(source.polls).toHaveLength(3);
    source.last.answer(reading('m', 3, clock.now()));
    await clock.pass(1_000);
    expect(look.unanswered()).toEqual([]);
  });

  test('one that fails is answered by the next that does not', async () => {
    const { clock, source, ask } = await watched(poller);
    source.reply = () => failure('timeout');
    const look = ask();
    await clock.pass(1_000);
    expect(look.unanswered()).toEqual([{ source: 'src', state: 'failed', why: 'it is timeout' }]);
    source.reply = () => reading('m', 3, clock.now());
    await clock.pass(2 * every);
    expect(look.unanswered()).toEqual([]);
  });

  test('a value that carries an older instant is one', async () => {
    const { clock, source, ask } = await watched(poller);
    source.reply = () => reading('m', 3, start - 60_000);
    const look = ask();
    await clock.pass(1_000);
    expect(look.unanswered()).toEqual([]);
  });

  test('a look that tells a value of long ago tells none, whatever is known from an earlier one', async () => {
    const { clock, source, ask } = await watched(poller);
    source.reply = () => reading('m', 3, clock.now() - 150_000);
    const look = ask();
    await clock.pass(1_000);
    const why = expect.stringContaining('its answer for m is 2m30s old; a value counts for 2m30s');
    expect(look.unanswered()).toMatchObject([{ source: 'src', state: 'failed', why }]);
    source.reply = () => reading('m', 3, clock.now() - 60_000);
    await clock.pass(2 * every);
    expect(look.unanswered()).toEqual([]);
  });

  test('who asked to be left alone is waited for as told', async () => {
    const { clock, source, ask } = await watched(poller);
    source.reply = () => failure('throttled', { retryAfter: 600_000 });
    ask();
    await clock.pass(1_000);
    const look = ask();
    source.reply = () => reading('m', 3, clock.now());
    await clock.pass(500_000);
    expect(source.polls).toHaveLength(2);
    expect(look.unanswered()).toMatchObject([{ state: 'later', why: expect.stringContaining('left alone') }]);
    await clock.pass(200_000);
    expect(look.unanswered()).toEqual([]);
  });
});

describe.each<[string, string, object]>([
  ['a command', 'exec', {}],
  ['what is counted as runs', 'http', { runs: true }],
])('%s is not run for it', (_, kind, more) => {
  test('its newest look counts while none is due', async () => {
    const { clock, source, ask } = await watched((setup) => new LocalPoller(setup), kind, more);
    const look = ask();
    expect(look.unanswered()).toEqual([]);
    await clock.pass(2_000);
    expect(source.polls).toHaveLength(1);
  });

  test('one that is under way is awaited', async () => {
    const { clock, source, ask } = await watched((setup) => new LocalPoller(setup), kind, more);
    source.reply = null;
    while (source.polls.length < 2) await clock.pass(500);
    const look = ask();
    expect(look.unanswered()).toMatchObject([{ state: 'awaited' }]);
    source.last.answer(reading('m', 3, clock.now()));
    await clock.pass(500);
    expect(look.unanswered()).toEqual([]);
    expect(source.polls).toHaveLength(2);
  });

  test('a newest look that gave no value is none', async () => {
    const { clock, source, ask } = await watched((setup) => new LocalPoller(setup), kind, more);
    source.reply = () => failure('exit_code');
    while (source.polls.length < 2) await clock.pass(500);
    await clock.pass(500);
    expect(ask().unanswered()).toMatchObject([{ state: 'failed' }]);
  });
});
