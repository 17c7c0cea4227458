// A file is not yet a profile: it may extend another, and hold variables. The schema for editors takes both for good,
// or it would underline what is right.

import type { Plain } from './tree.ts';

type JsonObject = { [key: string]: Plain };

/** Sections whose entries may be in parts, the rest of them being inherited. */
const inheritedSections = ['sources', 'metrics', 'hints', 'incidents'];

/** Any text with `{name}` or `${NAME}` in it: what it will be is known only when the profile is loaded. */
const variable: JsonObject = { type: 'string', pattern: '\\{[A-Za-z_]' };
const takenAway: JsonObject = { type: 'null', description: 'Takes away what is inherited.' };

/** The JSON Schema of a whole profile, made fit for one file of it. */
export function relaxed(schema: Plain): Plain {
  const withVariables = acceptVariables(schema);
  if (!isObject(withVariables) || !isObject(withVariables['properties'])) return withVariables;
  const properties = { ...withVariables['properties'] };
  for (const [name, section] of Object.entries(properties)) {
    if (!isObject(section)) continue;
    properties[name] = orNull(inheritedSections.includes(name) ? inParts(section) : section);
  }
  return { ...withVariables, properties };
}

function isObject(value: Plain | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Wherever more is asked of a value than to be text, a text with a variable will do as well. */
function acceptVariables(schema: Plain): Plain {
  if (Array.isArray(schema)) return schema.map(acceptVariables);
  if (!isObject(schema)) return schema;
  const inner: JsonObject = {};
  for (const [key, value] of Object.entries(schema))
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

/** Nothing is required of an entry, and each of its keys may be taken away. */
function inParts(section: JsonObject): JsonObject {
  const entry = section['additionalProperties'];
  if (!isObject(entry)) return section;
  return { ...section, additionalProperties: orNull(partial(entry)) };
}

function partial(entry: JsonObject): JsonObject {
  const { required: _, oneOf, ...rest } = entry;
  // Without its kind a source fits several: any of them will do.
  const branches = oneOf ?? rest['anyOf'];
  if (Array.isArray(branches))
    return { ...rest, anyOf: branches.map((branch) => (isObject(branch) ? partial(branch) : branch)) };
  const { properties } = rest;
  return isObject(properties) ? { ...rest, properties: mapped(properties, orNull) } : rest;
}

function orNull(schema: Plain): Plain {
  if (!isObject(schema)) return schema;
  const { description, ...rest } = schema;
  return { ...(description === undefined ? {} : { description }), anyOf: [rest, takenAway] };
}

function mapped(object: JsonObject, change: (value: Plain) => Plain): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
