// The forms in which a secret comes back: what servers, clients and shells make of it when they repeat it.

/** A core of base64 that is shorter says too little, and stands in too many other texts. */
const base64CoreMin = 8;

/** Forms in which upper and lower case are the same: as it is, in a URL, in JSON, in HTML, in hex. */
export function textEchoes(secret: string): readonly string[] {
  const url = encodedForUrl(secret);
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    // Controls and blanks are one blank in what is shown.
    secret.replace(/\s+/g, ' ').trim(),
    url,
    // A URL's own parser leaves some of these characters as they are, and a strict one encodes more of them.
    url.replaceAll('%3A', ':').replaceAll('%2F', '/').replaceAll('%40', '@'),
    url.replaceAll('%20', '+'),
    url.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`),
    pathEncoded(secret),
    json,
    JSON.stringify(json).slice(1, -1),
    json.replaceAll('/', String.raw`\/`),
    ...htmlForms(secret),
    ...hexForms(secret),
  ].filter((form) => form !== '');
}

/** Forms in which each character counts: base64 of it alone, and as a part of a longer text (`user:secret`). */
export function base64Echoes(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const forms = [bytes.toString('base64'), bytes.toString('base64url')].flatMap((form) => [
    form,
    form.replace(/=+$/, ''),
  ]);
  const cores = [0, 1, 2].flatMap((before) => {
    const shifted = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // The first characters are made of what stands before it too, the last of what follows.
    const from = before === 0 ? 0 : before + 1;
    const core = shifted.slice(from, Math.floor(((before + bytes.length) * 8) / 6));
    return core.length < base64CoreMin ? [] : [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [...forms.filter((form) => form.length >= base64CoreMin), ...cores];
}

function encodedForUrl(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    // A lone surrogate has no URL form.
    return text;
  }
}

/** As a path keeps it: RFC 3986's other characters are left. */
function pathEncoded(text: string): string {
  try {
    return encodeURI(text);
  } catch {
    return text;
  }
}

const entities: readonly (readonly [string, readonly string[]])[] = [
  ['<', ['&lt;', '&#60;', '&#x3c;']],
  ['>', ['&gt;', '&#62;', '&#x3e;']],
  ['"', ['&quot;', '&#34;', '&#x22;']],
  ["'", ['&apos;', '&#39;', '&#x27;']],
];

/** By name, by number, by hexadecimal number; quotes may be left. */
function htmlForms(secret: string): readonly string[] {
  const ampersands = ['&amp;', '&#38;', '&#x26;'];
  const all = [0, 1, 2].map((kind) =>
    entities.reduce(
      (text, [sign, forms]) => text.replaceAll(sign, forms[kind] ?? sign),
      secret.replaceAll('&', ampersands[kind] ?? '&'),
    ),
  );
  const usual = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return [
    ...all,
    usual,
    usual.replaceAll('"', '&quot;'),
    usual.replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
    usual.replaceAll('"', '&#34;').replaceAll("'", '&#39;'),
    usual.replaceAll('"', '&quot;').replaceAll("'", '&#x27;'),
  ];
}

function hexForms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  if (bytes.length < 4) return [];
  const pairs = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));
  return [pairs.join(''), pairs.join(':'), pairs.join(' '), pairs.map((pair) => `%${pair}`).join('')];
}
