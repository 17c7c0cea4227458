// From the pages of GetMetricData's answer to samples and gaps. Pure.

import type { GetMetricDataOutput, MessageData } from '@aws-sdk/client-cloudwatch';
import { clockTime, type Instant, type Milliseconds } from '../../domain/clock.ts';
import { exactDuration, formatDuration } from '../../domain/duration.ts';
import { gap, remedy, type Gap } from '../../domain/gap.ts';
import type { Sample } from '../../domain/sample.ts';
import { plainText } from '../../domain/text.ts';
import type { Target } from './queries.ts';
import type { Window } from './window.ts';
import { allowReading } from '../remedies.ts';

/** Most messages of one result that are kept. */
const messagesMax = 5;

/** What all pages together say of one query. */
interface Collected {
  /** Values by the start of their period. */
  readonly points: Map<Instant, number>;
  readonly labels: Set<string>;
  readonly messages: MessageData[];
  /** That of the last page: the pages before it are always partial. */
  status: string;
  malformed: boolean;
}

/** An answer while its pages come in. */
export class Collector {
  readonly #byId = new Map<string, Collected>();
  readonly #messages: string[] = [];

  /** Takes a page in; false when it has no results at all, as an answer of `{}` has. */
  add(page: GetMetricDataOutput): boolean {
    for (const message of page.Messages ?? [])
      if (this.#messages.length < messagesMax) this.#messages.push(messageText(message));
    if (!Array.isArray(page.MetricDataResults)) return false;
    for (const result of page.MetricDataResults) {
      const collected = this.#of(result.Id ?? '');
      collected.labels.add(result.Label ?? '');
      collected.status = result.StatusCode ?? '';
      collected.messages.push(...(result.Messages ?? []).slice(0, messagesMax - collected.messages.length));
      const times = result.Timestamps ?? [];
      const values = result.Values ?? [];
      if (times.length !== values.length) collected.malformed = true;
      for (const [index, time] of times.entries()) {
        const start = time instanceof Date ? time.getTime() : Number.NaN;
        const value: unknown = values[index];
        if (Number.isFinite(start) && typeof value === 'number') collected.points.set(start, value);
        else collected.malformed = true;
      }
    }
    return true;
  }

  /** What CloudWatch says of the call as a whole. */
  get messages(): readonly string[] {
    return this.#messages;
  }

  /** Every query has all its data. */
  get complete(): boolean {
    return [...this.#byId.values()].every(({ status }) => status === 'Complete');
  }

  get(id: string): Collected | null {
    return this.#byId.get(id) ?? null;
  }

  #of(id: string): Collected {
    const known = this.#byId.get(id);
    if (known) return known;
    const collected: Collected = {
      points: new Map(),
      labels: new Set(),
      messages: [],
      status: '',
      malformed: false,
    };
    this.#byId.set(id, collected);
    return collected;
  }
}

/** What was asked, and what its answer is as a whole. */
interface Observation {
  readonly window: Window;
  readonly period: Milliseconds;
  readonly settle: Milliseconds;
  /** When the answer was there; gaps are stamped with it. */
  readonly now: Instant;
  /** It was not read to its end: that a result is partial says nothing of the values that were read. */
  readonly isCut: boolean;
  /** What CloudWatch says of the call as a whole: as much of it as possible was carried out. */
  readonly messages: readonly string[];
}

/** The target's samples, oldest first: a value at the END of each settled period, and a gap where there is no telling. */
export function samplesOf(target: Target, collected: Collected | null, observation: Observation): Sample[] {
  const { now, period, settle, window } = observation;
  const failed = collected && (unusable(target, collected) ?? doubt(target, collected, observation));
  if (failed) return [{ at: now, gap: failed }];
  const samples: Sample[] = [];
  let recent = 0;
  let unsettled = 0;
  for (const [start, value] of [...(collected?.points ?? [])].sort(([left], [right]) => left - right)) {
    const at = start + period;
    if (at + settle > now) unsettled++;
    else {
      samples.push(Number.isFinite(value) ? { at, value } : { at, gap: notANumber(target, at) });
      if (start >= window.recentStart) recent++;
    }
  }
  const missing = absence(target, collected, { ...observation, recent, unsettled });
  if (missing) samples.push({ at: now, gap: missing });
  return samples;
}

/** Why the result cannot be used at all, or null. */
function unusable({ subject }: Target, { labels, malformed }: Collected): Gap | null {
  const shown = plainText(subject, 80);
  if (malformed) return gap('parse', `CloudWatch's data of ${shown} cannot be read`);
  if (labels.size > 1)
    return gap(
      'wrong_type',
      `${shown} gives ${labels.size} time series, one is needed: put SUM, AVG or MAX around it`,
      oneSeries,
    );
  return null;
}

const oneSeries = remedy('Put SUM, AVG or MAX around the expression.');

/** What CloudWatch itself says is wrong with the values that it gives, if it gives any; null when it vouches for them. */
function doubt({ subject }: Target, { messages, status }: Collected, observation: Observation): Gap | null {
  const shown = plainText(subject, 80);
  const said = messages.map(messageText).join('; ');
  const because = said === '' ? '' : `: ${said}`;
  if (status === 'Forbidden')
    return gap('denied', `AWS does not let ${shown} be read${because}`, allowReading);
  if (status === 'InternalError') return gap('unavailable', `CloudWatch failed to read ${shown}${because}`);
  if (status !== 'Complete' && !observation.isCut)
    return gap('partial_data', `CloudWatch's answer for ${shown} is incomplete${because}`);
  // Of points that are no numbers and were left out the others say nothing.
  const remarks = messages.filter(({ Code }) => Code !== 'ArithmeticError').map(messageText);
  const all = [...remarks, ...observation.messages];
  return all.length === 0
    ? null
    : gap('partial_data', `CloudWatch remarks on its answer for ${shown}: ${all.join('; ')}`);
}

/** Why there is no recent value; null when there is one. */
function absence(
  { subject }: Target,
  collected: Collected | null,
  { now, period, recent, settle, unsettled, window }: Observation & { recent: number; unsettled: number },
): Gap | null {
  const shown = plainText(subject, 80);
  if (!collected) return gap('partial_data', `CloudWatch's answer has no result for ${shown}`);
  const { messages, status } = collected;
  const said = messages.map(messageText).join('; ');
  const because = said === '' ? '' : `: ${said}`;
  if (recent > 0) return null;
  if (status !== 'Complete')
    return gap(
      'partial_data',
      `CloudWatch's answer for ${shown} is incomplete and has no recent value${because}`,
    );
  if (messages.some(({ Code }) => Code === 'ArithmeticError'))
    return gap('nan', `${shown} has no number as its result${because}`);
  if (unsettled > 0)
    return gap(
      'unsettled',
      `${shown} has only data younger than ${exactDuration(settle)}, which may still change`,
    );
  const span = formatDuration(Math.max(period, window.end - window.recentStart));
  const until = clockTime(Math.min(window.end, now));
  return gap('empty', `no data points of ${shown} in the last ${span} up to ${until} UTC`);
}

function notANumber({ subject }: Target, at: Instant): Gap {
  return gap(
    'nan',
    `CloudWatch's value of ${plainText(subject, 80)} for ${clockTime(at)} UTC is not a number`,
  );
}

function messageText({ Code, Value }: MessageData): string {
  return plainText([Code, Value].filter((part) => part !== undefined && part !== '').join(' '), 120);
}
