// The sign of life of `watch --json`: as long as something is judged, and never without.
import { expect, test } from 'vitest';
import { printEvents } from '../../../src/cli/follow/lines.ts';
import type { Output } from '../../../src/cli/output.ts';
import { Engine } from '../../../src/engine/engine.ts';
import { testContext } from '../../support/context.ts';
import { handClock } from '../../support/hand-clock.ts';
import { planOf } from '../../support/plan.ts';

const start = Date.UTC(2026, 11, 1, 15);

function following(scale: number) {
  const clock = handClock(start, scale);
  const engine = new Engine({
    plan: planOf({ metrics: {} }),
    sources: [],
    clock,
    redact: (text) => text,
    open: () => Promise.reject(new Error('there is none')),
  });
  const told: unknown[] = [];
  const stdout: Output = {
    isTTY: false,
    unread: 0,
    line: () => undefined,
    lines: () => undefined,
    json: (value) => void told.push(value),
    question: () => undefined,
    taken: () => Promise.resolve(),
    onGone: () => () => undefined,
  };
  const context = testContext({ stdout, terminal: process.stdout });
  const end = printEvents({ engine, wall: engine.wall }, clock, context);
  const signs = (): readonly unknown[] =>
    told.filter(
      (event) => typeof event === 'object' && event !== null && Reflect.get(event, 'type') === 'alive',
    );
  return { clock, engine, end, signs };
}

test('an engine that judges nothing is not alive, from the first on', () => {
  const { clock, end, signs } = following(1);
  clock.advance(60_000);
  expect(signs()).toEqual([]);
  end();
  expect(clock.pending()).toBe(0);
});

test.each([1, 20])('one that judges is, every ten real seconds, at a scale of %i', async (scale) => {
  const { clock, engine, end, signs } = following(scale);
  await engine.start();
  await clock.pass(35_000 * scale);
  expect(signs()).toHaveLength(3);
  await engine.stop();
  await clock.pass(60_000 * scale);
  expect(signs().length).toBeLessThan(5);
  end();
});
