// What can be said of something that was thrown, by Node or by anybody: it may be of any type.

export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** `ENOENT`; null where there is none. An error of another context counts too, where `Error` is another class. */
export function codeOf(thrown: unknown): string | null {
  const code: unknown = typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, 'code') : null;
  return typeof code === 'string' ? code : null;
}
