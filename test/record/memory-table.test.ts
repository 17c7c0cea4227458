// What sources hold between their looks, in a launch's file: it comes back as it was, and it is bounded.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { LaunchFile } from '../../src/record/launch-file.ts';
import { MemoryTable } from '../../src/record/memory-table.ts';
import { openFile, temporaryFolder } from './support.ts';

const pathOf = (): string => join(temporaryFolder(), 'a.sqlite');
const memories = (of: Record<string, string | null>) => new Map(Object.entries(of));

test('the newest of each is read by the next program, and nothing that was not asked for', () => {
  const path = pathOf();
  const first = openFile(path);
  first.memories.save(memories({ a: 'one', b: 'two ☂', c: 'three' }), 1);
  first.memories.save(memories({ a: 'four', c: null }), 2);
  first.close();
  const next = openFile(path);
  expect(next.memories.load(['b', 'a', 'c', 'd'])).toEqual(memories({ b: 'two ☂', a: 'four' }));
  expect(next.memories.load([])).toEqual(new Map());
});

test('what nobody has renewed for a day goes', () => {
  const file = openFile(pathOf());
  file.memories.save(memories({ a: 'one' }), 0);
  file.memories.save(memories({ b: 'two' }), 25 * 3_600_000);
  expect(file.memories.load(['a', 'b'])).toEqual(memories({ b: 'two' }));
});

test('the oldest go where they are too many bytes', () => {
  const path = pathOf();
  openFile(path);
  const database = new DatabaseSync(path);
  const table = new MemoryTable({
    database,
    write: (work) => work(),
    read: (work) => work(),
    bytesMax: 200,
  });
  const long = (seed: number): string =>
    Array.from({ length: 40 }, (_, index) => String((seed * 7_919 + index * 104_729) % 999_983)).join();
  table.save(memories({ a: long(1) }), 1);
  table.save(memories({ b: long(2) }), 2);
  expect([...table.load(['a', 'b']).keys()].length).toBeLessThan(2);
  database.close();
});

test('what cannot be unpacked is none', () => {
  const path = pathOf();
  openFile(path).memories.save(memories({ a: 'one' }), 1);
  const database = new DatabaseSync(path);
  database.exec("UPDATE memories SET body = x'00ff'");
  database.close();
  expect(openFile(path).memories.load(['a'])).toEqual(new Map());
});

test('a program that only reads the launch finds them, and a file of the first version has none', () => {
  const path = pathOf();
  openFile(path).memories.save(memories({ a: 'one' }), 1);
  const reading = LaunchFile.open(path, { access: 'read', busyMax: 0 });
  expect(reading?.memories.load(['a'])).toEqual(memories({ a: 'one' }));
  reading?.close();
});
