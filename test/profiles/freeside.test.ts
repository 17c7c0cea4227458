// Freeside's drill: staging's own rules, nobody asked but the embedded services, no command run, and every reading served.
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/engine/clocks.ts';
import { sourceKinds } from '../../src/sources/registry.ts';
import { told } from '../support/poll-source.ts';
import { expectRehearsed, loadShipped, rehearse } from '../support/shipped-profiles.ts';

const clock = systemClock();

test('differs from staging only in where it looks', async () => {
  const { rehearsal, env } = await rehearse('freeside', clock);
  expectRehearsed(rehearsal, await loadShipped('freeside/staging', env));
  expect(rehearsal.commands).toEqual([]);
});

test('every reading is served', async () => {
  const { rehearsal } = await rehearse('freeside', clock);
  const looks = await Promise.all(
    rehearsal.sources.map(async ({ id, kind, ...setup }) => {
      const source = await sourceKinds.get(kind)?.create({ id, clock, ...setup });
      if (!source) throw new Error(kind);
      onTestFinished(() => source.close());
      return told(await source.poll(AbortSignal.timeout(20_000)));
    }),
  );
  const said: Record<string, string> = Object.assign({}, ...looks);
  expect(Object.keys(said).toSorted()).toEqual(rehearsal.plan.metrics.map(({ id }) => id).toSorted());
  expect(Object.entries(said).filter(([, value]) => value.startsWith('gap:'))).toEqual([]);
});
