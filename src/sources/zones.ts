// How near an address is: a far end that names a nearer one than its own would have us ask where only we can go.

import { BlockList, isIP } from 'node:net';
import { bareHost } from './hosts.ts';

/** Of what is not public: this machine, its own link (where clouds answer for themselves), a network of one's own. */
export type Zone = 'public' | 'private' | 'link-local' | 'loopback';

type Subnet = readonly [network: string, prefix: number];

/** IANA's special-purpose registries; the single addresses are those at which clouds hand out credentials. */
const v4: Readonly<Record<Exclude<Zone, 'public'>, readonly Subnet[]>> = {
  loopback: [
    ['127.0.0.0', 8],
    ['0.0.0.0', 8],
  ],
  'link-local': [
    ['169.254.0.0', 16],
    ['100.100.100.200', 32],
    ['192.0.0.192', 32],
    ['168.63.129.16', 32],
  ],
  private: [
    ['10.0.0.0', 8],
    ['172.16.0.0', 12],
    ['192.168.0.0', 16],
    ['100.64.0.0', 10],
    ['192.0.0.0', 24],
    ['198.18.0.0', 15],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ],
};

const v6: typeof v4 = {
  loopback: [['::1', 128]],
  'link-local': [
    ['fe80::', 10],
    ['fd00:ec2::254', 128],
    ['fd20:ce::254', 128],
  ],
  private: [
    ['fc00::', 7],
    ['fec0::', 10],
    ['64:ff9b:1::', 48],
    ['ff00::', 8],
  ],
};

const zones = ['loopback', 'link-local', 'private'] as const;
const lists = zones.map((zone) => ({ zone, list: listOf(zone) }));

function listOf(zone: Exclude<Zone, 'public'>): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of v6[zone]) list.addSubnet(network, prefix, 'ipv6');
  for (const [network, prefix] of v4[zone]) {
    list.addSubnet(network, prefix, 'ipv4');
    // The same host by way of NAT64, 6to4, and as an IPv4-compatible address.
    list.addSubnet(`64:ff9b::${network}`, 96 + prefix, 'ipv6');
    list.addSubnet(`::${network}`, 96 + prefix, 'ipv6');
    list.addSubnet(`2002:${hexOf(network)}::`, 16 + prefix, 'ipv6');
  }
  return list;
}

function hexOf(address: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

/** @param address as a socket or a resolver gives it; what is no address counts as public. */
export function zoneOf(address: string): Zone {
  const bare = bareHost(address);
  const family = isIP(bare);
  if (family === 0) return 'public';
  return lists.find(({ list }) => list.check(bare, family === 4 ? 'ipv4' : 'ipv6'))?.zone ?? 'public';
}

/** Whether who is at `from` would lead us to a place that is not as open as its own. */
export function leadsNearer(from: Zone, to: Zone): boolean {
  return to !== 'public' && to !== from && !(from === 'loopback' && to === 'private');
}
