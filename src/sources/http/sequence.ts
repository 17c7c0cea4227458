// The requests of one poll, one after the other; the first that fails ends it. A source with a `url` is a sequence of one.

import type { Given } from '../../domain/answer.ts';
import { createRedactor } from '../../domain/redact.ts';
import type { Clock, Milliseconds } from '../../domain/clock.ts';
import { gap, unquoted, type Gap } from '../../domain/gap.ts';
import { BoundedRegex, readRegex } from '../bounded-regex.ts';
import type { PatternBudget } from '../pattern-budget.ts';
import { judgeStatus } from './answer-gap.ts';
import { fixedRequest, keptFrom, requestOf, type Kept, type RequestPlan } from './carry.ts';
import type { Connection, Request } from './connection.ts';
import { exchange, type HttpAnswer } from './exchange.ts';
import type { Expectation } from './expect.ts';
import { AnswerReader, type Matcher, type UpReading } from './reading.ts';
import type { HttpOptions } from './options.ts';
import type { KeepFrom } from './step-schema.ts';

/** Shorter kept values are a part of too many other words: hiding them would hide those. */
const secretLengthMin = 4;

export interface PlannedStep extends RequestPlan {
  /** As reads call it; null when the profile gives it no name. */
  readonly name: string | null;
  /** Null for the only request of a source. */
  readonly label: string | null;
  readonly expect: Expectation;
  readonly matcher: Matcher | null;
  readonly keep: readonly (readonly [name: string, from: KeepFrom])[];
  /** The request, when it is the same at every poll. */
  readonly fixed: Given<Request> | null;
}

/** What came of one step that was made. */
export interface StepLook {
  /** Null when there was no answer. */
  readonly answer: HttpAnswer | null;
  readonly reader: AnswerReader | null;
  readonly up: UpReading;
  /** Why the step as a whole failed; null also when only a match did. */
  readonly gap: Gap | null;
  readonly retryAfter: Milliseconds | null;
}

export interface SequenceLook {
  /** In the steps' order, as far as they were made; at least one. */
  readonly looks: readonly StepLook[];
  /** Which of them failed, and why; null when all did as they should. */
  readonly failed: { readonly index: number; readonly why: Gap } | null;
  /** Takes what was kept out of a text. */
  readonly redact: (text: string) => string;
}

export interface SequenceInput {
  readonly steps: readonly PlannedStep[];
  readonly connection: Connection;
  readonly options: Pick<HttpOptions, 'bodyMax' | 'unframed'>;
  /** The hosts that the source itself names, where redirects are followed; null where they are not. */
  readonly redirects: ReadonlySet<string> | null;
  readonly timeout: Milliseconds;
  readonly clock: Clock;
  /** By step. */
  readonly needsBody: readonly boolean[];
}

/** @param budget what the patterns of the source share. */
export function plannedSteps(options: HttpOptions, budget: PatternBudget): readonly PlannedStep[] {
  const { steps, url, method, headers, body, expect, match } = options;
  const matcher = match ? matcherOf(match.body, budget) : null;
  if (steps === undefined) {
    const only = { url: url ?? '', method, headers, body: body ?? null, expect, matcher };
    return [{ ...only, name: null, label: null, keep: [], fixed: fixedRequest(only) }];
  }
  return steps.map((step, index) => {
    const plan = { ...step, body: step.body ?? null };
    return {
      ...plan,
      matcher: step.match ? matcherOf(step.match.body, budget) : null,
      keep: Object.entries(step.keep),
      name: step.name ?? null,
      label: `step ${step.name ?? index + 1}`,
      fixed: fixedRequest(plan),
    };
  });
}

/** Never rejects; settles soon after `signal` aborts. */
export async function runSequence(input: SequenceInput, signal: AbortSignal): Promise<SequenceLook> {
  const looks: StepLook[] = [];
  const kept = new Map<string, Kept>();
  const secrets: string[] = [];
  const redact = (): ((text: string) => string) => (secrets.length === 0 ? asItIs : createRedactor(secrets));
  for (const [index, step] of input.steps.entries()) {
    const request = step.fixed ?? requestOf(step, kept);
    const look = request.gap
      ? refused(request.gap)
      : await lookOnce(input, index, step, request.value, signal);
    const why = whyOf(look.up);
    const outcome =
      why === null && look.reader !== null && !request.gap
        ? keepAll(step, look.reader, {
            base: look.answer?.url ?? request.value.url,
            origin: request.value.url.origin,
          })
        : null;
    for (const [name, one] of outcome?.found ?? []) {
      kept.set(name, one);
      if (one.value.length >= secretLengthMin) secrets.push(one.value);
    }
    const problem = why ?? outcome?.problem ?? null;
    looks.push(
      outcome?.problem ? { ...look, up: { value: false, why: outcome.problem }, gap: outcome.problem } : look,
    );
    if (problem) return { looks, failed: { index, why: problem }, redact: redact() };
  }
  return { looks, failed: null, redact: redact() };
}

const asItIs = (text: string): string => text;

function whyOf(up: UpReading): Gap | null {
  return up.gap ? up.gap : up.value ? null : (up.why ?? gap('unavailable', 'it is down'));
}

/** The answer before was of no use for this request: that is the other end's doing. */
function refused(why: Gap): StepLook {
  return { answer: null, reader: null, up: { value: false, why }, gap: why, retryAfter: null };
}

async function lookOnce(
  { connection, options, redirects, timeout, clock, needsBody }: SequenceInput,
  index: number,
  step: PlannedStep,
  request: Request,
  signal: AbortSignal,
): Promise<StepLook> {
  const bodyMax = needsBody[index] === true ? options.bodyMax : null;
  const outcome = await exchange(
    connection,
    { request, redirects, bodyMax, unframed: options.unframed, timeout },
    signal,
  );
  if (outcome.gap) {
    const up: UpReading = outcome.ours ? { gap: outcome.gap } : { value: false, why: outcome.gap };
    return { answer: null, reader: null, up, gap: outcome.gap, retryAfter: null };
  }
  const answer = outcome.value;
  const verdict = judgeStatus({
    answer,
    expected: step.expect,
    headers: request.headers,
    clock,
  });
  const reader = new AnswerReader(answer, verdict, options.bodyMax);
  const up = reader.up(step.matcher);
  return { answer, reader, up, gap: verdict.gap ?? answer.bodyGap, retryAfter: verdict.retryAfter };
}

interface KeepOutcome {
  readonly found: readonly (readonly [string, Kept])[];
  readonly problem: Gap | null;
}

/** All that can be kept, even if one cannot: a secret is hidden also when it is of no use any more. */
function keepAll(step: PlannedStep, reader: AnswerReader, from: Omit<Kept, 'value'>): KeepOutcome {
  const found: [string, Kept][] = [];
  let problem: Gap | null = null;
  for (const [name, where] of step.keep) {
    const one = keptFrom(reader, name, where);
    if (one.gap) problem ??= unquoted(one.gap);
    else found.push([name, { value: one.value, ...from }]);
  }
  return { found, problem };
}

function matcherOf(text: string, budget: PatternBudget): Matcher {
  const pattern = readRegex(text);
  return pattern ? { regex: new BoundedRegex(pattern, budget) } : { text };
}
