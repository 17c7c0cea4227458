// How many alarms are as a profile asks: of all whose names begin so, those in some states, those whose actions are disabled.

import { amount } from '../../domain/amount.ts';
import type { Instant } from '../../domain/clock.ts';
import { gap, remedy, type Gap } from '../../domain/gap.ts';
import type { Sample } from '../../domain/sample.ts';
import { plainText } from '../../domain/text.ts';
import { gapsFor, type MetricRead } from '../source.ts';
import { readAlarms, stateOf, type Alarm } from './alarm-pages.ts';
import type { ReaderParts } from './alarms.ts';
import type { Outcome } from './metric-data.ts';
import type { AlarmsRead } from './options.ts';

export type AlarmCountRead = MetricRead<AlarmsRead>;

export class AlarmCounter {
  readonly #parts: ReaderParts;
  readonly #byPrefix: ReadonlyMap<string | null, readonly AlarmCountRead[]>;

  constructor(reads: readonly AlarmCountRead[], parts: ReaderParts) {
    this.#parts = parts;
    this.#byPrefix = Map.groupBy(reads, ({ read }) => read.alarms.prefix ?? null);
  }

  /** Beginnings of names that one poll asks for. */
  get prefixes(): number {
    return this.#byPrefix.size;
  }

  read(signal: AbortSignal): Promise<Outcome[]> {
    const groups = [...this.#byPrefix];
    return Promise.all(groups.map(([prefix, reads]) => this.#count(prefix, reads, signal)));
  }

  async #count(
    prefix: string | null,
    reads: readonly AlarmCountRead[],
    signal: AbortSignal,
  ): Promise<Outcome> {
    const { clock, place, session } = this.#parts;
    // All of them, in whatever state: that none is in ALARM says nothing where there is none at all.
    const told = await readAlarms(session, { prefix }, signal);
    const at = clock.now();
    const metrics = reads.map(({ metric }) => metric);
    if (told.gap) return { samples: gapsFor(metrics, at, told.gap), failure: told, remarks: [] };
    const { alarms, complete } = told.value;
    const problem = complete ? absence(alarms, prefix, place) : tooMany(alarms.length, prefix);
    if (problem) return { samples: gapsFor(metrics, at, problem), failure: null, remarks: [] };
    const samples = reads.map(({ metric, read }) => ({ metric, sample: counted(read, alarms, at) }));
    return { samples, failure: null, remarks: [] };
  }
}

function absence(alarms: readonly Alarm[], prefix: string | null, place: string): Gap | null {
  if (alarms.length > 0) return null;
  const whose = prefix === null ? '' : ` whose name begins with "${plainText(prefix, 80)}"`;
  return gap('not_found', `there is no alarm${whose} in ${place}`);
}

function tooMany(count: number, prefix: string | null): Gap {
  const narrower = prefix === null ? 'a prefix' : 'a longer prefix';
  return gap(
    'too_large',
    `there are more than ${count} alarms: they are counted with ${narrower} only`,
    remedy(`Give the count of alarms ${narrower}.`),
  );
}

/** The number of those that fit; a gap when one of them cannot be told, for it might be the one that matters. */
function counted({ alarms: wanted }: AlarmsRead, alarms: readonly Alarm[], at: Instant): Sample {
  let count = 0;
  for (const alarm of alarms) {
    const shown = plainText(alarm.AlarmName ?? '', 80);
    if (wanted.actionsEnabled !== undefined) {
      if (alarm.ActionsEnabled === undefined)
        return {
          at,
          gap: gap('parse', `the alarm "${shown}" does not tell whether its actions are enabled`),
        };
      if (alarm.ActionsEnabled !== wanted.actionsEnabled) continue;
    }
    if (wanted.state !== undefined) {
      const told = stateOf(alarm, shown);
      if (told.gap) return { at, gap: told.gap };
      const states: readonly string[] = wanted.state;
      if (!states.includes(told.value)) continue;
    }
    count++;
  }
  return { at, value: amount(count) };
}
