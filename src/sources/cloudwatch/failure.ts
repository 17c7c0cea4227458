// Why a call to CloudWatch failed, as a gap that says what to do. No credential and no raw body gets into a sentence.

import type { Lacking } from '../../domain/answer.ts';
import { gap, remedy, type Gap, type Remedy } from '../../domain/gap.ts';
import { shellWord } from '../../domain/shell-word.ts';
import { plainText } from '../../domain/text.ts';
import { correctQuery, lookLessOften } from '../remedies.ts';
import { networkFault } from './network.ts';

/**
 * `credentials`: ask for them anew. `throttled`: slow down. `invalid`: a query is wrong, perhaps only one of the call.
 * `broken`: CloudWatch breaks at what was asked, perhaps at one query of the call. `missing`: what was asked for by name is not there.
 */
type FailureKind = 'credentials' | 'throttled' | 'invalid' | 'broken' | 'missing' | 'other';

export interface Failure extends Lacking {
  readonly kind: FailureKind;
}

export interface CallContext {
  /** As IAM names it: `cloudwatch:GetMetricData`. */
  readonly action: string;
  readonly place: string;
  /** The AWS profile that the credentials come from, if one is named. */
  readonly profile: string | null;
}

/** An answer that is longer than we read. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
}

/** An answer that is no UTF-8 text. */
export class BodyEncodingError extends Error {
  override readonly name = 'BodyEncodingError';
}

/** The names under which AWS reports credentials that it does not take (with and without `Exception`). */
const rejectedNames: ReadonlySet<string> = new Set([
  'AuthFailure',
  'IncompleteSignature',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSignature',
  'MissingAuthenticationToken',
  'SignatureDoesNotMatch',
  'UnrecognizedClient',
]);
const expiredNames: ReadonlySet<string> = new Set(['ExpiredToken', 'TokenRefreshRequired']);
const clockNames: ReadonlySet<string> = new Set([
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
]);
const deniedNames: ReadonlySet<string> = new Set([
  'AccessDenied',
  'NotAuthorized',
  'OptInRequired',
  'UnauthorizedOperation',
]);
const throttledNames: ReadonlySet<string> = new Set([
  'LimitExceeded',
  'RequestLimitExceeded',
  'RequestThrottled',
  'SlowDown',
  'Throttled',
  'Throttling',
  'TooManyRequests',
]);
const invalidNames: ReadonlySet<string> = new Set([
  'InvalidParameterCombination',
  'InvalidParameterValue',
  'MissingParameter',
  'MissingRequiredParameter',
  'Validation',
  'ValidationError',
]);
const missingNames: ReadonlySet<string> = new Set(['DashboardNotFoundError', 'ResourceNotFound']);
const providerNames: ReadonlySet<string> = new Set([
  'CredentialsProviderError',
  'ProviderError',
  'TokenProviderError',
]);

/** What an error of the SDK means. */
export function failureOf(error: unknown, context: CallContext): Failure {
  const { name, message } = namedError(error);
  if (error instanceof BodyTooLargeError || error instanceof BodyEncodingError) {
    const reason = error instanceof BodyTooLargeError ? 'too_large' : 'parse';
    return other(gap(reason, `${context.place}: ${message}`));
  }
  const network = networkFault(error, context.place);
  if (network) return other(network);
  if (providerNames.has(name)) return credentials(providerSentence(message, context), context);
  return serviceFailure(name, message, statusOf(error), context);
}

