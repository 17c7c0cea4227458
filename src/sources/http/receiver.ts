// Takes one response off undici's parser: stamps it at the socket, keeps the body up to its cap, drops what is not needed.
// undici's own `request` makes a stream of each body, which costs as much as the rest of a poll.

import type { Dispatcher } from 'undici';
import type { Clock, Instant } from '../../domain/clock.ts';
import type { CappedBody } from '../body.ts';

/** What is let run out of a body that nobody needs, so that its connection can be used again. */
const drainBytesMax = 64 * 1024;

export interface Head {
  readonly status: number;
  /** The field's first value, or null. */
  readonly header: (name: string) => string | null;
  /** All values of the field, in their order; the name in small letters. */
  readonly fields: (name: string) => readonly string[];
}

export interface Response extends Head {
  /** From the request's leaving on the open socket to the end of the headers; connecting is not in it. Real milliseconds. */
  readonly latencyMs: number;
  /** When the end of the headers came. */
  readonly arrivedAt: Instant;
  /** The other end has said over TLS that nothing more comes. */
  readonly closedWell: boolean;
  /** Null when it was not wanted. */
  readonly body: CappedBody | null;
}

/** How many bytes of this response's body are wanted; null for none. */
export type BodyWanted = (head: Head) => number | null;

type Controller = Dispatcher.DispatchController;
type HandlerHeaders = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2];

export class Receiver implements Dispatcher.DispatchHandler {
  /** Settles with the headers when no body is wanted, else with the body's end; rejects when no headers come. */
  readonly response: Promise<Response>;
  readonly #clock: Clock;
  readonly #wanted: BodyWanted;
  readonly #closedWell: () => boolean;
  readonly #settle: PromiseWithResolvers<Response>;
  readonly #chunks: Buffer[] = [];
  #controller: Controller | null = null;
  #sentAt = 0;
  #latencyMs = 0;
  #arrivedAt: Instant = 0;
  #head: Head | null = null;
  #bodyMax: number | null = null;
  #bytes = 0;
  #cut = false;
  #ended = false;

  constructor(clock: Clock, wanted: BodyWanted, closedWell: () => boolean) {
    this.#clock = clock;
    this.#wanted = wanted;
    this.#closedWell = closedWell;
    this.#settle = Promise.withResolvers();
    this.response = this.#settle.promise;
  }

  /** The request has been on a socket: what failed afterwards is the answer, not the way to it. */
  get started(): boolean {
    return this.#controller !== null;
  }

  /** Cuts off what is still coming. */
  letGo(): void {
    if (!this.#ended) this.#controller?.abort(new Error('no longer needed'));
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    this.#sentAt = this.#clock.monotonic();
  }

  onResponseStart(_controller: Controller, status: number, headers: HandlerHeaders): void {
    if (status < 200) return;
    this.#latencyMs = Math.max(0, this.#clock.monotonic() - this.#sentAt);
    this.#arrivedAt = this.#clock.now();
    const fields = (name: string): readonly string[] => {
      const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
      return value === undefined ? [] : Array.isArray(value) ? value : [value];
    };
    const head: Head = { status, fields, header: (name) => fields(name)[0] ?? null };
    this.#head = head;
    this.#bodyMax = this.#wanted(head);
    if (this.#bodyMax === null) this.#answer(head, null);
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    const max = this.#bodyMax ?? drainBytesMax;
    const rest = max - this.#bytes;
    this.#bytes += Math.min(rest, chunk.length);
    if (this.#bodyMax !== null) this.#chunks.push(chunk.length > rest ? chunk.subarray(0, rest) : chunk);
    if (chunk.length <= rest) return;
    this.#cut = true;
    controller.abort(new Error('beyond the cap'));
  }

  onResponseEnd(): void {
    this.#finish(null);
  }

  onResponseError(_controller: Controller | null, error: Error): void {
    if (this.#head) this.#finish(this.#cut ? null : error);
    else {
      this.#ended = true;
      this.#settle.reject(error);
    }
  }

  #finish(error: Error | null): void {
    this.#ended = true;
    if (!this.#head || this.#bodyMax === null) return;
    const bytes = this.#chunks.length === 1 ? this.#chunks[0] : undefined;
    this.#answer(this.#head, { bytes: bytes ?? Buffer.concat(this.#chunks), cut: this.#cut, error });
  }

  #answer(head: Head, body: CappedBody | null): void {
    const told = { latencyMs: this.#latencyMs, arrivedAt: this.#arrivedAt, closedWell: this.#closedWell() };
    this.#settle.resolve({ ...head, ...told, body });
  }
}
