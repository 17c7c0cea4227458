// A look at a far end that answers with the input: the source is one of the program's own, and the sockets are real.

import type { Clock } from '../../src/domain/clock.ts';
import { systemClock } from '../../src/engine/clocks.ts';
import type { SourceKind } from '../../src/sources/source.ts';
import { makeSource } from '../support/poll.ts';
import { demandPoll } from './laws.ts';

/** The instant of every look: the same input comes to the same. */
export const lookAt = Date.parse('2026-12-01T15:00:00.000Z');

const clock: Clock = { ...systemClock(), now: () => lookAt };

/** An answer that does not end is waited for as long, in milliseconds. */
const timeoutMs = 1_000;

/** What divides the answers of an input, one for each question that the source asks after the other. */
const divider = '\n%%%\n';

export function joined(answers: readonly (string | Uint8Array)[]): Uint8Array {
  return Buffer.concat(
    answers.flatMap((answer, index) => [Buffer.from(index === 0 ? '' : divider), Buffer.from(answer)]),
  );
}

/** @returns as many answers as the input holds; at least one. */
export function answersIn(input: Uint8Array): readonly Buffer[] {
  const answers: Buffer[] = [];
  let rest = Buffer.from(input);
  for (let at = rest.indexOf(divider); at >= 0; at = rest.indexOf(divider)) {
    answers.push(rest.subarray(0, at));
    rest = rest.subarray(at + divider.length);
  }
  return [...answers, rest];
}

/** So many looks by a new source, each of which must hold the law; what the last one came to. */
export async function looked(
  kind: SourceKind,
  options: Record<string, unknown>,
  reads: Record<string, unknown>,
  looks = 1,
): Promise<string> {
  const made = await makeSource(kind, { options, reads, timeoutMs, clock, every: 1_000 });
  try {
    let came = '';
    for (let left = looks; left > 0; left--) came = demandPoll(await made.poll(), Object.keys(reads));
    return came;
  } finally {
    await made.source.close();
  }
}
