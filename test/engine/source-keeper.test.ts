// What sources hold between their looks, kept and given back by the engine: how often, of whom, and to whom.
import { describe, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import { memoryLog } from '../../src/engine/mark-book.ts';
import { SourceKeeper, type SourceMemoryStore } from '../../src/engine/source-keeper.ts';
import type { SourceSetup } from '../../src/sources/source.ts';
import { handClock } from '../support/hand-clock.ts';
import { planOf } from '../support/plan.ts';
import { HandMemory, HandSource, reading, start } from './support.ts';

function setupOf(id: string, options: unknown = {}, every = 1_000): SourceSetup {
  return {
    id,
    kind: 'http',
    options,
    reads: [{ metric: id, read: 'up', exact: false }],
    every,
    timeout: 500,
  };
}

const planFor = (ids: readonly string[]) =>
  planOf({ metrics: Object.fromEntries(ids.map((id) => [id, { source: id, target: '< 5' }])) });

/** Keeps as a launch's file does. */
class Kept implements SourceMemoryStore {
  readonly texts = new Map<string, string>();
  readonly writes: number[] = [];
  readonly sizes: number[] = [];

  load(digests: readonly string[]): ReadonlyMap<string, string> {
    return new Map([...this.texts].filter(([digest]) => digests.includes(digest)));
  }

  save(memories: ReadonlyMap<string, string | null>, at: number): void {
    this.writes.push(at);
    this.sizes.push(memories.size);
    for (const [digest, text] of memories)
      if (text === null) this.texts.delete(digest);
      else this.texts.set(digest, text);
  }
}

interface World {
  readonly sources?: readonly SourceSetup[];
  readonly store?: Kept;
  readonly told?: string | null;
}

/** Sources that answer each poll, and remember what the test says. */
function world({ sources = [setupOf('a')], store = new Kept(), told = 'so far' }: World) {
  const clock = handClock(start);
  const given: (string | null)[] = [];
  const memories = new Map<string, HandMemory>();
  const engine = new Engine({
    plan: planFor(sources.map(({ id }) => id)),
    sources,
    clock,
    redact: (text) => text,
    open({ id }, memory) {
      given.push(memory);
      const own = new HandMemory(told);
      memories.set(id, own);
      return Promise.resolve(new HandSource(() => reading(id, 1, clock.now()), own));
    },
  });
  const attach = () => engine.attach(memoryLog([]), [new SourceKeeper(clock, store)]);
  return { clock, engine, given, memories, store, attach };
}

describe('it is kept', () => {
  test('about every ten seconds, at once after a look has failed, and at the end', async () => {
    const { clock, engine, memories, store, attach } = world({});
    attach();
    await engine.start();
    await clock.pass(60_000);
    expect(store.writes.length).toBeGreaterThanOrEqual(6);
    expect(store.writes.length).toBeLessThanOrEqual(8);
    const memory = memories.get('a') ?? expect.fail('it was not opened');
    const one = store.writes.length + 1;
    while (store.writes.length < one) await clock.pass(100);
    const before = store.writes.length;
    await clock.pass(2_000);
    expect(store.writes.length).toBe(before);
    memory.doubts++;
    await clock.pass(1_500);
    expect(store.writes.length).toBe(before + 1);
    await clock.pass(3_000);
    expect(store.writes.length).toBe(before + 1);
    memory.told = 'the end';
    await engine.stop();
    expect([...store.texts.values()]).toEqual(['the end']);
  });

  test('not while nothing is looked at', async () => {
    const { clock, engine, store, attach } = world({});
    attach();
    await engine.start();
    await clock.pass(5_000);
    engine.setPaused(true);
    const before = store.writes.length;
    await clock.pass(60_000);
    expect(store.writes.length - before).toBeLessThanOrEqual(1);
    await engine.stop();
  });

  test('of many sources in turn, each with its share of the room', async () => {
    const sources = Array.from({ length: 100 }, (_, index) => setupOf(`s-${index}`));
    const { clock, engine, memories, store, attach } = world({ sources });
    attach();
    await engine.start();
    await clock.pass(30_000);
    expect(Math.max(...store.sizes)).toBeLessThanOrEqual(20);
    expect(store.texts.size).toBe(100);
    for (const { asked, charsMax } of memories.values()) {
      expect(asked).toBeGreaterThanOrEqual(2);
      expect(asked).toBeLessThanOrEqual(4);
      expect(charsMax).toBeLessThanOrEqual(2 ** 23 / 100);
    }
    await engine.stop();
  });

  test('what there is nothing of any more is taken away', async () => {
    const { clock, engine, memories, store, attach } = world({});
    attach();
    await engine.start();
    await clock.pass(2_000);
    expect(store.texts.size).toBe(1);
    const memory = memories.get('a') ?? expect.fail('it was not opened');
    [memory.told, memory.doubts] = [null, 1];
    await clock.pass(2_000);
    expect(store.texts.size).toBe(0);
    await engine.stop();
  });
});

describe('it is given back', () => {
  async function keptBy(sources: readonly SourceSetup[]): Promise<Kept> {
    const { engine, clock, store, attach } = world({ sources });
    attach();
    await engine.start();
    await clock.pass(1_500);
    await engine.stop();
    return store;
  }

  const opened = async (of: World): Promise<readonly (string | null)[]> => {
    const { engine, given, attach } = world(of);
    attach();
    await engine.start();
    await engine.stop();
    return given;
  };

  test('to the source that is set up as it was, whatever reads it, and to no other', async () => {
    const store = await keptBy([setupOf('a', { url: 'one' })]);
    expect(await opened({ store, sources: [setupOf('a', { url: 'one' }, 2_000)] })).toEqual(['so far']);
    expect(await opened({ store, sources: [setupOf('a', { url: 'two' })] })).toEqual([null]);
    expect(await opened({ store, sources: [setupOf('b', { url: 'one' })] })).toEqual([null]);
  });

  test('a password that has changed makes no other source of it', async () => {
    const known = { options: { url: 'redis://:${PW}@x' }, reads: {} };
    const store = await keptBy([{ ...setupOf('a', { url: 'redis://:pw1@x' }), known }]);
    const sources = [{ ...setupOf('a', { url: 'redis://:pw2@x' }), known }];
    expect(await opened({ store, sources })).toEqual(['so far']);
  });

  test('to what takes the place of a source in a changed profile, also where nothing is written', async () => {
    const { clock, engine, given, memories } = world({ sources: [setupOf('a'), setupOf('b')] });
    engine.attach(memoryLog([]), [new SourceKeeper(clock, null)]);
    await engine.start();
    await clock.pass(2_000);
    const memory = memories.get('a') ?? expect.fail('it was not opened');
    memory.told = 'as of now';
    const changed = [setupOf('a', {}, 2_000), setupOf('b', { url: 'other' })];
    await engine.reload(planFor(['a', 'b']), changed);
    expect(given).toEqual([null, null, 'as of now', null]);
    await engine.stop();
  });
});
