// The rule tests of the profiles that ship, and that every rule that can turn is turned by one of them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readRuleTests, type RuleTestFile } from '../../src/profile/rule-tests/read.ts';
import { runRuleTest } from '../../src/profile/rule-tests/run.ts';

const profiles = fileURLToPath(new URL('../../profiles', import.meta.url));
const places = { cwd: profiles, configDir: '/nonexistent', shippedDir: profiles };
const files = readdirSync(profiles, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.test.yaml'),
);

async function read(file: string): Promise<RuleTestFile> {
  const result = await readRuleTests(file, places);
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  return result.file;
}

test('there are some', () => {
  expect(files).toContain(join('sge', 'production.test.yaml'));
});

describe.each(files)('%s', (name) => {
  test('every expectation holds', async () => {
    const { plan, tests } = await read(name);
    const told = tests.flatMap((one) => {
      const { claims, failures } = runRuleTest(plan, one);
      expect(claims).toBeGreaterThan(0);
      return failures.map(({ place, at, subject, expected, was, reasons }) => ({
        where: `${one.name}, line ${place.line}, at ${at}ms`,
        subject,
        expected,
        was,
        reasons,
      }));
    });
    expect(told).toEqual([]);
  }, 120_000);

  test('each hint, each incident with a condition and each metric with a rule is turned once', async () => {
    const { plan, tests } = await read(name);
    const claims = tests.flatMap(({ checkpoints }) => checkpoints.flatMap((checkpoint) => checkpoint.claims));
    const turned = new Set(
      claims.flatMap((claim) => {
        if (claim.kind === 'metric') return claim.status === 'green' ? [] : [claim.id];
        return claim.kind === 'hints' || claim.kind === 'incidents' ? claim.ids : [];
      }),
    );
    const rules = [
      ...plan.metrics.filter(({ target, alert }) => target !== null || alert !== null),
      ...plan.hints,
      ...plan.incidents.filter(({ when }) => when !== null),
    ];
    expect(rules.map(({ id }) => id).filter((id) => !turned.has(id))).toEqual([]);
  });

  test('is no profile of its own, and needs nothing of the environment', () => {
    expect(readFileSync(join(profiles, name), 'utf8')).not.toContain('${');
  });
});
