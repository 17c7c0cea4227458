// The JSON Schema for editors, and the shared parts of all kinds' schemas.
import { expect, test } from 'vitest';
import { z } from 'zod';
import { profileJsonSchema } from '../../../src/profile/schema/json-schema.ts';
import { testKinds } from '../support/kinds.ts';

const object = z.record(z.string(), z.unknown());

/** What stands at these keys of the schema. */
function at(...keys: readonly string[]): unknown {
  let node: unknown = JSON.parse(profileJsonSchema(testKinds));
  for (const key of keys) node = Array.isArray(node) ? node[Number(key)] : object.parse(node)[key];
  return node;
}

/** A section, inside the choice between it and null. */
const section = (name: string): string[] => ['properties', name, 'anyOf', '0'];

test('is the same whatever the order of the kinds is', () => {
  const reversed = new Map([...testKinds].toReversed());
  expect(profileJsonSchema(reversed)).toBe(profileJsonSchema(testKinds));
});

test('says what the keys are for', () => {
  expect(
    at(...section('metrics'), 'additionalProperties', 'anyOf', '0', 'properties', 'every'),
  ).toBeUndefined();
  expect(
    at(
      ...section('metrics'),
      'additionalProperties',
      'anyOf',
      '0',
      'properties',
      'staleAfter',
      'description',
    ),
  ).toBe('A value is fresh while it is younger than this.');
});

test('has each kind of source with its own options and the shared ones, none of them required', () => {
  const kinds = z
    .array(object)
    .parse(at(...section('sources'), 'additionalProperties', 'anyOf', '0', 'anyOf'));
  expect(kinds).toHaveLength(4);
  const [chain] = kinds;
  expect(Object.keys(object.parse(chain?.['properties']))).toEqual(
    expect.arrayContaining(['kind', 'rpc', 'chain', 'every', 'timeout', 'needs', 'missing', 'because']),
  );
  expect(chain).toMatchObject({ additionalProperties: false });
  expect(chain).not.toHaveProperty('required');
});

test('takes a variable for a number', () => {
  const option = at(
    ...section('sources'),
    'additionalProperties',
    'anyOf',
    '0',
    'anyOf',
    '0',
    'properties',
    'chain',
    'anyOf',
    '0',
    'anyOf',
  );
  expect(option).toMatchObject([{ type: 'integer' }, { type: 'string', pattern: '\\{[A-Za-z_]' }]);
});

test('with no kinds at all there is still a schema', () => {
  expect(() => profileJsonSchema(new Map())).not.toThrow();
});
