// How the texts of a profile are told: each as it stands in the document, with what the environment gave as it may be read.

import type { Secrecy } from '../read/secrecy.ts';
import { shellText } from '../read/told.ts';
import { nodeAt, type MapNode, type NodePath, type ScalarNode } from '../read/tree.ts';

export class Telling {
  readonly #root: MapNode;
  readonly #secrecy: Secrecy;

  constructor(root: MapNode, secrecy: Secrecy) {
    this.#root = root;
    this.#secrecy = secrecy;
  }

  /** What is printed of the text at this path. @param used what stands there, or what stands in where nothing does. */
  text(path: NodePath, used: string): string {
    return this.#scalar(path)?.shown ?? used;
  }

  /** The same of a list, or of one text that stands in the place of a list. */
  texts(path: NodePath, used: readonly string[]): readonly string[] {
    return used.map((one, index) => this.text(this.#scalar(path) ? path : [...path, index], one));
  }

  /** The text as it is written, the same on every machine. */
  written(path: NodePath, used: string): string {
    return this.#scalar(path)?.written ?? used;
  }

  /** What the text is known by: its secrets alone stand there by their names. */
  known(path: NodePath, used: string): string {
    return this.#scalar(path)?.known ?? used;
  }

  /** A command to be copied. */
  command(path: NodePath, used: string): string {
    const parts = this.#scalar(path)?.parts;
    return parts ? shellText(parts, this.#secrecy) : used;
  }

  isList(path: NodePath): boolean {
    return nodeAt(this.#root, path)?.type === 'list';
  }

  isMap(path: NodePath): boolean {
    return nodeAt(this.#root, path)?.type === 'map';
  }

  #scalar(path: NodePath): ScalarNode | null {
    const node = nodeAt(this.#root, path);
    return node?.type === 'scalar' ? node : null;
  }
}
