// What an answer's status means when it is not an expected one, and why an expected one is of no use.

import { formatDuration } from '../../domain/duration.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import type { Clock, Milliseconds } from '../../domain/clock.ts';
import { shownUrl } from '../fields.ts';
import { partGap } from './answer-age.ts';
import type { HttpAnswer } from './exchange.ts';
import { asksForPart, showsCredentials, type Headers } from './headers.ts';
import { isExpected, shownExpectation, type Expectation } from './expect.ts';
import type { Head } from './receiver.ts';
import { retryAfter } from './retry-after.ts';
import { allowReading, giveCredentials, lookLessOften, renewCredentials } from '../remedies.ts';

export interface StatusVerdict {
  /** Null when the status is an expected one, and the answer a whole one of which it can be told how old it is. */
  readonly gap: Gap | null;
  /** It speaks of us (our credentials, our pace) or of something in between, so a probe cannot tell whether the service is up. */
  readonly ours: boolean;
  readonly retryAfter: Milliseconds | null;
}

export interface StatusInput {
  readonly answer: Pick<HttpAnswer, 'age'> & { readonly response: Head };
  readonly expected: Expectation;
  /** What was sent. */
  readonly headers: Headers;
  readonly clock: Clock;
}

export function judgeStatus({ answer, expected, headers, clock }: StatusInput): StatusVerdict {
  const { response, age } = answer;
  const { status } = response;
  if (isExpected(status, expected)) {
    const isAskedFor = expected.includes(status) || asksForPart(headers);
    const part = isAskedFor ? null : partGap(status, response.header('content-range'));
    const problem = age.gap ?? part;
    return { gap: problem, ours: problem !== null, retryAfter: null };
  }
  const credentialsShown = showsCredentials(headers);
  const wait = retryAfter(response.header('retry-after'), response.header('date'), clock);
  if (status === 429 || (status === 503 && wait !== null)) {
    const asked = wait === null ? '' : `: asks to be left alone for ${formatDuration(wait / clock.scale)}`;
    return {
      gap: gap('throttled', `HTTP ${status}${asked}`, status === 429 ? lookLessOften : null),
      ours: status === 429,
      retryAfter: wait,
    };
  }
  if (status === 401 || status === 407) {
    const what = credentialsShown ? 'the credentials are wrong or have expired' : 'credentials are needed';
    const todo = credentialsShown ? renewCredentials : giveCredentials;
    return { gap: gap('auth', `HTTP ${status}: ${what}`, todo), ours: credentialsShown, retryAfter: null };
  }
  if (status === 403 && credentialsShown)
    return {
      gap: gap('denied', 'HTTP 403: these credentials may not read this', allowReading),
      ours: true,
      retryAfter: null,
    };
  return { gap: gap('http_status', unexpected(response, expected)), ours: false, retryAfter: null };
}

function unexpected(response: Head, expected: Expectation): string {
  const location = response.header('location');
  const to =
    location !== null && response.status >= 300 && response.status < 400 ? ` to ${target(location)}` : '';
  return `HTTP ${response.status}${to} where ${shownExpectation(expected)} is expected`;
}

function target(location: string): string {
  return URL.canParse(location) ? shownUrl(location) : 'another path';
}
