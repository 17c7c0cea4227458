// Tries inputs on a target, one after the other. An input follows from the target, the seed and the case's number alone.

import { mulberry32, scatter } from '../simulator/random.ts';
import { mutated, type Material } from './mutate.ts';
import type { OpenTarget } from './target.ts';

/** A failing case: all that is needed to repeat it. */
export interface Failure {
  readonly target: string;
  readonly seed: number;
  /** Null for an input that came from a file. */
  readonly number: number | null;
  readonly input: Uint8Array;
  readonly problem: string;
}

/** How much of an input is shown, in bytes. */
const shownMax = 2_000;

/** The first cases are the seeds as they are. */
export function inputOf(material: Material, seed: number, number: number): Uint8Array {
  return material.seeds[number] ?? mutated(mulberry32(Math.floor(scatter(seed, number) * 2 ** 32)), material);
}

/** @returns what the input came to, or what is wrong. */
export async function tried(
  target: OpenTarget,
  input: Uint8Array,
): Promise<{ readonly came: string } | { readonly problem: string }> {
  try {
    return { came: await target.run(input) };
  } catch (error) {
    return { problem: error instanceof Error ? (error.stack ?? error.message) : `thrown: ${String(error)}` };
  }
}

export function failureText({ target, seed, number, input, problem }: Failure): string {
  const bytes = Buffer.from(input);
  const more = bytes.length > shownMax ? ` … of ${bytes.length} bytes` : '';
  const which = number === null ? `an input of ${bytes.length} bytes` : `case ${number} of seed ${seed}`;
  const again =
    number === null ? '' : `\nagain: npm run fuzz -- --target ${target} --seed ${seed} --from ${number}`;
  return `${target}: ${which} fails: ${problem}\nthe input: ${escaped(bytes.subarray(0, shownMax))}${more}${again}`;
}

/** As a text in JavaScript, of which each character is a byte: `Buffer.from('…', 'latin1')`. */
function escaped(bytes: Buffer): string {
  const text = bytes
    .toString('latin1')
    .replaceAll(/[^\x20-\x7E]|[\\']/g, (byte) =>
      byte === '\\' || byte === "'" ? `\\${byte}` : `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`,
    );
  return `Buffer.from('${text}', 'latin1')`;
}
