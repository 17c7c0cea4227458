// From an answer to one value: a query that gives none, or several, is a gap that says so.

import type { Answer } from '../../domain/answer.ts';
import type { Instant } from '../../domain/clock.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import type { Sample } from '../../domain/sample.ts';
import { numericOf } from '../prometheus/aggregate.ts';
import type { InstantData, RangeData } from './answer-schema.ts';
import { aggregate, correctQuery } from '../remedies.ts';

/** @param at when the answer came: a gap has no time of the server's. */
export function instantSample(data: InstantData, at: Instant): Sample {
  switch (data.resultType) {
    case 'scalar':
      return pointSample(data.result, at);
    case 'string':
      return { at, gap: gap('wrong_type', 'the query gives a text, not a number', correctQuery) };
    case 'matrix':
      return {
        at,
        gap: gap(
          'wrong_type',
          'the query gives a range: put a function such as rate() around it',
          correctQuery,
        ),
      };
    case 'vector': {
      const [first, second] = data.result;
      // Of a name that it does not know, or whose target is gone, the server says the same: it is no word that there is none.
      if (!first) return { at, gap: gap('not_found', 'the query gives nothing') };
      if (second) return { at, gap: severalGap(data.result.length) };
      if (!first.value)
        return {
          at,
          gap: gap(
            'wrong_type',
            'the query gives a native histogram: ask for a quantile of it',
            correctQuery,
          ),
        };
      return pointSample(first.value, at);
    }
  }
}

/** The past as samples with their own instants; a gap when the query does not give one series. */
export function rangeSamples(data: RangeData): Answer<readonly Sample[]> {
  const [first] = data.result;
  if (data.result.length > 1) return { gap: severalGap(data.result.length) };
  return { value: (first?.values ?? []).map((point) => pointSample(point, 0)) };
}

function severalGap(count: number): Gap {
  return gap(
    'wrong_type',
    `the query gives ${count} series where one is wanted: aggregate them, as in sum(…)`,
    aggregate,
  );
}

function pointSample([seconds, text]: readonly [number, string], arrivedAt: Instant): Sample {
  const value = numericOf(text);
  const at = Number.isFinite(seconds) ? Math.round(seconds * 1_000) : arrivedAt;
  return value === null ? { at, gap: gap('nan', 'the query gives NaN') } : { at, value };
}
