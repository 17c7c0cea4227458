// What stands in for a source that could not be opened: each poll says why, and the others go on.

import { gap } from '../domain/gap.ts';
import { failedPoll, type Source } from '../sources/source.ts';

export function brokenSource(error: unknown): Source {
  const message = error instanceof Error ? error.message : String(error);
  return {
    poll: () =>
      Promise.resolve(failedPoll(gap('not_configured', `the source could not be opened: ${message}`))),
    close: () => Promise.resolve(),
  };
}
