// What the lint of meaning finds is told where it was written, in the file that wrote it.
import { expect, test } from 'vitest';
import { loadProfile } from '../../src/profile/load.ts';
import { loadText, loaded, told } from './support/folder.ts';
import { temporaryFolder } from './support/folder.ts';

test('an error keeps a profile from being watched, and points at the word', async () => {
  const result = await loadText(`
sources:
  web: { kind: web, url: "http://127.0.0.1", every: 10s }
metrics:
  m: { from: web, read: { pointer: /a }, target: "< 100", alert: "> 50" }
hints:
  h: { kind: scale-up, when: "m > 5 and rate(m, 10s) > 5/s", do: x }
`);
  expect(result.ok).toBe(false);
  expect(told(result)).toEqual([
    expect.stringMatching(/^5:67 metrics\.m\.alert: a value \(above 50 and below 100\) meets the target/),
    expect.stringMatching(/^7:41 hints\.h\.when: rate\(\) needs two readings/),
  ]);
});

test('a warning is shown, at what was written or at the nearest thing around it', async () => {
  const { warnings } = loaded(
    await loadText(`
sources:
  cloud: { kind: cloud, region: r, every: 20s }
metrics:
  m:
    from: cloud
    read: { metric: x, period: 60s }
    target: "< 50%"
    alert: >-
      > 70%
      for 5s
    detect: 30s
gate:
  recommended: [ { text: a, when: m > 0% } ]
`),
  );
  expect(warnings.map(({ line, column, path }) => `${line}:${column} ${path}`)).toEqual([
    '3:43 sources.cloud.every',
    '9:12 metrics.m.alert',
    '12:13 metrics.m.detect',
    '13:1 gate',
  ]);
});

test('what stands in a file that is extended is told there', async () => {
  const folder = await temporaryFolder();
  await folder.write(
    'base.yaml',
    `sources: { web: { kind: web, url: "http://127.0.0.1" } }\nmetrics:\n  m: { from: web, read: up, hold: 2h, alert: "== false" }\n`,
  );
  const file = await folder.write('p.yaml', 'extends: ./base.yaml\nmetrics: { m: { title: M } }\n');
  const { warnings } = loaded(await loadProfile(file, folder.options()));
  expect(warnings.map(({ file: where, line, path }) => [where.endsWith('base.yaml'), line, path])).toEqual([
    [true, 3, 'metrics.m.hold'],
  ]);
});

test('nothing is judged of a profile that does not even read', async () => {
  const result = await loadText(
    'sources: {}\nmetrics: { m: { from: nowhere, target: "< 100", alert: "> 50" } }\n',
  );
  expect(told(result).join('\n')).not.toContain('meets the target');
});
