// Mistakes planted in a good profile: each of them is told, whatever else is wrong, and nothing that is not wrong.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadProfile } from '../../src/profile/load.ts';
import { loadText, temporaryFolder, told } from './support/folder.ts';

const good = `profile: shop/production
title: Shop
units: [USDC]
vars: { host: a.b }
sources:
  api:
    kind: web
    url: "https://{host}/healthz"
    every: 10s
  jobs:
    kind: queue
    url: redis://a.b
    every: 5s
  aws:
    kind: cloud
    region: us-east-1
metrics:
  latency:
    from: api
    read: latency
    unit: ms
    target: < 200ms
    alert: "> 500ms for 1m"
  depth:
    from: jobs
    read: { list: jobs }
    target: "< 500"
  memory:
    from: jobs
    read: { memory: used }
    unit: MiB
    alert: "> 900 MiB"
  share:
    from: { expr: "depth / latency * 1 USDC * 1s" }
    unit: USDC
    target: "< 5 USDC"
  cpu:
    from: aws
    read: { metric: CPU, period: 60s }
    alert: "> 90%"
hints:
  more: { kind: scale-up, when: depth > 1000 for 10m, do: Start workers }
incidents:
  slow: { class: P1, when: latency > 900ms for 1m, tell: On call }
classes: { P1: { respond: 15m } }
phases:
  - { at: T-1h, items: [ { text: Before, when: depth < 10 } ] }
  - { at: T-0, items: [ { text: Now, when: memory < 100 MiB } ] }
gate:
  required: [ { text: Fast, when: latency < 100ms } ]
`;

interface Planted {
  /** The line of the profile that it is in: two of one line are never planted together. */
  readonly line: string;
  readonly wrong: string;
  readonly says: RegExp;
  /** Lines without which its meaning cannot be told: where one of them is wrong, it may be told later. */
  readonly rests?: readonly string[];
}

const latencyRests = [
  '    every: 10s',
  '    from: api',
  '    read: latency',
  '    unit: ms',
  '    target: < 200ms',
];

