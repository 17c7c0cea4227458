// How data are held against a schema: with all that can be said of what does not fit, or, where nothing is wrong as a rule, with
// no word of it.

import type { z } from 'zod';
import type { Findings } from '../read/findings.ts';
import type { NodePath, ProfileNode } from '../read/tree.ts';

/** @param at where the value stands in the document. */
export type SchemaCheck = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  document: ProfileNode,
  at: NodePath,
  findings: Findings,
) => z.output<Schema> | undefined;

/** Whether it fits: what a mistake is told as is loaded once there is one. */
export const fitsOnly: SchemaCheck = (schema, value, document, at, findings) => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  findings.error(document.place, at, 'this does not fit here');
  return undefined;
};
