// Which launch a profile's marks belong to, and where its file lies: launches/<profile>/<launch>.sqlite below the state folder.
//
//   --launch NAME       that one
//   launch.version      the launch of this version, also when its T-0 moves
//   launch.at           the launch of that day (UTC)
//   none of them        the profile's newest launch while it is not over, else one named after today
//
// A launch is over a day after its last phase has begun (a day after T-0 where there is none later), and without a T-0 two
// weeks after its last entry: ticks of an old launch must not speak for a new one.

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isoInstant, type Instant, type Milliseconds } from '../domain/clock.ts';
import type { Entry } from '../rules/launch/marks.ts';
import { LaunchFile } from './launch-file.ts';

const day: Milliseconds = 86_400_000;
const forgottenAfter: Milliseconds = 14 * day;
const nameLengthMax = 100;
const ending = '.sqlite';

export interface LaunchRequest {
  readonly stateDir: string;
  readonly profile: string;
  /** `--launch`. */
  readonly given: string | null;
  readonly version: string | null;
  /** The profile's own T-0. */
  readonly plannedT0: Instant | null;
  /** The offset of the last phase from T-0. */
  readonly lastPhase: Milliseconds;
  readonly now: Instant;
}

export interface LaunchPlace {
  readonly name: string;
  readonly path: string;
}

export function launchPlace(request: LaunchRequest): LaunchPlace {
  const { given, version, plannedT0, now } = request;
  const folder = folderOf(request);
  const name = fileWord(
    given ??
      version ??
      (plannedT0 === null ? null : dayOf(plannedT0)) ??
      goingOn(folder, request) ??
      dayOf(now),
  );
  return { name, path: join(folder, `${name}${ending}`) };
}

function folderOf({ stateDir, profile }: LaunchRequest): string {
  return join(stateDir, 'launches', ...profile.split('/').map(fileWord));
}

/** A word that is a file's name on every system, and never leads out of the folder. */
export function fileWord(text: string): string {
  const word = text
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[.-]+/, '')
    .slice(0, nameLengthMax);
  return word === '' ? 'launch' : word;
}

function dayOf(at: Instant): string {
  return isoInstant(at).slice(0, 10);
}

/** The name of the newest launch in the folder, unless it is over. One that cannot be read is not passed over in silence. */
function goingOn(folder: string, { lastPhase, now }: LaunchRequest): string | null {
  const newest = newestFile(folder);
  if (newest === null) return null;
  const name = newest.slice(0, -ending.length);
  try {
    const file = LaunchFile.open(join(folder, newest), { access: 'read', busyMax: 1_000 });
    const entries = file?.poll() ?? [];
    file?.close();
    return isOver(entries, lastPhase, now) ? null : name;
  } catch {
    return name;
  }
}

export function isOver(entries: readonly Entry[], lastPhase: Milliseconds, now: Instant): boolean {
  const last = entries.at(-1);
  if (!last) return true;
  const set = entries.findLast((entry) => entry.kind === 't0');
  return set?.kind === 't0' ? now > set.t0 + Math.max(0, lastPhase) + day : now > last.at + forgottenAfter;
}

function newestFile(folder: string): string | null {
  const changedAt = (file: string): number =>
    Math.max(
      ...[file, `${file}-wal`].map(
        (name) => statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0,
      ),
    );
  const files = filesIn(folder).map((file) => ({ file, at: changedAt(file) }));
  return files.sort((a, b) => b.at - a.at || (a.file < b.file ? 1 : -1))[0]?.file ?? null;
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((file) => file.endsWith(ending));
  } catch {
    return [];
  }
}
