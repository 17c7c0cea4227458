// What lies between the socket and `pg`: it checks that PostgreSQL answers, counts what comes, lets only sound messages
// through, and catches what the library throws at one that comes at the wrong time, which would otherwise end the program.

import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { TLSSocket, type PeerCertificate } from 'node:tls';
import { gap } from '../../domain/gap.ts';
import { Frames } from './frames.ts';
import { notPostgres } from './socket.ts';
import { TroubleError } from './trouble.ts';

/** Most bytes of one answer: a value is a number or a word. */
const answerBytesMax = 1024 * 1024;
/** First messages are an authentication request, an error or a notice; libpq knows them by the same bounds. */
const greetings: ReadonlySet<string> = new Set(['R', 'E', 'N']);
const greetingBytesMax = 30_000;

export class Wire extends Duplex {
  readonly #socket: Socket;
  readonly #place: string;
  readonly #frames = new Frames();
  #greeted = false;
  #allowance = answerBytesMax;

  constructor(socket: Socket, place: string) {
    super({ allowHalfOpen: false });
    this.#socket = socket;
    this.#place = place;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('end', () => this.push(null));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
    socket.resume();
  }

  /** The next answer has its full size again. */
  expectAnswer(): void {
    this.#allowance = answerBytesMax;
  }

  /** Lets what was written reach the other end, then closes. */
  destroySoon(): void {
    // Its own end follows from the socket's.
    this.#socket.destroySoon();
  }

  // What `pg` asks of a net.Socket that it believes it connects itself.
  connect(): this {
    process.nextTick(() => this.emit('connect'));
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  /** For channel binding. */
  getPeerCertificate(): PeerCertificate | null {
    return this.#socket instanceof TLSSocket ? this.#socket.getPeerCertificate() : null;
  }

  override emit(event: string | symbol, ...args: unknown[]): boolean {
    if (event !== 'data') return super.emit(event, ...args);
    try {
      return super.emit(event, ...args);
    } catch {
      this.#fail(`${this.#place} sends what PostgreSQL's protocol does not know`);
      return true;
    }
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }

  #take(chunk: Buffer): void {
    if (this.destroyed) return;
    if (!this.#greeted) {
      this.#greeted = true;
      if (!isGreeting(chunk)) {
        this.#fail(notPostgres(this.#place, chunk.toString('latin1', 0, 16)));
        return;
      }
    }
    this.#allowance -= chunk.length;
    if (this.#allowance < 0) {
      const message = `the answer is larger than ${answerBytesMax / 1_024} KiB; a query gives one number or one word`;
      this.destroy(new TroubleError({ gap: gap('too_large', message), ours: true, fatal: true }));
      return;
    }
    const messages = this.#frames.take(chunk);
    if (messages === null) this.#fail(`${this.#place} sends what PostgreSQL's protocol does not know`);
    else if (messages.length > 0 && !this.push(messages)) this.#socket.pause();
  }

  #fail(message: string): void {
    this.destroy(new TroubleError({ gap: gap('parse', message), ours: false, fatal: true }));
  }
}

function isGreeting(chunk: Buffer): boolean {
  if (!greetings.has(chunk.toString('latin1', 0, 1))) return false;
  if (chunk.length < 5) return true;
  const length = chunk.readUInt32BE(1);
  return length >= 4 && length <= greetingBytesMax;
}
