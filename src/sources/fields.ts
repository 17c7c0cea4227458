// Fields that several kinds' schemas share, each with the sentence a wrong value gets.

import * as z from 'zod';
import { parseDuration } from '../domain/duration.ts';
import { didYouMean } from '../domain/nearest.ts';
import { plainText } from '../domain/text.ts';
import { toldAddress } from './told-address.ts';

/** `10s`, `1h30m`: a duration, read into milliseconds. */
export const durationField = z
  .string()
  .meta({ description: 'A duration: 250ms, 10s, 5m, 1h30m, 7d.', examples: ['10s', '5m'] })
  .transform((text, context) => {
    const duration = parseDuration(text);
    if (duration === null) {
      context.addIssue({
        code: 'custom',
        message: `"${text}" is no duration: write 250ms, 10s, 5m or 1h30m`,
      });
      return z.NEVER;
    }
    return duration;
  });

/** A JSON pointer (RFC 6901): empty for the whole document, else it begins with `/`. */
export const pointerField = z
  .string()
  .meta({ description: 'A JSON pointer (RFC 6901): /balance, /queues/0/depth.' })
  .refine((text) => text === '' || (text.startsWith('/') && !/~(?![01])/.test(text)), {
    error: 'a JSON pointer begins with "/" and writes "~" as "~0", "/" in a name as "~1": /queues/0/depth',
  });

/**
 * What is said of a map's unknown keys where a value is found by `json: /path`, as in every kind's `read`, and `pointer` is
 * written instead. The words `did you mean` keep the missing `json` from being told as a second mistake.
 */
export function jsonNotPointer(...known: readonly string[]) {
  return (issue: { readonly code?: string; readonly keys?: unknown }): string | undefined =>
    issue.code === 'unrecognized_keys' && Array.isArray(issue.keys) && issue.keys.includes('pointer')
      ? issue.keys.map((key: unknown) => unknownKey(String(key), known)).join('\n')
      : undefined;
}

function unknownKey(key: string, known: readonly string[]): string {
  return key === 'pointer'
    ? 'what a JSON pointer finds is read by the word json: { json: /path } (did you mean "json"?)'
    : `unknown key "${plainText(key, 60)}"${didYouMean(key, known)}`;
}

/** An absolute URL whose protocol is one of these. */
export function urlField(protocols: readonly string[]): z.ZodType<string, string> {
  return z
    .string()
    .meta({ description: `An absolute URL: ${protocols.join(', ')}` })
    .refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol.replace(/:$/, '')), {
      error: `an absolute URL is needed that begins with ${protocols.map((p) => `${p}://`).join(' or ')}`,
      // What is no URL has no host, path or query to find fault with.
      abort: true,
    });
}

/** How a kind whose own protocol can be secured connects by TLS; absent: as its URL says. */
export const tlsField = z.strictObject({
  ca: z.string().min(1).optional().meta({ description: 'A PEM file with the authorities to trust.' }),
  servername: z.string().min(1).optional().meta({
    description: "The name that the server's certificate must have; the URL's host without it.",
  }),
});

/** The URL without user info, query and fragment: what may be shown. Variables in it stay as they are written. */
export function shownUrl(url: string): string {
  const told = toldAddress(url);
  if (told !== null) return told;
  if (!URL.canParse(url)) return '(no URL)';
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}
