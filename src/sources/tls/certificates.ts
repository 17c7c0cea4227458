// Certificates as they are read: when they end, who issued them, what their key is.

import { X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate, PeerCertificate } from 'node:tls';
import type { Instant } from '../../domain/clock.ts';
import { plainText } from '../../domain/text.ts';

/** Longest chain that is walked; real ones have two to four. */
const chainMax = 16;

export interface Certificate {
  readonly validTo: Instant;
  /** The organisation that issued it, or its common name where there is none. */
  readonly issuer: string;
  /** `EC P-256`, `RSA 2048`, `Ed25519`. */
  readonly key: string;
}

/** The leaf first; null when there is none, or its end cannot be read. */
export function chainOf(
  leaf: PeerCertificate | DetailedPeerCertificate,
): readonly [Certificate, ...Certificate[]] | null {
  const seen = new Set<string>();
  const chain: Certificate[] = [];
  let next: PeerCertificate | DetailedPeerCertificate | undefined = leaf;
  while (next?.raw !== undefined && !seen.has(next.fingerprint256) && chain.length < chainMax) {
    seen.add(next.fingerprint256);
    const certificate = certificateOf(next.raw);
    if (certificate === null) return null;
    chain.push(certificate);
    next = 'issuerCertificate' in next ? next.issuerCertificate : undefined;
  }
  const [first, ...rest] = chain;
  return first === undefined ? null : [first, ...rest];
}

function certificateOf(raw: Buffer): Certificate | null {
  try {
    const certificate = new X509Certificate(raw);
    const validTo = Date.parse(certificate.validTo);
    if (Number.isNaN(validTo)) return null;
    return { validTo, issuer: issuerOf(certificate.issuer), key: keyOf(certificate) };
  } catch {
    return null;
  }
}

/** Of `C=US`, `O=Let's Encrypt`, `CN=R11`, a line each: the organisation. Its intermediates change, it does not. */
function issuerOf(lines: string): string {
  const parts = new Map(
    lines.split('\n').map((line): [string, string] => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
  return plainText(parts.get('O') ?? parts.get('CN') ?? lines);
}

const curves: Readonly<Record<string, string>> = {
  prime256v1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
};

function keyOf({ publicKey }: X509Certificate): string {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = publicKey;
  if (type === 'ec') return `EC ${curves[details?.namedCurve ?? ''] ?? details?.namedCurve ?? 'unknown'}`;
  if (type === 'rsa' || type === 'rsa-pss') return `RSA ${details?.modulusLength ?? 'unknown'}`;
  if (type === 'ed25519') return 'Ed25519';
  if (type === 'ed448') return 'Ed448';
  return plainText(type ?? 'unknown');
}
