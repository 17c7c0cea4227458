// Why there is no value: a gap is data, with a reason that the wall can name.

/** The reasons for which a reading is missing. The order is the order in the documents. */
export const gapReasons = [
  'timeout', // the other end did not answer in time
  'refused', // nobody listens there
  'reset', // the connection was closed in the middle
  'dns', // the name did not resolve
  'tls', // the secure connection could not be made
  'http_status', // an answer with a status that the profile does not expect
  'exit_code', // a command that ended with a code that the profile does not expect
  'parse', // an answer that cannot be read: HTML for JSON, half a body, invalid UTF-8
  'too_large', // an answer beyond the cap
  'auth', // credentials missing, wrong or expired
  'denied', // credentials fine, right missing
  'throttled', // the service asks us to slow down
  'not_found', // the thing to be read does not exist there: an alarm, a pointer, a group
  'wrong_type', // it exists and is something else
  'wrong_chain', // the RPC serves another chain
  'stale_head', // the RPC's newest block is too old
  'torn', // the reading changed while it was made
  'empty', // an answer without data
  'unsettled', // data whose period has not settled
  'partial_data', // the service says its answer is incomplete
  'nan', // not a number
  'clock_skew', // a sample from the future
  'unavailable', // the service says that it cannot
  'not_trusted', // a command in a profile that nobody has trusted to run any
  'not_configured', // the profile names something this source lacks
  'needs', // something this one needs is down
  'observer_offline', // we are the ones without a network
  'never_polled', // no poll has ended yet
] as const;

export type GapReason = (typeof gapReasons)[number];

/** Why a reading is missing; `message` is one sentence of plain text for people, without secrets. */
export interface Gap {
  readonly reason: GapReason;
  readonly message: string;
}

export function gap(reason: GapReason, message: string): Gap {
  return { reason, message };
}

/** Reasons that speak of the network between here and there, not of the thing itself. */
export function isNetworkReason(reason: GapReason): boolean {
  return (
    reason === 'timeout' || reason === 'refused' || reason === 'reset' || reason === 'dns' || reason === 'tls'
  );
}

/**
 * Reasons by which a look that was made, and read well, says that the value is no longer there: it ends at once, since
 * freshness excuses silence and not news (RULES.md §8.2). All others are silence, or doubt of a value that is there (`nan`).
 */
export function endsValue(reason: GapReason): boolean {
  return (
    reason === 'empty' || reason === 'not_found' || reason === 'wrong_type' || reason === 'not_configured'
  );
}

/** The same trouble as what it is to a thing that was not looked at because of it: no word on whether there is any. */
export function ofNothing(trouble: Gap): Gap {
  return saysNone(trouble.reason) ? { ...trouble, reason: 'needs' } : trouble;
}

/**
 * "There is none", of exactly this name in exactly this place: all that `missing: good` rests on. That a name is not there is
 * no such word: it may be written wrongly, or have another name since.
 */
export function saysNone(reason: GapReason): boolean {
  return reason === 'empty';
}
