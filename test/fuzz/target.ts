// What is fuzzed: a reader of bytes from outside, real inputs to begin with, and the law that it must hold for any other.

import type { Material } from './mutate.ts';

export interface Target {
  readonly name: string;
  /** How many inputs `npm test` tries; what one costs differs. */
  readonly cases: number;
  /** Starts what it needs: a server, a folder. */
  open(): Promise<OpenTarget>;
}

export interface OpenTarget extends Material {
  /**
   * Hands the input to the program's own reader. Each run stands for itself.
   * @returns what it came to, in a word or two: `profile`, `findings`, `gap parse`.
   * @throws Error when the law does not hold, or whatever escapes.
   */
  run(input: Uint8Array): Promise<string>;
  close(): Promise<void>;
}

export function bytesOf(text: string): Uint8Array {
  return Buffer.from(text);
}

export function textOf(input: Uint8Array): string {
  return Buffer.from(input).toString();
}
