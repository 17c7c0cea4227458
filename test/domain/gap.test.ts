// What a gap keeps of what somebody can do about it, however it is told.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gap, gapState, hushed, ofNothing, remedy, reworded, unquoted } from '../../src/domain/gap.ts';
import { createRedactor } from '../../src/domain/redact.ts';

const signIn = remedy('Sign in.', 'aws sso login');
const expired = gap('auth', 'it has expired', signIn);

describe('a remedy', () => {
  test('is on the board with its gap, and null where nobody knows one', () => {
    expect(gapState(expired).remedy).toEqual({ text: 'Sign in.', run: 'aws sso login' });
    expect(gapState(gap('timeout', 'it is silent')).remedy).toBeNull();
    expect(gap('timeout', 'it is silent')).toEqual({ reason: 'timeout', message: 'it is silent' });
  });

  test.each([
    reworded(expired, (message) => `step 1: ${message}`),
    unquoted({ ...expired, bare: 'bare' }),
    ofNothing(expired),
    ofNothing({ ...gap('not_found', 'no such program'), remedy: signIn }),
    hushed(expired, (text) => text),
  ])('outlives other words: $message', (told) => {
    expect(gapState(told).remedy).toEqual(signIn);
  });

  test('holds no secret, and no command that is another one without it', () => {
    const secret = fc.stringMatching(/^[a-z0-9]{6,20}$/);
    const words = fc.string({ maxLength: 20 });
    fc.assert(
      fc.property(secret, words, words, fc.boolean(), (hidden, before, after, inRun) => {
        const run = inRun ? `login ${hidden}` : 'login now';
        const problem = gap('auth', hidden, remedy(`${before} ${hidden} ${after}`, run));
        const told = hushed(problem, createRedactor([hidden]));
        expect(JSON.stringify(told)).not.toContain(hidden);
        expect(told.remedy?.run ?? null).toBe(inRun ? null : run);
      }),
    );
  });
});

test('the compiler asks for the remedy of what only a person ends', () => {
  // @ts-expect-error: nobody says what to do.
  expect(gap('auth', 'it has expired').remedy).toBeUndefined();
  // @ts-expect-error: null is for a reason that comes from a table.
  expect(gap('not_trusted', 'not trusted', null).remedy).toBeUndefined();
});
