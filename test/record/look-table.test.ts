// Looks in a launch's file: they come back as they were, from whoever wrote last, and nothing that cannot be read is believed.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amount } from '../../src/domain/amount.ts';
import { gap, gapReasons } from '../../src/domain/gap.ts';
import type { Sample } from '../../src/domain/sample.ts';
import type { StoredLook } from '../../src/domain/stored-look.ts';
import { LaunchFile } from '../../src/record/launch-file.ts';
import { packLooks, unpackLooks } from '../../src/record/look-codec.ts';
import { openFile, temporaryFolder, tick } from './support.ts';

const numeric = fc.oneof(
  fc.double({ noNaN: true }),
  fc.tuple(fc.bigInt(), fc.bigInt({ min: 1n, max: 10n ** 20n })).map(([n, d]) => amount(n, d)),
);
const value = fc.oneof(numeric, fc.boolean(), fc.string());
const instant = fc.integer({ min: 0, max: 2 ** 42 });
const part = fc.record({
  windowMs: instant,
  seenMs: instant,
  looks: fc.nat(),
  atLeast: numeric,
  atMost: numeric,
  from: numeric,
  to: numeric,
  told: fc.boolean(),
});
const sample: fc.Arbitrary<Sample> = fc.oneof(
  fc.record({ at: instant, value }),
  fc.record({ at: instant, value, part, begunAt: instant, run: fc.string() }),
  fc.record({ at: instant, value, part: part.map((one) => ({ ...one, born: true as const, bornAt: 7 })) }),
  fc.record({
    at: instant,
    gap: fc.constantFrom(...gapReasons).map((reason) => gap(reason, 'before the restart', null)),
  }),
);
const look: fc.Arbitrary<StoredLook> = fc.record({
  reading: fc.constantFrom('a', 'b', 'c'),
  sample,
  saidAt: instant,
  blocked: fc.boolean(),
});

function simple(at: number, reading = 'a'): StoredLook {
  return { reading, sample: { at, value: amount(at) }, saidAt: at, blocked: false };
}

function looks(from: number, to: number, step = 1_000): readonly StoredLook[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, index) => simple(from + index * step));
}

describe('looks', () => {
  it('come back to the letter', () => {
    fc.assert(
      fc.property(fc.array(look, { maxLength: 20 }), (kept) => {
        expect(unpackLooks(packLooks(kept))).toEqual(kept);
      }),
    );
  });

  it.each([
    ['no bytes', 'text'],
    ['bytes of something else', Uint8Array.of(1, 2, 3)],
    ['a look without a value', packLooks([{ ...simple(1), sample: { at: 1, value: '' } }]).slice(0, 9)],
  ])('that are %s are not read', (_name, body) => {
    expect(unpackLooks(body)).toBeNull();
  });
});

describe("in a launch's file", () => {
  it('are loaded by the next program, as far as it looks back, and by the one after it', () => {
    const path = join(temporaryFolder(), 'a.sqlite');
    const first = openFile(path);
    for (let at = 0; at < 180_000; at += 1_000) first.looks.append([simple(at)], at, 0);
    first.close();
    const second = openFile(path);
    expect(second.looks.load(0)).toEqual(looks(0, 179_000));
    second.looks.append([simple(200_000)], 200_000, 0);
    second.close();
    const third = openFile(path);
    expect(third.looks.load(0)).toEqual([...looks(0, 179_000), simple(200_000)]);
    expect(third.looks.load(190_000)).toEqual([simple(200_000)]);
  });

  it('of two programs at once only those of one are believed', () => {
    const path = join(temporaryFolder(), 'a.sqlite');
    const [one, other] = [openFile(path), openFile(path)];
    for (let at = 0; at < 10_000; at += 1_000) {
      one.looks.append([simple(at)], at, 0);
      other.looks.append([simple(at + 1)], at + 1, 0);
    }
    expect(openFile(path).looks.load(0)).toEqual(looks(1, 9_001));
  });

  it('are let go when no window reaches them, and the oldest where they are too many', () => {
    const path = join(temporaryFolder(), 'a.sqlite');
    const file = openFile(path);
    for (let at = 0; at < 600_000; at += 1_000) file.looks.append([simple(at)], at, at - 120_000);
    const oldest = openFile(path).looks.load(0)[0]?.sample.at ?? 0;
    expect(oldest).toBeGreaterThan(300_000);
    expect(oldest).toBeLessThanOrEqual(480_000);
  });

  it('before a row that cannot be read are not believed', () => {
    const path = join(temporaryFolder(), 'a.sqlite');
    const file = openFile(path);
    for (const at of [1, 2, 3]) file.looks.append([simple(at)], at, 0);
    const database = new DatabaseSync(path);
    database.exec("UPDATE looks SET body = x'00' WHERE seq = 2");
    database.close();
    expect(openFile(path).looks.load(0)).toEqual([simple(3)]);
  });

  it('after some were lost begin anew', () => {
    const path = join(temporaryFolder(), 'a.sqlite');
    const file = openFile(path);
    file.looks.append([simple(1)], 1, 0);
    file.looks.beginAnew();
    file.looks.append([simple(5)], 5, 0);
    expect(openFile(path).looks.load(0)).toEqual([simple(5)]);
  });

  it('a file of the first version gets room for them, and keeps what it has', () => {
    const path = join(temporaryFolder(), 'a.sqlite');
    const file = openFile(path);
    file.append([tick('a')]);
    file.close();
    const database = new DatabaseSync(path);
    database.exec('DROP TABLE looks; DROP TABLE memories; PRAGMA user_version = 1');
    database.close();
    expect(LaunchFile.open(path, { access: 'read', busyMax: 0 })?.poll()).toEqual([tick('a')]);
    const next = openFile(path);
    expect(next.poll()).toEqual([tick('a')]);
    next.looks.append([simple(1)], 1, 0);
    expect(next.looks.load(0)).toEqual([simple(1)]);
  });
});
