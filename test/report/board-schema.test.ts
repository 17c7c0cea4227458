// The board's schema: the type says the same (the compiler checks that), and a wrong board is refused.

import { expect, test } from 'vitest';
import { boardJsonSchema, boardSchema, boardSchemaIsTheBoard } from '../../src/report/board-schema.ts';
import { jsonReport } from '../../src/report/json.ts';
import { boardFixture } from '../support/board-fixture.ts';

test('it is the type Board, and reads back what JSON writes', () => {
  expect(boardSchemaIsTheBoard).toBe(true);
  const board = boardFixture();
  expect(boardSchema.parse(JSON.parse(jsonReport({ board })))).toEqual(board);
});

test('a key too many, one too few, and a wrong instant are refused', () => {
  const board = boardFixture();
  expect(boardSchema.safeParse({ ...board, extra: 1 }).success).toBe(false);
  expect(boardSchema.safeParse({ ...board, observer: undefined }).success).toBe(false);
  expect(boardSchema.safeParse({ ...board, at: '2026-12-01 14:32' }).success).toBe(false);
});

test('as JSON Schema every object is closed and every key required', () => {
  const schema = boardJsonSchema();
  expect(schema).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Launchwall board',
    additionalProperties: false,
  });
  const open: string[] = [];
  visit(schema, '');
  expect(open).toEqual([]);

  function visit(node: unknown, path: string): void {
    if (typeof node !== 'object' || node === null) return;
    const { type, properties, required, additionalProperties } = node as Record<string, unknown>;
    if (type === 'object') {
      const keys = Object.keys(properties as object).sort();
      if (additionalProperties !== false || keys.join() !== [...(required as string[])].sort().join())
        open.push(path);
    }
    for (const [key, value] of Object.entries(node)) visit(value, `${path}/${key}`);
  }
});
