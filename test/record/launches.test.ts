// Which launch a profile's marks belong to, and where its file lies.
import { join } from 'node:path';
import { utimesSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fileWord, isOver, launchPlace, type LaunchRequest } from '../../src/record/launches.ts';
import type { Entry } from '../../src/rules/launch/marks.ts';
import { openFile, temporaryFolder, tick } from './support.ts';

const hour = 3_600_000;
const day = 24 * hour;
const now = Date.UTC(2026, 11, 1, 15);

function request(change: Partial<LaunchRequest> = {}): LaunchRequest {
  const stateDir = change.stateDir ?? temporaryFolder();
  const rest = { profile: 'shop/production', given: null, version: null, plannedT0: null, lastPhase: 0, now };
  return { ...rest, ...change, stateDir };
}

const set = (t0: number, at = now): Entry => {
  return { kind: 't0', at, by: '', note: '', subject: '', t0, origin: 'hand' };
};

describe('a launch is', () => {
  it.each<[string, Partial<LaunchRequest>, string]>([
    ['the one that is named', { given: 'second-try', version: 'v1', plannedT0: now }, 'second-try'],
    ['that of its version', { version: 'shop-api:v1.3.0', plannedT0: now }, 'shop-api-v1.3.0'],
    ['that of its day', { plannedT0: now + 3 * day }, '2026-12-04'],
    ['today’s', {}, '2026-12-01'],
  ])('%s', (_name, change, name) => {
    const asked = request(change);
    expect(launchPlace(asked)).toEqual({
      name,
      path: join(asked.stateDir, 'launches', 'shop', 'production', `${name}.sqlite`),
    });
  });

  it('the newest one while it is not over', () => {
    const asked = request();
    const place = launchPlace({ ...asked, now: now - 6 * day });
    openFile(place.path).append([tick('a', now - 6 * day)]);
    expect(launchPlace(asked).name).toBe('2026-11-25');
    expect(launchPlace({ ...asked, profile: 'shop/staging' }).name).toBe('2026-12-01');
    expect(launchPlace({ ...asked, now: now + 20 * day }).name).toBe('2026-12-21');
  });

  it('one that cannot be read, so that this is said', () => {
    const asked = request();
    const { path } = launchPlace({ ...asked, now: now - 6 * day });
    openFile(path).close();
    writeFileSync(path, 'broken '.repeat(1_000));
    expect(launchPlace(asked).path).toBe(path);
  });

  it('the newest of several', () => {
    const asked = request();
    for (const name of ['zeta', 'alpha']) {
      const { path } = launchPlace({ ...asked, given: name });
      const file = openFile(path);
      file.append([tick('a', now)]);
      file.close();
      utimesSync(path, now / 1_000, (name === 'alpha' ? now : now - hour) / 1_000);
    }
    expect(launchPlace(asked).name).toBe('alpha');
  });
});

it.each<[string, Entry[], number, boolean]>([
  ['with nothing said', [], 0, true],
  ['thirteen days after its last entry', [tick('a', now - 13 * day)], 0, false],
  ['fifteen days after it', [tick('a', now - 15 * day)], 0, true],
  ['on the day of its T-0', [set(now - 20 * hour, now - 40 * day)], 0, false],
  ['two days after it', [set(now - 2 * day), tick('a', now)], 0, true],
  ['while its last phase is near', [set(now - 2 * day)], 24 * hour + hour, false],
  ['by the T-0 that was set last', [set(now - 9 * day), set(now + hour)], 0, false],
])('%s it is over or not', (_name, entries, lastPhase, expected) => {
  expect(isOver(entries, lastPhase, now)).toBe(expected);
});

it.each([
  ['v1.3.0', 'v1.3.0'],
  ['sge-api:v1', 'sge-api-v1'],
  ['../../etc/passwd', 'etc-passwd'],
  ['..', 'launch'],
  ['', 'launch'],
  ['Zürich 結算', 'Zürich-結算'],
  ['x'.repeat(300), 'x'.repeat(100)],
])('%s as a file’s name', (text, expected) => {
  expect(fileWord(text)).toBe(expected);
});
