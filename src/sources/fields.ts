// Fields that several kinds' schemas share, each with the sentence a wrong value gets.

import * as z from 'zod';
import { durationForm, noDuration, parseDuration } from '../domain/duration.ts';
import { toldAddress } from './told-address.ts';

/** `10s`, `1h30m`: a duration, read into milliseconds. */
export const durationField = z
  .string()
  .meta({
    description: 'A duration: 250ms, 10s, 5m, 1h30m, 7d.',
    examples: ['10s', '5m'],
    pattern: `^\\s*${durationForm}\\s*$`,
  })
  .transform((text, context) => {
    const duration = parseDuration(text);
    if (duration === null) {
      context.addIssue({
        code: 'custom',
        message: noDuration(text),
      });
      return z.NEVER;
    }
    return duration;
  });

/** A JSON pointer (RFC 6901): empty for the whole document, else it begins with `/`. */
export const pointerField = z
  .string()
  .meta({
    description: 'A JSON pointer (RFC 6901): /balance, /queues/0/depth.',
    pattern: '^(?:/(?:[^~]|~[01])*)?$',
  })
  .refine((text) => text === '' || (text.startsWith('/') && !/~(?![01])/.test(text)), {
    error: 'a JSON pointer begins with "/" and writes "~" as "~0", "/" in a name as "~1": /queues/0/depth',
  });

/** What is meant by a key that a map does not know and that is often written in it. */
export interface Misnomer {
  /** The key that is meant. */
  readonly meant: string;
  readonly sentence: string;
}

/** The misnomers of a map's schema, by key. They stay out of the JSON Schema. */
export const misnomers = z.registry<Readonly<Record<string, Misnomer>>>();

/** A value is found by `json: /path`, as in every kind's `read`, and `pointer` is written instead. */
export function jsonNotPointer<Schema extends z.ZodType>(schema: Schema): Schema {
  misnomers.add(schema, {
    pointer: {
      meant: 'json',
      sentence: 'what a JSON pointer finds is read by the word json: { json: /path } (did you mean "json"?)',
    },
  });
  return schema;
}

function inAnyCase(word: string): string {
  return Array.from(word, (letter) => `[${letter}${letter.toUpperCase()}]`).join('');
}

/** An absolute URL whose protocol is one of these. */
export function urlField(protocols: readonly string[]): z.ZodType<string, string> {
  return z
    .string()
    .meta({
      description: `An absolute URL: ${protocols.join(', ')}`,
      pattern: `^\\s*(?:${protocols.map(inAnyCase).join('|')}):/*[^/\\s]`,
    })
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
