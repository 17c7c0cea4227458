// What the judgement itself has to say of the launch, beside the people: to be kept with what they say, so that a restart
// finds it again. Said at each instant until it stands in the marks.

import type { PlanJudges } from '../evaluate/set-up.ts';
import type { Drawing } from './judgement.ts';
import { latchesDue } from './latch.ts';
import type { Entry } from '../launch/marks.ts';

/** Items that have passed in their phase, and acknowledgements that have ended by themselves. */
export function saidOf(judge: PlanJudges, drawing: Drawing): readonly Entry[] {
  const ended = drawing.controls.ended.map(({ metric, at }): Entry => ({
    kind: 'unack',
    at: drawing.now,
    by: '',
    note: 'ended by itself',
    subject: metric,
    of: at,
  }));
  return [...latchesDue(judge, drawing), ...ended];
}
