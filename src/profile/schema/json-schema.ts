// What editors are told: the profile's JSON Schema, made from the same schema that profiles are checked with.

import { toJSONSchema } from 'zod/v4/core';
import { sourceKinds } from '../../sources/registry.ts';
import { relaxed } from './editor.ts';
import { editorSchemaFor, type SourceKinds } from './schema.ts';
import type { Plain } from '../read/tree.ts';

/** The JSON Schema (draft 2020-12) as text, the same for the same kinds of source. */
export function profileJsonSchema(kinds: SourceKinds = sourceKinds): string {
  const { $schema, ...schema } = toJSONSchema(editorSchemaFor(kinds), {
    io: 'input',
    unrepresentable: 'any',
  });
  const plain: Plain = JSON.parse(JSON.stringify(schema));
  const file = relaxed(plain);
  const body = typeof file === 'object' ? file : {};
  return `${JSON.stringify({ $schema, title: 'A Launchwall profile', ...body }, null, 2)}\n`;
}
