// What an answer's status means when it is not an expected one.

import { formatDuration } from '../../domain/duration.ts';
import { gap, type Gap } from '../../domain/gap.ts';
import type { Clock, Milliseconds } from '../../domain/clock.ts';
import { shownUrl } from '../fields.ts';
import { isExpected, shownExpectation, type Expectation } from './expect.ts';
import type { Head } from './receiver.ts';
import { retryAfter } from './retry-after.ts';

export interface StatusVerdict {
  /** Null when the status is an expected one. */
  readonly gap: Gap | null;
  /** The status speaks of us (our credentials, our pace), so a probe cannot tell whether the service is up. */
  readonly ours: boolean;
  readonly retryAfter: Milliseconds | null;
}

export interface StatusInput {
  readonly response: Head;
  readonly expected: Expectation;
  readonly credentialsShown: boolean;
  readonly clock: Clock;
}

export function judgeStatus({ response, expected, credentialsShown, clock }: StatusInput): StatusVerdict {
  const { status } = response;
  if (isExpected(status, expected)) return { gap: null, ours: false, retryAfter: null };
  const wait = retryAfter(response.header('retry-after'), response.header('date'), clock);
  if (status === 429 || (status === 503 && wait !== null)) {
    const asked = wait === null ? '' : `: asks to be left alone for ${formatDuration(wait / clock.scale)}`;
    return { gap: gap('throttled', `HTTP ${status}${asked}`), ours: status === 429, retryAfter: wait };
  }
  if (status === 401 || status === 407) {
    const what = credentialsShown ? 'the credentials are wrong or have expired' : 'credentials are needed';
    return { gap: gap('auth', `HTTP ${status}: ${what}`), ours: credentialsShown, retryAfter: null };
  }
  if (status === 403 && credentialsShown)
    return {
      gap: gap('denied', 'HTTP 403: these credentials may not read this'),
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
