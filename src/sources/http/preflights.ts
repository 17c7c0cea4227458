// The preflights of one poll: each distinct question once, whatever the number of metrics that ask it.

import type { Reading } from '../../domain/answer.ts';
import type { Milliseconds } from '../../domain/clock.ts';
import { gap, remedy } from '../../domain/gap.ts';
import { plainText } from '../../domain/text.ts';
import { noAge, type AnswerAge } from './answer-age.ts';
import type { Connection } from './connection.ts';
import { judgePreflight, preflightRequest } from './cors.ts';
import type { CorsRead } from './cors-schema.ts';
import { exchange } from './exchange.ts';

const readOfUrl = remedy('Read cors of a source with a url.');

export interface PreflightLook {
  readonly metric: string;
  readonly reading: Reading;
  readonly age: AnswerAge;
  /** Why the origin is kept out; null when it is let in. */
  readonly why: string | null;
  readonly latencyMs: number | null;
}

interface PreflightsInput {
  readonly connection: Connection;
  /** Null when the source has steps. */
  readonly url: URL | null;
  readonly timeout: Milliseconds;
  readonly asked: readonly { readonly metric: string; readonly cors: CorsRead }[];
}

type Observation = Omit<PreflightLook, 'metric'>;

export async function lookAtPreflights(
  input: PreflightsInput,
  signal: AbortSignal,
): Promise<readonly PreflightLook[]> {
  const known = new Map<string, Observation>();
  const looks: PreflightLook[] = [];
  for (const { metric, cors } of input.asked) {
    const key = JSON.stringify(cors);
    const look = known.get(key) ?? (await lookOnce(input, cors, signal));
    looks.push({ metric, ...look, latencyMs: known.has(key) ? null : look.latencyMs });
    known.set(key, look);
  }
  return looks;
}

async function lookOnce(
  { connection, url, timeout }: PreflightsInput,
  cors: CorsRead,
  signal: AbortSignal,
): Promise<Observation> {
  const none = { why: null, age: noAge, latencyMs: null };
  if (url === null)
    return {
      ...none,
      reading: { gap: gap('not_configured', 'cors is read of a source with a url, not of steps', readOfUrl) },
    };
  const outcome = await exchange(
    connection,
    { request: preflightRequest(url, cors), redirects: null, bodyMax: null, timeout },
    signal,
  );
  if (outcome.gap) return { ...none, reading: { gap: outcome.gap } };
  const { latencyMs, age, response } = outcome.value;
  const refusal = age.gap ? age : judgePreflight(response, cors);
  if (refusal.gap) return { why: null, age, latencyMs, reading: refusal };
  const isLetIn = refusal.value === null;
  const why = isLetIn ? null : plainText(`${cors.origin} is not let in: ${refusal.value}`);
  return { why, age, latencyMs, reading: { value: isLetIn } };
}
