// Collects what is wrong with a profile: all of it, each with its place, in the order of the files.

import { pathText, type NodePath, type Place } from './tree.ts';
import { didYouMean } from '../../domain/nearest.ts';

/** One finding, with the place it speaks of. Lines and columns begin at 1. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** It speaks of no place in the file: there is none, or it is meant as a whole. */
  readonly whole?: true;
  /** Where in the document: `metrics.queue-depth.alert`. */
  readonly path: string;
  /** What stood there, what may stand there, and the nearest known word, in one sentence. */
  readonly message: string;
}

/** Most findings that are listed; how many more there are is said. */
const findingsMax = 200;

export class Findings {
  readonly #found = new Map<string, Diagnostic>();
  readonly #errorPaths: NodePath[] = [];
  #dropped = 0;
  /** A part of the document could not be read: what seems to be missing may stand there. */
  isPartial: boolean;

  constructor(isPartial = false) {
    this.isPartial = isPartial;
  }

  error(place: Place, path: NodePath, message: string): void {
    this.#add('error', place, path, message);
  }

  warning(place: Place, path: NodePath, message: string): void {
    this.#add('warning', place, path, message);
  }

  /** Where in the document there are errors. */
  get errorPaths(): readonly NodePath[] {
    return this.#errorPaths;
  }

  /** Something is not there; nothing is said while it may be in a part that could not be read. */
  absent(place: Place, path: NodePath, message: string, severity: Diagnostic['severity'] = 'error'): void {
    if (!this.isPartial) this[severity](place, path, message);
  }

  get hasErrors(): boolean {
    return [...this.#found.values()].some((finding) => finding.severity === 'error');
  }

  /** Takes up what has been collected elsewhere. */
  take(others: Findings): void {
    for (const [key, finding] of others.#found) this.#keep(key, finding);
    this.#errorPaths.push(...others.#errorPaths);
    this.#dropped += others.#dropped;
  }

  /** All findings: by file in the order given, then by line and column. */
  sorted(files: readonly string[]): Diagnostic[] {
    const order = new Map(files.map((file, index) => [file, index]));
    const rank = (finding: Diagnostic): number => order.get(finding.file) ?? files.length;
    const all = [...this.#found.values()].sort(
      (a, b) =>
        rank(a) - rank(b) ||
        a.line - b.line ||
        a.column - b.column ||
        (a.message < b.message ? -1 : a.message > b.message ? 1 : 0),
    );
    const last = all.at(-1);
    if (this.#dropped > 0 && last)
      all.push({ ...last, severity: 'error', path: '', message: `and ${this.#dropped} more findings` });
    return all;
  }

  #add(severity: Diagnostic['severity'], place: Place, path: NodePath, message: string): void {
    if (severity === 'error') this.#errorPaths.push(path);
    const { file, line, column } = place;
    const key = `${file}:${line}:${column}:${message}`;
    this.#keep(key, { severity, file, line, column, path: pathText(path), message });
  }

  #keep(key: string, finding: Diagnostic): void {
    if (this.#found.has(key)) return;
    // An error must not be lost behind warnings: only the list is bounded, never the verdict.
    if (this.#found.size >= findingsMax && (finding.severity === 'warning' || this.hasErrors)) {
      this.#dropped++;
      return;
    }
    this.#found.set(key, finding);
  }
}

/** Most known words that a finding lists. */
const listedMax = 12;

/** ` (did you mean "api"?)`, or the list of what there is. */
export function knownWords(word: string, known: readonly string[]): string {
  const near = didYouMean(word, known);
  if (near !== '' || known.length === 0) return near;
  const more = known.length > listedMax ? ` and ${known.length - listedMax} more` : '';
  return `; there are ${known.slice(0, listedMax).join(', ')}${more}`;
}
