// What comes from outside is text to be shown, never bytes for the terminal.

// C0 and C1 controls, DEL, line and paragraph separators, and the marks that turn the writing direction around.
// oxlint-disable-next-line no-control-regex -- naming the control characters is this function's purpose
const unsafe = /[\u0000-\u001F\u007F-\u009F\u2028\u2029\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF]+/g;

/** Longest text from a remote end that is kept, in characters. */
export const remoteTextMax = 300;

/** One line of harmless text: control characters and escape introducers become a blank; beyond `max` it is cut with `…`. */
export function plainText(text: string, max = remoteTextMax): string {
  const clean = text
    .slice(0, max * 4)
    .replace(unsafe, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return clean.length > max ? `${clean.slice(0, max - 1)}…` : clean;
}
