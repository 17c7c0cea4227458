// Cases of other projects, beside the checkout: each set runs whole, says how many cases it ran, and is never passed over quietly.
// Where they are absent the group is skipped by name, or fails when LAUNCHWALL_REQUIRE_SERVICES is 1.

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/** `LAUNCHWALL_CONFORMANCE` names another place. */
const folder = process.env['LAUNCHWALL_CONFORMANCE'] ?? resolve('../shared/conformance');

/* oxlint-disable vitest/no-conditional-tests, vitest/valid-describe-callback, vitest/no-disabled-tests -- it makes groups of tests and is none itself */
/**
 * @param file below the folder of the cases: `promql/promql_cases.json`.
 * @param tests is given what the file holds, and says of what type that is.
 */
export function describeConformance(file: string, tests: (data: never) => void): void {
  const path = `${folder}/${file}`;
  if (existsSync(path))
    describe(`conformance: ${file}`, () => tests(JSON.parse(readFileSync(path, 'utf8')) as never));
  else if (process.env['LAUNCHWALL_REQUIRE_SERVICES'] === '1')
    describe(`conformance: ${file}`, () => {
      it('has its cases', () => {
        expect.fail(`${path} is not there`);
      });
    });
  else
    describe.skipIf(true)(`conformance: ${file} — SKIPPED: ${path} is not there`, () => {
      it('has its cases', () => undefined);
    });
}
/* oxlint-enable -- back to the rules */

/** Where each case is a test of its own: how many there must be. */
export function itHasCases(name: string, expected: number, count: number): void {
  it(`${name}: ${expected} cases`, () => {
    console.info(`conformance, ${name}: ${count} of ${expected} cases are here`);
    expect(count).toBe(expected);
  });
}

/**
 * Runs every case; all that fail are listed, and fewer cases than expected are a failure too.
 * @param run what is wrong with a case, or null.
 */
export function itPassesAll<Case>(
  name: string,
  expected: number,
  cases: readonly Case[],
  run: (one: Case) => string | null,
): void {
  it(`${name}: ${expected} cases`, () => {
    expect(cases.length).toBe(expected);
    const wrong = cases.flatMap((one) => run(one) ?? []);
    console.info(`conformance, ${name}: ${cases.length - wrong.length} of ${expected} cases agree`);
    expect(wrong).toEqual([]);
  });
}
