// TLS over a connection whose own end is seen, too: so the proper end of what was sent (close_notify, RFC 8446 §6.1) is told from a
// connection that broke off. Node's own TLS sockets end alike in both cases.

import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** What TLS is spoken over in the place of this socket. */
export class TlsWire extends Duplex {
  readonly raw: Socket;
  #isOver = false;
  #closedWell = false;

  constructor(raw: Socket) {
    super();
    this.raw = raw;
    // Told before whoever speaks TLS over it is.
    this.once('end', () => {
      this.#isOver = true;
    });
    raw.on('data', (chunk) => {
      if (!this.push(chunk)) raw.pause();
    });
    raw.on('end', () => this.push(null));
    raw.on('error', (error) => this.destroy(error));
    raw.on('close', () => this.destroy());
  }

  /** The other end has said that nothing more comes. */
  get closedWell(): boolean {
    return this.#closedWell;
  }

  /** TLS has ended: by the other end's word if the connection is still there. */
  tlsEnded(): void {
    this.#closedWell ||= !this.#isOver;
  }

  override _read(): void {
    this.raw.resume();
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.raw.write(chunk, done);
  }

  override _final(done: () => void): void {
    this.raw.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.raw.destroy();
    done(error);
  }
}
