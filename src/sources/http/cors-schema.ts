// What a profile asks about a CORS preflight. It stands apart from the judgement, which is loaded only when it is used.

import * as z from 'zod';

const headersMax = 50;

export const corsField = z.strictObject({
  origin: z
    .string()
    .refine((text) => text === 'null' || (URL.canParse(text) && new URL(text).origin === text), {
      error: 'an origin is protocol, host and a port that is not the usual one: https://app.example.com',
    })
    .meta({ description: 'Where the page comes from, as a browser writes it: https://app.example.com.' }),
  method: z
    .enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
    .meta({ description: 'The method that the page wants to use. It is not used, only asked about.' }),
  headers: z
    .array(
      z.string().regex(/^[!#$%&'*+.^_`|~\w-]+$/, { error: 'a header name is letters, digits and dashes' }),
    )
    .max(headersMax)
    .default([])
    .meta({ description: 'Headers that the page wants to send: [authorization, content-type].' }),
  credentials: z
    .boolean()
    .default(false)
    .meta({ description: "Whether the page sends cookies (fetch's credentials: include)." }),
});

export type CorsRead = z.output<typeof corsField>;
