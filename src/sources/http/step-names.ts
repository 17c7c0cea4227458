// Names of steps and of kept values, and the placeholder by which a later step asks for one: `<<token>>`. Neither `{name}` nor
// `${NAME}` can be taken for it, and it means nothing in a URL, a header or JSON.

import * as z from 'zod';

const name = '[A-Za-z_][\\w-]*';
const pattern = new RegExp(`<<(${name})>>`, 'g');
const whole = new RegExp(`^${name}$`);

export const stepNameField = z
  .string()
  .regex(whole, { error: 'a step is named by one word of letters, digits and dashes: login' })
  .meta({ description: 'The name of a step.' });

export const keptNameField = z
  .string()
  .regex(whole, { error: 'a kept value is named by one word of letters, digits and dashes: token' });

/** The names in the text, in their order. */
export function placeholdersIn(text: string): readonly string[] {
  return [...text.matchAll(pattern)].flatMap(([, found]) => found ?? []);
}

/** The text with each placeholder replaced. Kept values are put in once: what they hold is not looked through again. */
export function fillIn(text: string, valueOf: (name: string) => string): string {
  return text.replace(pattern, (_whole, found: string) => valueOf(found));
}
