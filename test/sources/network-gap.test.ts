// The sentence for each network error, wherever in the error it stands.

import { expect, test } from 'vitest';
import { hostAndPort, networkFailure, networkGap } from '../../src/sources/network-gap.ts';

const coded = (code: string, message = 'boom'): Error => Object.assign(new Error(message), { code });

test.each<readonly [unknown, string, string, boolean]>([
  [coded('ECONNREFUSED'), 'refused', 'nobody listens on HOST (connection refused)', false],
  [
    new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]),
    'refused',
    'nobody listens on HOST (connection refused)',
    false,
  ],
  [
    new Error('fetch failed', { cause: new Error('x', { cause: coded('ECONNRESET') }) }),
    'reset',
    'HOST closed the connection before its answer was whole (ECONNRESET)',
    false,
  ],
  [coded('ENOTFOUND'), 'dns', 'the name of HOST does not resolve (ENOTFOUND)', true],
  [coded('EAI_AGAIN'), 'dns', 'our resolver does not answer for HOST (EAI_AGAIN)', true],
  [coded('EAI_SYSTEM'), 'dns', 'the name of HOST could not be resolved (EAI_SYSTEM)', true],
  [coded('ENETUNREACH'), 'unreachable', 'no way leads to HOST from this machine (ENETUNREACH)', true],
  [coded('EHOSTUNREACH'), 'unreachable', 'no way leads to HOST from this machine (EHOSTUNREACH)', true],
  [coded('CERT_HAS_EXPIRED'), 'tls', 'the certificate of HOST has expired (CERT_HAS_EXPIRED)', false],
  [
    coded('UNABLE_TO_GET_ISSUER_CERT_LOCALLY'),
    'tls',
    "this machine does not trust the issuer of HOST's certificate (UNABLE_TO_GET_ISSUER_CERT_LOCALLY)",
    true,
  ],
  [
    coded('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'),
    'tls',
    'no secure connection could be made to HOST (ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION)',
    false,
  ],
  [new DOMException('late', 'TimeoutError'), 'timeout', 'HOST did not answer in time', false],
  [coded('EMFILE'), 'unavailable', 'this machine has no file handle left to reach HOST (EMFILE)', true],
  [new Error('odd\u001b[2J\n'), 'unavailable', 'HOST could not be asked: odd [2J', false],
  [
    new TypeError('bad https://user:secret@host/'),
    'unavailable',
    'HOST could not be asked: TypeError',
    false,
  ],
  ['a string', 'unavailable', 'HOST could not be asked: for a reason it does not give', false],
  [null, 'unavailable', 'HOST could not be asked: for a reason it does not give', false],
])('%s', (error, reason, message, ours) => {
  expect(networkFailure(error, 'HOST')).toMatchObject({ gap: { reason, message }, ours });
});

test('a cause that points to itself ends', () => {
  const error = new Error('round');
  error.cause = error;
  expect(networkFailure(error, 'HOST').gap.reason).toBe('unavailable');
  expect(networkGap(error, 'HOST')).toBeNull();
  expect(networkGap(coded('ECONNREFUSED'), 'HOST')?.reason).toBe('refused');
});

test.each([
  ['https://h/x', 'h:443'],
  ['http://h', 'h:80'],
  ['http://u:p@[::1]:81/', '[::1]:81'],
])('place of %s', (url, place) => {
  expect(hostAndPort(new URL(url))).toBe(place);
});

test.each<readonly [string, string | null]>([
  ['ENOTFOUND', "Correct the host's name in the profile, or add it to the DNS."],
  ['EMFILE', 'Let this user open more files (ulimit -n), and start again.'],
  ['CERT_HAS_EXPIRED', 'Renew the certificate there.'],
  ['UND_ERR_INVALID_ARG', 'Correct the url and the headers of the request.'],
  [
    'SELF_SIGNED_CERT_IN_CHAIN',
    "Name its issuer's certificate as ca, or in NODE_EXTRA_CA_CERTS where there is no ca.",
  ],
  // Nobody here knows what to do about these.
  ...['ECONNREFUSED', 'ETIMEDOUT', 'ENETUNREACH', 'EAI_AGAIN', 'EPROTO'].map((code) => [code, null] as const),
])('what can be done about %s', (code, text) => {
  expect(networkFailure(coded(code), 'HOST').gap.remedy?.text ?? null).toBe(text);
});
