// What is kept of a stream that may never end: its beginning, or its end. The rest is counted and dropped.

/** Kept of stdout from its beginning, of stderr from its end, in bytes. */
export const stdoutBytesMax = 1024 * 1024;
export const stderrBytesMax = 64 * 1024;
/** A command that prints more than this on both together is ended: nobody means to. */
export const drainedBytesMax = 64 * 1024 * 1024;

export interface Captured {
  readonly bytes: Uint8Array;
  /** How many there were. */
  readonly total: number;
  readonly cut: boolean;
}

const firstBytes = 4096;

/** The beginning. What is kept is copied, so that no chunk is held for the sake of a part of it. */
export class Beginning {
  readonly #max: number;
  #bytes = Buffer.alloc(firstBytes);
  #length = 0;
  #total = 0;

  constructor(max: number) {
    this.#max = max;
  }

  take(chunk: Uint8Array): void {
    this.#total += chunk.length;
    const kept = chunk.subarray(0, this.#max - this.#length);
    if (this.#length + kept.length > this.#bytes.length) {
      const grown = Buffer.alloc(
        Math.min(this.#max, Math.max(this.#bytes.length * 2, this.#length + kept.length)),
      );
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    this.#bytes.set(kept, this.#length);
    this.#length += kept.length;
  }

  get captured(): Captured {
    return {
      bytes: this.#bytes.subarray(0, this.#length),
      total: this.#total,
      cut: this.#total > this.#length,
    };
  }
}

/** The end: twice as much room as is kept, so that it is moved to the front only now and then. */
export class Ending {
  readonly #max: number;
  readonly #bytes: Buffer;
  #length = 0;
  #total = 0;

  constructor(max: number) {
    this.#max = max;
    this.#bytes = Buffer.alloc(max * 2);
  }

  take(chunk: Uint8Array): void {
    this.#total += chunk.length;
    const kept = chunk.subarray(Math.max(0, chunk.length - this.#max));
    if (this.#length + kept.length > this.#bytes.length) {
      const over = Math.max(0, this.#length + kept.length - this.#max);
      this.#bytes.copyWithin(0, over, this.#length);
      this.#length -= over;
    }
    this.#bytes.set(kept, this.#length);
    this.#length += kept.length;
  }

  get captured(): Captured {
    const start = Math.max(0, this.#length - this.#max);
    return {
      bytes: this.#bytes.subarray(start, this.#length),
      total: this.#total,
      cut: this.#total > this.#length - start,
    };
  }
}
