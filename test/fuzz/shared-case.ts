// The case that a thread is trying, in memory that another one can read even while the first one hangs.

import { inputBytesMax } from './mutate.ts';

export interface WorkerOrder {
  readonly target: string;
  readonly seed: number;
  /** The number of the first case. */
  readonly from: number;
  /** For how long it goes on, in milliseconds. */
  readonly ms: number;
  /** The only input to be tried; null where they are made. */
  readonly input: Uint8Array | null;
  readonly shared: SharedArrayBuffer;
}

export type WorkerMessage =
  | { readonly type: 'failed'; readonly number: number; readonly input: Uint8Array; readonly problem: string }
  | { readonly type: 'done'; readonly tries: number };

/** Whether a case is under way, its number, the length of its input. */
const headBytes = 12;

export function sharedCase(inputBytes = 0): SharedArrayBuffer {
  return new SharedArrayBuffer(headBytes + Math.max(inputBytes, inputBytesMax));
}

export function beginCase(shared: SharedArrayBuffer, number: number, input: Uint8Array): void {
  new Uint8Array(shared, headBytes).set(input);
  const head = headOf(shared);
  head[2] = input.length;
  head[1] = number;
  Atomics.store(head, 0, 1);
}

export function endCase(shared: SharedArrayBuffer): void {
  Atomics.store(headOf(shared), 0, 0);
}

/** Null between two cases. */
export function caseIn(
  shared: SharedArrayBuffer,
): { readonly number: number; readonly input: Uint8Array } | null {
  const head = headOf(shared);
  if (Atomics.load(head, 0) === 0) return null;
  return { number: head[1] ?? 0, input: Uint8Array.from(new Uint8Array(shared, headBytes, head[2])) };
}

function headOf(shared: SharedArrayBuffer): Int32Array {
  return new Int32Array(shared, 0, headBytes / 4);
}