const planted: readonly Planted[] = [
  { line: 'title: Shop', wrong: 'title: Shop: all', says: /put it in quotes: 'Shop: all'/ },
  { line: '    kind: web', wrong: '    kind web', says: /a colon is missing: write kind: web/ },
  {
    line: '    every: 5s',
    wrong: '    every:5s',
    says: /a blank is missing behind the colon: write every: 5s/,
  },
  {
    line: '    alert: "> 500ms for 1m"',
    wrong: '    alert: > 500ms for 1m',
    says: /put it in quotes: '> 500ms for 1m'/,
  },
  { line: '    read: latency', wrong: '   read: latency', says: /indented by 3: indent it by 4/ },
  { line: '    read: latency', wrong: '  read: latency', says: /indented by 2: indent it by 4/ },
  { line: '    unit: MiB', wrong: '      unit: MiB', says: /indented by 6: indent it by 4/ },
  { line: '    unit: MiB', wrong: '\tunit: MiB', says: /a tab indents this line/ },
  {
    line: '    target: "< 5 USDC"',
    wrong: '  target: "< 5 USDC"',
    says: /"target" is a key of share, above it/,
  },
  {
    line: '    alert: "> 90%"',
    wrong: '    alert: "> 90%',
    says: /the text that begins here with " does not end/,
  },
  { line: '    region: us-east-1', wrong: '    region: %', says: /put it in quotes: '%'/ },
  {
    line: 'classes: { P1: { respond: 15m } }',
    wrong: 'classes: { P1: { respond: 15m }',
    says: /the \{ that opens here is not closed/,
  },
  {
    line: '  - { at: T-1h, items: [ { text: Before, when: depth < 10 } ] }',
    wrong: '  - { at: T-1h, items: [ { text: Before, when: depth < 10 } }',
    says: /YAML/,
  },
  { line: 'units: [USDC]', wrong: 'units: [USDC, ETH]', says: /"ETH" is a known unit already/ },
  { line: 'units: [USDC]', wrong: 'unit: [USDC]', says: /unknown key "unit" \(did you mean "units"\?\)/ },
  { line: 'sources:', wrong: 'source:', says: /unknown key "source" \(did you mean "sources"\?\)/ },
  { line: 'metrics:', wrong: 'metrcis:', says: /unknown key "metrcis" \(did you mean "metrics"\?\)/ },
  { line: 'gate:', wrong: 'gates:', says: /unknown key "gates" \(did you mean "gate"\?\)/ },
  {
    line: 'vars: { host: a.b }',
    wrong: 'varz: { host: a.b }',
    says: /unknown key "varz" \(did you mean "vars"\?\)/,
  },
  {
    line: '    kind: web',
    wrong: '    kind: wbe',
    says: /sources\.api\.kind: expected one of .* found "wbe"/,
  },
  { line: '    kind: web', wrong: '    kidn: web', says: /unknown key "kidn" \(did you mean "kind"\?\)/ },
  { line: '    every: 10s', wrong: '    evry: 10s', says: /unknown key "evry"/ },
  { line: '    every: 10s', wrong: '    every: 10 sec', says: /"10 sec" is no duration: write 10s/ },
  {
    line: '    url: "https://{host}/healthz"',
    wrong: '    url: a.b/healthz',
    says: /an absolute URL is needed/,
  },
  { line: '    kind: queue', wrong: '    kind: rabbit', says: /expected one of .* found "rabbit"/ },
  { line: '    every: 5s', wrong: '    every: 5x', says: /"5x" is no duration/ },
  {
    line: '    from: api',
    wrong: '    from: apj',
    says: /there is no source "apj" \(did you mean "api"\?\)/,
  },
  { line: '    from: api', wrong: '    form: api', says: /unknown key "form" \(did you mean "from"\?\)/ },
  { line: '    from: api', wrong: '    from: elsewhere', says: /there is no source "elsewhere"/ },
  { line: '    read: latency', wrong: '    read: latncy', says: /metrics\.latency\.read/ },
  { line: '    unit: ms', wrong: '    unit: msec', says: /"msec" is no unit/ },
  {
    line: '    unit: ms',
    wrong: '    unit: USDC',
    says: /"USDC" (?:measures something else|fits nothing)/,
  },
  { line: '    target: < 200ms', wrong: '    target: < 200 parsecs', says: /"parsecs" is no unit/ },
  {
    line: '    target: < 200ms',
    wrong: '    target: < 200 GB',
    says: /"GB" does not fit latency/,
  },
  {
    line: '    target: < 200ms',
    wrong: '    target: < 600ms',
    says: /meets the target/,
    rests: latencyRests,
  },
  {
    line: '    alert: "> 500ms for 1m"',
    wrong: '    alert: "> 500ms for 1s"',
    says: /shorter than the 10s between two looks/,
    rests: latencyRests,
  },
  { line: '    read: { list: jobs }', wrong: '    read: { lst: jobs }', says: /unknown key "lst"/ },
  { line: '    target: "< 500"', wrong: '    target: "=> 500"', says: /metrics\.depth\.target/ },
  { line: '    unit: MiB', wrong: '    unit: megs', says: /"megs" is no unit/ },
  { line: '    alert: "> 900 MiB"', wrong: '    alert: "> 900 parsecs"', says: /"parsecs" is no unit/ },
  {
    line: '    from: { expr: "depth / latency * 1 USDC * 1s" }',
    wrong: '    from: { expr: "depth / latncy * 1 USDC * 1s" }',
    says: /there is no metric "latncy"/,
  },
  {
    line: '    from: { expr: "depth / latency * 1 USDC * 1s" }',
    wrong: '    from: { expr: "depth / " }',
    says: /metrics\.share\.from\.expr/,
  },
  {
    line: '    unit: USDC',
    wrong: '    unit: GB',
    says: /"GB" measures something else than the formula|does not fit share, which is in GB/,
    rests: ['    read: { list: jobs }', '    target: "< 5 USDC"'],
  },
  { line: '    target: "< 5 USDC"', wrong: '    target: "< 5 parsecs"', says: /"parsecs" is no unit/ },
  { line: '    alert: "> 90%"', wrong: '    alert: "> 900%"', says: /metrics\.cpu\.alert/ },
  {
    line: '  more: { kind: scale-up, when: depth > 1000 for 10m, do: Start workers }',
    wrong: '  more: { kind: scale-pu, when: depth > 1000 for 10m, do: Start workers }',
    says: /hints\.more\.kind/,
  },
  {
    line: '  more: { kind: scale-up, when: depth > 1000 for 10m, do: Start workers }',
    wrong: '  more: { kind: scale-up, when: dpth > 1000 for 10m, do: Start workers }',
    says: /there is no metric "dpth"/,
  },
  {
    line: '  slow: { class: P1, when: latency > 900ms for 1m, tell: On call }',
    wrong: '  slow: { class: P1, when: latency > 900ms for 1s, tell: On call }',
    says: /incidents\.slow\.when: .*shorter than/,
    rests: latencyRests,
  },
  {
    line: 'classes: { P1: { respond: 15m } }',
    wrong: 'classes: { P1: { respond: 15 min } }',
    says: /write 15m/,
  },
  {
    line: '  - { at: T-0, items: [ { text: Now, when: memory < 100 MiB } ] }',
    wrong: '  - { at: T-2h, items: [ { text: Now, when: memory < 100 MiB } ] }',
    says: /begins before/,
  },
  {
    line: '  required: [ { text: Fast, when: latency < 100ms } ]',
    wrong: '  requird: [ { text: Fast, when: latency < 100ms } ]',
    says: /unknown key "requird"/,
  },
];

test('the profile itself has no mistake', async () => {
  const result = await loadText(good);
  expect(told(result)).toEqual([]);
  expect(result.ok).toBe(true);
});

/** Any of them, at most one a line. */
const some = fc.uniqueArray(fc.constantFrom(...planted), {
  minLength: 2,
  maxLength: 4,
  selector: ({ line }) => line,
});

test('as many findings as mistakes, each its own', async () => {
  const folder = await temporaryFolder();
  const check = async (mistakes: readonly Planted[]): Promise<void> => {
    const text = good
      .split('\n')
      .map((line) => mistakes.find((one) => one.line === line)?.wrong ?? line)
      .join('\n');
    const found = told(await loadProfile(await folder.write('p.yaml', text), folder.options()));
    const lost = mistakes.filter(({ rests = [] }) => mistakes.some(({ line }) => rests.includes(line)));
    const most = { text, found, count: mistakes.length };
    expect({ text, found, count: Math.max(found.length, mistakes.length) }).toEqual(most);
    expect({ text, found, count: Math.min(found.length, mistakes.length - lost.length) }).toEqual({
      ...most,
      count: mistakes.length - lost.length,
    });
    for (const one of mistakes) if (!lost.includes(one)) expect(found.join('\n')).toMatch(one.says);
  };
  for (const one of planted) await check([one]);
  await fc.assert(fc.asyncProperty(some, check), { numRuns: 250, seed: 1 });
}, 60_000);
