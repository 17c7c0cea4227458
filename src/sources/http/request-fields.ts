// What a profile says of a request, whether it is the source's only one or a step.

import * as z from 'zod';
import { isPattern, noPattern, readRegex } from '../bounded-regex.ts';

/** Methods that ask, and those that change what they are sent to. */
const asking = ['GET', 'HEAD', 'OPTIONS', 'POST'] as const;
const changing = ['PUT', 'PATCH', 'DELETE'] as const;

export const methodField = z.enum([...asking, ...changing]).meta({
  description:
    'How to ask: GET (the default), HEAD, OPTIONS, or a POST that only asks; it is sent at every poll. PUT, PATCH and DELETE need `changes`.',
});

export const changesField = z.string().trim().min(1, { error: 'say what the request changes' }).meta({
  description:
    'What a PUT, PATCH or DELETE changes in the thing watched, at every poll: for whoever reads the profile.',
});

interface Named {
  readonly method: string;
  readonly changes?: string | undefined;
}

/** A request that changes something is never made by oversight. */
export function explainsItsChange({ method, changes }: Named): boolean {
  return changes !== undefined || !changing.some((one) => one === method);
}

export const unexplained = {
  path: ['method'],
  error:
    'PUT, PATCH and DELETE change what is watched, at every poll: say what they change (`changes: "deletes the probe\'s own order"`), or ask by GET',
};

/** Text, or `/pattern/flags`. */
const textOrRegex = z
  .string()
  .min(1)
  .refine((text) => !isPattern(text) || readRegex(text) !== null, {
    error: `${noPattern}, or plain text`,
  });

export const matchField = z
  .strictObject({ body: textOrRegex })
  .meta({ description: 'What the body must hold for `up`: text, or /pattern/flags.' });
