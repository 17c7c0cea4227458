// The chunks of an HTTP answer's body (RFC 9112 §7.1), before undici's parser has them: it breaks off blanks behind a size, lines that
// end in a bare LF and a Content-Length in the trailer, all of which other clients take.

import { headBytesMax } from './answer-heads.ts';

/** Characters that the line of one chunk's size may have, with its extensions. */
const lineLengthMax = 16_384;

/** Reads one body: what stands about its data becomes the one form that the parser knows, and its trailer is left out. */
export class ChunkReader {
  /** What is to come next: a size, the data, the line end behind them, a line of the trailer; or nothing more of it. */
  #next: 'size' | 'data' | 'end' | 'trailer' | 'none' = 'size';
  /** Bytes of the chunk that are still to come. */
  #left = 0;
  /** What has come of a line. */
  #line = '';
  #trailerBytes = 0;
  #begun = false;

  /** Something of the body has come. */
  get begun(): boolean {
    return this.#begun;
  }

  get done(): boolean {
    return this.#next === 'none';
  }

  /** @returns what the parser is to have of it: untouched where it is in that form already, and from where it is no chunk any more. */
  take(bytes: Buffer): Buffer {
    const pieces: Buffer[] = [];
    let passed = 0;
    this.#begun = true;
    for (let at = 0; at < bytes.length && !this.done;) {
      if (this.#next === 'data') {
        const size = Math.min(this.#left, bytes.length - at);
        at += size;
        this.#left -= size;
        if (this.#left === 0) this.#next = 'end';
        continue;
      }
      const feed = bytes.indexOf(0x0a, at);
      const end = feed < 0 ? bytes.length : feed + 1;
      const part = bytes.toString('latin1', at, end);
      const told = this.#takeLine(part, feed >= 0);
      if (told !== part) {
        pieces.push(bytes.subarray(passed, at), Buffer.from(told, 'latin1'));
        passed = end;
      }
      at = end;
    }
    if (passed === 0) return bytes;
    return Buffer.concat([...pieces, bytes.subarray(passed)]);
  }

  /** @returns what stands for the line, nothing of one that is still coming. */
  #takeLine(part: string, whole: boolean): string {
    this.#line += part;
    const line = this.#line;
    if (!whole && line.length <= lineLengthMax) return '';
    this.#line = '';
    return (line.length <= lineLengthMax ? this.#told(line) : null) ?? this.#broken(line);
  }

  #told(line: string): string | null {
    const isEmpty = line === '\r\n' || line === '\n';
    if (this.#next === 'size') return this.#takeSize(line);
    if (this.#next === 'end') {
      this.#next = 'size';
      return isEmpty ? '\r\n' : null;
    }
    this.#trailerBytes += line.length;
    if (this.#trailerBytes > headBytesMax) return null;
    if (isEmpty) this.#next = 'none';
    return isEmpty ? '\r\n' : '';
  }

  /** Twelve digits are 256 TiB. */
  #takeSize(line: string): string | null {
    const size = /^0*([\da-f]{1,12})(?:[ \t;][^\n]*)?\r?\n$/i.exec(line)?.[1];
    if (size === undefined) return null;
    this.#left = Number.parseInt(size, 16);
    this.#next = this.#left === 0 ? 'trailer' : 'data';
    return `${size}\r\n`;
  }

  /** The parser says what is wrong with it. */
  #broken(line: string): string {
    this.#next = 'none';
    return line;
  }
}
