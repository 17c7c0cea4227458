// Bytes as text, or as none: nothing in the place of what is no UTF-8.

/** A byte order mark is dropped. Of bytes that were `cut` the whole characters stay. */
export function utf8Text(bytes: Uint8Array, { cut = false } = {}): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: cut });
  } catch {
    return null;
  }
}
