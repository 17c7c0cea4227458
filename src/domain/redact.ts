// Takes secrets out of a text, in each form in which they may stand there.

/** What stands at the end of a text that was cut (`plainText`). */
const cutMark = '…';
/** A shorter beginning of a secret is no clue, and the beginning of too many other words. */
const fragmentMin = 4;

/** Every secret becomes `***`: the longest first, so that one within another leaves no rest; also one that was cut in two. */
export function createRedactor(secrets: readonly string[]): (text: string) => string {
  const forms = new Set(secrets.flatMap(formsOf).filter((form) => form !== ''));
  if (forms.size === 0) return (text) => text;
  const longestFirst = [...forms].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const pattern = new RegExp(longestFirst.map((form) => escaped(form)).join('|'), 'g');
  return (text) => {
    const clean = text.replace(pattern, '***');
    return clean.includes(cutMark) ? withoutFragments(clean, longestFirst) : clean;
  };
}

/** A text that somebody else has sent and we have cut may end in the middle of a secret. */
function withoutFragments(text: string, forms: readonly string[]): string {
  const parts = text.split(cutMark);
  return parts
    .map((part, index) => {
      const length =
        index === parts.length - 1 ? 0 : Math.max(...forms.map((form) => fragmentLength(part, form)));
      return length === 0 ? part : `${part.slice(0, part.length - length)}***`;
    })
    .join(cutMark);
}

/** How much of the form's beginning the part ends with. */
function fragmentLength(part: string, form: string): number {
  for (let length = Math.min(form.length - 1, part.length); length >= fragmentMin; length--)
    if (part.endsWith(form.slice(0, length))) return length;
  return 0;
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
