// What a step gives that may fail: a value, or the gap that says why there is none.

import type { Gap } from './gap.ts';
import type { Value } from './value.ts';

export interface Given<T> {
  readonly value: T;
  readonly gap?: undefined;
}

/** Handed on as it is by whoever rests on that step: it fits an answer of any value. */
export interface Lacking {
  readonly gap: Gap;
  readonly value?: undefined;
}

/**
 * Written out where it is made, `{ value }` or `{ gap }`, and told apart by its gap alone: `if (answer.gap) return answer`. What a far
 * end has sent stays within `value`, whatever its own keys are, so that nothing it sends is taken for a gap, nor a gap for it.
 * @param More what else is known where there is no value.
 */
export type Answer<T, More = unknown> = Given<T> | (Lacking & More);

/** The answer of one read. */
export type Reading = Answer<Value>;
