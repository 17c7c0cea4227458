// Which hosts a source looks at on other machines.

import { BlockList, isIP } from 'node:net';

/** Loopback, and what means this machine. */
const thisMachine = new BlockList();
thisMachine.addSubnet('127.0.0.0', 8, 'ipv4');
thisMachine.addSubnet('0.0.0.0', 8, 'ipv4');
thisMachine.addAddress('::1', 'ipv6');
thisMachine.addAddress('::', 'ipv6');

/** Beside this machine: a cloud's own services, which the hypervisor answers, and whoever else is on this wire. */
const beside = new BlockList();
beside.addSubnet('169.254.0.0', 16, 'ipv4');
beside.addSubnet('fe80::', 10, 'ipv6');
beside.addAddress('fd00:ec2::254', 'ipv6');

/** What is sent there stays on this machine. A name as URLs and sockets give it, or an address, in brackets or not. */
export function isThisMachine(host: string): boolean {
  const bare = bareHost(host);
  // The folder of a Unix socket.
  if (bare.startsWith('/')) return true;
  if (isIP(bare) === 0) return /^(?:|localhost|.*\.localhost|ip6-localhost|ip6-loopback)\.?$/i.test(bare);
  return isIn(thisMachine, bare);
}

/** What comes from there says nothing of the way out of here. */
export function isHere(host: string): boolean {
  return isThisMachine(host) || isIn(beside, bareHost(host));
}

function isIn(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/** In small letters, without brackets and zone; null for a text that is no URL. */
export function hostOfUrl(url: string): string | null {
  return URL.canParse(url) ? bareHost(new URL(url).hostname).toLowerCase() : null;
}

export function bareHost(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '');
}

/** The hosts of these URLs that are not this machine, each once. A text that is no URL has none. */
export function hostsElsewhere(urls: readonly string[]): readonly string[] {
  const hosts = urls.flatMap((url) => hostOfUrl(url) ?? []);
  return [...new Set(hosts)].filter((host) => !isThisMachine(host));
}
