// One finding of the lint of meaning: what makes no sense although it can be judged, and the remedy.

export type LintPath = readonly (string | number)[];

export interface LintFinding {
  /** An error can never work; a warning works differently than it reads. */
  readonly severity: 'error' | 'warning';
  /** Keys and indexes in the profile: `['metrics', 'queue-depth', 'alert']`. */
  readonly path: LintPath;
  /** Where in the text that stands there; null for the whole of it. */
  readonly offset: number | null;
  readonly message: string;
}
