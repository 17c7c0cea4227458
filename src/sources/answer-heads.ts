// The head of an HTTP answer, before undici's parser has it: some that every other client takes whole it breaks off, and tells as the
// other end's closing, or as half a body.
//
// - An interim answer (`100 Continue`, RFC 9110 §15.2) that nobody asked for is dropped.
// - A Content-Length that stands twice with one value is one (§8.6). With two values, or as no number, the answer is refused.
// - Lines that end in a bare LF, folded fields and blanks about a field's parts are brought into the one form that the parser knows.
// - A control character in a value is a blank (§5.5); what is no field's name makes no field.
// - `HTTP/2 200` on a connection where that was not spoken is a status line as any other.
// - A Content-Length beside a Transfer-Encoding is refused (RFC 9112 §6.3): two readers of such an answer see two ends of it. `identity`
//   is no coding, and `chunked` twice is one.

/** Bytes that a head may have, and all interim answers before it; what curl takes. */
export const headBytesMax = 300 * 1024;

/** Why an answer is refused, as the code of its error. */
export type Refusal =
  | 'ANSWER_LENGTHS'
  | 'ANSWER_LENGTH_AND_CODING'
  | 'ANSWER_STATUS'
  | 'ANSWER_UPGRADE'
  | 'UND_ERR_HEADERS_OVERFLOW';

/** A head as the parser can read it. */
export interface ToldHead {
  /** Nothing of an interim answer. */
  readonly bytes: Buffer;
  /** Its body comes in chunks (RFC 9112 §7.1), where it has one. */
  readonly chunked: boolean;
}

const nothing: ToldHead = { bytes: Buffer.alloc(0), chunked: false };

/**
 * Behind the empty line; 0 where there is none yet.
 * @param from before it none was found.
 */
export function endOfHead(bytes: Buffer, from = 0): number {
  for (let feed = bytes.indexOf(0x0a, from); feed >= 0; feed = bytes.indexOf(0x0a, feed + 1)) {
    const next = bytes[feed + 1] === 0x0d ? feed + 2 : feed + 1;
    if (bytes[next] === 0x0a) return next + 1;
  }
  return 0;
}

/**
 * @param bodiless the request is one whose answer has no body: HEAD.
 * @returns why there is no answer behind this head, where it is refused.
 */
export function toldHead(head: Buffer, { bodiless = false } = {}): ToldHead | Refusal {
  const sent = head.toString('latin1');
  const known = bodiless ? null : plainHead(head, sent);
  if (known) return known;
  const text = inOneForm(sent);
  const status = /^HTTP\/\d\.\d (\d{3})(?!\d)/.exec(text)?.[1] ?? '';
  if (status === '101') return 'ANSWER_UPGRADE';
  if (status.startsWith('0')) return 'ANSWER_STATUS';
  if (status.startsWith('1')) return nothing;
  const coded = framing(text, 'transfer-encoding');
  const sized = framing(text, 'content-length');
  // Whatever these say of a body, they have none (RFC 9112 §6.3).
  const isBare = bodiless || status === '204' || status === '304';
  const codings = isBare ? [] : coded.values.filter((coding) => coding !== 'identity');
  if (sized.fields > 0 && codings.length > 0) return 'ANSWER_LENGTH_AND_CODING';
  const [length = '', ...others] = sized.values.map((value) => value.replace(/^0+(?=\d)/, ''));
  const isLength = /^\d+$/.test(length) && others.every((other) => other === length);
  if (sized.fields > 0 && !isLength && !isBare) return 'ANSWER_LENGTHS';
  const isChunked = codings.length > 0 && codings.every((coding) => coding === 'chunked');
  const withCoding = coded.rewritten(text, isChunked ? 'chunked' : codings.join(', '));
  const told = sized.rewritten(withCoding, isLength ? length : '');
  return {
    bytes: told === sent ? head : Buffer.from(told, 'latin1'),
    chunked: codings.at(-1) === 'chunked',
  };
}

