// A reader who does not read: what waits for him is bounded, and what he missed is told.

import { expect, test } from 'vitest';
import { EventWriter, unreadBytesMax } from '../../../src/cli/follow/event-writer.ts';

test('what nobody reads is left out beyond a bound, and counted once there is room', () => {
  const written: unknown[] = [];
  const output = { unread: 0, json: (value: unknown) => void written.push(value) };
  const writer = new EventWriter(output, () => '2026-12-01T00:00:00.000Z');
  expect(writer.write({ n: 1 })).toBe(true);
  output.unread = unreadBytesMax + 1;
  expect([writer.write({ n: 2 }), writer.write({ n: 3 })]).toEqual([false, false]);
  output.unread = unreadBytesMax;
  expect([writer.write({ n: 4 }), writer.write({ n: 5 })]).toEqual([true, true]);
  output.unread = unreadBytesMax + 1;
  writer.write({ n: 6 });
  output.unread = 0;
  writer.write({ n: 7 });
  const note = { type: 'note', at: '2026-12-01T00:00:00.000Z', level: 'warning' };
  expect(written).toEqual([
    { n: 1 },
    { ...note, text: '2 events were left out: nobody read them' },
    { n: 4 },
    { n: 5 },
    { ...note, text: 'one event was left out: nobody read them' },
    { n: 7 },
  ]);
});
