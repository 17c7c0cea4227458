// A launch's file of the first version that kept one, written by its own code: it is opened, taken up and gone on with.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isoInstant } from '../../src/domain/clock.ts';
import { countsFor, effectiveT0, marksOf } from '../../src/rules/launch/marks.ts';
import { openFile, temporaryFolder, tick } from './support.ts';

const begun = Date.UTC(2026, 10, 22, 15);
const minute = 60_000;

function firstLaunch(): string {
  const path = join(temporaryFolder(), 'launch.sqlite');
  copyFileSync(new URL('../fixtures/first-launch.sqlite', import.meta.url), path);
  return path;
}

it('is taken up with all that was said in it', () => {
  const file = openFile(firstLaunch());
  const entries = file.poll();
  expect(entries.map(({ kind }) => kind).join(' ')).toBe(
    't0 tick skip tick untick sign sign unsign latch ack ack unack mute mute unmute t0',
  );
  expect(file.unreadable).toBe(0);
  const marks = marksOf(entries);
  expect(isoInstant(effectiveT0(null, marks) ?? 0)).toBe('2026-11-22T15:15:00.000Z');
  expect(marks.t0).toMatchObject({ by: 'bo', origin: 'hand', at: begun + 15 * minute });
  expect([...marks.ticks]).toEqual([
    ['announce', { state: 'done', by: 'ana', at: begun + minute, note: 'mail is out', digest: null }],
    [
      'backup',
      { state: 'skipped', by: 'bo', at: begun + 2 * minute, note: 'no database here', digest: null },
    ],
  ]);
  expect([...marks.ticks.values()].every((one) => countsFor(one, { digest: 'of any text' }))).toBe(true);
  expect([...marks.signatures]).toEqual([
    ['security', { by: 'cy', at: begun + 5 * minute, note: 'reviewed', digest: null }],
  ]);
  expect([...marks.latches]).toEqual([
    [
      'relayer',
      [
        {
          at: begun + 8 * minute,
          rule: 'balance > 0.4 ETH',
          sentence: 'Relayer balance 0.42 ETH > 0.4 ETH',
          shown: null,
          t0: null,
        },
      ],
    ],
  ]);
  expect(marks.controls).toEqual({
    acks: [{ metric: 'queue', by: 'ana', note: 'on it', at: begun + 9 * minute, until: null, severity: 2 }],
    mutes: [
      {
        metric: 'disk',
        by: 'ana',
        note: 'is being moved',
        at: begun + 12 * minute,
        until: begun + 90 * minute,
      },
    ],
  });
});

it('is read the same by one who may only read', () => {
  const path = firstLaunch();
  const entries = openFile(path, { access: 'read' }).poll();
  expect(entries).toHaveLength(16);
  expect(openFile(path).poll()).toEqual(entries);
});

it('is gone on with: what was said first stays before what is said now', () => {
  const path = firstLaunch();
  const file = openFile(path);
  const before = file.poll();
  expect(file.checkpoint()).toBeNull();
  file.append([tick('rehearse', begun + 20 * minute)]);
  file.keepCheckpoint({ at: begun + 20 * minute, body: '[]' });
  file.close();
  const again = openFile(path);
  expect(again.poll()).toEqual([...before, tick('rehearse', begun + 20 * minute)]);
  expect(again.checkpoint()).toEqual({ at: begun + 20 * minute, body: '[]' });
});
