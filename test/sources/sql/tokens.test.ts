// How a query is taken apart, held against PostgreSQL itself: what it calls a column is what we take the name for.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { tokensOf } from '../../../src/sources/sql/tokens.ts';
import { describeWithPostgres, startPostgres, type PostgresServer } from '../../support/postgres.ts';

function names(query: string): readonly string[] | null {
  return tokensOf(query)?.flatMap((token) => (token.kind === 'name' ? token.text : [])) ?? null;
}

const forms = [
  'plain',
  'PlaiN_2$x',
  '"Quo""ted"',
  'U&"pg\\005fswitch"',
  'u&"d\\0061t\\+000061"',
  'U&"d!0061t!!a" UESCAPE \'!\'',
  'U&"d-0061" /* why */ uescape /* /* not */ */ \'-\'',
  'U&"a\\\\b"',
  '"a--b"',
  '"/* c"',
  'naïve',
  'été$1',
];

const texts = ["'a''b'", "E'a\\'b'", "'a\\'", '$$a$$', '$x$ $$ $x$', "U&'\\0061'", "N'n'", "B'01'", "X'1F'"];

describeWithPostgres('tokens as PostgreSQL has them', () => {
  const cleanups: (() => Promise<void>)[] = [];
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres({ atEnd: (end) => void cleanups.push(end) });
  }, 120_000);
  afterAll(async () => {
    for (const end of cleanups) await end();
  });

  it.each(forms)('the name %s', async (form) => {
    const name = await server.sql(`select jsonb_object_keys(to_jsonb(t)) from (select 1 as ${form}) t`);
    expect(names(`select 1 as ${form}`)).toEqual(['select', 'as', name]);
  });

  it.each(texts)('the text %s', async (text) => {
    const query = `select ${text}::text, 1 as after`;
    expect(names(query)).toEqual(['select', 'text', 'as', 'after']);
    expect(await server.sql(query)).toMatch(/\|1$/);
  });

  it('comments within comments, and operators that begin like one', async () => {
    const query = 'select 1 /* a /* b */ c */ +-- d\n 1 as after';
    expect(names(query)).toEqual(['select', 'as', 'after']);
    expect(await server.sql(query)).toBe('2');
  });
});

it.each(["'a", '"a', '/* /* */', '$a$ $b$', "E'\\'"])('%s does not end', (text) => {
  expect(tokensOf(`select ${text}`)).toBeNull();
});
