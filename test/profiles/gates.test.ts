// Every gate that ships can go as `launchwall gate` runs by itself: from a cold start, with all well and everything signed, it is a
// go early enough to hold before the time is over.

import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { missingInOrder, goStreak, heldFor, type GoStreak } from '../../src/rules/launch/gate.ts';
import { gateHoldDefault, gateTimeoutDefault } from '../../src/rules/lint/gate-warm-up.ts';
import { coldTick, launchFromCold } from '../support/launch-from-cold.ts';
import { loadShipped, shippedDir } from '../support/shipped-profiles.ts';

/** Of these no rule says what is good: formulas are calculated from them, or only their fall would be bad. */
const unjudged = { receipts: 600, memory: 200, 'memory-limit': 1_000, 'processing-rate': 10 };

const names = readdirSync(shippedDir, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'scenarios')
  .flatMap(({ name }) =>
    readdirSync(join(shippedDir, name))
      .filter((file) => /^(?!base\.).*(?<!\.test)\.yaml$/.test(file))
      .map((file) => `${name}/${basename(file, '.yaml')}`),
  );

test('there are some', () => {
  expect(names).toContain('sge/production');
});

test.each(names)(
  '%s',
  async (name) => {
    const { plan } = await loadShipped(name, {}, 'stand-in');
    let streak: GoStreak | null = null;
    const lost: object[] = [];
    for (const board of launchFromCold(plan, gateTimeoutDefault, unjudged)) {
      const before: GoStreak | null = streak;
      streak = goStreak(before, board, coldTick);
      const missing = missingInOrder(board.gate.criteria).map(({ id, status, evidence }) => ({
        id,
        status,
        evidence,
      }));
      if (streak === null) lost.splice(0, lost.length, { at: board.at, missing });
    }
    // What was missing on the last board that was no go, where that was too late.
    expect((heldFor(streak) ?? 0) >= gateHoldDefault ? [] : lost).toEqual([]);
  },
  60_000,
);
