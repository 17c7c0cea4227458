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

/** Bytes that come in pieces, however small they are: each is copied a few times at most. */
class HeldBytes {
  #room = nothing;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** @returns all that is held with this piece. */
  add(piece: Buffer): Buffer {
    const size = this.#size + piece.length;
    if (size > this.#room.length) {
      const room = Buffer.allocUnsafe(Math.max(2 * this.#room.length, size));
      this.#room.copy(room, 0, 0, this.#size);
      this.#room = room;
    }
    piece.copy(this.#room, this.#size);
    this.#size = size;
    return this.#room.subarray(0, size);
  }

  /** What was given out of it stays as it is. */
  clear(): void {
    this.#room = nothing;
    this.#size = 0;
  }
}

class AnswerWire {
  /** A head is to come, or is coming. */
  #inHead = true;
  /** What has come of it so far. */
  readonly #held = new HeldBytes();
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
      this.#inHead = true;
      this.#chunks = null;
    }
    this.#written = written;
    return this.#inHead ? this.#headOf(chunk) : this.#body(chunk);
  }

  /** What was kept of a head to which no end will come. */
  rest(): Buffer {
    const rest = this.#held.add(nothing);
    this.#held.clear();
    this.#inHead = false;
    return rest;
  }

  #headOf(chunk: Buffer): Buffer | Refusal {
    const before = this.#held.size;
    let bytes = before === 0 ? chunk : this.#held.add(chunk);
    // What ends it may have begun in the piece before.
    let from = Math.max(0, before - 2);
    for (let end = endOfHead(bytes, from); end > 0; end = endOfHead(bytes, from)) {
      from = 0;
      this.#held.clear();
      if (end > headBytesMax) return 'UND_ERR_HEADERS_OVERFLOW';
      const head = toldHead(bytes.subarray(0, end), { bodiless: this.#bodiless() });
      if (typeof head === 'string') return head;
      bytes = bytes.subarray(end);
      this.#interimBytes = head.bytes.length === 0 ? this.#interimBytes + end : 0;
      if (this.#interimBytes > headBytesMax) return 'UND_ERR_HEADERS_OVERFLOW';
      if (head.bytes.length === 0) continue;
      this.#inHead = false;
      this.#chunks = head.chunked ? new ChunkReader() : null;
      if (bytes.length === 0) return head.bytes;
      return Buffer.concat([head.bytes, this.#body(bytes)]);
    }
    const isHead = 'HTTP/'.startsWith(bytes.toString('latin1', 0, 5));
    if (isHead && bytes.length > headBytesMax) return 'UND_ERR_HEADERS_OVERFLOW';
    this.#inHead = isHead;
    if (isHead && this.#held.size === 0) this.#held.add(bytes);
    else if (!isHead) this.#held.clear();
    return isHead ? nothing : bytes;
  }

  #body(bytes: Buffer): Buffer {
    if (this.#chunks === null) return bytes;
    const passed = this.#chunks.take(bytes);
    if (this.#chunks.done) this.#chunks = null;
    return passed;
  }
}
