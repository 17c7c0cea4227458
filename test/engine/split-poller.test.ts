// Which sources are polled here, and which in a thread of their own.

import { describe, expect, test } from 'vitest';
import type { Poller } from '../../src/engine/poller.ts';
import { SplitPoller, threadAbove } from '../../src/engine/split-poller.ts';
import { unpolledSource } from '../../src/rules/board.ts';
import type { SourceSetup } from '../../src/sources/source.ts';
import { handClock } from '../support/hand-clock.ts';
import { start } from './support.ts';

/** Notes what it is asked. */
class NotedPoller implements Poller {
  readonly ids = new Set<string>();
  readonly asked: string[] = [];

  open(sources: readonly SourceSetup[]): Promise<void> {
    for (const { id } of sources) this.ids.add(id);
    return Promise.resolve();
  }

  start(ids: readonly string[]): void {
    this.asked.push(`start ${ids.join(' ')}`);
  }

  setPaused(paused: boolean): void {
    this.asked.push(`paused ${paused}`);
  }

  askAgain(ids: readonly string[]): void {
    this.asked.push(`again ${ids.join(' ')}`);
  }

  pollOnce(): Promise<void> {
    this.asked.push('once');
    return Promise.resolve();
  }

  memories(ids: readonly string[]) {
    return Promise.resolve(new Map(ids.map((id) => [id, { text: `of ${id}`, doubts: 0 }])));
  }

  close(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.ids.delete(id);
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.asked.push('stop');
    return Promise.resolve();
  }

  lookSoon(): void {
    this.asked.push('lookSoon');
  }

  source(id: string) {
    const state = unpolledSource(id, 'http');
    return this.ids.has(id)
      ? {
          id,
          polls: 0,
          gap: null,
          lookedAt: null,
          state,
          look: null,
          isRun: false,
          isDue: false,
          doubts: null,
        }
      : null;
  }
}

function sourcesOf(count: number, every: number, kind = 'http', from = 0): SourceSetup[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${kind}${from + index}`,
    kind,
    options: {},
    reads: [],
    every,
    timeout: 900,
  }));
}

function split() {
  const [here, there] = [new NotedPoller(), new NotedPoller()];
  const poller = new SplitPoller({
    clock: handClock(start),
    here,
    there: () => Promise.resolve(there),
    staysHere: ({ kind }) => kind === 'exec',
  });
  return { poller, here, there };
}

describe('polled here or there', () => {
  test.each([
    [threadAbove, 1_000, 'here'],
    [threadAbove + 1, 1_000, 'there'],
    [10 * threadAbove, 10_000, 'here'],
    [40, 50, 'there'],
  ])('%i sources every %i ms: %s', async (count, every, where) => {
    const { poller, here, there } = split();
    await poller.open(sourcesOf(count, every));
    expect([here.ids.size, there.ids.size]).toEqual(where === 'here' ? [count, 0] : [0, count]);
    expect(poller.source('http0')?.id).toBe('http0');
  });

  test('a source that runs commands stays here, however many there are', async () => {
    const { poller, here, there } = split();
    await poller.open([...sourcesOf(600, 1_000), ...sourcesOf(2, 1_000, 'exec')]);
    expect([[...here.ids], there.ids.size]).toEqual([['exec0', 'exec1'], 600]);
    poller.start(['exec1', 'http5']);
    expect([here.asked, there.asked]).toEqual([['start exec1'], ['start http5']]);
  });

  test('those that a reload adds go where there is room, and those that are gone make room', async () => {
    const { poller, here, there } = split();
    await poller.open(sourcesOf(400, 1_000));
    await poller.open(sourcesOf(200, 1_000, 'http', 400));
    expect([here.ids.size, there.ids.size]).toEqual([400, 200]);
    await poller.close(sourcesOf(300, 1_000).map(({ id }) => id));
    await poller.open(sourcesOf(200, 1_000, 'http', 600));
    expect([here.ids.size, there.ids.size]).toEqual([300, 200]);
  });

  test('everything else is asked of both', async () => {
    const { poller, here, there } = split();
    poller.setPaused(true);
    await poller.open(sourcesOf(600, 1_000));
    await poller.pollOnce();
    poller.lookSoon();
    await poller.stop();
    expect(here.asked).toEqual(['paused true', 'once', 'lookSoon', 'stop']);
    expect(there.asked).toEqual(here.asked);
  });

  test('no thread is begun for few, nor for those that are opened after the end', async () => {
    const { poller, here, there } = split();
    await poller.open(sourcesOf(20, 1_000));
    await poller.stop();
    await poller.open(sourcesOf(900, 1_000));
    expect([here.asked, there.asked, there.ids.size]).toEqual([['stop'], [], 0]);
  });
});
