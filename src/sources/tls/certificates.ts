// Certificates as they are read: who they are of, when they end, who issued them, what their key is.

import type { X509Certificate } from 'node:crypto';
import type { Instant } from '../../domain/clock.ts';
import { plainText } from '../../domain/text.ts';
import { endOf, firstToEnd, sentWith, type Authorities } from './path.ts';

export interface Certificate {
  /** Its common name, or its organisation where there is none. */
  readonly name: string;
  readonly validTo: Instant;
  /** The organisation that issued it, or its common name where there is none. */
  readonly issuer: string;
  /** `EC P-256`, `RSA 2048`, `Ed25519`. */
  readonly key: string;
}

export interface Chain {
  /** The certificate of the name. */
  readonly leaf: Certificate;
  /** Of the chain by which it is trusted, as far as that is known, the first to end; it may be the leaf. */
  readonly first: Certificate;
}

/** Null when there is none, or an end cannot be read. */
export function chainOf(shown: X509Certificate | undefined, trusted: Authorities): Chain | null {
  if (shown === undefined) return null;
  try {
    const [, ...others] = sentWith(shown);
    const leaf = certificateOf(shown);
    const first = firstToEnd([shown, ...others], trusted);
    const chain = { leaf, first: first === shown ? leaf : certificateOf(first) };
    return [chain.leaf, chain.first].some(({ validTo }) => Number.isNaN(validTo)) ? null : chain;
  } catch {
    return null;
  }
}

function certificateOf(certificate: X509Certificate): Certificate {
  return {
    name: nameIn(certificate.subject, ['CN', 'O']),
    validTo: endOf(certificate),
    // An authority's intermediates change, its organisation does not.
    issuer: nameIn(certificate.issuer, ['O', 'CN']),
    key: keyOf(certificate),
  };
}

/** Of `C=US`, `O=Let's Encrypt`, `CN=R11`, a line each: the first of these that is there. */
function nameIn(lines: string | undefined, wanted: readonly string[]): string {
  const text = lines ?? '';
  const parts = new Map(
    text.split('\n').map((line): [string, string] => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
  const found = wanted.find((part) => parts.has(part)) ?? '';
  return plainText(parts.get(found) ?? text);
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
