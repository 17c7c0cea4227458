// The path by which a certificate is trusted: of all that is sent and all that is trusted here, what is not needed does not count.

import type { X509Certificate } from 'node:crypto';
import type { Instant } from '../../domain/clock.ts';

/** Most certificates of what is sent that are looked at; real servers send two to four. */
const sentMax = 16;

/** Authorities by whom they are. */
export type Authorities = ReadonlyMap<string, readonly X509Certificate[]>;

export function authoritiesOf(certificates: readonly X509Certificate[]): Authorities {
  return Map.groupBy(certificates, ({ subject }) => subject);
}

/** All that the server has sent, the certificate of the name first. */
export function sentWith(leaf: X509Certificate): readonly X509Certificate[] {
  const sent: X509Certificate[] = [];
  for (let next: X509Certificate | undefined = leaf; next && sent.length < sentMax;) {
    sent.push(next);
    next = next.issuerCertificate;
  }
  return sent;
}

export function endOf(certificate: X509Certificate): Instant {
  return Date.parse(certificate.validTo);
}

/**
 * The certificate that ends first on the way from the first of these to an authority: of several ways, on that which lasts longest. Where
 * none leads to an authority, on the way as far as it is known.
 */
export function firstToEnd(
  sent: readonly [X509Certificate, ...X509Certificate[]],
  trusted: Authorities,
): X509Certificate {
  const [leaf] = sent;
  const open = [{ certificate: leaf, first: leaf }];
  const seen = new Set<string>();
  let known = leaf;
  let isEndKnown = false;
  for (let way = open.pop(); way; way = open.pop()) {
    const { certificate, first } = way;
    if (seen.has(certificate.fingerprint256)) continue;
    seen.add(certificate.fingerprint256);
    const among = trusted.get(certificate.issuer) ?? [];
    if (among.some(({ fingerprint256 }) => fingerprint256 === certificate.fingerprint256)) return first;
    const issuers = [...among, ...sent].filter(
      (one) => !seen.has(one.fingerprint256) && isIssuer(one, certificate),
    );
    if (issuers.length === 0 && !isEndKnown) {
      isEndKnown = true;
      known = first;
    }
    for (const issuer of issuers)
      open.push({ certificate: issuer, first: endOf(issuer) < endOf(first) ? issuer : first });
    // The way that lasts longest is gone on with.
    open.sort((left, right) => endOf(left.first) - endOf(right.first));
  }
  return known;
}

function isIssuer(issuer: X509Certificate, certificate: X509Certificate): boolean {
  try {
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    // A key that cannot be read has signed nothing that we know of.
    return false;
  }
}
