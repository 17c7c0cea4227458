// The escapes of addresses (`%2F`) and of JSON pointers (`~1`), and what they stand for.

/** Null where a `%` is no escape, or what is escaped is no text. */
export function percentDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** As it is written where it is no escape: a stray `%` in a password. */
export function percentDecodedOrAsIs(text: string): string {
  return percentDecoded(text) ?? text;
}

/** A name as a step of a JSON pointer: `a/b` is written `a~1b`. */
export function pointerStep(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The names that a JSON pointer leads through: none for the whole. */
export function pointerNames(pointer: string): string[] {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
