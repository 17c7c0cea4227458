// The heads of HTTP answers, looked at before undici's parser has them: some that every other client takes whole it breaks off, and
// tells as the other end's closing, or as half a body.
//
// - An interim answer (`100 Continue`, RFC 9110 §15.2) that nobody asked for is dropped.
// - A Content-Length that stands twice with one value is one (§8.6). With two values, or as no number, the answer is refused.
// - Lines that end in a bare LF, folded fields and blanks about a field's parts are brought into the one form that the parser knows.
// - A Content-Length beside a Transfer-Encoding is refused (RFC 9112 §6.3): two readers of such an answer see two ends of it.

import type { Socket } from 'node:net';

/** A longer head is left to the parser, which has a limit of its own. */
const headBytesMax = 64 * 1024;

/** Why an answer is refused, as the code of its error. */
type Refusal = 'ANSWER_LENGTHS' | 'ANSWER_LENGTH_AND_CODING' | 'ANSWER_UPGRADE';

const nothing = Buffer.alloc(0);

/**
 * Looks at each head that comes over this socket.
 * @param ended called when the other end sends nothing more.
 */
export function readHeads(socket: Socket, ended: () => void): void {
  const heads = new Heads();
  const push = socket.push.bind(socket);
  socket.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (!(chunk instanceof Buffer)) {
      if (chunk === null) ended();
      const rest = heads.rest();
      if (rest.length > 0) push(rest);
      return push(chunk, encoding);
    }
    const passed = heads.take(chunk, socket.bytesWritten);
    if (typeof passed !== 'string') return passed.length === 0 || push(passed);
    socket.destroy(Object.assign(new Error('the head of the answer is refused'), { code: passed }));
    return false;
  };
}

class Heads {
  /** What has come of a head so far; null within a body. */
  #head: Buffer | null = nothing;
  #written = 0;

  /**
   * @param written bytes that were sent so far: more than before are a new request, to which a head is the answer.
   * @returns what the parser is to have of it.
   */
  take(chunk: Buffer, written: number): Buffer | Refusal {
    if (written !== this.#written) this.#head ??= nothing;
    this.#written = written;
    if (this.#head === null) return chunk;
    let bytes = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk]);
    for (let end = endOfHead(bytes); end > 0; end = endOfHead(bytes)) {
      const head = told(bytes.subarray(0, end));
      if (typeof head === 'string') return head;
      bytes = bytes.subarray(end);
      if (head.length === 0) continue;
      this.#head = null;
      return bytes.length === 0 ? head : Buffer.concat([head, bytes]);
    }
    const isHead = bytes.length < headBytesMax && 'HTTP/'.startsWith(bytes.toString('latin1', 0, 5));
    this.#head = isHead ? bytes : null;
    return isHead ? nothing : bytes;
  }

  /** What was kept of a head to which no end will come. */
  rest(): Buffer {
    const rest = this.#head ?? nothing;
    this.#head = null;
    return rest;
  }
}

/** Behind the empty line; 0 where there is none yet. */
function endOfHead(bytes: Buffer): number {
  const [strict, bare] = [bytes.indexOf('\n\r\n'), bytes.indexOf('\n\n')];
  if (strict >= 0 && (bare < 0 || strict < bare)) return strict + 3;
  return bare < 0 ? 0 : bare + 2;
}

/** The head as the parser can read it, nothing of an interim one; or why there is no answer behind it. */
function told(head: Buffer): Buffer | Refusal {
  const sent = head.toString('latin1');
  const text = inOneForm(sent);
  const status = /^HTTP\/\d\.\d (\d{3})/.exec(text)?.[1] ?? '';
  if (status === '101') return 'ANSWER_UPGRADE';
  if (status.startsWith('1')) return nothing;
  const fields = Array.from(text.matchAll(/^content-length:(.*)\r\n/gim), ([, value = '']) => value);
  const lengths = fields
    .flatMap((field) => field.split(','))
    .map((value) => value.trim().replace(/^0+(?=\d)/, ''));
  const [length, ...others] = lengths;
  if (length !== undefined && /^transfer-encoding:/im.test(text)) return 'ANSWER_LENGTH_AND_CODING';
  if (length !== undefined && (!/^\d+$/.test(length) || others.some((other) => other !== length)))
    return 'ANSWER_LENGTHS';
  // The parser takes blanks behind a length for digits.
  const isPlain = length === undefined || (fields.length === 1 && /^[ \t]*\d+$/.test(fields[0] ?? ''));
  if (isPlain) return text === sent ? head : Buffer.from(text, 'latin1');
  const rest = text.replaceAll(/^content-length:.*\r\n/gim, '');
  return Buffer.from(rest.replace('\r\n', `\r\ncontent-length: ${length}\r\n`), 'latin1');
}

/** Lines that end in CRLF, a field in one line, no blank before a colon: what a client may take for it (RFC 9112 §2.2, §5.1, §5.2). */
function inOneForm(head: string): string {
  return head
    .replaceAll(/(?<!\r)\n/g, '\r\n')
    .replaceAll(/\r\n[ \t]+(?=[^\r])/g, ' ')
    .replaceAll(/^([!-9;-~]+)[ \t]+:/gm, '$1:');
}
