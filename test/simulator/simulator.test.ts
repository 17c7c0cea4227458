// The judgement over scripted faults with a known truth: 300 worlds here, 10,000 with `npm run simulate -- --runs 10000`.
import { describe, expect, it } from 'vitest';
import { drawPlain } from './draw.ts';
import { drawAligned, drawWorld } from './deepen.ts';
import { drawScript } from './widen.ts';
import { failureText } from './failure-text.ts';
import { mulberry32 } from './random.ts';
import { runScript } from './run.ts';
import { leavesIn, type Script } from './script.ts';
import { shrink } from './shrink.ts';

const runs = 300;
const seeds = Array.from({ length: runs }, (_, index) => 20_000 + index);

describe('the simulator', () => {
  it('a reading from ahead that is known already is not seen twice', () => {
    expect(runScript(drawPlain(902_723))).toBeNull();
  });

  it('nothing opens while we are offline, not even by the age of what is calculated', () => {
    expect(runScript(drawScript(101_211))).toBeNull();
  });

  it('that a calculated value can no longer be told breaks no recovery that its readings go on with', () => {
    expect(runScript(drawScript(608_046))).toBeNull();
  });

  it.each([
    [3_000_042, 'an alarm before its time is no word that there is none'],
    [4_001_707, 'what only leaves the range has not been spoken against, and nothing begins by it'],
    [4_000_218, 'readings that were stale when they came end no red, a damped one neither'],
    [4_004_171, 'a calculated value is judged before a later reading of the same tick takes an input away'],
    [5_004_546, 'that there was nothing is said of no period that has ended since'],
    [5_008_677, 'a reading that its function can say nothing of is no point'],
    [6_009_556, 'what was due while the machine slept is judged, the first periods of it as well'],
    [7_004_282, 'a damped red is not forgotten when its rules can no longer be told'],
    [3_000_106, 'a hole is good only where the source has said that there is nothing'],
  ])('seed %i: %s', (seed) => {
    expect(runScript(drawAligned(seed))).toBeNull();
  });

  it.each([
    [810_263, 'a late reading gives no later window the readings that it has too few of'],
    [710_304, 'nothing is calculated beside what is over by then'],
  ])('seed %i: %s', (seed) => {
    expect(runScript(drawWorld(seed))).toBeNull();
  });

  it(`finds nothing wrong on any board of ${runs} worlds`, () => {
    for (const seed of seeds) {
      const failure = runScript(drawWorld(seed));
      if (failure) expect.fail(failureText(shrink(failure)));
    }
  }, 120_000);

  it('draws the same world from the same seed, and every form of rule, fault and event in these worlds', () => {
    expect(drawWorld(7)).toEqual(drawWorld(7));
    const seen = new Set(seeds.flatMap((seed) => featuresOf(drawWorld(seed))));
    const features =
      'duration samples until not or and needs keep bad avg min max p95 restart suspend pause outage own-clock ' +
      'timeout refused parse empty nan future throttled silent late twice corrected 0 1 2 3 4 5 6 7 8 9 ' +
      'min-seen breach-seen gate-seen run beginning both silent drift ahead ' +
      'aligned spent good use derived other absent age sum count delta p50 rate increase resets changes drop success';
    for (const feature of features.split(' ')) expect(seen).toContain(feature);
  });

  it('mulberry32 is the known sequence', () => {
    const random = mulberry32(1);
    expect([random.next(), random.next(), random.next()]).toEqual([
      0.6270739405881613, 0.002735721180215478, 0.5274470399599522,
    ]);
  });
});

function featuresOf(script: Script): readonly string[] {
  const rules = [
    ...script.metrics.map(({ alert }) => alert),
    ...script.incidents.map(({ when }) => when),
    ...script.gate,
  ];
  return [
    ...rules.map(({ type }) => type),
    ...rules
      .flatMap(leavesIn)
      .flatMap(({ held, window, until, other, timed }) => [
        held?.type ?? '',
        window?.name ?? '',
        until ? 'until' : '',
        other ? 'other' : '',
        timed?.kind ?? '',
      ]),
    ...script.events.map(({ type }) => type),
    typeof script.minSeen?.breach === 'number' ? 'breach-seen' : '',
    typeof script.minSeen?.gate === 'number' ? 'gate-seen' : '',
    ...script.metrics.flatMap((metric) => [
      String(metric.form),
      metric.missing,
      metric.needs === null ? '' : 'needs',
      metric.use ? 'use' : '',
      metric.aligned ? 'aligned' : '',
      metric.spent ? 'spent' : '',
      metric.use?.name ?? '',
      metric.derived ? 'derived' : '',
      metric.ownClock === null ? '' : 'own-clock',
      metric.minSeen === undefined ? '' : 'min-seen',
      metric.process?.tells ?? '',
      ...(['silent', 'drift', 'ahead'] as const).filter((trait) => (metric.process?.[trait] ?? 0) !== 0),
      ...metric.faults.map(({ kind }) => kind),
    ]),
  ];
}
