// What runs in the working day starts no process and no server, by whatever it imports, and stays worth running.
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fastTests, notFast } from '../support/fast-tests.ts';
import { importsOf } from '../support/imports.ts';

const starting =
  /^(?:node:(?:child_process|cluster|dgram|http|http2|https|net|sqlite|tls|worker_threads)|undici|ioredis|pg|esbuild|@lydell\/.*|@aws-sdk\/.*)$/;

/** How this file comes to what may start something, if it does; parts that are loaded later count too. */
function wayToStart(file: string, seen = new Set<string>()): string | null {
  if (seen.has(file)) return null;
  seen.add(file);
  for (const { specifier, file: to, typeOnly } of importsOf(file)) {
    if (typeOnly) continue;
    if (starting.test(specifier)) return `${file} → ${specifier}`;
    const further = to !== null && existsSync(to) ? wayToStart(to, seen) : null;
    if (further !== null) return further;
  }
  return null;
}

test('no file of it imports what starts a process or a server', () => {
  expect(fastTests().flatMap((file) => wayToStart(file) ?? [])).toEqual([]);
});

test('it is most of what the pure parts and the views have', () => {
  expect(fastTests().length).toBeGreaterThan(80);
});

test('only what is there is left out of it', () => {
  expect(Object.keys(notFast).filter((place) => !existsSync(place))).toEqual([]);
});

test('what starts something is seen', () => {
  expect(wayToStart('test/domain/shell-word.test.ts')).toBe(
    'test/domain/shell-word.test.ts → node:child_process',
  );
  expect(wayToStart('test/report/live-board.test.ts')).not.toBeNull();
});
