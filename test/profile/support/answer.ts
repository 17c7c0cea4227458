// What holds of the loader's answer, whatever the file held: a profile, or findings that each have a place and a sentence.

import { doesNotMatch, ok } from 'node:assert/strict';
import type { ProfileResult } from '../../../src/profile/profile.ts';

/** What a sentence says that was made of a value by mistake. */
const slips = /\[object|undefined|NaN|Invalid input/;

/** @param document what the file held: a word that stands in it may be quoted. */
export function demandAnswer(result: ProfileResult, document: string | Uint8Array = ''): void {
  if (result.ok) return;
  ok(result.diagnostics.length > 0, 'no profile, and no finding');
  const mayQuote = slips.test(Buffer.from(document).toString());
  for (const { line, column, message } of result.diagnostics) {
    ok(line >= 1 && column >= 1, `line ${line}, column ${column}: ${message}`);
    if (!mayQuote) doesNotMatch(message, slips);
  }
}
