// Rule tests as files: what they hold, what is wrong with them and where, and what a failing one says.
import { describe, expect, test } from 'vitest';
import { readRuleTests, type RuleTestFile } from '../../../src/profile/rule-tests/read.ts';
import { runRuleTest } from '../../../src/profile/rule-tests/run.ts';
import { temporaryFolder } from '../support/folder.ts';

const profile = `
profile: shop/production
title: Shop
sources:
  web: { kind: web, url: "\${SHOP_URL}", every: 10s, timeout: 2s }
  queue: { kind: queue, url: "redis://127.0.0.1:6379", every: 10s }
metrics:
  api-up: { from: web, read: up, target: "== true", alert: "== false for 2 samples" }
  depth: { from: queue, read: { list: orders }, target: "< 100", alert: "> 500 for 30s", needs: api-up }
  memory: { from: queue, read: { memory: used }, unit: MiB, target: "< 1GiB" }
  plain: { from: web, read: status }
  twice: { from: { expr: depth * 2 }, target: "< 100" }
hints:
  scale-up: { kind: scale-up, when: depth > 1000 for 1m, do: Add a worker }
  quiet: { kind: scale-down, when: depth absent for 1m, do: Look }
incidents:
  down: { class: P1, respond: 1h, when: api-up == false for 2 samples }
  by-hand: { class: P2, respond: 1h }
phases:
  - { at: T-1h, items: [ { id: queue-low, text: Queue is low, when: depth < 100 }, { id: look, text: Look } ] }
gate:
  required: [ { id: works, text: It works, when: api-up == true }, { id: sign, text: Signed } ]
`;
const head = `profile: ./shop.yaml\nenv: { SHOP_URL: "https://shop.example" }\n`;

async function read(text: string) {
  const folder = await temporaryFolder();
  await folder.write('shop.yaml', profile);
  await folder.write('shop.test.yaml', text);
  const { cwd, configDir, shippedDir, kinds } = folder.options();
  return readRuleTests('shop.test.yaml', { cwd, configDir, shippedDir, ...(kinds && { kinds }) });
}

