// What stands in for a source that could not be opened: each poll says why, and the others go on.

import { gap, remedy } from '../domain/gap.ts';
import { messageOf } from '../domain/thrown.ts';
import { failedPoll, type Source } from '../sources/source.ts';

const mendSource = remedy('Correct this source in the profile.');

export function brokenSource(error: unknown): Source {
  return {
    poll: () =>
      Promise.resolve(
        failedPoll(gap('not_configured', `the source could not be opened: ${messageOf(error)}`, mendSource)),
      ),
    close: () => Promise.resolve(),
  };
}
