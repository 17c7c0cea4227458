// Takes secrets out of a text, in each form in which they may stand there.

/** Every secret becomes `***`: the longest first, so that one within another leaves no rest. */
export function createRedactor(secrets: readonly string[]): (text: string) => string {
  const forms = new Set(secrets.flatMap(formsOf).filter((form) => form !== ''));
  if (forms.size === 0) return (text) => text;
  const longestFirst = [...forms].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const pattern = new RegExp(longestFirst.map((form) => escaped(form)).join('|'), 'g');
  return (text) => text.replace(pattern, '***');
}

/** As it is, as a part of a URL, and as a part of a JSON text. */
function formsOf(secret: string): readonly string[] {
  const encoded = encodeSafely(secret);
  return [
    secret,
    encoded,
    // A URL's own parser leaves some of these characters as they are.
    encoded.replaceAll('%3A', ':').replaceAll('%2F', '/').replaceAll('%40', '@'),
    encoded.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()),
    encoded.replaceAll('%20', '+'),
    JSON.stringify(secret).slice(1, -1),
  ];
}

function encodeSafely(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    // A lone surrogate has no URL form.
    return text;
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
