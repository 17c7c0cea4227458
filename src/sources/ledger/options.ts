// What a profile may say of a JSON endpoint with an exact decimal in it.

import * as z from 'zod';
import { bodyBytesDefault, bodyMaxField, unframedField } from '../body.ts';
import { jsonNotPointer, pointerField, urlField } from '../fields.ts';
import { headersField } from '../http/headers.ts';

export const ledgerOptions = z.strictObject({
  url: urlField(['http', 'https']),
  headers: headersField.default({}),
  pointer: pointerField.default('/balance'),
  sequence: z.strictObject({ before: pointerField, after: pointerField }).optional().meta({
    description:
      'Where the endpoint writes its sequence number before and after the balance. Unequal ones are a torn read, not a balance.',
  }),
  bodyMax: bodyMaxField.default(bodyBytesDefault),
  unframed: unframedField,
});

export const ledgerRead = z.union(
  [z.literal('balance'), jsonNotPointer(z.strictObject({ json: pointerField }))],
  {
    error: (issue) =>
      typeof issue.input === 'object'
        ? 'a ledger is read by { json: /path }, a JSON pointer that begins with "/"'
        : 'a ledger is read as balance (what `pointer` of the source points to) or as { json: /path }',
  },
);

export type LedgerOptions = z.output<typeof ledgerOptions>;
export type LedgerRead = z.output<typeof ledgerRead>;
