// What the README tells people to type is there.
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { keyTable } from '../../src/ui/keys/table.ts';
import { wallSubject } from '../../src/ui/terminal/skeleton.ts';
import { ensureBuilt } from '../support/built.ts';

const readme = readFileSync('README.md', 'utf8');

beforeAll(ensureBuilt, 60_000);

test('every command is one that the program’s help lists', () => {
  const help = readFileSync('dist/help.txt', 'utf8');
  const named = new Set([...readme.matchAll(/\blaunchwall ([a-z]+)\b/g)].map(([, command]) => command ?? ''));
  // Sentences that begin with the program's name.
  for (const word of ['is', 'needs']) named.delete(word);
  expect([...named].filter((command) => !new RegExp(`^ +${command}\\b`, 'm').test(help))).toEqual([]);
});

test('only the commands that draw a wall begin with its skeleton', () => {
  const help = readFileSync('dist/help.txt', 'utf8');
  const commands = [...help.slice(help.indexOf('Commands:')).matchAll(/^ {2}([a-z]+)\b/gm)].map(
    ([, name]) => name ?? '',
  );
  expect(commands).toContain('trust');
  const drawn = commands.filter((command) => wallSubject([command, 'sge/production']) !== null);
  expect(drawn.sort()).toEqual(['drill', 'watch']);
});

test('every key is one of the table', () => {
  const section = readme.slice(readme.indexOf('## Keys'), readme.indexOf('## Sources'));
  const rows = section.split('\n').filter((row) => row.startsWith('| `'));
  const keys = rows.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, key]) => key ?? ''),
  );
  const known = new Set(keyTable.flatMap(({ key }) => key.toLowerCase().split(' ')));
  expect(keys.length).toBeGreaterThan(10);
  expect(keys.filter((key) => !known.has(key.toLowerCase()))).toEqual([]);
});