async function mistakes(text: string): Promise<string[]> {
  const result = await read(text);
  return result.ok
    ? []
    : result.diagnostics.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`);
}

async function readable(text: string): Promise<RuleTestFile> {
  const result = await read(text);
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  return result.file;
}

/** What the one test of this file says of itself. */
async function told(body: string): Promise<string[]> {
  const { plan, tests } = await readable(`${head}tests:\n  - name: one\n${body}`);
  return tests.flatMap((one) =>
    runRuleTest(plan, one).failures.map(
      ({ place, at, subject, expected, was, reasons }) =>
        `${place.line}:${place.column} ${at / 1_000}s ${subject}: ${expected} / ${was} (${reasons.join('; ')})`,
    ),
  );
}

describe('a test that holds says nothing', () => {
  test.each<[string, string]>([
    [
      'status',
      `series: { depth: 10, api-up: true }\n    expect: [ { at: 0s, metrics: { depth: green, plain: none } } ]`,
    ],
    [
      'detail, was and reason, as words and as a pattern',
      `series: { depth: 600x5 stalex9, api-up: truex20 }
    expect:
      - { at: 10s, metrics: { depth: { status: amber, detail: pending, reason: "for 10s of 30s" } } }
      - { at: 30s, metrics: { depth: { status: red, detail: none, was: none, reason: "/600 > 500 for 30s since 00:00:00/" } } }
      - { at: 2m, metrics: { depth: { status: unknown, was: red, reason: "/^no answer.*was red/" } } }`,
    ],
    [
      'hints, incidents, pending ones and the verdict',
      `series: { depth: 1001x10, api-up: true falsex2 truex7 }
    expect:
      - { at: 10s, hints: [], incidents: [], pending: [scale-up, down] }
      - { at: 20s, incidents: [down], verdict: red }
      - { at: 100s, hints: [scale-up], pending: [] }`,
    ],
    [
      'items, criteria and the gate',
      `series: { depth: 1, api-up: true }
    signed: [sign]
    expect: [ { at: 5s, items: { queue-low: pass, look: todo }, criteria: { works: pass, sign: todo }, gate: go } ]`,
    ],
    [
      'calculated metrics',
      `series: { depth: 49 50, api-up: truex1 }
    expect: [ { at: 0s, metrics: { twice: green } }, { at: 10s, metrics: { twice: amber } } ]`,
    ],
    ['without a signature no go', `series: { api-up: true }\n    expect: [ { at: 5s, gate: no-go } ]`],
    [
      'what only time tells is judged between looks that are far apart',
      `interval: 10m\n    series: { depth: 5 _x9 }\n    expect: [ { at: 80s, hints: [], pending: [quiet] }, { at: 1m28s, hints: [quiet] } ]`,
    ],
    [
      'series with a rhythm of their own',
      `series: { memory: { every: 1m, samples: 1023MiB+1MiBx1 } }
    expect: [ { at: 0s, metrics: { memory: green } }, { at: 50s, metrics: { memory: unknown } }, { at: 1m, metrics: { memory: amber } } ]`,
    ],
    [
      'the launch clock decides the phase, not the rules',
      `t0: 1h\n    start: 2026-12-01T14:00:00Z\n    series: { depth: 5, api-up: true }\n    expect: [ { at: 0s, items: { queue-low: pass } } ]`,
    ],
  ])('%s', async (_name, body) => {
    expect(await told(`    ${body}\n`)).toEqual([]);
  });

  test('a later test takes the series of an earlier one and changes some', async () => {
    const { plan, tests } = await readable(
      `${head}tests:\n` +
        `  - { name: good, series: { depth: 1, api-up: true }, expect: [ { at: 0s, metrics: { depth: green } } ] }\n` +
        `  - { name: bad, like: good, series: { depth: 100 }, expect: [ { at: 0s, metrics: { depth: amber, api-up: green } } ] }\n`,
    );
    expect(tests.map((one) => runRuleTest(plan, one).failures)).toEqual([[], []]);
  });
});

describe('one that fails says where, what was expected, what was, and why', () => {
  test('each kind of expectation', async () => {
    expect(
      await told(
        `    series: { depth: 1001x3, api-up: truex3 }
    expect:
      - at: 20s
        metrics: { depth: { status: red, detail: none }, api-up: { reason: "/down/" } }
        hints: [scale-up]
        incidents: [down]
        items: { queue-low: pass }
        criteria: { works: fail }
        gate: go
        verdict: red
`,
      ),
    ).toEqual([
      '8:27 20s depth: red (none) / amber (pending) (1,001 > 500 for 20s of 30s; red at 00:00:30 unless it ends)',
      '8:66 20s api-up: a reason with /down/ / green (up, target == true)',
      '9:16 20s hints: scale-up / none (scale-up is pending: Depth 1,001 > 1,000 for 20s of 1m)',
      '10:20 20s incidents: down / none ()',
      '11:29 20s queue-low: pass / fail (Depth 1,001, not < 100; fails since 00:00:00 (20s), passes at < 100)',
      '12:28 20s works: fail / pass (Api up: up for 20s; fails when it is down)',
      '13:15 20s gate: go / no-go (sign is not signed (write it under "signed"): Signed)',
      '14:18 20s verdict: red / unknown (memory: no reading yet)',
    ]);
  });
});

describe('what is wrong with a file', () => {
  test('all mistakes at once, with the nearest known words', async () => {
    expect(
      await mistakes(`${head}tests:
  - name: one
    series: { dept: 5, depth: 0+10x5 oops, memory: "5 ETH", twice: 5 }
    signed: [sing, works]
    expect:
      - { at: 5m, metrics: { dpeth: red }, hints: [scale-upp], incidents: [by-hand, dwon], gate: go }
      - { at: 6m, metrics: { depth: { reason: "/(/" } }, criteria: { work: pass }, items: { lok: todo } }
  - { name: two, like: onne, expect: [ { at: 5s, verdict: green } ] }
`),
    ).toEqual([
      '5:15 tests[0].series.dept: there is no metric "dept" (did you mean "depth"?)',
      expect.stringMatching(/^5:38 tests\[0\]\.series\.depth: "oops" is no sample/),
      expect.stringMatching(/^5:55 tests\[0\]\.series\.memory: "ETH" is no sample/),
      '5:61 tests[0].series.twice: twice is calculated: give samples of depth',
      '6:14 tests[0].signed[0]: the gate has no criterion "sing" that a person signs (did you mean "sign"?)',
      '6:20 tests[0].signed[1]: works is judged by its condition and cannot be signed',
      '8:30 tests[0].expect[0].metrics.dpeth: there is no metric "dpeth" (did you mean "depth"?)',
      '8:52 tests[0].expect[0].hints[0]: there is no hint "scale-upp" (did you mean "scale-up"?)',
      '8:76 tests[0].expect[0].incidents[0]: by-hand has no condition: only a person can tell it, and it never opens',
      '8:85 tests[0].expect[0].incidents[1]: there is no incident "dwon" (did you mean "down"?)',
      expect.stringMatching(
        /^9:47 tests\[0\]\.expect\[1\]\.metrics\.depth\.reason: this is no regular expression/,
      ),
      '9:70 tests[0].expect[1].criteria.work: there is no criterion "work" (did you mean "works"?)',
      '9:93 tests[0].expect[1].items.lok: there is no item "lok" (did you mean "look"?)',
      '10:24 tests[1].like: no test before this one is called "onne" (did you mean "one"?)',
    ]);
  });

  test.each<[string, string, RegExp]>([
    ['nothing at all', '', /^1:1 : the file is empty/],
    ['no YAML', 'a: [', /this is no YAML/],
    ['no tests', head, /^1:1 tests: /],
    ['an unknown key', `${head}test: []\n`, /unknown key "test" \(did you mean "tests"\?\)/],
    [
      'a status that is none',
      `${head}tests: [ { name: a, expect: [ { at: 5s, verdict: rde } ] } ]`,
      /expected one of green, amber, red, unknown, found "rde" \(did you mean "red"\?\)/,
    ],
    [
      'an instant without an expectation',
      `${head}tests: [ { name: a, expect: [ { at: 5s } ] } ]`,
      /nothing is expected at this instant/,
    ],
    [
      'an instant that is no duration',
      `${head}tests: [ { name: a, expect: [ { at: soon, verdict: red } ] } ]`,
      /"soon" is no duration/,
    ],
    [
      'an instant that is too far away',
      `${head}tests: [ { name: a, expect: [ { at: 900d, verdict: red } ] } ]`,
      /at most 50000 looks, which is 5d18h53m20s here: use a longer interval/,
    ],
  ])('%s', async (_name, text, expected) => {
    expect((await mistakes(text)).join('\n')).toMatch(expected);
  });

  test('a profile that does not load is told with its own mistakes', async () => {
    const body = 'tests: [ { name: a, expect: [ { at: 5s, verdict: red } ] } ]\n';
    expect(await mistakes(`profile: ./none.yaml\n${body}`)).toEqual([
      '1:10 profile: the profile ./none.yaml cannot be judged by',
      expect.stringMatching(/there is no file/),
    ]);
    expect(await mistakes(`profile: ./shop.yaml\nenv: { SHOP_URL: "no url" }\n${body}`)).toEqual([
      '1:10 profile: the profile ./shop.yaml cannot be judged by',
      expect.stringMatching(/^5:26 sources\.web\.url: an absolute URL is needed/),
    ]);
  });
});

test('a variable that decides nothing need not be given', async () => {
  const { tests } = await readable(
    'profile: ./shop.yaml\ntests: [ { name: a, expect: [ { at: 5s, verdict: unknown } ] } ]\n',
  );
  expect(tests).toHaveLength(1);
});

test('the same file gives the same failures again', async () => {
  const { plan, tests } = await readable(
    `${head}tests: [ { name: a, series: { depth: 1001x99 stalex5 }, expect: [ { at: 16m, metrics: { depth: green } } ] } ]`,
  );
  const once = tests.map((one) => runRuleTest(plan, one).failures);
  expect(tests.map((one) => runRuleTest(plan, one).failures)).toEqual(once);
});
