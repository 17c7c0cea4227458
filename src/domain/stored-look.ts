// A look as it outlives the program.

import type { Instant } from './clock.ts';
import type { Sample } from './sample.ts';

export interface StoredLook {
  /** The digest of what was read, and where. */
  readonly reading: string;
  readonly sample: Sample;
  /** When it reached us. */
  readonly saidAt: Instant;
  /** Something that the metric needs was down: to its windows it is no look. */
  readonly blocked: boolean;
}
