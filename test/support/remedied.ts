// What is so of every look of every source: a gap that only a person ends says what to do, in one sentence and perhaps one command.

import { expect } from 'vitest';
import type { Gap, GapReason } from '../../src/domain/gap.ts';
import type { PollResult } from '../../src/sources/source.ts';

const forPeople: ReadonlySet<GapReason> = new Set(['auth', 'not_trusted', 'not_configured']);

/** What is to be done is then not only in the sentence. */
const advice =
  /[:;,] (?:if it always is, )?(?:write|name|put|say|aggregate|ask for|grant|let it|run "|chmod|to go without)\b/;

/** The result, whose remedies were looked at. */
export function remedied(result: PollResult): PollResult {
  for (const problem of gapsOf(result)) {
    const { reason, message, remedy = null } = problem;
    if (forPeople.has(reason) || advice.test(message)) expect(remedy, `${reason}: ${message}`).not.toBeNull();
    if (remedy === null) continue;
    expect(remedy.text).toMatch(/^[A-Z].{4,110}\.$/u);
    if (remedy.run !== null) {
      expect(remedy.run).toMatch(/^\S[^\p{Cc}]*$/u);
      expect(remedy.text).not.toContain(remedy.run);
    }
  }
  return result;
}

function gapsOf({ gap, samples }: PollResult): readonly Gap[] {
  return [gap, ...samples.map(({ sample }) => sample.gap)].filter((one) => one !== null && one !== undefined);
}
