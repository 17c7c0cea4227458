// Cuts what the server sends into whole messages and lets only sound ones through: the parser of `pg` never ends on an error
// message without its last zero byte, and reads on in the next message where one is too short.
// https://www.postgresql.org/docs/current/protocol-message-formats.html

/** A letter and a length, which counts itself. */
const headBytes = 5;
/** Longest message of the protocol. How much is kept of one is not decided here. */
const messageBytesMax = 0x4000_0000;

/** Walks over a message's body; once something does not fit, nothing does. */
class Cursor {
  readonly #body: Buffer;
  #at = 0;
  sound = true;

  constructor(body: Buffer) {
    this.#body = body;
  }

  leap(bytes: number): void {
    this.#at += bytes;
    if (bytes < 0 || this.#at > this.#body.length) this.sound = false;
  }

  integer(bytes: 2 | 4): number {
    const start = this.#at;
    this.leap(bytes);
    return this.sound ? this.#body.readIntBE(start, bytes) : 0;
  }

  /** A text that ends with a zero byte; its length without it. */
  text(): number {
    const end = this.sound ? this.#body.indexOf(0, this.#at) : -1;
    if (end < 0) {
      this.sound = false;
      return 0;
    }
    const length = end - this.#at;
    this.#at = end + 1;
    return length;
  }

  each(visit: () => void): void {
    const count = this.integer(2);
    if (count < 0) this.sound = false;
    for (let index = 0; index < count && this.sound; index++) visit();
  }
}

type Check = (cursor: Cursor) => void;

const anything: Check = () => undefined;
/** Pairs of a letter and a text, until a zero: a text that begins with its letter, so that only the last is empty. */
const texts: Check = (cursor) => {
  while (cursor.sound && cursor.text() > 0);
};
const formats: Check = (cursor) => {
  cursor.leap(1);
  cursor.each(() => cursor.leap(2));
};

const checks: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['R', authentication],
  ['E', texts],
  ['N', texts],
  ['S', (cursor) => void (cursor.text(), cursor.text())],
  ['C', (cursor) => void cursor.text()],
  ['A', (cursor) => void (cursor.leap(4), cursor.text(), cursor.text())],
  [
    'T',
    (cursor) =>
      cursor.each(() => {
        cursor.text();
        cursor.leap(18);
      }),
  ],
  [
    'D',
    (cursor) =>
      cursor.each(() => {
        const length = cursor.integer(4);
        if (length !== -1) cursor.leap(length);
      }),
  ],
  ['t', (cursor) => cursor.each(() => cursor.leap(4))],
  ['K', (cursor) => cursor.leap(8)],
  ['Z', (cursor) => cursor.leap(1)],
  ['G', formats],
  ['H', formats],
  ['W', formats],
  ...['1', '2', '3', 'n', 's', 'c', 'd', 'I'].map((type) => [type, anything] as const),
]);

function authentication(cursor: Cursor): void {
  const code = cursor.integer(4);
  if (code === 5) cursor.leap(4);
  else if (code === 10) texts(cursor);
  // Kerberos, GSSAPI and SSPI are not spoken here.
  else if (![0, 3, 11, 12].includes(code)) cursor.sound = false;
}

export class Frames {
  #rest: readonly Buffer[] = [];
  #restBytes = 0;
  /** How many bytes have to be there before there is anything new to see. */
  #needed = headBytes;

  /** The whole messages that this completes, maybe none; null when something is not of this protocol. */
  take(chunk: Buffer): Buffer | null {
    this.#rest = [...this.#rest, chunk];
    this.#restBytes += chunk.length;
    if (this.#restBytes < this.#needed) return Buffer.alloc(0);
    const bytes = Buffer.concat(this.#rest);
    let at = 0;
    this.#needed = headBytes;
    while (bytes.length - at >= headBytes) {
      const length = bytes.readUInt32BE(at + 1) + 1;
      if (length < headBytes || length > messageBytesMax) return null;
      if (bytes.length - at < length) {
        this.#needed = length;
        break;
      }
      const type = bytes.toString('latin1', at, at + 1);
      if (!isSound(type, bytes.subarray(at + headBytes, at + length))) return null;
      at += length;
    }
    this.#rest = [bytes.subarray(at)];
    this.#restBytes = bytes.length - at;
    return bytes.subarray(0, at);
  }
}

function isSound(type: string, body: Buffer): boolean {
  const check = checks.get(type);
  if (check === undefined) return false;
  const cursor = new Cursor(body);
  check(cursor);
  return cursor.sound;
}
