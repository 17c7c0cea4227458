// How near an address is, in each of the forms that one may be written in.

import { expect, test } from 'vitest';
import { leadsNearer, zoneOf, type Zone } from '../../src/sources/zones.ts';

test.each<readonly [string, Zone]>([
  ['127.0.0.1', 'loopback'],
  ['127.200.3.4', 'loopback'],
  ['0.0.0.0', 'loopback'],
  ['::1', 'loopback'],
  ['::', 'loopback'],
  ['[::1]', 'loopback'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['::ffff:7f00:1', 'loopback'],
  ['::127.0.0.1', 'loopback'],
  ['64:ff9b::7f00:1', 'loopback'],
  ['2002:7f00:1::', 'loopback'],
  ['169.254.169.254', 'link-local'],
  ['::ffff:169.254.169.254', 'link-local'],
  ['64:ff9b::a9fe:a9fe', 'link-local'],
  ['2002:a9fe:a9fe::1', 'link-local'],
  ['fe80::1%eth0', 'link-local'],
  ['fd00:ec2::254', 'link-local'],
  ['100.100.100.200', 'link-local'],
  ['10.0.0.1', 'private'],
  ['172.16.0.1', 'private'],
  ['172.31.255.255', 'private'],
  ['192.168.1.1', 'private'],
  ['100.64.0.1', 'private'],
  ['::ffff:10.1.2.3', 'private'],
  ['64:ff9b::10.1.2.3', 'private'],
  ['fd12:3456::1', 'private'],
  ['fc00::1', 'private'],
  ['172.32.0.1', 'public'],
  ['192.0.2.2', 'public'],
  ['11.0.0.1', 'public'],
  ['2606:4700::1111', 'public'],
  ['2001:db8::1', 'public'],
  ['::ffff:8.8.8.8', 'public'],
  ['64:ff9b::808:808', 'public'],
])('%s is %s', (address, zone) => {
  expect(zoneOf(address)).toBe(zone);
});

test('nobody leads to a nearer zone than their own, nor from anywhere to where clouds hand out credentials', () => {
  const all = ['public', 'private', 'loopback', 'link-local'] as const;
  const led = all.map((from) => all.filter((to) => !leadsNearer(from, to)));
  expect(led).toEqual([
    ['public'],
    ['public', 'private'],
    ['public', 'private', 'loopback'],
    ['public', 'link-local'],
  ]);
});
