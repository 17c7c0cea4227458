// The `dns` source's client: one question a poll, and what its answer says for each metric.

import { amount } from '../../domain/amount.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import type { Sample } from '../../domain/sample.ts';
import { plainText } from '../../domain/text.ts';
import type { Value } from '../../domain/value.ts';
import { LookingSource } from '../looks.ts';
import { failedPoll, type PollResult, type Source, type SourceInput } from '../source.ts';
import { withPassage } from '../way.ts';
import { ask, type Asked } from './ask.ts';
import { normalTarget, type DnsRecord } from './records.ts';
import type { DnsOptions, DnsRead, RecordType } from './schema.ts';

type Input = SourceInput<DnsOptions, DnsRead>;
type Answer = Extract<Asked, { ok: true }>;

export function createSource(input: Input): Source {
  return new LookingSource((signal) => look(input, signal));
}

async function look({ clock, options, reads, timeout }: Input, signal: AbortSignal): Promise<PollResult> {
  const asked = clock.monotonic();
  const answer = await ask(options, timeout, signal);
  const latencyMs = Math.max(0, clock.monotonic() - asked);
  if (!answer.ok) return failedPoll(answer.gap);
  const at = clock.now();
  const samples = reads.map(({ metric, read }) => ({
    metric,
    sample: sampleOf(answer, read, options, at),
  }));
  const note = answer.none?.message ?? null;
  return withPassage({ samples, gap: null, latencyMs, note, retryAfter: null }, answer.passage);
}

function sampleOf(answer: Answer, read: DnsRead, { type }: DnsOptions, at: number): Sample {
  const value = readingOf(answer, read, type);
  return isGap(value) ? { at, gap: value } : { at, value };
}

function isGap(value: Value | Gap): value is Gap {
  return typeof value === 'object' && 'reason' in value;
}

function readingOf({ records, none }: Answer, read: DnsRead, type: RecordType): Value | Gap {
  if (read === 'count') return amount(records.length);
  if (typeof read === 'object' && 'has' in read) {
    const target = normalTarget(type, read.has);
    return target === null ? misfit(read.has, type) : records.some((record) => says(record, target));
  }
  if (typeof read === 'object') return onlyThese(records, read.only, type);
  if (none !== null) return none;
  if (read === 'answers')
    return plainText(
      records
        .map(({ forms }) => forms[0])
        .toSorted()
        .join(', '),
    );
  const ttls = records.flatMap(({ ttl }) => ttl ?? []);
  return ttls.length === 0
    ? gap('not_configured', `how long a ${type} record may be kept is not told: ttl is read of A and AAAA`)
    : amount(Math.min(...ttls));
}

/** Every answer is among these, and there is one. */
function onlyThese(records: readonly DnsRecord[], only: readonly string[], type: RecordType): Value | Gap {
  const targets: string[] = [];
  for (const target of only) {
    const normal = normalTarget(type, target);
    if (normal === null) return misfit(target, type);
    targets.push(normal);
  }
  return records.length > 0 && records.every((record) => targets.some((target) => says(record, target)));
}

function says(record: DnsRecord, target: string): boolean {
  return record.forms.includes(target);
}

function misfit(target: string, type: RecordType): Gap {
  return gap('not_configured', plainText(`no ${type} record can ever be "${target}"`));
}
