// Why there is no value: a gap is data, with a reason that the wall can name.

/** The reasons for which a reading is missing. The order is the order in the documents. */
export const gapReasons = [
  'timeout', // the other end did not answer in time
  'refused', // nobody listens there
  'unreachable', // no way leads there from here
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

/**
 * Of whose way a failed look speaks (docs/judgement.md §8.1). Ours: no route, or our resolver is silent. Theirs: something came back
 * within this very look, so that our way works. Unsaid: it says nothing of either.
 */
export const ways = ['ours', 'theirs', 'unsaid'] as const;
export type Way = (typeof ways)[number];

/** How far a look came: the name has an address, the connection is open, it is secured, there is an answer. */
export const stages = ['name', 'tcp', 'tls', 'answer'] as const;
export type Stage = (typeof stages)[number];

/** What a look says of the way to the other end. */
export interface Passage {
  readonly way: Way;
  /** Null: not even the name, or nothing was asked. */
  readonly reached: Stage | null;
}

/** What somebody can do about it. It is made where the failure is known, and left out where it would be a guess. */
export interface Remedy {
  /** One short imperative sentence, without the command. */
  readonly text: string;
  /** A command to copy, as a shell takes it; null where there is none. */
  readonly run: string | null;
}

export function remedy(text: string, run: string | null = null): Remedy {
  return { text, run };
}

/** Why a reading is missing; `message` is one sentence of plain text for people, without secrets. */
export interface Gap extends Partial<Passage> {
  readonly reason: GapReason;
  readonly message: string;
  /** The same sentence without what it quotes of the answer; left out where it quotes nothing. */
  readonly bare?: string;
  readonly remedy?: Remedy | null;
}

/** As a board shows it: nothing of what is known is left out. */
export type GapState = Required<Omit<Gap, 'bare'>>;

/** Reasons that only a person ends. */
type ForPeople = 'auth' | 'not_trusted' | 'not_configured';

/** The compiler asks for a remedy wherever a gap for people is made; where the reason comes from a table, its row has it or null. */
type RemedyOf<Reason extends GapReason> = [Reason] extends [ForPeople]
  ? [remedy: Remedy]
  : [Reason] extends [Exclude<GapReason, ForPeople>]
    ? [remedy?: Remedy | null]
    : [remedy: Remedy | null];

export function gap<Reason extends GapReason>(
  reason: Reason,
  message: string,
  ...[todo = null]: RemedyOf<Reason>
): Gap {
  return todo === null ? { reason, message } : { reason, message, remedy: todo };
}

/** The same gap in other words. */
export function reworded(problem: Gap, words: (message: string) => string): Gap {
  const { message, bare, ...rest } = problem;
  const told = { ...rest, message: words(message) };
  return bare === undefined ? told : { ...told, bare: words(bare) };
}

/** The same gap with its secrets hidden. A command that held one, or more than a line, is no longer one to copy. */
export function hushed(problem: Gap, hide: (text: string) => string): Gap {
  const told = reworded(problem, hide);
  if (!told.remedy) return told;
  const { text, run } = told.remedy;
  return { ...told, remedy: remedy(hide(text), run !== null && hide(run) === run ? run : null) };
}

/** The same gap without what it quotes of the answer. */
export function unquoted({ bare, ...told }: Gap): Gap {
  return bare === undefined ? told : { ...told, message: bare };
}

/** A gap that was set up by no connector of ours says nothing of the way. */
export function gapState(of: Gap): GapState {
  const { reason, message, way = 'unsaid', reached = null, remedy: todo = null } = of;
  return { reason, message, way, reached, remedy: todo };
}

const networkReasons: ReadonlySet<GapReason> = new Set([
  'timeout',
  'refused',
  'unreachable',
  'reset',
  'dns',
  'tls',
]);

/** Reasons that speak of the network between here and there, not of the thing itself. */
export function isNetworkReason(reason: GapReason): boolean {
  return networkReasons.has(reason);
}

/**
 * Reasons by which a look that was made, and read well, says that the value is no longer there: it ends at once, since
 * freshness excuses silence and not news (docs/judgement.md §8.2). All others are silence, or doubt of a value that is there (`nan`).
 */
export function endsValue(reason: GapReason): boolean {
  return (
    reason === 'empty' || reason === 'not_found' || reason === 'wrong_type' || reason === 'not_configured'
  );
}

/** The same trouble as what it is to a thing that was not looked at because of it: no word on whether there is any. */
export function ofNothing(trouble: Gap): Gap {
  return saysGone(trouble.reason) ? { ...trouble, reason: 'needs' } : trouble;
}

/**
 * "There is none", of exactly this name in exactly this place: all that `missing: good` rests on. That a name is not there is
 * no such word: it may be written wrongly, or have another name since.
 */
export function saysNone(reason: GapReason): boolean {
  return reason === 'empty';
}

/**
 * A page, a database, a service was read well, and it is not there. All that `absent` rests on where it lets pass; of a name that
 * is not found, once there was a value by that name.
 */
export function saysGone(reason: GapReason): boolean {
  return saysNone(reason) || reason === 'not_found';
}
