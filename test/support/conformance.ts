// Cases from other projects, read from beside the project: skipped loudly where they are absent, demanded where CI demands.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';

/** Where the cases lie; `LAUNCHWALL_CONFORMANCE` names another place. */
const folder = process.env['LAUNCHWALL_CONFORMANCE'] ?? resolve('../shared/conformance');

export interface ConformanceSet<Data> {
  /** Below the folder: `alerts/for_restore.json`. */
  readonly file: string;
  readonly schema: z.ZodType<Data>;
  /** How many cases there must be: fewer is a failure, not a pass. */
  readonly expected: number;
  count(data: Data): number;
}

/** Runs `cases` over the data of a set; says by name what was skipped, and how many cases there were. */
export function conformance<Data>(set: ConformanceSet<Data>, cases: (data: Data) => void): void {
  const path = join(folder, set.file);
  return existsSync(path) ? run(set, path, cases) : skip(set, path);
}

function run<Data>(set: ConformanceSet<Data>, path: string, cases: (data: Data) => void): void {
  const data = set.schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const count = set.count(data);
  process.stderr.write(`conformance ${set.file}: ${count} cases\n`);
  describe(`conformance ${set.file}`, () => {
    it(`has its ${set.expected} cases`, () => {
      expect(count).toBe(set.expected);
    });
    cases(data);
  });
}

function skip({ file, expected }: { file: string; expected: number }, path: string): void {
  const message = `conformance ${file}: SKIPPED, ${path} is not there (${expected} cases)`;
  process.stderr.write(`${message}\n`);
  describe(`conformance ${file}`, () => {
    it.skipIf(process.env['LAUNCHWALL_REQUIRE_SERVICES'] !== '1')(message, () => {
      expect.unreachable(message);
    });
  });
}
