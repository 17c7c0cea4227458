// What an HTTP connection sends us, brought into the form that undici's parser knows before it has it, or refused.

import type { Socket } from 'node:net';
import { ChunkReader } from './answer-chunks.ts';
import { endOfHead, headBytesMax, toldHead, type Refusal } from './answer-heads.ts';

const nothing = Buffer.alloc(0);

/**
 * Looks at each answer that comes over this socket.
 * @param bodiless whether what was asked last is answered without a body.
 * @param ended called when the other end sends nothing more.
 */
export function readAnswers(socket: Socket, bodiless: () => boolean, ended: () => void): void {
  const wire = new AnswerWire(bodiless);
  const push = socket.push.bind(socket);
  socket.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (!(chunk instanceof Buffer)) {
      if (chunk === null) ended();
      const rest = wire.rest();
      if (rest.length > 0) push(rest);
      return push(chunk, encoding);
    }
    const passed = wire.take(chunk, socket.bytesWritten);
    if (typeof passed !== 'string') return passed.length === 0 || push(passed);
    socket.destroy(Object.assign(new Error('the answer is refused'), { code: passed }));
    return false;
  };
}

class AnswerWire {
  /** What has come of a head so far; null behind it. */
  #head: Buffer | null = nothing;
  /** The body, where it comes in chunks. */
  #chunks: ChunkReader | null = null;
  #written = 0;
  #interimBytes = 0;
  readonly #bodiless: () => boolean;

  constructor(bodiless: () => boolean) {
    this.#bodiless = bodiless;
  }

  /**
   * @param written bytes that were sent so far: more than before are a new request, to which a head is the answer.
   * @returns what the parser is to have of it.
   */
  take(chunk: Buffer, written: number): Buffer | Refusal {
    if (written !== this.#written && this.#chunks?.begun !== true) {
      this.#head ??= nothing;
      this.#chunks = null;
    }
    this.#written = written;
    return this.#head === null ? this.#body(chunk) : this.#headOf(this.#head, chunk);
  }

  /** What was kept of a head to which no end will come. */
  rest(): Buffer {
    const rest = this.#head ?? nothing;
    this.#head = null;
    return rest;
  }

  #headOf(begun: Buffer, chunk: Buffer): Buffer | Refusal {
    let bytes = begun.length === 0 ? chunk : Buffer.concat([begun, chunk]);
    for (let end = endOfHead(bytes); end > 0; end = endOfHead(bytes)) {
      if (end > headBytesMax) return 'UND_ERR_HEADERS_OVERFLOW';
      const head = toldHead(bytes.subarray(0, end), { bodiless: this.#bodiless() });
      if (typeof head === 'string') return head;
      bytes = bytes.subarray(end);
      this.#interimBytes = head.bytes.length === 0 ? this.#interimBytes + end : 0;
      if (this.#interimBytes > headBytesMax) return 'UND_ERR_HEADERS_OVERFLOW';
      if (head.bytes.length === 0) continue;
      this.#head = null;
      this.#chunks = head.chunked ? new ChunkReader() : null;
      if (bytes.length === 0) return head.bytes;
      return Buffer.concat([head.bytes, this.#body(bytes)]);
    }
    const isHead = 'HTTP/'.startsWith(bytes.toString('latin1', 0, 5));
    if (isHead && bytes.length > headBytesMax) return 'UND_ERR_HEADERS_OVERFLOW';
    this.#head = isHead ? bytes : null;
    return isHead ? nothing : bytes;
  }

  #body(bytes: Buffer): Buffer {
    if (this.#chunks === null) return bytes;
    const passed = this.#chunks.take(bytes);
    if (this.#chunks.done) this.#chunks = null;
    return passed;
  }
}
