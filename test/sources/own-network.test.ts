// A neighbour on our own network that does not answer is silent; only a route that is missing is our own.
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { Approach } from '../../src/sources/way.ts';

/** Another address on the network of one of our interfaces; null where there is none. */
function neighbour(): string | null {
  const own = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  const near = own.find(
    ({ internal, family, cidr }) => !internal && family === 'IPv4' && !cidr?.endsWith('/32'),
  );
  if (!near) return null;
  const parts = near.address.split('.').map(Number);
  const last = parts[3] ?? 0;
  return [...parts.slice(0, 3), last ^ 1].join('.');
}

function wayAfter(host: string, code: string, address: string | null = null): string {
  const approach = new Approach(host);
  approach.begin();
  if (address !== null) approach.named(address);
  approach.failed(Object.assign(new Error('no'), { code }));
  return approach.passage.way;
}

test('no route to somewhere else is our own way', () => {
  expect(wayAfter('203.0.113.9', 'EHOSTUNREACH')).toBe('ours');
  expect(wayAfter('api.example', 'EHOSTUNREACH', '203.0.113.9')).toBe('ours');
});

test('a neighbour that does not answer says nothing of it (where an interface has a network of its own)', () => {
  const near = neighbour();
  if (near === null) return;
  for (const code of ['EHOSTUNREACH', 'EHOSTDOWN']) {
    expect(wayAfter(near, code)).toBe('unsaid');
    expect(wayAfter('api.example', code, near)).toBe('unsaid');
  }
  for (const code of ['ENETUNREACH', 'ENETDOWN']) expect(wayAfter(near, code)).toBe('ours');
});
