// What a server sends, looked through before the client library has it. The library takes a reply that nobody asked for, and
// types of a newer protocol, in ways that end the program: what is not the protocol that we speak does not get as far as it.

/** No reply to anything that is asked is nested deeper (XINFO's are, by two). */
const depthMax = 8;

/** Longest text in a reply; what is longer is refused before it comes. */
const bulkBytesMax = 64 * 1024 * 1024;

const cr = 0x0d;
const lf = 0x0a;
const error = 0x2d;
const bulk = 0x24;
const array = 0x2a;
/** `+ - : $ *`, all that there is in RESP2. */
const types: ReadonlySet<number> = new Set([0x2b, error, 0x3a, bulk, array]);

/** A bulk's or an array's length; -1 is null. */
const lengthPattern = /^(?:-1|\d{1,9})$/;

type ReplyPart = 'type' | 'line' | 'line feed' | 'body' | 'body end' | 'body line feed';

export interface Passed {
  /** What may go on to the library. */
  readonly bytes: Buffer;
  /** Why nothing does any more; null while all is well. */
  readonly fault: string | null;
}

export class ReplyGuard {
  /** Replies that are still to come. */
  #asked = 0;
  /** Elements that are still to come, of each array that is open. */
  readonly #open: number[] = [];
  #place: ReplyPart = 'type';
  #type = 0;
  #line = '';
  /** Bytes of a bulk that are still to come. */
  #left = 0;
  #fault: string | null = null;

  /** Why nothing is passed on any more; null while all is well. */
  get fault(): string | null {
    return this.#fault;
  }

  /** So many commands are about to be sent. */
  ask(count: number): void {
    this.#asked += count;
  }

  pass(chunk: Buffer): Passed {
    let whole = 0;
    for (let at = 0; at < chunk.length && this.#fault === null;) {
      if (this.#place === 'type' && this.#open.length === 0) whole = at;
      at = this.#step(chunk, at);
    }
    return { bytes: this.#fault === null ? chunk : chunk.subarray(0, whole), fault: this.#fault };
  }

  /** @returns the first byte that is not read yet. */
  #step(chunk: Buffer, at: number): number {
    const byte = chunk[at] ?? 0;
    switch (this.#place) {
      case 'type':
        this.#begin(byte);
        return at + 1;
      case 'line':
        return this.#readLine(chunk, at);
      case 'line feed':
        this.#expect(byte, lf);
        this.#endLine();
        return at + 1;
      case 'body': {
        const end = Math.min(chunk.length, at + this.#left);
        this.#left -= end - at;
        if (this.#left === 0) this.#place = 'body end';
        return end;
      }
      case 'body end':
        this.#expect(byte, cr);
        this.#place = 'body line feed';
        return at + 1;
      case 'body line feed':
        this.#expect(byte, lf);
        this.#end();
        return at + 1;
    }
  }

  #begin(type: number): void {
    if (!types.has(type)) this.#fault = `no reply begins with the byte ${type}`;
    // A server that has no room for a client says so unasked, and closes.
    else if (this.#open.length === 0 && this.#asked === 0 && type !== error)
      this.#fault = 'a reply that nobody asked for';
    if (this.#open.length === 0 && this.#asked > 0) this.#asked--;
    this.#type = type;
    this.#line = '';
    this.#place = 'line';
  }

  #readLine(chunk: Buffer, at: number): number {
    const found = chunk.indexOf(cr, at);
    const end = found < 0 ? chunk.length : found;
    if (this.#type === bulk || this.#type === array) {
      // A length has few digits: what is longer is none, and is not kept.
      this.#line += chunk.toString('latin1', at, Math.min(end, at + 12));
      if (this.#line.length > 12 || end - at > 12) this.#fault = 'a length that is none';
    }
    if (found >= 0) this.#place = 'line feed';
    return found < 0 ? end : end + 1;
  }

  #endLine(): void {
    if (this.#type !== bulk && this.#type !== array) return this.#end();
    if (!lengthPattern.test(this.#line)) {
      this.#fault ??= 'a length that is none';
      return;
    }
    const length = Number(this.#line);
    if (this.#type === bulk && length > bulkBytesMax)
      this.#fault = `a text of more than ${bulkBytesMax / 1_048_576} MiB`;
    else if (this.#type === bulk && length >= 0) {
      this.#left = length;
      this.#place = length === 0 ? 'body end' : 'body';
    } else if (this.#type === array && length > 0) {
      this.#open.push(length);
      if (this.#open.length > depthMax) this.#fault = `a reply that is nested more than ${depthMax} deep`;
      this.#place = 'type';
    } else this.#end();
  }

  /** A reply, or a part of one, is whole; with the last part of an array the array is. */
  #end(): void {
    this.#place = 'type';
    while (this.#open.length > 0) {
      const left = (this.#open.pop() ?? 0) - 1;
      if (left > 0) {
        this.#open.push(left);
        return;
      }
    }
  }

  #expect(byte: number, wanted: number): void {
    if (byte !== wanted) this.#fault ??= 'a line that does not end as it must';
  }
}
