// The `dns` source's client: one question a poll, and what its answer says for each metric.

import { amount } from '../../domain/amount.ts';
import type { Lacking, Reading } from '../../domain/answer.ts';
import { gap, remedy } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import { LookingSource } from '../looks.ts';
import { failedPoll, type PollResult, type Source, type SourceInput } from '../source.ts';
import { withPassage } from '../way.ts';
import { ask, type Records } from './ask.ts';
import { normalTarget, type DnsRecord } from './records.ts';
import type { DnsOptions, DnsRead, RecordType } from './options.ts';

type Input = SourceInput<DnsOptions, DnsRead>;

export function createSource(input: Input): Source {
  return new LookingSource((signal) => look(input, signal));
}

async function look({ clock, options, reads, timeout }: Input, signal: AbortSignal): Promise<PollResult> {
  const asked = clock.monotonic();
  const answer = await ask(options, timeout, signal);
  const latencyMs = Math.max(0, clock.monotonic() - asked);
  if (answer.gap) return failedPoll(answer.gap);
  const found = answer.value;
  const at = clock.now();
  const samples = reads.map(({ metric, read }) => ({
    metric,
    sample: { at, ...readingOf(found, read, options.type) },
  }));
  const note = found.none?.message ?? null;
  return withPassage({ samples, gap: null, latencyMs, note, retryAfter: null }, found.passage);
}

function readingOf({ records, none }: Records, read: DnsRead, type: RecordType): Reading {
  if (read === 'count') return { value: amount(records.length) };
  if (typeof read === 'object' && 'has' in read) {
    const target = normalTarget(type, read.has);
    return target === null
      ? misfit(read.has, type)
      : { value: records.some((record) => says(record, target)) };
  }
  if (typeof read === 'object') return onlyThese(records, read.only, type);
  if (none !== null) return { gap: none };
  if (read === 'answers')
    return {
      value: plainText(
        records
          .map(({ forms }) => forms[0])
          .toSorted()
          .join(', '),
      ),
    };
  const ttls = records.flatMap(({ ttl }) => ttl ?? []);
  if (ttls.length > 0) return { value: amount(Math.min(...ttls)) };
  const message = `how long a ${type} record may be kept is not told: ttl is read of A and AAAA`;
  return { gap: gap('not_configured', message, remedy('Read the ttl of an A or AAAA record.')) };
}

/** Every answer is among these, and there is one. */
function onlyThese(records: readonly DnsRecord[], only: readonly string[], type: RecordType): Reading {
  const targets: string[] = [];
  for (const target of only) {
    const normal = normalTarget(type, target);
    if (normal === null) return misfit(target, type);
    targets.push(normal);
  }
  const isAmong = (record: DnsRecord): boolean => targets.some((target) => says(record, target));
  return { value: records.length > 0 && records.every(isAmong) };
}

function says(record: DnsRecord, target: string): boolean {
  return record.forms.includes(target);
}

function misfit(target: string, type: RecordType): Lacking {
  return {
    gap: gap(
      'not_configured',
      plainText(`no ${type} record can ever be "${target}"`),
      remedy(`Write what an ${type} record can be.`),
    ),
  };
}
