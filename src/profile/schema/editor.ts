// A file is not yet a profile: it may extend another, and hold variables. The schema for editors takes both for good,
// or it would underline what is right.

import type { Plain } from '../read/tree.ts';

type JsonObject = { [key: string]: Plain };

/** Any text with `{name}` or `${NAME}` in it: what it will be is known only when the profile is loaded. */
const variable: JsonObject = { type: 'string', pattern: '\\{[A-Za-z_]' };
const takenAway: JsonObject = { $ref: '#/$defs/takenAway' };

/** A file that stands on others, or that others stand on: what is not there may stand there. */
const inParts: JsonObject = {
  anyOf: [{ required: ['extends'] }, { required: ['abstract'], properties: { abstract: { const: true } } }],
};

/** The JSON Schema of a whole profile, made fit for one file: a part of a profile, or, where nothing else belongs to it, the whole. */
export function relaxed(schema: Plain): Plain {
  const whole = acceptVariables(schema);
  if (!isObject(whole)) return whole;
  const $defs = { takenAway: { type: 'null', description: 'Takes away what is inherited.' }, whole };
  // oxlint-disable-next-line unicorn/no-thenable -- a word of JSON Schema
  return { ...partOf(whole), if: { not: inParts }, then: { $ref: '#/$defs/whole' }, $defs };
}

function isObject(value: Plain | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Wherever more is asked of a value than to be text, a text with a variable will do as well; names hold none. */
function acceptVariables(schema: Plain): Plain {
  if (Array.isArray(schema)) return schema.map(acceptVariables);
  if (!isObject(schema)) return schema;
  const inner: JsonObject = {};
  for (const [key, value] of Object.entries(schema))
    if (key === 'propertyNames') inner[key] = value;
    else
      inner[key] =
        key === 'properties' && isObject(value) ? mapped(value, acceptVariables) : acceptVariables(value);
  if (!asksMoreThanText(inner)) return inner;
  const { description, ...rest } = inner;
  return { ...(description === undefined ? {} : { description }), anyOf: [rest, variable] };
}

function asksMoreThanText(schema: JsonObject): boolean {
  if (schema['type'] === 'number' || schema['type'] === 'integer' || schema['type'] === 'boolean')
    return true;
  // A constant is what a source's kind is told by; a variable there would make every kind fit.
  if (schema['type'] !== 'string') return false;
  return schema['pattern'] !== undefined || schema['enum'] !== undefined || schema['format'] !== undefined;
}

/** Nothing is required of a map, and each of its keys may be taken away. A list stands for itself: it replaces what is inherited. */
function partOf(schema: JsonObject): JsonObject {
  const { required: _, oneOf, anyOf, ...rest } = schema;
  const { properties, additionalProperties } = rest;
  return {
    ...rest,
    ...(isObject(properties) && { properties: mapped(properties, orTakenAway) }),
    ...(isObject(additionalProperties) && { additionalProperties: orTakenAway(additionalProperties) }),
    ...branches(anyOf ?? oneOf),
  };
}

/** Without its kind a map fits several branches, and what it takes away may be another one's. */
function branches(given: Plain | undefined): JsonObject {
  if (!Array.isArray(given)) return {};
  const parts = flat(given).map((branch) => (isObject(branch) ? partOf(branch) : branch));
  const keys = new Set(parts.flatMap((part) => Object.keys(propertiesOf(part) ?? {})));
  const anyOf = parts.map((part) => {
    const properties = propertiesOf(part);
    const others = [...keys].filter((key) => properties !== null && !(key in properties));
    if (!isObject(part) || others.length === 0) return part;
    return { ...part, patternProperties: { [`^(?:${others.join('|')})$`]: takenAway } };
  });
  return { anyOf };
}

/** Branches that have branches are those. */
function flat(given: readonly Plain[]): Plain[] {
  return given.flatMap((branch) => {
    const inner = isObject(branch) ? (branch['anyOf'] ?? branch['oneOf']) : undefined;
    return Array.isArray(inner) ? flat(inner) : [branch];
  });
}

function propertiesOf(schema: Plain): JsonObject | null {
  const properties = isObject(schema) ? schema['properties'] : undefined;
  return isObject(properties) ? properties : null;
}

function orTakenAway(schema: Plain): Plain {
  if (!isObject(schema)) return schema;
  const { description, ...rest } = partOf(schema);
  return { ...(description === undefined ? {} : { description }), anyOf: [rest, takenAway] };
}

function mapped(object: JsonObject, change: (value: Plain) => Plain): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