function serviceFailure(name: string, message: string, status: number | null, context: CallContext): Failure {
  const code = name.replace(/(?:Exception|Fault)$/, '');
  const said = plainText(message, 160);
  const unreadable = isUnreadable(name);
  if (clockNames.has(code) || /Signature (?:expired|not yet current)/i.test(message))
    return other(
      gap('auth', `AWS says that this machine's clock is wrong (${code}): set it right`, setClock),
    );
  if (expiredNames.has(code) || (code === 'Unauthorized' && /expired/i.test(message)))
    return credentials(`AWS credentials${ofProfile(context)} have expired: ${logIn(context)}`, context);
  if (rejectedNames.has(code) || (status === 401 && !unreadable))
    return credentials(
      `AWS does not take these credentials${ofProfile(context)} (${code}): ${logIn(context)}`,
      context,
    );
  if (throttledNames.has(code) || status === 429)
    return {
      kind: 'throttled',
      gap: gap('throttled', `${context.place} asks for fewer calls`, lookLessOften),
    };
  if (deniedNames.has(code) || (status === 403 && !unreadable))
    return other(deniedGap(deniedAction(message, context), said));
  if (invalidNames.has(code))
    return {
      kind: 'invalid',
      gap: gap('not_configured', `CloudWatch refuses the query: ${said}`, correctQuery),
    };
  if (missingNames.has(code))
    return { kind: 'missing', gap: gap('not_found', `${context.place} has no such thing: ${said}`) };
  if (status === null) return other(gap('unavailable', `${context.place} could not be asked: ${said}`));
  if (status < 300)
    return other(gap('parse', `${context.place} answered with something that CloudWatch does not send`));
  const detail = unreadable
    ? 'with something that CloudWatch does not send'
    : `${plainText(name, 80)}: ${said}`;
  const reason = status >= 500 ? 'unavailable' : 'http_status';
  const problem = gap(reason, `${context.place} answered HTTP ${status}, ${detail}`);
  return status === 500 ? { kind: 'broken', gap: problem } : other(problem);
}

/** The SDK's own names for a body that it could not read, rather than an error that the service named. */
function isUnreadable(name: string): boolean {
  return ['SyntaxError', 'TypeError', 'RangeError', 'Error', 'Unknown'].includes(name);
}

function other(gap: Gap): Failure {
  return { kind: 'other', gap };
}

const setClock = remedy("Set this machine's clock right.");

function deniedGap(action: string, said: string): Gap {
  const allow = remedy(`Allow these credentials ${action}.`);
  return gap('denied', `AWS denies ${action} to these credentials: ${said}`, allow);
}

function credentials(message: string, context: CallContext): Failure {
  return { kind: 'credentials', gap: gap('auth', message, signIn(context)) };
}

function signIn({ profile }: CallContext): Remedy {
  const flag = profile === null ? '' : ` --profile ${shellWord(profile)}`;
  return remedy('Sign in to AWS, or renew the credentials as you do.', `aws sso login${flag}`);
}

/** A provider's own message may quote a command line, so it is only looked at, never shown. */
function providerSentence(message: string, context: CallContext): string {
  if (/SSO|aws sso login|token.*expired|session.*expired/i.test(message))
    return `the AWS sign-in${ofProfile(context)} has expired or is missing: ${logIn(context)}`;
  const where =
    context.profile === null
      ? 'environment, ~/.aws, container, instance'
      : 'is it in ~/.aws/config, does its credential_process work?';
  return `no AWS credentials found${ofProfile(context)} (${where}): ${logIn(context)}`;
}

function logIn({ profile }: CallContext): string {
  const flag = profile === null ? '' : ` --profile ${plainText(profile, 60)}`;
  return `run "aws sso login${flag}" or renew them as you do; they are taken up at the next poll`;
}

function ofProfile({ profile }: CallContext): string {
  return profile === null ? '' : ` of the profile ${plainText(profile, 60)}`;
}

/** AWS names the action that it denied; it may be another one than ours (`sts:AssumeRole`). */
function deniedAction(message: string, { action }: CallContext): string {
  return /perform: ([\w-]{1,40}:\w{1,60})/.exec(message)?.[1] ?? action;
}

function namedError(error: unknown): { name: string; message: string } {
  return error instanceof Error
    ? { name: error.name, message: error.message }
    : { name: 'Error', message: String(error) };
}

/** The HTTP status that the SDK notes on its errors. */
export function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return null;
  const { $metadata: metadata } = error;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return null;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : null;
}
