// Which hosts a source looks at on other machines. What is here says nothing of the way out of here.

import { BlockList, isIP } from 'node:net';

/** Loopback, what means this machine, and link-local addresses: a cloud's own services are answered by the hypervisor. */
const here = new BlockList();
here.addSubnet('127.0.0.0', 8, 'ipv4');
here.addSubnet('0.0.0.0', 8, 'ipv4');
here.addSubnet('169.254.0.0', 16, 'ipv4');
here.addAddress('::1', 'ipv6');
here.addAddress('::', 'ipv6');
here.addSubnet('fe80::', 10, 'ipv6');
here.addAddress('fd00:ec2::254', 'ipv6');

/** A name as URLs and sockets give it, or an address, in brackets or not. */
export function isHere(host: string): boolean {
  const bare = bareHost(host);
  // The folder of a Unix socket.
  if (bare.startsWith('/')) return true;
  const family = isIP(bare);
  if (family === 0) return /^(?:|localhost|.*\.localhost|ip6-localhost|ip6-loopback)\.?$/i.test(bare);
  return here.check(bare, family === 4 ? 'ipv4' : 'ipv6');
}

export function bareHost(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '');
}

/** The hosts of these URLs that are elsewhere, each once. A text that is no URL has none. */
export function hostsElsewhere(urls: readonly string[]): readonly string[] {
  const hosts = urls.flatMap((url) =>
    URL.canParse(url) ? bareHost(new URL(url).hostname).toLowerCase() : [],
  );
  return [...new Set(hosts)].filter((host) => !isHere(host));
}