/** In the parser's own form throughout: no control character, no folded line, and a status of an answer with a body. */
const plain =
  /^HTTP\/1\.[01] (?!204|304)[2-9]\d\d(?: [\t\x20-\x7E\x80-\xFF]*)?\r\n(?:[!#$%&'*+.^_`|~\w-]+:[\t\x20-\x7E\x80-\xFF]*\r\n)*\r\n$/;
const framingFields = /\r\n(?:content-length|transfer-encoding):[^\r]*/gi;
const lengthField = /^\r\ncontent-length:[ \t]*(?:0|[1-9]\d*)$/i;
const chunksField = /^\r\ntransfer-encoding:[ \t]*chunked$/i;

/** What nearly every server sends, looked through once; null where more is to be looked at. */
function plainHead(head: Buffer, text: string): ToldHead | null {
  if (!plain.test(text)) return null;
  const [field, ...others] = text.match(framingFields) ?? [];
  if (field === undefined) return { bytes: head, chunked: false };
  if (others.length > 0) return null;
  const chunked = chunksField.test(field);
  return chunked || lengthField.test(field) ? { bytes: head, chunked } : null;
}

/** What the fields of one name list of where the body ends, in small letters. */
interface Framing {
  readonly fields: number;
  readonly values: readonly string[];
  /** The head with this one value instead, if it is not so already; nothing stands for no field. */
  rewritten(head: string, value: string): string;
}

function framing(text: string, name: string): Framing {
  const pattern = new RegExp(`^${name}:(.*)\\r\\n`, 'gim');
  const fields = Array.from(text.matchAll(pattern), ([, value = '']) => value);
  const values = fields.flatMap((field) => field.split(',')).map(withoutBlanks);
  return {
    fields: fields.length,
    values,
    rewritten(head, value) {
      // The parser takes blanks behind a length for digits.
      const isSo = fields.length === 1 && fields[0]?.replace(/^[ \t]+/, '').toLowerCase() === value;
      if (isSo || fields.length === 0) return head;
      const rest = head.replaceAll(pattern, '');
      return value === '' ? rest : rest.replace('\r\n', `\r\n${name}: ${value}\r\n`);
    },
  };
}

/**
 * No other than those that may stand there: `chunked` and a control character is no coding that anybody knows. A run of blanks is looked
 * at once, from where it begins: from each of them it would take minutes of a head that is full of them.
 */
function withoutBlanks(value: string): string {
  return value.replaceAll(/^[ \t]+|(?<![ \t])[ \t]+$/g, '').toLowerCase();
}

/** Lines that end in CRLF, a field in one line, no blank before a colon: what a client may take for it (RFC 9112 §2.2, §5.1, §5.2). */
function inOneForm(head: string): string {
  const [status = '', ...fields] = head.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  return [withoutControls(status).replace(/^HTTP\/[23] /, 'HTTP/1.1 '), ...fields.flatMap(toldField)].join(
    '\r\n',
  );
}

function toldField(line: string): string[] {
  const colon = line.indexOf(':');
  // The empty line at the end; any other without a colon is for the parser to refuse.
  if (colon < 0) return [line];
  const name = line.slice(0, colon).replace(/(?<![ \t])[ \t]+$/, '');
  if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) return name.includes('\0') ? [line] : [];
  const value = line.slice(colon + 1);
  // Where the body ends is read to the letter, or not at all.
  const isFraming = /^(?:content-length|transfer-encoding)$/i.test(name);
  return [`${name}:${isFraming ? value : withoutControls(value)}`];
}

/** A NUL stays, as in a field's name: no client lets it pass. */
function withoutControls(text: string): string {
  // oxlint-disable-next-line no-control-regex -- it is for these
  return text.replaceAll(/[\u0001-\u0008\u000A-\u001F\u007F]/g, ' ');
}
