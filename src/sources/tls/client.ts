// The `tls` source's client: one handshake a poll, and what it says for each metric.

import { X509Certificate } from 'node:crypto';
import { getCACertificates } from 'node:tls';
import { amount } from '../../domain/amount.ts';
import { isoInstant, type Instant } from '../../domain/clock.ts';
import type { Value } from '../../domain/value.ts';
import { readAuthorities } from '../authorities.ts';
import { LookingSource } from '../looks.ts';
import { networkGap } from '../network-gap.ts';
import { failedPoll, type PollResult, type Source, type SourceInput } from '../source.ts';
import { shakeHands, type Handshake } from './handshake.ts';
import { authoritiesOf, type Authorities } from './path.ts';
import { placeOf, type TlsOptions, type TlsRead } from './options.ts';

type Input = SourceInput<TlsOptions, TlsRead>;

export function createSource(input: Input): Source {
  let machines: Authorities | null = null;
  // There are about 150 of them, which change with the program's start.
  const own = (): Authorities => (machines ??= authoritiesIn(getCACertificates('default')));
  return new LookingSource((signal) => look(input, own, signal));
}

function authoritiesIn(texts: readonly string[]): Authorities {
  return authoritiesOf(texts.map((pem) => new X509Certificate(pem)));
}

async function look(input: Input, own: () => Authorities, signal: AbortSignal): Promise<PollResult> {
  const { clock, options, timeout } = input;
  const authorities = options.ca === undefined ? null : await readAuthorities(options.ca);
  if (authorities?.gap) return failedPoll(authorities.gap);
  const url = new URL(options.url);
  const place = placeOf(options.url) ?? url.host;
  const asked = clock.monotonic();
  const servername = options.servername ?? null;
  const trusted = authorities === null ? own() : authoritiesIn(authorities.value);
  const outcome = await shakeHands(
    { url, place, servername, authorities: authorities?.value ?? null, trusted, timeout },
    signal,
  );
  const latencyMs = Math.max(0, clock.monotonic() - asked);
  return outcome.gap ? failedPoll(outcome.gap) : readings(input, outcome.value, place, latencyMs);
}

function readings(
  { clock, reads }: Input,
  handshake: Handshake,
  place: string,
  latencyMs: number,
): PollResult {
  const at = clock.now();
  const samples = reads.map(({ metric, read }) => ({
    metric,
    sample: { at, value: valueOf(handshake, read, at) },
  }));
  return { samples, gap: null, latencyMs, note: noteOf(handshake, place), retryAfter: null };
}

function valueOf({ problem, protocol, chain }: Handshake, read: TlsRead, at: Instant): Value {
  const { leaf, first } = chain;
  if (typeof read === 'object') return amount((read.left === 'leaf' ? leaf : first).validTo - at);
  switch (read) {
    case 'valid':
      return problem === null;
    case 'reason':
      return problem ?? 'ok';
    case 'protocol':
      return protocol;
    case 'issuer':
      return leaf.issuer;
    case 'key':
      return leaf.key;
  }
}

/** Why the chain is not valid; else until when it is. Where it is not the leaf that ends first, what does. */
function noteOf({ problem, protocol, chain }: Handshake, place: string): string {
  const { leaf, first } = chain;
  const until = isoInstant(first.validTo).slice(0, 10);
  if (problem === 'CERT_HAS_EXPIRED' && first !== leaf)
    return `the certificate "${first.name}" in the chain of ${place} has expired on ${until} (${problem})`;
  if (problem !== null)
    return (
      networkGap({ code: problem }, place)?.message ?? `the certificate of ${place} is not valid (${problem})`
    );
  const named =
    first === leaf
      ? ''
      : `, when "${first.name}" of its chain ends; its own end is ${isoInstant(leaf.validTo).slice(0, 10)}`;
  return `${protocol}, ${leaf.key}, issued by ${leaf.issuer}, until ${until}${named}`;
}
