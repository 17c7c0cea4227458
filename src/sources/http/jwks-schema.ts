// What a profile asks of a JSON Web Key Set. It stands apart from the judgement, which is loaded only when it is used.

import * as z from 'zod';

const wordField = z.string().min(1, { error: 'a word is needed' });
const keyShape = {
  kid: z
    .union([wordField, z.literal(true)])
    .meta({ description: "The key's id; true: whichever, but there has to be one." })
    .optional(),
  alg: wordField.meta({ description: 'The algorithm that the key says it is for: ES256.' }).optional(),
  use: wordField.meta({ description: 'sig or enc.' }).optional(),
  kty: wordField.meta({ description: "The key's type: EC, RSA, OKP." }).optional(),
  crv: wordField.meta({ description: "The key's curve: P-256." }).optional(),
};

const keyField = z.strictObject(keyShape).refine((key) => Object.keys(key).length > 0, {
  error: 'name what the key must have: { kid: abc }, { alg: ES256 }, { kid: abc, alg: ES256 }',
  // A misspelt member is one mistake, and told as that.
  when: ({ issues }) => issues.length === 0,
});

export const jwksField = z.union(
  [z.enum(['count', 'private']), keyField, z.strictObject({ every: keyField })],
  {
    error:
      'a JWKS is read as count, private, { kid: ID }, { alg: ES256 }, or { every: { alg: ES256 } }; kid, alg, use, kty and crv may be combined',
  },
);

export type JwksRead = z.output<typeof jwksField>;
export type KeyPattern = z.output<typeof keyField>;
