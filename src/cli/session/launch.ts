// The launch that a session takes part in: which one it is, its file, and what is said when the file cannot be had.

import type { Clock, Instant, Milliseconds } from '../../domain/clock.ts';
import { LaunchwallError } from '../../domain/errors.ts';
import { memoryLog, type MarkLog } from '../../engine/mark-book.ts';
import type { Keeper } from '../../engine/memory.ts';
import type { LaunchFile } from '../../record/launch-file.ts';
import type { LaunchPlace } from '../../record/launches.ts';
import type { Entry } from '../../rules/launch/marks.ts';
import type { Plan } from '../../rules/plan.ts';
import type { SavedRule } from '../../rules/evaluate/saved.ts';
import type { Context } from '../context.ts';

export interface LaunchChoice {
  /** `read` looks at what others say, and keeps nothing itself. */
  readonly access: 'read' | 'write';
  /** `--launch`; null: the profile's present one. */
  readonly name: string | null;
  /** How long a mark waits for another program that is writing: the wall stands still meanwhile. */
  readonly busyMax: Milliseconds;
}

export interface JoinedLaunch {
  readonly name: string;
  readonly path: string;
  readonly log: MarkLog;
  /** What of the judgement is kept there; nothing where nothing is written. */
  readonly keepers: readonly Keeper[];
  /** Why the launch's file cannot be used. */
  readonly problem: string | null;
  close(): void;
}

interface JoinRequest {
  readonly choice: LaunchChoice;
  readonly plan: Plan;
  /** `--t0`. */
  readonly t0: Instant | null;
  readonly clock: Clock;
}

/** Never throws for what is wrong with the file: the wall goes on without it. */
export async function joinLaunch(request: JoinRequest, context: Context): Promise<JoinedLaunch> {
  const { choice, plan, t0, clock } = request;
  const now = clock.now();
  const { launchPlace } = await import('../../record/launches.ts');
  const { LaunchFile } = await import('../../record/launch-file.ts');
  const { readSavedRules } = await import('../../record/saved-rules-schema.ts');
  const { RuleKeeper } = await import('../../engine/rule-keeper.ts');
  const { LookKeeper } = await import('../../engine/look-keeper.ts');
  const { SourceKeeper } = await import('../../engine/source-keeper.ts');
  const place = launchPlace({ ...placeOf(plan, context), given: choice.name, now });
  const open = (): LaunchFile | null => LaunchFile.open(place.path, choice);
  const set: Entry | null =
    t0 === null ? null : { kind: 't0', at: now, by: '', note: '--t0', subject: '', t0, origin: 'option' };
  try {
    const file = open();
    if (choice.access === 'read' || file === null) return reading(place, file, open, set);
    if (set !== null && isNews(set, file.poll())) file.append([set]);
    file.rewind();
    return {
      ...place,
      log: file,
      keepers: [
        new RuleKeeper(clock, ruleStore(file, readSavedRules)),
        new LookKeeper(clock, file.looks),
        new SourceKeeper(clock, file.memories),
      ],
      problem: null,
      close: () => file.close(),
    };
  } catch (error) {
    if (!(error instanceof LaunchwallError)) throw error;
    const told = set === null ? [] : [set];
    return {
      ...place,
      log: refusing(told, error),
      keepers: [new SourceKeeper(clock, null)],
      problem: error.shortMessage,
      close: () => undefined,
    };
  }
}

/**
 * The name of the launch that a changed profile stands for; null while it is the running one. What was ticked and signed in one
 * launch says nothing of another, so a running watch stays where it is.
 */
export async function otherLaunch(
  running: string,
  request: {
    readonly before: Plan;
    readonly after: Plan;
    readonly given: string | null;
    readonly now: Instant;
  },
  context: Context,
): Promise<string | null> {
  const { before, after, given, now } = request;
  // Otherwise the name may only change with the time, which the profile has no part in.
  if (before.launch.version === after.launch.version && before.launch.t0 === after.launch.t0) return null;
  const { launchPlace } = await import('../../record/launches.ts');
  const { name } = launchPlace({ ...placeOf(after, context), given, now });
  return name === running ? null : name;
}

function placeOf(plan: Plan, { stateDir }: Context) {
  return {
    stateDir,
    profile: plan.name,
    version: plan.launch.version,
    plannedT0: plan.launch.t0,
    lastPhase: Math.max(0, ...plan.phases.map(({ offset }) => offset ?? 0)),
  };
}

/** The same command once more says nothing new: a T-0 that was set by hand meanwhile stays. */
function isNews(set: Entry, entries: readonly Entry[]): boolean {
  const last = entries.findLast((entry) => entry.kind === 't0' && entry.origin === 'option');
  return last?.kind !== 't0' || set.kind !== 't0' || last.t0 !== set.t0;
}

/** What others say, and a `--t0` that counts for this program alone. The file may come to be while it is being waited for. */
function reading(
  place: LaunchPlace,
  first: LaunchFile | null,
  open: () => LaunchFile | null,
  set: Entry | null,
): JoinedLaunch {
  let file = first;
  const own = memoryLog(set === null ? [] : [set]);
  const log: MarkLog = {
    poll: () => {
      file ??= open();
      return [...(file?.poll() ?? []), ...own.poll()];
    },
    append: (entries) => own.append(entries),
  };
  return { ...place, log, keepers: [], problem: null, close: () => file?.close() };
}

function refusing(told: readonly Entry[], error: LaunchwallError): MarkLog {
  const own = memoryLog(told);
  return {
    problem: error.shortMessage,
    poll: () => own.poll(),
    append: () => {
      throw error;
    },
  };
}

function ruleStore(file: LaunchFile, read: (text: string) => readonly SavedRule[] | null) {
  return {
    load: () => {
      const kept = file.checkpoint();
      const rules = kept && read(kept.body);
      return kept && rules ? { at: kept.at, rules } : null;
    },
    save: (at: Instant, rules: readonly SavedRule[]) =>
      file.keepCheckpoint({ at, body: JSON.stringify(rules) }),
  };
}
