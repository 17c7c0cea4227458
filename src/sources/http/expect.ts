// Which statuses a profile expects: `200`, `2xx`, or a list of them.

import * as z from 'zod';

/** Statuses, or classes of them as `2xx`. */
export type Expectation = readonly (number | string)[];

const outside = { error: 'a status is a number from 100 to 599' };
const oneStatus = z.union(
  [
    z.int().min(100, outside).max(599, outside),
    z.string().regex(/^[1-5]xx$/, { error: 'a class of statuses is written 2xx' }),
  ],
  { error: 'a status is a number from 100 to 599, or a class such as 2xx' },
);

export const expectField = z
  .union([oneStatus, z.array(oneStatus).min(1, { error: 'at least one status must be expected' })], {
    error: 'expected statuses are a number (200), a class (2xx) or a list of them ([200, 3xx])',
  })
  .meta({ description: 'The statuses that count as good: 200, 2xx (the default), [200, 404].' })
  .transform((expected): Expectation => (Array.isArray(expected) ? expected : [expected]));

export function isExpected(status: number, expected: Expectation): boolean {
  return expected.some((entry) =>
    typeof entry === 'number' ? entry === status : Number(entry[0]) === Math.floor(status / 100),
  );
}

/** `2xx or 404`. */
export function shownExpectation(expected: Expectation): string {
  return expected.join(' or ');
}
