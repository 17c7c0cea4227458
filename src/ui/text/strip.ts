// A strip: one row that is the history of a status, its height the way to the limit. It is no chart: it has no scale.

import type { Status } from '../../domain/status.ts';
import type { Bucket } from '../../engine/snapshot.ts';
import { shareGone, type Approach } from '../../domain/approach.ts';
import type { ColourToken } from '../theme.ts';
import { part, type Line } from './line.ts';

const inTarget = ['▁', '▂', '▃', '▄'] as const;
const missed = ['▅', '▆', '▇'] as const;
/** Where there is no distance: as it should be, and the target missed. */
const level = { green: '─', amber: '▲', red: '✖', unknown: '·' } as const;

const tokens: Readonly<Record<Status, ColourToken>> = {
  green: 'dim',
  amber: 'amber',
  red: 'red',
  unknown: 'unknown',
};

/** One cell a bucket, oldest first. */
export function stripText(buckets: readonly Bucket[], approach: Approach | null): string {
  return buckets.map((bucket) => stripCell(bucket, approach)).join('');
}

/** The same, each cell in the colour of what it was. */
export function stripLine(buckets: readonly Bucket[], approach: Approach | null): Line {
  const line: { text: string; status: Status | null }[] = [];
  for (const bucket of buckets) {
    const last = line.at(-1);
    if (last?.status === bucket.status) last.text += stripCell(bucket, approach);
    else line.push({ text: stripCell(bucket, approach), status: bucket.status });
  }
  return line.map(({ text, status }) => part(text, status === null ? {} : { token: tokens[status] }));
}

function stripCell({ status, low, high }: Bucket, approach: Approach | null): string {
  if (status === null) return ' ';
  if (status === 'unknown' || approach === null) return level[status];
  if (status === 'red') return '█';
  const gone = Math.max(
    ...[low, high].flatMap((value) => (value === null ? [] : shareGone(approach, value))),
    0,
  );
  if (status === 'green') return inTarget[step(gone, inTarget.length)] ?? inTarget[0];
  // Amber within its target is pending, or has an alert that says nothing of distance.
  return missed[gone <= 1 ? missed.length - 1 : step(gone - 1, missed.length)] ?? missed[2];
}

/** In which of `count` equal steps of the way from 0 to 1 it is; the last one beyond. */
function step(gone: number, count: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor(gone * count + 1e-9)));
}
